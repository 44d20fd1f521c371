"""The clocks of a session: what happens when time alone passes, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain import edges, floor, phases, presence, rounds, sharing
from bot.domain.course import Course
from bot.domain.flow import PhaseKind
from bot.domain.replacing import replace
from bot.domain.session import Ending, Session, TurnStage


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to happen at a moment. `final`: the session closes; then nothing else is said that was due as well."""

    at: datetime
    act: Callable[[Course], None]
    final: bool = False


def deadlines(session: Session) -> Iterator[Deadline]:
    """Everything that time alone brings next; nothing when the session is closed."""
    if session.closed_at is not None:
        return
    pace = session.plan.pace
    if session.pause is not None:
        yield Deadline(session.pause.at + pace.limit, _close_overdue, final=True)
        if not session.pause.told:
            yield Deadline(session.pause.at + pace.guard, edges.tell_pause)
        return
    yield Deadline(session.ends_at + pace.close_after, _close_overdue, final=True)
    if session.alone_since is not None:
        until = session.ends_at if pace.alone is None else session.alone_since + pace.alone
        yield Deadline(until, _close_alone, final=True)
        return
    asked = session.end_asked_at is not None or session.now_in.kind is PhaseKind.CLOSE
    if pace.ask_end is not None and not asked:
        yield Deadline(session.ends_at + pace.ask_end, edges.ask_end)
    if session.few_asked_at is not None:
        yield Deadline(session.few_asked_at + pace.few, phases.go_with_few)
    if session.stay is not None:
        yield Deadline(session.stay.at + edges.STAY_ANSWERS, edges.grant_stay)
    if session.phase_due is not None and not session.phase_told:
        yield Deadline(session.phase_due, phases.phase_time)
    if session.phase_told:
        yield from _waiting_for_an_end(session)
    yield from _turn_deadlines(session)


def _waiting_for_an_end(session: Session) -> Iterator[Deadline]:
    """The phase's time was said: what is still on its way is waited for."""
    if session.now_in.kind is PhaseKind.BEING:
        yield Deadline(phases.quiet_since(session), phases.advance)
    if session.now_in.kind is PhaseKind.SHARES and session.phase_due is not None:
        yield Deadline(session.phase_due + session.plan.pace.grace, phases.advance)


def _turn_deadlines(session: Session) -> Iterator[Deadline]:
    if session.round is None:
        return
    turn = session.round.running
    if turn is None:
        if session.now_in.kind is PhaseKind.ROUND:
            yield Deadline(rounds.hands_until(session), _no_hands)
        return
    asking = session.stay is not None
    if turn.stage is TurnStage.OFFERED and turn.until is not None:
        yield Deadline(turn.until, _offer_on)
    if turn.stage is TurnStage.SPEAKING and turn.until is not None and not turn.told and not asking:
        yield Deadline(turn.until, sharing.tell_time)
    heard = session.plan.pace.heard
    if turn.stage is TurnStage.ASKED and turn.until is not None and not turn.question and heard:
        if not asking:
            yield Deadline(turn.until, floor.end_turn)
    elif turn.sharing and not turn.quiet_told:
        quiet_at = sharing.may_go_on_at(turn, session.plan.pace)
        if quiet_at is not None:
            yield Deadline(quiet_at, sharing.tell_quiet)


def _offer_on(course: Course) -> None:
    floor.unanswered(course)
    presence.remaining(course)


def _no_hands(course: Course) -> None:
    """Nobody raised a hand while the round was young: that is an answer, too."""
    course.s = replace(course.s, phase_told=True)


def _close_overdue(course: Course) -> None:
    phases.close(course, Ending.OVERDUE)


def _close_alone(course: Course) -> None:
    phases.close(course, Ending.ALONE)
