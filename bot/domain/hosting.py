"""The session as a state machine: one event and the moment go in, the next state and the cues to say come out. Pure.

SESSION.md is the source of every edge. `step` never reads a clock; `next_due` says when to come back with a Tick.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import edges, events, phases, presence, rounds
from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow, NotYours
from bot.domain.flow import Flow, PhaseKind
from bot.domain.ledger import Standing
from bot.domain.session import Assigned, Cue, CueKind, Ending, Session, TurnStage
from bot.domain.words import say

ASK_TO_CLOSE = timedelta(minutes=15)
CLOSE_ALONE = timedelta(minutes=30)
ALONE_WAIT = timedelta(minutes=10)


def open_session(
    *,
    session_id: str,
    circle: str,
    flow: Flow,
    number: int,
    members: int,
    starts_at: datetime,
    now: datetime,
    standing: Standing,
    prompts: tuple[Assigned, ...],
    late: bool = False,
    occurrence: str = "",
) -> tuple[Session, tuple[Cue, ...]]:
    """Opens the doors of a session that starts at `starts_at`; `late` when it was found due after its time.

    `standing` are the debts and pairings of earlier sessions, `prompts` what was drawn for its phases, `number` counts the circle's
    sessions from 1. The session's id is the seed of every tie-break.
    """
    session = Session(
        id=session_id,
        circle=circle,
        flow=flow.id,
        number=number,
        seed=session_id,
        opened_at=now,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=flow.minutes),
        phase_opened_at=now,
        phase_due=starts_at,
        occurrence=occurrence,
        late=late,
        members=members,
        prompts=prompts,
        debts=tuple(sorted(standing.debts.items())),
        pairings=tuple(sorted((s, l, times) for (s, l), times in standing.pairings.items())),
        last_press_at=now,
    )
    course = Course(session, now)
    course.cue(CueKind.DOORS, until=starts_at, late=late)
    _go_on(course)
    return course.s, tuple(course.cues)


def step(session: Session, event: events.Event, now: datetime) -> tuple[Session, tuple[Cue, ...]]:
    """The session after `event` at `now`, and the cues that it brings, in order.

    Raises DomainError, and then nothing has changed, when a person asked for something that is not possible. A closed session
    raises NotPossibleNow for everything but a Tick.
    """
    if session.closed_at is not None:
        if isinstance(event, events.Tick):
            return session, ()
        raise NotPossibleNow(say("This session has closed. What was said in it belongs to whoever said it."))
    course = Course(session, now)
    person = getattr(event, "person", None)
    if person is not None:
        presence.stir(course, person)
    _HANDLERS[type(event)](course, event)
    _go_on(course)
    return course.s, tuple(course.cues)


def next_due(session: Session) -> datetime | None:
    """The next moment at which time alone changes this session; None when it is closed."""
    return min((at for at, _ in _deadlines(session)), default=None)


def _tick(course: Course, _: events.Tick) -> None:
    """Whatever is due happens, the earliest first; each at most once a tick round, and always at the moment that it is now."""
    for _round in range(100):
        due = [(at, number, act) for number, (at, act) in enumerate(_deadlines(course.s)) if at <= course.now]
        if not due or course.s.closed_at is not None:
            return
        earliest = min(due, key=lambda each: each[:2])
        earliest[2](course)
        _go_on(course)


def _go_on(course: Course) -> None:
    """Opens what comes next for as long as something is over: the next turn, the next phase."""
    while course.s.closed_at is None and course.s.pause is None and course.s.alone_since is None:
        kind = course.s.now_in.kind
        takes_turns = kind in (PhaseKind.ROUND, PhaseKind.OPEN) and course.s.round is not None
        if phases.over(course.s):
            phases.next_phase(course)
        elif takes_turns and course.round.running is None and rounds.offer_next(course):
            return
        else:
            _say_floor_is_free(course)
            return


def _say_floor_is_free(course: Course) -> None:
    """In open dialogue, when somebody gave back the floor and nobody waits for it: a new cue with the way to ask for it."""
    said = course.s.last_cue
    had_floor = course.s.round is not None and course.round.running is None and course.round.turns
    if course.s.now_in.kind is PhaseKind.OPEN and had_floor and said is not None and said.person is not None:
        course.cue(CueKind.FLOOR, until=course.s.phase_due)


Deadline = tuple[datetime, Callable[[Course], None]]


def _deadlines(session: Session) -> Iterator[Deadline]:
    if session.closed_at is not None:
        return
    if session.pause is not None:
        if not session.pause.told:
            yield session.pause.at + edges.PAUSE_GUARD, _tell_pause
        yield session.pause.at + edges.PAUSE_LIMIT, lambda course: course.close(Ending.OVERDUE)
        return
    yield session.ends_at + CLOSE_ALONE, lambda course: course.close(Ending.OVERDUE)
    if session.end_asked_at is None and session.now_in.kind is not PhaseKind.CLOSE:
        yield session.ends_at + ASK_TO_CLOSE, _ask_end
    if session.alone_since is not None:
        yield session.alone_since + ALONE_WAIT, lambda course: course.close(Ending.ALONE)
        return
    if session.few_asked_at is not None:
        yield session.few_asked_at + phases.FEW_WAIT, phases.go_with_few
    if session.stay is not None:
        yield session.stay.at + edges.STAY_ANSWERS, edges.grant_stay
    if session.phase_due is not None and not session.phase_told:
        yield session.phase_due, phases.phase_time
    yield from _turn_deadlines(session)


def _turn_deadlines(session: Session) -> Iterator[Deadline]:
    turn = session.round.running if session.round else None
    if turn is None or turn.since is None or turn.stirred_at is None:
        return
    if turn.stage is TurnStage.OFFERED:
        yield turn.since + rounds.OFFER, _unanswered
        return
    length = session.share_length
    if turn.stage is TurnStage.SPEAKING and length and not turn.told:
        yield turn.since + length + timedelta(minutes=turn.extra), _tell_time
    if turn.stage is TurnStage.ASKED and not turn.question:
        yield turn.since + rounds.QUESTION, rounds.end_turn
    elif not turn.quiet_told:
        yield turn.stirred_at + rounds.SILENCE, _tell_quiet


def _unanswered(course: Course) -> None:
    rounds.unanswered(course)
    presence.remaining(course)


def _tell_pause(course: Course) -> None:
    if course.s.pause is not None:
        course.set(pause=replace(course.s.pause, told=True))
        course.cue(CueKind.PAUSED_LONG)


def _ask_end(course: Course) -> None:
    course.set(end_asked_at=course.now)
    course.cue(CueKind.END_ASKED)


def _tell_time(course: Course) -> None:
    turn = course.round.running
    if turn is not None:
        course.set_turn(turn.person, told=True)
        minutes = round(course.s.share_length.total_seconds() / 60) + turn.extra
        course.cue(CueKind.TIME_UP, person=turn.person, minutes=minutes)


def _tell_quiet(course: Course) -> None:
    turn = course.round.running
    if turn is not None:
        course.set_turn(turn.person, quiet_told=True)
        course.cue(CueKind.SPEAKER_QUIET, person=turn.person)


def _here(course: Course, event: events.Here) -> None:
    presence.arrive(course, event.person, event.name)


def _spoke(course: Course, event: events.Spoke) -> None:
    presence.spoke(course, event.person, event.name)


def _left(course: Course, event: events.Left) -> None:
    presence.leave(course, event.person)


def _read_along(course: Course, event: events.ReadAlong) -> None:
    presence.read_along(course, event.person, event.name)


def _wished(course: Course, event: events.Wished) -> None:
    _seated(course, event.person)
    course.set_seat(event.person, wish=event.wish)


def _mode(course: Course, event: events.ModeChosen) -> None:
    _seated(course, event.person)
    course.set_seat(event.person, mode=event.mode)


def _passed(course: Course, event: events.Passed) -> None:
    _seated(course, event.person)
    if course.s.now_in.kind in (PhaseKind.ROUND, PhaseKind.OPEN) and course.s.round is not None:
        rounds.pass_turn(course, event.person)
    else:
        course.set_seat(event.person, answered=True)


def _went_on(course: Course, event: events.WentOn) -> None:
    turn = course.round.running
    if turn is None or not turn.quiet_told:
        raise NotPossibleNow(say("The floor belongs to the one who has it; going on is offered after ten quiet minutes."))
    rounds.end_turn(course)


def _floor(course: Course, event: events.FloorAsked) -> None:
    seat = _seated(course, event.person)
    if seat.reading:
        presence.arrive(course, event.person, seat.name)
    rounds.ask_floor(course, event.person)


def _stay(course: Course, event: events.StayWished) -> None:
    _seated(course, event.person)
    edges.ask_stay(course, event.person)


def _read_out(course: Course, event: events.ReadOut) -> None:
    if course.s.now_in.kind is not PhaseKind.AGREEMENT:
        raise NotPossibleNow(say("This is for the moment when the agreement is read."))
    opener = course.s.holder(phases.OPENER)
    if opener is not None and opener != event.person:
        raise NotYours(say("Whoever opens today says when we go on; or the time does."))
    phases.next_phase(course)


def _talk_anyway(course: Course, event: events.TalkAnyway) -> None:
    if course.s.few_asked_at is None:
        raise NotPossibleNow(say("That question is settled already."))
    _seated(course, event.person)
    phases.go_with_few(course)


def _in_peace(course: Course, _: events.WentInPeace) -> None:
    if course.s.alone_since is None:
        raise NotPossibleNow(say("Others are here now; the circle goes on."))
    course.close(Ending.ALONE)


def _closed(course: Course, event: events.Closed) -> None:
    if event.ending is Ending.EARLY:
        if course.s.pause is not None:
            edges.resume(course)
        phases.close_now(course)
    else:
        course.close(event.ending)


def _next(course: Course, _: events.NextPhase) -> None:
    if course.s.pause is not None:
        edges.resume(course)
    phases.next_phase(course)


def _prompt(course: Course, event: events.PromptChanged) -> None:
    phase = course.s.now_in
    old = course.s.assigned(phase.id)
    if old is None:
        raise NotPossibleNow(say("There is no prompt in this phase; the next round brings one."))
    new = Assigned(phase.id, event.prompt, old.task, event.depth)
    course.set(prompts=tuple(new if each.phase == phase.id else each for each in course.s.prompts))
    course.cue(CueKind.PROMPT, prompt=event.prompt)


def _role(course: Course, event: events.RoleAnswered) -> None:
    taken = course.s.holder(event.role)
    if not event.takes:
        course.set(roles_declined=(*course.s.roles_declined, (event.role, event.person)))
        course.set(roles=tuple(pair for pair in course.s.roles if pair != (event.role, event.person)))
    elif taken is None:
        course.set(roles=(*course.s.roles, (event.role, event.person)))
    elif taken != event.person:
        raise NotPossibleNow(say("Someone has taken that for today already. Thank you for being ready to."))


def _seated(course: Course, person: str) -> Any:  # noqa: ANN401 - a Seat; never None
    seat = course.s.seat(person)
    if seat is None:
        raise NotPossibleNow(say("Press I'm here first, and there is a place for you."))
    return seat


_HANDLERS: dict[type, Callable[[Course, Any], None]] = {
    events.Tick: _tick,
    events.Here: _here,
    events.Spoke: _spoke,
    events.Left: _left,
    events.ReadAlong: _read_along,
    events.Wished: _wished,
    events.ModeChosen: _mode,
    events.Began: lambda course, event: rounds.begin(course, event.person),
    events.Passed: _passed,
    events.Later: lambda course, event: rounds.move_later(course, event.person),
    events.Finished: lambda course, event: rounds.finish(course, event.person),
    events.WentOn: _went_on,
    events.FloorAsked: _floor,
    events.RingDeclined: lambda course, event: rounds.decline_ring(course, event.person),
    events.PauseAsked: lambda course, event: edges.pause(course, event.person),
    events.Ready: lambda course, event: edges.ready(course, event.person),
    events.StayWished: _stay,
    events.StayAnswered: lambda course, event: edges.answer_stay(course, event.person, agrees=event.agrees),
    events.ReadOut: _read_out,
    events.NextPhase: _next,
    events.TalkAnyway: _talk_anyway,
    events.WentInPeace: _in_peace,
    events.Closed: _closed,
    events.LongerWished: lambda course, _: edges.longer(course),
    events.PromptChanged: _prompt,
    events.RoleAnswered: _role,
}
