"""The session as a state machine: one event and the moment go in, the next state and the cues to say come out. Pure.

SESSION.md is the source of every edge. `step` never reads a clock; `next_due` says when to come back with a Tick.
"""

from datetime import datetime, timedelta
from functools import singledispatch

from bot.domain import clocks, edges, events, floor, phases, presence, rounds, standing
from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow, NotYours
from bot.domain.flow import Flow, PhaseKind
from bot.domain.ledger import Standing
from bot.domain.replacing import replace
from bot.domain.session import Assigned, Cue, CueKind, Ending, Mode, Session
from bot.domain.words import say


def open_session(  # noqa: PLR0913 - what a session is made of, each part named at the call
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
    expected: tuple[str, ...] = (),
    readers: tuple[str, ...] = (),
    roles: tuple[tuple[str, str], ...] = (),
) -> tuple[Session, tuple[Cue, ...]]:
    """Opens the doors of a session that starts at `starts_at`; `late` when it was found due after its time.

    `standing` are the debts and pairings of earlier sessions, `prompts` what was drawn for its phases, `expected` who
    said yes, `readers` who would rather read along, `roles` what was taken beforehand, `number` counts the circle's
    sessions from 1. The session's id is the seed of every tie-break. One that opens after its start still has its whole
    length.
    """
    session = Session(
        id=session_id,
        circle=circle,
        flow=flow.id,
        number=number,
        seed=session_id,
        opened_at=now,
        starts_at=starts_at,
        ends_at=max(starts_at, now) + timedelta(minutes=flow.minutes),
        phase_opened_at=now,
        phase_due=starts_at,
        occurrence=occurrence,
        late=late,
        members=members,
        expected=expected,
        readers=readers,
        roles=roles,
        prompts=prompts,
        debts=tuple(sorted(standing.debts.items())),
        debts_before=tuple(sorted(standing.debts.items())),
        pairings=tuple(sorted((*pair, times) for pair, times in standing.pairings.items())),
    )
    course = Course(session, now)
    course.cue(Cue(CueKind.DOORS, until=starts_at, late=late))
    return course.s, tuple(course.cues)


def step(session: Session, event: events.Event, now: datetime) -> tuple[Session, tuple[Cue, ...]]:
    """The session after `event` at `now`, and the cues that it brings, in order.

    Raises DomainError, and then nothing has changed, when a person asked for something that is not possible. A closed
    session raises NotPossibleNow for everything but a Tick.
    """
    if session.closed_at is not None:
        if isinstance(event, events.Tick):
            return session, ()
        raise NotPossibleNow(say("This session has closed. What was said in it belongs to whoever said it."))
    course = Course(session, now)
    person = events.person_of(event)
    if person is not None and not isinstance(event, _NOT_HERE):
        presence.stir(course, person)
    _happens(event, course)
    _go_on(course)
    if session.round is not None and session.round.running is not None:
        _say_floor_is_free(course)
    return course.s, tuple(course.cues)


_NOT_HERE = events.Left | events.Forgotten | events.ReadAlong | events.Expected | events.Reminded
"""What somebody does without being there by it."""


def next_due(session: Session) -> datetime | None:
    """The next moment at which time alone changes this session; None when it is closed."""
    return min((deadline.at for deadline in clocks.deadlines(session)), default=None)


def _go_on(course: Course) -> None:
    """Opens what comes next for as long as something is over: the next turn, the next phase."""
    while course.s.closed_at is None and course.s.pause is None:
        kind = course.s.now_in.kind
        if kind is PhaseKind.ARRIVE:
            if not phases.gathered(course.s):
                return
            phases.gather(course)
            if course.s.now_in.kind is PhaseKind.ARRIVE:
                return
        elif course.s.alone_since is not None:
            return
        elif phases.over(course.s, course.clock):
            phases.advance(course)
        else:
            if kind in (PhaseKind.ROUND, PhaseKind.OPEN) and course.this_round.running is None:
                rounds.begin_going(course)
                if not rounds.offer_next(course):
                    rounds.end_going(course)
            return


def _say_floor_is_free(course: Course) -> None:
    """In open dialogue, when somebody gave the floor back and nobody waits for it: a line with the way to ask."""
    s = course.s
    going_on = s.closed_at is None and s.pause is None and s.alone_since is None
    if going_on and s.now_in.kind is PhaseKind.OPEN and course.this_round.running is None:
        course.cue(Cue(CueKind.FLOOR, until=s.phase_due))


