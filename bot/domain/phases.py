"""Phases: how each opens, how long it softly lasts, and when it is over (SESSION.md, Phases)."""

from datetime import datetime, timedelta

from bot.domain import rounds
from bot.domain.course import Course
from bot.domain.flow import FLOWS, Fixed, Phase, PhaseKind, UntilBeforeEnd
from bot.domain.session import CueKind, Ending, Session, TurnStage

ENOUGH = 3
FEW_WAIT = timedelta(minutes=5)
OPENER = "opener"


def next_phase(course: Course) -> None:
    """Ends the running phase and opens the next one that has any time; from the last one the session closes."""
    if course.s.now_in.kind is PhaseKind.ARRIVE and not _enough(course):
        return
    _leave_phase(course)
    while course.s.phase + 1 < len(course.s.plan.phases):
        course.set(phase=course.s.phase + 1)
        if _open_phase(course):
            return
    course.close(Ending.SAID)


def _leave_phase(course: Course) -> None:
    current = course.round
    if course.s.now_in.kind is PhaseKind.ROUND and course.s.round is not None:
        first = course.s.first_order or current.spoken
        course.set(first_order=first, happened=(*course.s.happened, *current.happened))
    course.set(round=None, stay=None)


def close_now(course: Course) -> None:
    """An early end goes to the close; the close is never dropped (SESSION.md)."""
    closing = course.s.plan.index_of(PhaseKind.CLOSE)
    if course.s.phase == closing:
        course.close(Ending.SAID)
        return
    _leave_phase(course)
    course.set(phase=closing, ends_at=min(course.s.ends_at, course.now), few_asked_at=None, alone_since=None)
    _open_phase(course)


def _open_phase(course: Course) -> bool:
    phase = course.s.now_in
    length = phase_length(course.s, course.now)
    if phase.kind is PhaseKind.OPEN and length is not None and length <= timedelta(0):
        return False
    due = None if length is None else course.now + length
    for seat in course.s.seats:
        course.set_seat(seat.person, answered=False)
    course.set(phase_opened_at=course.now, phase_due=due, phase_told=False)
    if phase.kind is PhaseKind.ROUND:
        rounds.open_round(course, phase)
    _say_phase(course, phase)
    return True


def _say_phase(course: Course, phase: Phase) -> None:
    assigned = course.s.assigned(phase.id)
    together = phase.kind is PhaseKind.TOGETHER or (phase.kind is PhaseKind.ROUND and course.s.round is None)
    person = course.s.holder(OPENER) if phase.kind is PhaseKind.AGREEMENT else None
    ring = tuple((pair.speaker, pair.listener) for pair in course.round.ring)
    due = course.s.phase_due
    minutes = round((due - course.now).total_seconds() / 60) if due else round(course.s.share_length.total_seconds() / 60)
    course.cue(
        CueKind.PHASE,
        person=person,
        prompt=assigned.prompt if assigned else None,
        minutes=minutes,
        until=course.s.ends_at,
        together=together,
        pairs=ring,
        late=course.s.late and phase.kind is PhaseKind.ARRIVE,
    )


def phase_length(session: Session, now: datetime) -> timedelta | None:
    """How long the phase that opens now lasts; None for a round that ends with its last turn."""
    phase = session.now_in
    match phase.length:
        case Fixed(minutes, late):
            behind = now > session.ends_at - _after(session)
            return timedelta(minutes=late if late is not None and behind else minutes)
        case UntilBeforeEnd(before):
            return session.ends_at - timedelta(minutes=before) - now
        case _:
            return timedelta(minutes=phase.length.within) if not phase.ring else None


def _after(session: Session) -> timedelta:
    """The plain length of this and the coming phases of fixed length."""
    coming = session.plan.phases[session.phase :]
    return timedelta(minutes=sum(p.length.minutes for p in coming if isinstance(p.length, Fixed)))


def _enough(course: Course) -> bool:
    """At the end of arriving: enough to begin? Two in a circle of up to three; else three (SESSION.md, Who is there)."""
    n = len(course.s.present)
    least = ENOUGH - 1 if course.s.members <= ENOUGH else ENOUGH
    if n >= least:
        course.set(few_asked_at=None)
        suit_flow(course)
        return True
    asked_at = course.s.few_asked_at or course.now
    if course.s.few_asked_at is None:
        course.set(few_asked_at=asked_at, phase_due=None, phase_told=True)
    said = course.s.last_cue
    if n and (said is None or (said.kind, said.count) != (CueKind.FEW, n)):
        course.cue(CueKind.FEW, count=n, until=asked_at + FEW_WAIT)
    return False


def go_with_few(course: Course) -> None:
    """Talk anyway: with two the flow for two, with one the door stays open a while, with nobody it ends."""
    course.set(few_asked_at=None)
    n = len(course.s.present)
    if n == 0:
        course.close(Ending.NOBODY)
    elif n == 1:
        be_alone(course)
    else:
        suit_flow(course)
        _leave_phase(course)
        course.set(phase=course.s.phase + 1)
        _open_phase(course)


def suit_flow(course: Course) -> None:
    """Two people at the start: the flow for two, from where they are (PRODUCT.md, A session)."""
    pair_flow = course.s.plan.pair_flow
    if len(course.s.present) != 2 or pair_flow is None:  # noqa: PLR2004 - two of us
        return
    flow = FLOWS[pair_flow]
    ends = min(course.s.ends_at, course.s.starts_at + timedelta(minutes=flow.minutes))
    course.set(flow=pair_flow, phase=flow.index_of(PhaseKind.ARRIVE), ends_at=ends, few_asked_at=None)
    course.cue(CueKind.PAIR)


def be_alone(course: Course) -> None:
    """One remains: leave a line for the others, or go in peace."""
    if course.s.alone_since is None:
        (one,) = course.s.present
        course.set(alone_since=course.now)
        course.cue(CueKind.ALONE, person=one.person)


def phase_time(course: Course) -> None:
    """The phase's time is up. Soft: a share that runs is waited for; whoever still has a line may bring it any time."""
    kind = course.s.now_in.kind
    course.set(phase_told=True)
    running = course.round.running
    speaking = running is not None and running.stage in (TurnStage.SPEAKING, TurnStage.ASKED)
    if kind in (PhaseKind.ROUND, PhaseKind.OPEN):
        if speaking or (kind is PhaseKind.ROUND and rounds.upcoming(course.s)):
            course.cue(CueKind.ROUND_TIME, person=running.person if speaking and running else None)
        if speaking and running is not None:
            course.set_turn(running.person, told=True)  # one soft line is enough
            return
    next_phase(course)


def over(session: Session) -> bool:
    """Whether the running phase has nothing more to wait for."""
    kind = session.now_in.kind
    running = session.round.running if session.round else None
    if kind is PhaseKind.ROUND and session.round is not None:
        return running is None and (session.phase_told or not rounds.upcoming(session))
    if kind is PhaseKind.OPEN:
        return session.phase_told and running is None
    if kind in (PhaseKind.TOGETHER, PhaseKind.ROUND):
        return bool(session.present) and all(seat.answered for seat in session.present)
    return False
