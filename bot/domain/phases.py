"""Phases: how each opens, how long it softly lasts, and when it is over (SESSION.md, Phases)."""

from datetime import datetime, timedelta

from bot.domain import floor, rounds, standing
from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import BEFORE_THE_CIRCLE, FLOWS, Fixed, Phase, PhaseKind, UntilBeforeEnd
from bot.domain.replacing import replace
from bot.domain.session import Cue, CueKind, Ending, Session
from bot.domain.words import say

ENOUGH = 3
PAIR = 2
COMPANY_QUIET = timedelta(minutes=3)
"""So long nobody has said anything, before being together ends."""
OPENER = "opener"
WEAVER = "weaver"


def advance(course: Course) -> None:
    """Ends the running phase and opens the next one that has any time; from the last one the session closes.

    Where it goes by days, what a part took longer moves all that comes after it: each still has its day.
    """
    due = course.s.phase_due
    if course.s.plan.pace.days and due is not None and course.clock > due:
        course.s = replace(course.s, ends_at=course.s.ends_at + (course.clock - due))
    _leave_phase(course)
    while course.s.phase + 1 < len(course.s.plan.phases):
        course.s = replace(course.s, phase=course.s.phase + 1)
        if _open_phase(course):
            return
    close(course, Ending.SAID)


def _leave_phase(course: Course) -> None:
    if _goes_on(course.s):
        return
    waiting = (course.this_round.current, *rounds.upcoming(course.s))
    floor.conclude(course)
    standing.conclude(course)
    ended = course.this_round
    if course.s.now_in.kind is PhaseKind.ROUND:
        # Who was still waiting when the round was cut short comes first when it goes round the other way.
        unheard = tuple(person for person in waiting if person and person not in ended.settled)
        course.s = replace(course.s, first_order=(*ended.settled, *unheard))
    course.s = replace(
        course.s,
        round=None,
        stay=None,
        happened=(*course.s.happened, *ended.happened),
        paired=(*course.s.paired, *ended.ring),
    )


def _open_phase(course: Course) -> bool:
    phase = course.s.now_in
    length = phase_length(course.s, course.clock)
    if length is not None and length <= timedelta(0):
        return False
    course.s = replace(
        course.s,
        seats=tuple(replace(seat, answered=False) if seat.answered else seat for seat in course.s.seats),
        phase_opened_at=course.clock,
        phase_due=None if length is None else course.clock + length,
        phase_told=False,
        more_asked=(),
        more_given=False,
    )
    if phase.kind is PhaseKind.ROUND:
        rounds.open_round(course, phase)
    elif phase.kind is PhaseKind.SHARES and not phase.goes_on:
        standing.open_shares(course)
    _say_phase(course, phase)
    return True


def _say_phase(course: Course, phase: Phase) -> None:
    prompt = _show_prompt(course, phase)
    together = phase.kind is PhaseKind.TOGETHER or (phase.kind is PhaseKind.ROUND and course.s.round is None)
    due = course.s.phase_due
    length = due - course.clock if due else course.s.share_length
    course.cue(
        Cue(
            CueKind.PHASE,
            person=_reader(course.s, phase),
            prompt=prompt,
            minutes=round(length.total_seconds() / 60),
            until=due if due and course.s.plan.pace.days and phase.kind is not PhaseKind.ARRIVE else course.s.ends_at,
            together=together,
            pairs=tuple((pair.speaker, pair.listener) for pair in course.this_round.ring),
            late=course.s.late and phase.kind is PhaseKind.ARRIVE,
        )
    )


def _reader(session: Session, phase: Phase) -> str | None:
    """Whose small role it is to read something out now: the opener the agreement and the first prompt, the weaver the
    closing words. None: the bot does that bit.
    """
    first = next((each for each in session.plan.phases if each.has_prompt), None)
    if phase.kind is PhaseKind.CLOSE:
        return session.holder(WEAVER)
    return session.holder(OPENER) if phase.kind is PhaseKind.AGREEMENT or phase == first else None


def _show_prompt(course: Course, phase: Phase) -> str | None:
    assigned = course.s.assigned(phase.id)
    if assigned is None:
        return None
    shown = replace(assigned, shown=True)
    prompts = tuple(shown if each.phase == phase.id else each for each in course.s.prompts)
    course.s = replace(course.s, prompts=prompts)
    return assigned.prompt