@singledispatch
def _happens(event: events.Event, _: Course) -> None:
    """One event, one rule. Raises TypeError for an event that has none."""
    raise TypeError(f"No rule for {type(event).__name__}")


@_happens.register
def _tick(_: events.Tick, course: Course) -> None:
    """Whatever is due happens, the earliest first and an end before everything, as at the moment that it is now."""
    while True:
        due = [deadline for deadline in clocks.deadlines(course.s) if deadline.at <= course.now]
        if not due:
            return
        min(due, key=lambda deadline: (not deadline.final, deadline.at)).act(course)
        _go_on(course)


@_happens.register
def _here(event: events.Here, course: Course) -> None:
    presence.arrive(course, event.person, event.name)


@_happens.register
def _spoke(event: events.Spoke, course: Course) -> None:
    presence.spoke(course, event.person, event.name, event.message, event.reply_to)


@_happens.register
def _left(event: events.Left, course: Course) -> None:
    presence.leave(course, event.person)


@_happens.register
def _forgotten(event: events.Forgotten, course: Course) -> None:
    presence.forget(course, event.person)


@_happens.register
def _expected(event: events.Expected, course: Course) -> None:
    presence.expect(course, event.person, event.how)


@_happens.register
def _read_along(event: events.ReadAlong, course: Course) -> None:
    presence.read_along(course, event.person, event.name)


@_happens.register
def _wished(event: events.Wished, course: Course) -> None:
    course.put_seat(replace(course.seated(event.person), wish=event.wish))


@_happens.register
def _mode(event: events.ModeChosen, course: Course) -> None:
    course.put_seat(replace(course.seated(event.person), mode=event.mode))
    if event.mode is Mode.LISTEN:
        (standing if _stand_open(course) else floor).listening_only(course, event.person)


@_happens.register
def _began(event: events.Began, course: Course) -> None:
    (standing if _stand_open(course) else floor).begin(course, event.person)


@_happens.register
def _passed(event: events.Passed, course: Course) -> None:
    seat = course.placed(event.person)
    kind = course.s.now_in.kind
    if _stand_open(course):
        standing.pass_turn(course, event.person, question=event.question)
    elif kind in (PhaseKind.ROUND, PhaseKind.OPEN) and course.s.round is not None:
        floor.pass_turn(course, event.person)
    elif kind in (PhaseKind.TOGETHER, PhaseKind.ROUND, PhaseKind.LINE, PhaseKind.REFLECTION):
        course.put_seat(replace(seat, answered=True))
    else:
        raise floor.nothing_to_pass()


def _stand_open(course: Course) -> bool:
    """Whether turns stand open side by side."""
    return course.s.now_in.kind is PhaseKind.SHARES


@_happens.register
def _later(event: events.Later, course: Course) -> None:
    if _stand_open(course):
        raise NotPossibleNow(say("Your turn stands open; it waits for you."))
    floor.move_later(course, event.person)


@_happens.register
def _finished(event: events.Finished, course: Course) -> None:
    said_aloud = course.s.now_in.kind is PhaseKind.TOGETHER and not course.s.plan.pace.heard
    if said_aloud:
        course.put_seat(replace(course.placed(event.person), answered=True))
        return
    (standing if _stand_open(course) else floor).finish(course, event.person)


@_happens.register
def _went_on(event: events.WentOn, course: Course) -> None:
    course.seated(event.person)
    floor.go_on(course, event.person)


@_happens.register
def _floor(event: events.FloorAsked, course: Course) -> None:
    seat = course.seated(event.person)
    if seat.reading:
        presence.arrive(course, event.person, seat.name)
    floor.ask_floor(course, event.person)


@_happens.register
def _answer(event: events.AnswerWished, course: Course) -> None:
    seat = course.seated(event.person)
    if seat.reading:
        presence.arrive(course, event.person, seat.name)
    floor.ask_answer(course, event.person)


@_happens.register
def _go_round(event: events.RoundWished, course: Course) -> None:
    floor.ask_round(course, event.person)


@_happens.register
def _ring(event: events.RingDeclined, course: Course) -> None:
    (standing if _stand_open(course) else floor).decline_ring(course, event.person)


@_happens.register
def _pause(event: events.PauseAsked, course: Course) -> None:
    edges.pause(course, event.person)


