"""Who is there: arriving, coming back, reading along, leaving, being forgotten (SESSION.md, Who is there)."""

from typing import Literal

from bot.domain import floor, phases, rounds, standing
from bot.domain.course import Course
from bot.domain.flow import BEFORE_THE_CIRCLE, PhaseKind
from bot.domain.replacing import replace
from bot.domain.session import Cue, Ending, Seat
from bot.domain.turns import Wish, late_start


def arrive(course: Course, person: str, name: str) -> None:
    """A seat for one who is here; who was reading along has a place again. Twice is once.

    Nobody has anything to catch up: they begin with as few turns as whoever has had the fewest.
    """
    seat = course.s.seat(person)
    if seat is not None and seat.in_order:
        course.put_seat(replace(seat, name=name))
        return
    start = late_start({each.person: each.turns for each in course.s.present if each.wish is not Wish.HAND})
    if seat is None:
        taken = sum(share.owner == person for share in course.s.shares)
        seat = Seat(person, name, course.now, turns=taken)
    course.put_seat(replace(seat, name=name, reading=False, away=False, turns=max(seat.turns, start)))
    rounds.join_round(course, person)
    remaining(course)


def stir(course: Course, person: str) -> None:
    """Any press or word brings back somebody who was not waited for, and is a sign of life in their own share."""
    floor.stir_share(course, person)
    turn = course.this_round.turn(person)
    if turn is not None and turn.unanswered:
        course.put_turn(replace(turn, unanswered=0))
    seat = course.s.seat(person)
    if seat is not None and seat.away:
        course.put_seat(replace(seat, away=False))
        rounds.join_round(course, person)
        remaining(course)


def spoke(course: Course, person: str, name: str, message: str = "", reply_to: str | None = None) -> None:
    """A word from a member: they are present since doors, and their word counts where one was invited.

    Whoever said beforehand that they would read along does so until they press "I'm here".
    """
    if course.s.seat(person) is None:
        (read_along if person in course.s.readers else arrive)(course, person, name)
    seat = course.seated(person)
    if not seat.answered:
        course.put_seat(replace(seat, answered=True))
    if course.s.alone_since is not None and course.seated(person).in_order:
        course.s = replace(course.s, alone_since=course.clock)  # a line for the others is being written
    if course.s.now_in.kind is PhaseKind.BEING:
        course.s = replace(course.s, heard_at=course.clock)
    words = standing.note_words if course.s.now_in.kind is PhaseKind.SHARES else floor.note_words
    words(course, person, message, reply_to)


def expect(course: Course, person: str, how: Literal["coming", "reading", "neither"]) -> None:
    """An answer to the invitation while the doors are open: who is there already stays as they are."""
    s = course.s
    course.s = replace(
        s,
        expected=(*_without(s.expected, person), *((person,) if how == "coming" else ())),
        readers=(*_without(s.readers, person), *((person,) if how == "reading" else ())),
    )


def read_along(course: Course, person: str, name: str) -> None:
    """Being there without a place in order, ring and roles; always fine."""
    seat = course.s.seat(person)
    if seat is None:
        course.put_seat(Seat(person, name, course.now, reading=True))
        return
    standing.leave_round(course, person)
    course.put_seat(replace(seat, reading=True, away=False))
    _without_roles(course, person)
    remaining(course)


def leave(course: Course, person: str) -> None:
    """Leaving brings no comment; what is left of the ring is redrawn."""
    if course.s.seat(person) is None:
        return
    standing.leave_round(course, person)
    course.s = replace(course.s, seats=tuple(seat for seat in course.s.seats if seat.person != person))
    _without_roles(course, person)
    remaining(course)


def forget(course: Course, person: str) -> None:
    """As if they had left; and the session no longer knows them (SESSION.md, Forgetting)."""
    leave(course, person)
    s = course.s
    shares = tuple(
        replace(share, responders=tuple(each for each in share.responders if each != person))
        for share in s.shares
        if share.owner != person
    )
    course.s = replace(
        s,
        shares=shares,
        expected=_without(s.expected, person),
        readers=_without(s.readers, person),
        first_order=_without(s.first_order, person),
        debts=tuple(each for each in s.debts if each[0] != person),
        debts_before=tuple(each for each in s.debts_before if each[0] != person),
        pairings=tuple(each for each in s.pairings if person not in each[:2]),
        happened=tuple(pair for pair in s.happened if person not in (pair.speaker, pair.listener)),
        paired=tuple(pair for pair in s.paired if person not in (pair.speaker, pair.listener)),
        roles_offered=tuple(each for each in s.roles_offered if each[1] != person),
        roles_declined=tuple(each for each in s.roles_declined if each[1] != person),
        pause=replace(s.pause, by="") if s.pause and s.pause.by == person else s.pause,
        stay=replace(s.stay, by="", agreed=_without(s.stay.agreed, person)) if s.stay else None,
        more_asked=_without(s.more_asked, person),
        reminded=tuple(each for each in s.reminded if each[1] != person),
        last_cue=_unnamed(s.last_cue, person) if s.last_cue else None,
    )
    if course.s.round is not None:
        going = course.this_round
        course.this_round = replace(
            going,
            happened=tuple(pair for pair in going.happened if person not in (pair.speaker, pair.listener)),
            ring=tuple(pair for pair in going.ring if person not in (pair.speaker, pair.listener)),
            declined=_without(going.declined, person),
            order=_without(going.order, person),
            settled=_without(going.settled, person),
            spoken=_without(going.spoken, person),
        )


def _unnamed(cue: Cue, person: str) -> Cue:
    """The line without them, so that it can be shown again."""
    return replace(
        cue,
        person=None if cue.person == person else cue.person,
        curious=None if cue.curious == person else cue.curious,
        after=None if cue.after == person else cue.after,
        answers=None if cue.answers == person else cue.answers,
        pairs=tuple(pair for pair in cue.pairs if person not in pair),
    )


def _without(people: tuple[str, ...], person: str) -> tuple[str, ...]:
    return tuple(each for each in people if each != person)


def _without_roles(course: Course, person: str) -> None:
    course.s = replace(course.s, roles=tuple(pair for pair in course.s.roles if pair[1] != person))


def remaining(course: Course) -> None:
    """Who is left when somebody came or went: one may leave a line or go in peace; without anyone it is over.

    While people arrive and while the circle closes, nothing is settled here (`phases.gather` is for arriving).
    """
    s = course.s
    if s.closed_at is not None or s.now_in.kind in (*BEFORE_THE_CIRCLE, PhaseKind.CLOSE):
        return
    if not s.company:
        phases.close(course, Ending.NOBODY)
    elif len(s.company) == 1:
        phases.be_alone(course)
    elif s.alone_since is not None:
        course.s = replace(s, alone_since=None)
        rounds.renew_offer(course)
