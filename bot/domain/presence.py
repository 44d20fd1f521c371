"""Who is there: arriving, coming back, reading along, leaving (SESSION.md, Who is there)."""

from bot.domain import phases, rounds
from bot.domain.course import Course
from bot.domain.flow import PhaseKind
from bot.domain.session import Ending, Seat
from bot.domain.turns import late_start

BEFORE_THE_CIRCLE = (PhaseKind.DOORS, PhaseKind.ARRIVE)


def arrive(course: Course, person: str, name: str) -> None:
    """A seat for one who is here; who was reading along, or not waited for, has their place again. Twice is once."""
    seat = course.s.seat(person)
    was_in_order = seat is not None and seat.in_order
    if seat is None:
        start = late_start({each.person: each.turns for each in course.s.present})
        course.add_seat(Seat(person, name, course.now, turns=start))
    else:
        course.set_seat(person, name=name, reading=False, away=False)
    if was_in_order:
        return
    course.set(alone_since=None if len(course.s.present) > 1 else course.s.alone_since)
    rounds.join_round(course, person)
    if course.s.few_asked_at is not None:
        phases.next_phase(course)


def stir(course: Course, person: str) -> None:
    """Any press or word brings back somebody who was not waited for."""
    seat = course.s.seat(person)
    away = seat is not None and seat.away
    course.stir(person)
    if away and seat is not None:
        course.set(alone_since=None if len(course.s.present) > 1 else course.s.alone_since)
        rounds.join_round(course, person)


def spoke(course: Course, person: str, name: str) -> None:
    """A word from a member: they are present since doors, and their word counts where one was invited."""
    seat = course.s.seat(person)
    if seat is None:
        arrive(course, person, name)
    course.set_seat(person, answered=True)
    rounds.note_words(course, person)


def read_along(course: Course, person: str, name: str) -> None:
    """Being there without a place in order or ring; always fine."""
    if course.s.seat(person) is None:
        course.add_seat(Seat(person, name, course.now, reading=True))
        return
    rounds.leave_round(course, person)
    course.set_seat(person, reading=True, away=False)
    remaining(course)


def leave(course: Course, person: str) -> None:
    """Leaving brings no comment; what is left of the ring is redrawn."""
    if course.s.seat(person) is None:
        return
    rounds.leave_round(course, person)
    course.set(seats=tuple(seat for seat in course.s.seats if seat.person != person))
    course.set(roles=tuple(pair for pair in course.s.roles if pair[1] != person))
    remaining(course)


def remaining(course: Course) -> None:
    """After somebody went: one who remains may leave a line or go in peace; a session that nobody is in ends."""
    if course.s.closed_at is not None or course.s.now_in.kind in (*BEFORE_THE_CIRCLE, PhaseKind.CLOSE):
        return
    if not course.s.seats:
        course.close(Ending.NOBODY)
    elif len(course.s.present) == 1:
        phases.be_alone(course)