def phase_length(session: Session, now: datetime) -> timedelta | None:
    """How long the phase that opens now lasts; None for a round that ends with its last turn.

    An overrun is taken from open dialogue first, then from what has a length for late sessions.
    """
    phase = session.now_in
    match phase.length:
        case Fixed(minutes, late):
            behind = now > session.ends_at - _still_to_come(session)
            return timedelta(minutes=late if late is not None and behind else minutes)
        case UntilBeforeEnd(before):
            return session.ends_at - timedelta(minutes=before) - now
        case _:
            return None if phase.ring else timedelta(minutes=phase.length.within)


def _still_to_come(session: Session) -> timedelta:
    """The plain length of this and the coming phases of fixed length."""
    coming = session.plan.phases[session.phase :]
    return timedelta(minutes=sum(p.length.minutes for p in coming if isinstance(p.length, Fixed)))


def phase_time(course: Course) -> None:
    """The phase's time is up. Soft: whoever has the floor, or was just offered it, is waited for."""
    if course.s.now_in.kind is not PhaseKind.ARRIVE and not _waits(course.s, course.clock):
        advance(course)
        return
    course.s = replace(course.s, phase_told=True)
    if course.s.now_in.kind in (PhaseKind.BEING, PhaseKind.SHARES):
        until = course.clock + course.s.plan.pace.grace
        course.cue(Cue(CueKind.ROUND_TIME, until=until))
        return
    turn = course.this_round.running
    if turn is not None and turn.sharing and not turn.told:
        # Said once, and never twice into one share.
        course.put_turn(replace(turn, told=True))
        course.cue(Cue(CueKind.ROUND_TIME, person=turn.person))


def _waits(session: Session, clock: datetime) -> bool:
    """Whether the end of the running phase waits for somebody: for a turn, for shares that are open, for words."""
    if session.now_in.kind is PhaseKind.SHARES:
        return standing.anything_open(session) and not _goes_on(session)
    if session.now_in.kind is PhaseKind.BEING:
        return clock < quiet_since(session)
    return session.round is not None and session.round.running is not None


def _goes_on(session: Session) -> bool:
    """Whether the next phase carries the round of this one on."""
    coming = session.plan.phases[session.phase + 1 : session.phase + 2]
    return any(phase.goes_on for phase in coming)


def quiet_since(session: Session) -> datetime:
    """From when on nobody has said anything for a while, in being together."""
    return (session.heard_at or session.phase_opened_at) + COMPANY_QUIET


def go_next(course: Course) -> None:
    """The circle goes on to the next phase. Nothing cuts a share off: while one is going on, this waits for its end."""
    if course.s.pause is not None:
        raise NotPossibleNow(say("A pause was asked for. We go on when someone presses Ready."))
    if course.s.alone_since is not None:
        raise NotPossibleNow(say("One of us is here. When somebody joins, we go on."))
    turn = course.this_round.running
    open_shares = course.s.now_in.kind is PhaseKind.SHARES and _waits(course.s, course.clock)
    if course.s.now_in.kind is PhaseKind.ARRIVE:
        _go_on_from_arriving(course)
    elif not open_shares and (turn is None or not turn.sharing):
        advance(course)
    elif course.s.phase_told:
        raise NotPossibleNow(say("We go on as soon as this share is done."))
    else:
        phase_time(course)


def _go_on_from_arriving(course: Course) -> None:
    if not course.s.company:
        raise NotPossibleNow(say("Nobody is here yet. When somebody comes in, we can begin."))
    if course.s.few_asked_at is not None:
        go_with_few(course)
    else:
        course.s = replace(course.s, phase_told=True)


def over(session: Session, clock: datetime) -> bool:
    """Whether the running phase has nothing more to wait for."""
    kind = session.now_in.kind
    if session.round is not None and session.round.current is not None:
        return False
    if kind is PhaseKind.ROUND and session.round is not None:
        return session.phase_told or not (rounds.upcoming(session) or rounds.awaits_hands(session, clock))
    if kind is PhaseKind.OPEN:
        return session.phase_told
    if kind is PhaseKind.SHARES:
        return session.phase_told and not standing.anything_open(session)
    if kind in (PhaseKind.TOGETHER, PhaseKind.ROUND):
        return all(seat.answered for seat in session.present)
    return False


