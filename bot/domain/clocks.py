"""The clocks of a session: what happens when time alone passes, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import edges, floor, phases, presence, rounds
from bot.domain.course import Course
from bot.domain.flow import PhaseKind
from bot.domain.session import Ending, Session, TurnStage

ASK_TO_CLOSE = timedelta(minutes=15)
CLOSE_ALONE = timedelta(minutes=30)
ALONE_WAIT = timedelta(minutes=10)


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
    if session.pause is not None:
        yield Deadline(session.pause.at + edges.PAUSE_LIMIT, _close_overdue, final=True)
        if not session.pause.told:
            yield Deadline(session.pause.at + edges.PAUSE_GUARD, edges.tell_pause)
        return
    yield Deadline(session.ends_at + CLOSE_ALONE, _close_overdue, final=True)
    if session.alone_since is not None:
        yield Deadline(session.alone_since + ALONE_WAIT, _close_alone, final=True)
        return
    if session.end_asked_at is None and session.now_in.kind is not PhaseKind.CLOSE:
        yield Deadline(session.ends_at + ASK_TO_CLOSE, edges.ask_end)
    if session.few_asked_at is not None:
        yield Deadline(session.few_asked_at + phases.FEW_WAIT, phases.go_with_few)
    if session.stay is not None:
        yield Deadline(session.stay.at + edges.STAY_ANSWERS, edges.grant_stay)
    if session.phase_due is not None and not session.phase_told:
        yield Deadline(session.phase_due, phases.phase_time)
    yield from _turn_deadlines(session)


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
        yield Deadline(turn.until, floor.tell_time)
    if turn.stage is TurnStage.ASKED and turn.until is not None and not turn.question:
        if not asking:
            yield Deadline(turn.until, floor.end_turn)
    elif turn.sharing and turn.stirred_at is not None and not turn.quiet_told:
        yield Deadline(turn.stirred_at + floor.SILENCE, floor.tell_quiet)


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
