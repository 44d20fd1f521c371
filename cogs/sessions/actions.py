"""Which buttons stand under a panel or a cue: each is a pre-filled command."""

from dataclasses import replace

from bot.app.dates import answer_actions
from bot.domain.flow import PhaseKind
from bot.domain.session import Cue, CueKind, Mode, Session, TurnStage
from bot.domain.words import Text, say
from bot.ports.messages import Action

HERE = Action(say("I'm here"), "turn here", word="here", emoji="👋", primary=True)
LATE_HERE = replace(HERE, primary=False)
READING = Action(say("I'll read along"), "turn reading", word="reading", emoji="📖")
WHO_READS = Action(say("Who can read this?"), "help reading", word="who", emoji="👀")
BEGIN = Action(say("I'll begin"), "turn start", word="start", emoji="✅", primary=True)
LATER = Action(say("Later"), "turn later", word="later", emoji="⏳")
SHARE = Action(say("I'd like to share"), "turn start", word="share", emoji="🎁", primary=True)
COMPLETE = Action(say("My share is complete"), "turn done", (("what", "share"),), word="complete", emoji="✅")
ANSWER_COMPLETE = Action(say("My answer is complete"), "turn done", (("what", "answer"),), word="answered", emoji="☑️")
NOTHING_TO_ASK = Action(say("No question"), "turn pass", (("what", "question"),), word="no-question", emoji="🤫")
MORE_TIME = Action(say("Twelve hours more"), "session more", word="more", emoji="⏰")
PASS = Action(say("Pass"), "turn pass", word="pass", emoji="🌱")
DONE = Action(say("Done"), "turn done", (("what", "share"),), word="done", emoji="✅", primary=True)
SAID = replace(DONE, values=())
ANSWERED = replace(DONE, values=(("what", "answer"),))
NO_QUESTION = Action(say("No question"), "turn pass", (("what", "question"),), word="pass", emoji="🌱")
STAY = Action(say("Stay with this"), "turn stay", word="stay", emoji="🫶")
PAUSE = Action(say("Pause"), "turn pause", word="pause", emoji="🛑")
READY = Action(say("Ready"), "turn ready", word="ready", emoji="👍", primary=True)
GO_ON = Action(say("Go on"), "turn go-on", word="go-on", emoji="🚀")
NEXT_UP = Action(say("Who comes next?"), "turn queue", word="queue", emoji="🔢")
WHY = Action(say("Why this order?"), "turn why", word="why", emoji="❓")
FLOOR = Action(say("I'd like the floor"), "turn ask", word="floor", emoji="🙋", primary=True)
BRING = replace(FLOOR, label=say("I'd like to bring something"))
TO_ANSWER = Action(say("I'd like to answer"), "turn answer", word="answer", emoji="💬")
GO_ROUND = Action(say("Shall we go round?"), "turn round", word="round", emoji="⭕")
READ_OUT = Action(say("Read; on we go"), "turn read", word="read", emoji="📜", primary=True)
ANOTHER = Action(say("Another prompt"), "prompt another", word="another", emoji="🔄")
TALK = Action(say("Talk anyway"), "session talk", word="talk", emoji="💬", primary=True)
MOVE = Action(say("Move it"), "session move", word="move", emoji="📅")
SKIP = Action(say("Skip it"), "session skip", word="skip", emoji="⏩")
PEACE = Action(say("Go in peace"), "session peace", word="peace", emoji="🌙")
CLOSE = Action(say("Close now"), "session close", word="close", emoji="🏁", primary=True)
LIGHTER = Action(say("Lighter next time"), "prompt lighter", word="lighter", emoji="🪶")
DEEPER = Action(say("Deeper next time"), "prompt deeper", word="deeper", emoji="⚓")
LONGER = Action(say("Stay fifteen minutes"), "session longer", word="longer", emoji="⏰")