def gathered(session: Session) -> bool:
    """Whether arriving is over: its time is up, or everyone who said yes is here and that is enough to begin.

    Where it goes by days, it begins as soon as we are enough: whoever comes later has a place as well.
    """
    if session.now_in.kind is not PhaseKind.ARRIVE:
        return False
    if session.plan.pace.days and _enough(session):
        return True
    all_here = bool(session.expected) and all(session.seat(person) for person in session.expected)
    return session.phase_told or (all_here and _enough(session))


def _enough(session: Session) -> bool:
    """Two in a circle of up to three members; else three (SESSION.md, Who is there), or what the flow says."""
    enough = session.plan.enough or (PAIR if session.members <= ENOUGH else ENOUGH)
    return len(session.company) >= enough


def gather(course: Course) -> None:
    """Begins the circle; or, with too few, asks those who are here, and waits a while where nobody is (SESSION.md)."""
    n = len(course.s.company)
    if _enough(course.s):
        begin_circle(course)
        return
    course.s = replace(course.s, phase_told=True, phase_due=None)
    if n == 1:
        course.s = replace(course.s, few_asked_at=None)
        be_alone(course)
        return
    course.s = replace(course.s, alone_since=None)
    if course.s.few_asked_at is None:
        course.s = replace(course.s, few_asked_at=course.clock)
        if n:
            course.cue(Cue(CueKind.FEW, count=n, until=course.clock + course.s.plan.pace.few))


def go_with_few(course: Course) -> None:
    """Talk anyway; with nobody there the session ends."""
    if course.s.company:
        begin_circle(course)
    else:
        close(course, Ending.NOBODY)


def begin_circle(course: Course) -> None:
    """From arriving to what comes after it, in the flow for two where two are here.

    A role that was taken beforehand by somebody who is not here stays empty.
    """
    here = {seat.person for seat in course.s.present}
    roles = tuple(pair for pair in course.s.roles if pair[1] in here)
    course.s = replace(course.s, few_asked_at=None, alone_since=None, roles=roles)
    _suit_flow(course)
    advance(course)


def _suit_flow(course: Course) -> None:
    """Two people at the start: the flow for two, from where they are (PRODUCT.md, A session)."""
    plan = course.s.plan
    if len(course.s.present) != PAIR or plan.pair_flow is None:
        return
    flow = FLOWS[plan.pair_flow]
    sooner = timedelta(minutes=max(0, plan.minutes - flow.minutes))
    arrive = flow.index_of(PhaseKind.ARRIVE)
    course.s = replace(course.s, flow=flow.id, phase=arrive, ends_at=course.s.ends_at - sooner)
    course.cue(Cue(CueKind.PAIR))


def be_alone(course: Course) -> None:
    """One remains: leave a line for the others, or go in peace."""
    if course.s.alone_since is None:
        (one,) = course.s.company
        course.s = replace(course.s, alone_since=course.clock)
        course.cue(Cue(CueKind.ALONE, person=one.person))


def close_early(course: Course) -> None:
    """An early end goes to the close, which is never dropped (SESSION.md). Where no circle has begun, there is none."""
    if course.s.now_in.kind in BEFORE_THE_CIRCLE:
        close(course, Ending.EARLY)
        return
    closing = course.s.plan.index_of(PhaseKind.CLOSE)
    if course.s.phase == closing:
        close(course, Ending.SAID)
        return
    _leave_phase(course)
    ends_at = min(course.s.ends_at, course.clock)
    course.s = replace(course.s, phase=closing, ends_at=ends_at, alone_since=None)
    _open_phase(course)


def close(course: Course, ending: Ending) -> None:
    """Ends the session, in one line unless its close was said.

    What is not kept goes now: passes, laters, the order, answers to offers, who was not waited for (MUTUALITY.md).
    """
    floor.conclude(course)
    standing.conclude(course)
    if ending is not Ending.SAID:
        course.cue(Cue(CueKind.CLOSED, ending=ending))
    course.s = replace(
        course.s,
        closed_at=course.now,
        ending=ending,
        seats=tuple(replace(seat, away=False, answered=False) for seat in course.s.seats),
        happened=(*course.s.happened, *course.this_round.happened),
        paired=(*course.s.paired, *course.this_round.ring),
        round=None,
        first_order=(),
        roles_offered=(),
        roles_declined=(),
        expected=(),
        readers=(),
        pause=None,
        stay=None,
        few_asked_at=None,
        alone_since=None,
        end_asked_at=None,
        phase_due=None,
        more_asked=(),
        more_given=False,
        reminded=(),
    )
