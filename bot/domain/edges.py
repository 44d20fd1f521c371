"""The edges between people: pausing, staying with a share, and the end that comes nearer."""

from datetime import timedelta

from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import PhaseKind
from bot.domain.replacing import replace
from bot.domain.session import Cue, CueKind, Pause, StayAsked
from bot.domain.words import say

STAY_ANSWERS = timedelta(minutes=1)
STAY = timedelta(minutes=5)
LONGER = timedelta(minutes=15)


def pause(course: Course, person: str) -> None:
    """Stops every clock of the session; a second wish for a pause changes nothing."""
    if course.s.now_in.kind is PhaseKind.DOORS:
        raise NotPossibleNow(say("We have not begun yet, so there is nothing to pause."))
    if course.s.pause is None:
        course.s = replace(course.s, pause=Pause(person, course.now))
        course.cue(Cue(CueKind.PAUSED, until=course.now + course.s.plan.pace.guard))


def ready(course: Course, person: str) -> None:
    """Goes on when the one who asked for the pause is ready, or, after ten minutes or without them, when anyone is."""
    paused = course.s.pause
    if paused is None:
        raise NotPossibleNow(say("There is no pause right now; we are on our way."))
    others_may = course.now >= paused.at + course.s.plan.pace.guard
    if person != paused.by and course.s.seat(paused.by) is not None and not others_may:
        raise NotPossibleNow(
            say("Thank you. We go on when the one who asked for the pause is ready, or after half a day.")
            if course.s.plan.pace.days
            else say("Thank you. We go on when the one who asked for the pause is ready, or after ten minutes.")
        )
    lift_pause(course)
    running = course.this_round.running
    course.cue(Cue(CueKind.RESUMED, person=running.person if running else None))


def lift_pause(course: Course) -> None:
    """The clocks go on from where they stood."""
    if course.s.pause is not None:
        course.shift(course.now - course.s.pause.at)
        course.s = replace(course.s, pause=None)


def tell_pause(course: Course) -> None:
    """Ten minutes have passed: anyone may go on."""
    if course.s.pause is not None:
        course.s = replace(course.s, pause=replace(course.s.pause, told=True))
        course.cue(Cue(CueKind.PAUSED_LONG))


def ask_stay(course: Course, person: str) -> None:
    """Five minutes more with this share, if nobody would rather go on; taken from open dialogue first."""
    course.seated(person)
    turn = course.this_round.running
    if turn is None or not turn.sharing:
        raise NotPossibleNow(say("Staying is for a share that is going on. Right now nobody has the floor."))
    if turn.go_on:
        raise NotPossibleNow(say("We go on after this share. What is left of it is welcome in open dialogue."))
    if course.s.stay is None:
        course.s = replace(course.s, stay=StayAsked(person, course.clock, (person,)))
        course.cue(Cue(CueKind.STAY_ASKED, person=turn.person, minutes=_minutes(STAY)))
        _settle_stay(course)


def answer_stay(course: Course, person: str, *, agrees: bool) -> None:
    """One "rather go on" is enough, and nobody learns whose it was; in this share nobody is asked again."""
    course.placed(person)
    stay, turn = course.s.stay, course.this_round.running
    if stay is None or turn is None:
        raise NotPossibleNow(say("That question is settled already."))
    if agrees:
        agreed = tuple(dict.fromkeys((*stay.agreed, person)))
        course.s = replace(course.s, stay=replace(stay, agreed=agreed))
        _settle_stay(course)
    else:
        course.s = replace(course.s, stay=None)
        course.put_turn(replace(turn, go_on=True))
        course.cue(Cue(CueKind.STAY_NOT_NOW))


def _settle_stay(course: Course) -> None:
    stay = course.s.stay
    if stay is not None and all(seat.person in stay.agreed for seat in course.s.present):
        grant_stay(course)


def grant_stay(course: Course) -> None:
    """Everyone agreed, or nobody objected for a minute: five minutes from now, or from the end of the share's time.

    In a phase with a time of its own that time moves as well, so that nobody else's turn is lost to it.
    """
    turn, due = course.this_round.running, course.s.phase_due
    course.s = replace(course.s, stay=None)
    if turn is None:
        return
    until = max(turn.until or course.clock, course.clock) + STAY
    course.put_turn(replace(turn, until=until, told=False))
    if due is not None:
        later = max(due, course.clock + STAY) if course.s.now_in.kind is PhaseKind.OPEN else due + STAY
        course.s = replace(course.s, phase_due=later)
    course.cue(Cue(CueKind.STAY_GRANTED, person=turn.person, minutes=_minutes(STAY)))


def ask_end(course: Course) -> None:
    """Fifteen minutes past the end: close now, or stay?"""
    course.s = replace(course.s, end_asked_at=course.clock)
    course.cue(Cue(CueKind.END_ASKED))


def longer(course: Course, person: str) -> None:
    """Fifteen minutes longer, asked at the end: those present consent by pressing it, and are asked again then."""
    course.placed(person)
    if course.s.now_in.kind is PhaseKind.CLOSE:
        raise NotPossibleNow(say("We are closing. Whoever would like to stay and talk is welcome to."))
    if course.s.end_asked_at is None:
        raise NotPossibleNow(say("We still have time until the end."))
    course.s = replace(course.s, ends_at=course.clock, end_asked_at=None)
    course.cue(Cue(CueKind.LONGER, until=course.now + LONGER))


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)
