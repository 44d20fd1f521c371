"""What the room sees of a session: the panel, edited in place, and one short cue at each edge.

Pure: state in, documents out.
"""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.circles import Circle
from bot.domain.flow import PhaseKind
from bot.domain.session import Cue, CueKind, Session
from bot.domain.words import Moment, Text, say, say_n
from bot.ports.decks import Decks
from bot.ports.messages import Block, Bullets, Document, Paragraph, Quote
from cogs.sessions import actions, endings, manner, paces, panels
from cogs.sessions.keepsake import keepsake
from cogs.sessions.pieces import at, pairs_of, prompt_blocks, who

QUESTION_EVERY = 4
"""By the calendar the circle is asked about giving and receiving: it points at nobody (MUTUALITY.md, Three tiers)."""


class Narration:
    """The bot's voice in a session (PRODUCT.md, How it sounds)."""

    def panel(self, circle: Circle, session: Session, decks: Decks) -> Document:
        """Where we are, whose turn it is and who comes next; today's pairs. Nothing over time."""
        return panels.panel(circle, session, decks)

    def picture(self, circle: Circle, session: Session, *, names: bool) -> Document | None:
        """The keepsake of a session that closes."""
        return keepsake(circle, session, names=names)

    def cue(self, circle: Circle, session: Session, cue: Cue, decks: Decks, *, live: bool) -> Document:
        """The line of one edge, complete in itself; with its buttons while it is the newest."""
        if cue.kind is CueKind.PHASE:
            blocks = _phase_blocks(circle, session, cue, decks)
        else:
            blocks = _LINES[cue.kind](circle, session, cue, decks)
        return Document(blocks, actions.cue(session, cue) if live else ())