MODES = {
    Mode.LISTEN: say("Listening only"),
    Mode.CURIOUS: say("Be curious"),
    Mode.TELL: say("Tell yours"),
    Mode.CHALLENGE: say("Challenge me"),
}
EMOJI = {
    "listen": "👂",
    "curious": "🔎",
    "tell": "💬",
    "challenge": "🔥",
    "gave": "🎁",
    "received": "🧺",
    "both": "🤝",
    "neither": "🌙",
}
MARKS = {"gave": say("I gave"), "received": say("I received"), "both": say("Both"), "neither": say("Neither")}


def panel(session: Session) -> tuple[Action, ...]:
    """What is always in reach: being here, the pause, and the quiet questions."""
    if session.now_in.kind is PhaseKind.DOORS and " " in session.occurrence:
        coming, *_, not_this_time = answer_actions(session.occurrence)
        return (HERE, READING, replace(coming, primary=False), not_this_time, WHO_READS)
    if session.now_in.kind in (PhaseKind.DOORS, PhaseKind.ARRIVE):
        return (HERE, READING, WHO_READS)
    if session.pause is not None:
        return (READY,)
    if session.plan.pace.days:
        return _days(session)
    if not session.plan.has_order:
        return (PAUSE, LATE_HERE, WHO_READS)
    if session.now_in.kind is PhaseKind.OPEN:
        return (PAUSE, NEXT_UP, WHY, GO_ROUND, LATE_HERE, READING)
    if session.round is not None and session.round.turns:
        return (PAUSE, NEXT_UP, WHY, LATE_HERE, READING)
    return (PAUSE, LATE_HERE, READING, WHO_READS)


def _days(session: Session) -> tuple[Action, ...]:
    """All that can be pressed over days stands under the panel, as the newest line is soon an old one."""
    kind = session.now_in.kind
    turns = (SHARE, COMPLETE, ANSWER_COMPLETE, NOTHING_TO_ASK, PASS) if kind is PhaseKind.SHARES else ()
    line = (PASS,) if kind is PhaseKind.LINE else ()
    more = () if session.more_given or kind is PhaseKind.CLOSE else (MORE_TIME,)
    return (*turns, *line, *more, LATE_HERE, READING, WHO_READS)


def cue(session: Session, cue: Cue) -> tuple[Action, ...]:
    """The buttons of the newest cue; those of a turn belong to whose turn it is."""
    if session.pause is not None:
        return (READY,)
    if cue.kind is CueKind.PHASE:
        return _phase(session, cue)
    if cue.kind in _GO_ON:
        return _turn(session)
    if cue.kind is CueKind.FLOOR:
        return _open_floor(session)
    return _owned((*_CUES.get(cue.kind, ()), *_in_open(session, cue.kind)), session, cue.person, cue.curious)


def _turn(session: Session) -> tuple[Action, ...]:
    """What can be pressed in the running turn, where there is one."""
    running = session.round.running if session.round else None
    if running is None:
        return _open_floor(session) if session.now_in.kind is PhaseKind.OPEN else ()
    curious, _ = session.curious_for(running.person)
    return _owned(_CUES.get(_STAGES.get(running.stage, CueKind.PHASE), ()), session, running.person, curious)


def _open_floor(session: Session) -> tuple[Action, ...]:
    """Open dialogue, with nobody on the floor: what was brought last can still be answered first."""
    last = session.shares[-1] if session.shares else None
    fresh = last is not None and last.at >= session.phase_opened_at and not last.answered
    return (BRING, *((TO_ANSWER,) if fresh else ()), GO_ROUND)


def _in_open(session: Session, kind: CueKind) -> tuple[Action, ...]:
    """While somebody shares in open dialogue, what others may ask for."""
    running = session.round.running if session.round else None
    if session.now_in.kind is not PhaseKind.OPEN or kind is not CueKind.SPEAKING or running is None:
        return ()
    share = session.shares[-1] if session.shares else None
    return (BRING, *((TO_ANSWER,) if share is not None and not share.answered and not running.answers else ()))


