"""The edges between people: pausing, staying with a share, and the end that comes nearer."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import PhaseKind
from bot.domain.session import CueKind, Pause, StayAsked, TurnStage
from bot.domain.words import say

PAUSE_GUARD = timedelta(minutes=10)
PAUSE_LIMIT = timedelta(minutes=60)
STAY_ANSWERS = timedelta(minutes=1)
STAY = 5
LONGER = timedelta(minutes=15)


def pause(course: Course, person: str) -> None:
    """Stops every clock of the session; a second wish for a pause changes nothing."""
    if course.s.now_in.kind is PhaseKind.DOORS:
        raise NotPossibleNow(say("We have not begun yet, so there is nothing to pause."))
    if course.s.pause is None:
        course.set(pause=Pause(person, course.now))
        course.cue(CueKind.PAUSED, until=course.now + PAUSE_GUARD)


def ready(course: Course, person: str) -> None:
    """Goes on when the one who asked for the pause is ready, or, after ten minutes, when anyone is."""
    paused = course.s.pause
    if paused is None:
        raise NotPossibleNow(say("There is no pause right now; we are on our way."))
    if person == paused.by or course.s.seat(paused.by) is None or course.now >= paused.at + PAUSE_GUARD:
        resume(course)
        return
    raise NotPossibleNow(say("Thank you. We go on when the one who asked for the pause is ready, or after ten minutes."))


def resume(course: Course) -> None:
    """The clocks go on from where they stood."""
    if course.s.pause is None:
        return
    course.shift(course.now - course.s.pause.at)
    course.set(pause=None)
    running = course.round.running
    course.cue(CueKind.RESUMED, person=running.person if running else None)


def ask_stay(course: Course, person: str) -> None:
    """Five minutes more with this share, if nobody would rather go on; taken from open dialogue first."""
    running = course.round.running
    if running is None or running.stage not in (TurnStage.SPEAKING, TurnStage.ASKED):
        raise NotPossibleNow(say("Staying is for a share that is going on. Right now nobody has the floor."))
    if course.s.stay is None:
        course.set(stay=StayAsked(person, course.now, (person,)))
        course.cue(CueKind.STAY_ASKED, person=running.person, minutes=STAY)
        _settle_stay(course)


def answer_stay(course: Course, person: str, *, agrees: bool) -> None:
    """One "rather go on" is enough, and nobody learns whose it was."""
    stay = course.s.stay
    if stay is None:
        raise NotPossibleNow(say("That question is settled already."))
    if not agrees:
        course.set(stay=None)
        course.cue(CueKind.STAY_NOT_NOW)
        return
    course.set(stay=replace(stay, agreed=tuple(dict.fromkeys((*stay.agreed, person)))))
    _settle_stay(course)


def _settle_stay(course: Course) -> None:
    stay = course.s.stay
    if stay is not None and all(seat.person in stay.agreed for seat in course.s.present):
        grant_stay(course)


def grant_stay(course: Course) -> None:
    """Everyone agreed, or nobody objected for a minute."""
    running = course.round.running
    course.set(stay=None)
    if running is not None:
        course.set_turn(running.person, extra=running.extra + STAY, told=False, since=running.since)
        course.cue(CueKind.STAY_GRANTED, person=running.person, minutes=STAY)


def longer(course: Course) -> None:
    """Fifteen minutes longer, asked at the end: those present consent by pressing it."""
    if course.s.end_asked_at is None:
        raise NotPossibleNow(say("We still have time until the end."))
    course.set(ends_at=course.now, end_asked_at=None)
    course.cue(CueKind.LONGER, until=course.now + LONGER)