def _phase_blocks(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    kind = next(phase.kind for phase in session.plan.phases if phase.id == cue.phase)
    return _PHASES[kind](circle, session, cue, decks)


def _arrive(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    until = at(session, cue.until or session.ends_at)
    welcome = say("Welcome, awake or tired. We have until {time}; nobody has to be good at this.", time=until)
    late = say("We open later than planned today; good that you're here.")
    readable = say(
        "Everyone in this room can read along. Kept: that you were here and whose turn it was. "
        "Not kept: a word of what we say."
    )
    if not session.plan.has_order:
        readable = say(
            "Everyone in this room can read along. Kept: that you were here. Not kept: a word of what we say."
        )
    how = paces.how_it_goes(session)
    told = (*((late,) if cue.late else ()), welcome, *((how,) if how else ()), readable)
    return tuple(Paragraph(text) for text in told)


def _agreement(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    if circle.agreement is None:
        text = say(
            "We have no agreement in words yet. What would make it easier to bring something here? "
            "A circle can keep a few lines of its own and change them any time."
        )
        return (Paragraph(text),)
    if cue.person:
        text = say("{person}, would you read this out for us? It is ours.", person=who(circle, session, cue.person))
    else:
        text = say("This is what we agreed. Anyone may read it out.")
    return (Paragraph(text), Quote(circle.agreement.words))


def _together(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    if not session.plan.pace.heard:
        return (Paragraph(paces.CHECK_IN_ALOUD),)
    return (
        Paragraph(
            say(
                "One line from everyone, all at once: what are you bringing? "
                "And how would you like us to be with you today?"
            )
        ),
    )


def _round(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    prompt = prompt_blocks(decks, cue.prompt, circle.language) if cue.prompt else ()
    if cue.together:
        how = say("One line from everyone, whenever it is ready. Passing is fine.")
    elif cue.pairs:
        how = say_n(
            "Each of us may have the floor once, about {n} minute; then one question from curiosity.",
            "Each of us may have the floor once, about {n} minutes; then one question from curiosity.",
            max(cue.minutes, 1),
        )
    else:
        how = say("We go round the other way now; write your line while others speak, if you like.")
    pairs: tuple[Block, ...] = (pairs_of(circle, session, cue.pairs),) if cue.pairs else ()
    read = say("{person}, would you read us the prompt?", person=who(circle, session, cue.person))
    reader = (Paragraph(read),) if cue.person and prompt else ()
    return (*reader, *prompt, Paragraph(how), *pairs)


def _quiet(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    return (Paragraph(say("One quiet minute.")),)


def _open(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    due = session.phase_due if session.now_in.id == cue.phase and session.phase_due else None
    until = due or session.phase_opened_at + timedelta(minutes=cue.minutes)
    text = say("The floor is open until about {time}. Bring something, or stay with what was said.", time=Moment(until))
    return (Paragraph(text),)


def _reflection(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    easier = say("What made it easier to bring something today?")
    if session.number % QUESTION_EVERY == 0:
        easier = say("What would make it easier for each of us to bring something, and to be with someone?")
    return (
        Paragraph(say("Two questions about us as a circle:")),
        Bullets((easier, say("What would we like more of next time?"))),
        Paragraph(
            say("And for yourself alone: did you give, receive, both, neither? Nobody sees it and nothing is kept.")
        ),
    )


Lines = Callable[[Circle, Session, Cue, Decks], tuple[Block, ...]]
_PHASES: dict[PhaseKind, Lines] = {
    PhaseKind.ARRIVE: _arrive,
    PhaseKind.AGREEMENT: _agreement,
    PhaseKind.TOGETHER: _together,
    PhaseKind.ROUND: _round,
    PhaseKind.QUIET: _quiet,
    PhaseKind.OPEN: _open,
    PhaseKind.SHARES: paces.shares,
    PhaseKind.LINE: paces.a_line,
    PhaseKind.BEING: paces.being,
    PhaseKind.REFLECTION: _reflection,
    PhaseKind.CLOSE: endings.close,
}


def _line(text: Text) -> tuple[Block, ...]:
    return (Paragraph(text),)


def _doors(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    text = say("The doors are open. We begin at {time}.", time=Moment(cue.until or session.starts_at))
    return (Paragraph(text), Paragraph(say("Press I'm here when you are, or read along; both are fine.")))


def _offered(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    person = who(circle, session, cue.person)
    if cue.answers:
        answers = who(circle, session, cue.answers)
        text = say("{person}, the floor is yours for your answer to {owner}.", person=person, owner=answers)
        return (Paragraph(text), *manner.mode_line(manner.mode_of(session, cue.answers), answers))
    blocks: list[Block] = [
        Paragraph(say("{person}, the floor is yours if you'd like it: now, later, or pass.", person=person))
    ]
    if cue.curious:
        curious = who(circle, session, cue.curious)
        listens = say("{curious} is here to listen only, as you wished.", curious=curious)
        asks = say("{curious} listens with curiosity.", curious=curious)
        blocks.append(Paragraph(listens if cue.witness else asks))
    if not cue.witness:
        blocks.extend(manner.mode_line(cue.mode, person))
    if cue.after:
        blocks.append(Paragraph(say("After that: {person}.", person=who(circle, session, cue.after))))
    return tuple(blocks)


def _speaking(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    person = who(circle, session, cue.person)
    text = say("{person} has the floor; we listen.", person=person)
    if cue.after:
        after = who(circle, session, cue.after)
        text = say("{person} has the floor; we listen. After {person} it's {after}.", person=person, after=after)
    return (Paragraph(text), *(() if cue.answers else manner.mode_line(cue.mode, person)))


def _asked(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    person, curious = who(circle, session, cue.person), who(circle, session, cue.curious)
    return _line(
        say(
            "Thank you, {person}. {curious}, one question from curiosity, if there is one.",
            person=person,
            curious=curious,
        )
    )


def _time_up(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    return _line(
        say_n(
            "That's {n} minute, {person}. Finish in your own time.",
            "That's {n} minutes, {person}. Finish in your own time.",
            max(cue.minutes, 1),
            person=who(circle, session, cue.person),
        )
    )


def _speaker_quiet(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    """Without a name: no line of ours points at somebody who is quiet (PRODUCT.md, Values)."""
    return _line(say("It has been quiet for a while, and that is fine. If we would like to go on, we may."))


def _round_time(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    special = paces.time_is_up(session, cue)
    if special is not None:
        return _line(special)
    if cue.person:
        person = who(circle, session, cue.person)
        return _line(
            say("The time for this part is up, {person}. Finish in your own time; after that we go on.", person=person)
        )
    return _line(
        say("The time for this round is up. A line that is still on its way is welcome any time before we close.")
    )


def _stay_asked(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    person = who(circle, session, cue.person)
    return _line(
        say(
            "Someone would like to stay with {person}'s share, {n} minutes more. Shall we?",
            person=person,
            n=cue.minutes,
        )
    )


def _stay_granted(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    return _line(
        say("We stay with {person}, {n} minutes more.", person=who(circle, session, cue.person), n=cue.minutes)
    )


def _resumed(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    if cue.person:
        return _line(say("We go on where we were, with {person}.", person=who(circle, session, cue.person)))
    return _line(say("We go on."))


def _few(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    until = at(session, cue.until or session.starts_at)
    return (
        Paragraph(say_n("One of us is here today.", "{n} of us are here today.", cue.count)),
        Paragraph(say("Talk anyway, move it, or skip? Anyone here may say. Otherwise we begin at {time}.", time=until)),
    )


def _alone(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    person = who(circle, session, cue.person)
    return _line(say("{person}, it's you alone for now. Leave a line for the others, or go in peace.", person=person))


def _ring(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    if not cue.pairs:
        return _line(say("We listen all together now."))
    return (Paragraph(say("The pairs have changed:")), pairs_of(circle, session, cue.pairs))


def _prompt(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    prompt = prompt_blocks(decks, cue.prompt, circle.language) if cue.prompt else ()
    return (Paragraph(say("Another one, then:")), *prompt)


_LINES: dict[CueKind, Lines] = {
    CueKind.DOORS: _doors,
    CueKind.OFFERED: _offered,
    CueKind.SPEAKING: _speaking,
    CueKind.ASKED: _asked,
    CueKind.TIME_UP: _time_up,
    CueKind.SPEAKER_QUIET: _speaker_quiet,
    CueKind.ROUND_TIME: _round_time,
    CueKind.GO_ON_ASKED: lambda *_: _line(paces.GO_ON_ASKED),
    CueKind.MORE_ASKED: lambda *_: _line(paces.MORE_ASKED),
    CueKind.MORE_TIME: lambda _circle, session, cue, _decks: _line(paces.more_time(session, cue)),
    CueKind.PAUSED: lambda *_: _line(
        say("A pause was asked for; no reason needed. We go on when someone presses Ready.")
    ),
    CueKind.PAUSED_LONG: lambda _circle, session, _cue, _decks: _line(paces.paused_long(session)),
    CueKind.RESUMED: _resumed,
    CueKind.STAY_ASKED: _stay_asked,
    CueKind.STAY_GRANTED: _stay_granted,
    CueKind.STAY_NOT_NOW: lambda *_: _line(say("We go on for now; this can come back in open dialogue.")),
    CueKind.FEW: _few,
    CueKind.PAIR: lambda *_: _line(say("We are two today: equal time, both ways.")),
    CueKind.ALONE: _alone,
    CueKind.END_ASKED: lambda *_: _line(say("We are past our time. Close now, or stay fifteen minutes longer?")),
    CueKind.LONGER: lambda _circle, session, cue, _decks: _line(
        say("We stay until {time}.", time=Moment(cue.until or session.ends_at))
    ),
    CueKind.GO_ROUND: lambda *_: _line(
        say("We go round: everyone is offered the floor once. Passing is fine; after that it is open again.")
    ),
    CueKind.FLOOR: lambda *_: _line(say("The floor is open again.")),
    CueKind.PROMPT: _prompt,
    CueKind.RING: _ring,
    CueKind.CLOSED: endings.closed,
}