def _owned(
    actions: tuple[Action, ...], session: Session, person: str | None, curious: str | None
) -> tuple[Action, ...]:
    """Says whose press it is. Another prompt can be asked for before the first share of a round, by anyone.

    After a question, Done is said of the answer.
    """
    running = session.round.running if session.round else None
    if running is not None and running.stage is TurnStage.ASKED:
        actions = tuple(ANSWERED if action is DONE else action for action in actions)
    begun = session.round is None or bool(session.round.spoken) or session.now_in.kind is not PhaseKind.ROUND
    owners = {**dict.fromkeys(_OF_THE_SPEAKER, person), NO_QUESTION: curious}
    return tuple(replace(action, person=owners.get(action)) for action in actions if not (begun and action is ANOTHER))


def _phase(session: Session, cue: Cue) -> tuple[Action, ...]:
    kind = next(phase.kind for phase in session.plan.phases if phase.id == cue.phase)
    if kind is PhaseKind.TOGETHER:
        aloud = () if session.plan.pace.heard else (SAID,)
        return (*_choices("turn how", "mode", {mode.value: label for mode, label in MODES.items()}), *aloud, PASS)
    if kind is PhaseKind.REFLECTION:
        return _choices("reflect mark", "mark", MARKS, sensitive=True)
    if kind is PhaseKind.CLOSE:
        return (LIGHTER, DEEPER) if session.prompts else ()
    if kind is PhaseKind.ROUND:
        return (PASS, ANOTHER) if cue.together else ()
    return _PHASES.get(kind, ())


def _choices(path: str, name: str, labels: dict[str, Text], *, sensitive: bool = False) -> tuple[Action, ...]:
    return tuple(
        Action(label, path, values=((name, value),), word=value, emoji=EMOJI[value], sensitive=sensitive)
        for value, label in labels.items()
    )


_PHASES: dict[PhaseKind, tuple[Action, ...]] = {
    PhaseKind.ARRIVE: (HERE, READING, WHO_READS),
    PhaseKind.AGREEMENT: (READ_OUT,),
    PhaseKind.OPEN: (BRING, GO_ROUND),
    PhaseKind.SHARES: (SHARE, PASS, ANOTHER),
    PhaseKind.LINE: (PASS, ANOTHER),
}
_GO_ON = (CueKind.RESUMED, CueKind.STAY_GRANTED, CueKind.STAY_NOT_NOW, CueKind.PROMPT, CueKind.RING, CueKind.LONGER)
_OF_THE_SPEAKER = (BEGIN, LATER, PASS, DONE, ANSWERED, PEACE)
_STAGES = {
    TurnStage.OFFERED: CueKind.OFFERED,
    TurnStage.SPEAKING: CueKind.SPEAKING,
    TurnStage.ASKED: CueKind.ASKED,
}
_CUES: dict[CueKind, tuple[Action, ...]] = {
    CueKind.DOORS: (HERE, READING, WHO_READS),
    CueKind.OFFERED: (BEGIN, LATER, PASS, ANOTHER),
    CueKind.SPEAKING: (DONE, STAY, PAUSE),
    CueKind.ASKED: (ANSWERED, NO_QUESTION),
    CueKind.TIME_UP: (DONE, STAY),
    CueKind.SPEAKER_QUIET: (GO_ON, DONE),
    CueKind.GO_ON_ASKED: (GO_ON, DONE),
    CueKind.MORE_ASKED: (MORE_TIME,),
    CueKind.ROUND_TIME: (DONE,),
    CueKind.PAUSED: (READY,),
    CueKind.PAUSED_LONG: (READY,),
    CueKind.STAY_ASKED: (
        Action(say("Yes, stay"), "turn staying", values=(("answer", "yes"),), word="yes", emoji="👍"),
        Action(say("Rather go on"), "turn staying", values=(("answer", "no"),), word="no", emoji="🙏", sensitive=True),
    ),
    CueKind.FEW: (TALK, MOVE, SKIP, HERE),
    CueKind.ALONE: (PEACE,),
    CueKind.END_ASKED: (CLOSE, LONGER),
}