@_happens.register
def _ready(event: events.Ready, course: Course) -> None:
    edges.ready(course, event.person)


@_happens.register
def _stay(event: events.StayWished, course: Course) -> None:
    edges.ask_stay(course, event.person)


@_happens.register
def _stay_answered(event: events.StayAnswered, course: Course) -> None:
    edges.answer_stay(course, event.person, agrees=event.agrees)


@_happens.register
def _read_out(event: events.ReadOut, course: Course) -> None:
    course.seated(event.person)
    if course.s.now_in.kind is not PhaseKind.AGREEMENT:
        raise NotPossibleNow(say("This is for the moment when the agreement is read."))
    opener = course.s.holder(phases.OPENER)
    if opener is not None and opener != event.person:
        raise NotYours(say("Whoever opens today says when we go on; or the time does."))
    phases.go_next(course)


@_happens.register
def _next(event: events.NextPhase, course: Course) -> None:
    if event.phase not in ("", course.s.now_in.id):
        raise NotPossibleNow(say("That moment has passed, so nothing changed. All is well."))
    phases.go_next(course)


@_happens.register
def _more_time(event: events.MoreTimeWished, course: Course) -> None:
    standing.more_time(course, event.person)


@_happens.register
def _reminded(event: events.Reminded, course: Course) -> None:
    once = dict.fromkeys((*course.s.reminded, (event.phase, event.person)))
    course.s = replace(course.s, reminded=tuple(once))


@_happens.register
def _talk_anyway(event: events.TalkAnyway, course: Course) -> None:
    if course.s.few_asked_at is None:
        raise NotPossibleNow(say("That question is settled already."))
    course.placed(event.person)
    phases.go_with_few(course)


@_happens.register
def _in_peace(event: events.WentInPeace, course: Course) -> None:
    course.placed(event.person)
    if course.s.alone_since is None:
        raise NotPossibleNow(say("Others are here now; the circle goes on."))
    phases.close(course, Ending.ALONE)


@_happens.register
def _closed(event: events.Closed, course: Course) -> None:
    if event.ending is Ending.EARLY:
        edges.lift_pause(course)
        phases.close_early(course)
    else:
        phases.close(course, event.ending)


@_happens.register
def _longer(event: events.LongerWished, course: Course) -> None:
    edges.longer(course, event.person)


@_happens.register
def _prompt(event: events.PromptChanged, course: Course) -> None:
    phase = course.s.now_in
    old = course.s.assigned(phase.id)
    if old is None:
        raise NotPossibleNow(say("There is no prompt in this phase; the next round brings one."))
    if course.s.pause is not None:
        raise NotPossibleNow(say("We are in a pause. When we go on, you can ask for another prompt."))
    turn = course.this_round.running
    if (turn is not None and turn.sharing) or (_stand_open(course) and course.this_round.spoken):
        raise NotPossibleNow(say("Someone is with this prompt right now. Between two turns you can ask for another."))
    new = replace(old, prompt=event.prompt, depth=event.depth, shown=True)
    course.s = replace(course.s, prompts=tuple(new if each == old else each for each in course.s.prompts))
    course.cue(Cue(CueKind.PROMPT, prompt=event.prompt))


@_happens.register
def _role_offered(event: events.RoleOffered, course: Course) -> None:
    offers = dict.fromkeys((*course.s.roles_offered, (event.role, event.person)))
    course.s = replace(course.s, roles_offered=tuple(offers))


@_happens.register
def _role(event: events.RoleAnswered, course: Course) -> None:
    course.placed(event.person)
    s, answer = course.s, (event.role, event.person)
    if not event.takes:
        declined = tuple(dict.fromkeys((*s.roles_declined, answer)))
        course.s = replace(s, roles_declined=declined, roles=tuple(pair for pair in s.roles if pair != answer))
        return
    if s.holder(event.role) not in (None, event.person):
        raise NotPossibleNow(say("Someone has taken that for today already. Thank you for being ready to."))
    if any(person == event.person and role != event.role for role, person in s.roles):
        raise NotPossibleNow(say("You have something for today already. Thank you for being ready for more."))
    declined = tuple(pair for pair in s.roles_declined if pair != answer)
    course.s = replace(s, roles=tuple(dict.fromkeys((*s.roles, answer))), roles_declined=declined)
