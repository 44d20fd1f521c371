"""When a circle meets: its coming dates over all its series, and reading a plain weekly time or an RRULE."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.circles import Circle, Plan
from bot.domain.errors import BadValue
from bot.domain.recurrence import Occurrence, occurrences_after, parse_rrule, weekly
from bot.domain.words import say

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """One coming date of a series."""

    plan: Plan
    occurrence: Occurrence

    @property
    def id(self) -> str:
        """The date's name for as long as it is known: its series and the local start by the rule, however it moved."""
        return f"{self.plan.id} {self.occurrence.key}"


def coming(circle: Circle, after: datetime, limit: int) -> tuple[Meeting, ...]:
    """The next `limit` dates of the circle strictly after `after`, earliest first, over all its series."""
    meetings = [
        Meeting(plan, occurrence)
        for plan in circle.plans
        for occurrence in occurrences_after(plan.series, after, limit)
    ]
    return tuple(sorted(meetings, key=lambda meeting: meeting.occurrence.starts_at)[:limit])


def meeting_of(circle: Circle, date_id: str, starts_at: datetime) -> Meeting | None:
    """The date of this name that starts (or started) at this moment; None where it is not one of the circle's."""
    plan_id, _, key = date_id.partition(" ")
    plan = next((each for each in circle.plans if each.id == plan_id), None)
    return Meeting(plan, Occurrence(key, starts_at, plan.series.minutes)) if plan is not None and key else None


@dataclass(frozen=True, slots=True)
class When:
    """What was understood: an RRULE, and the local wall time of the first date."""

    rrule: str
    start: datetime


def read_when(words: str, today: date) -> When:
    """Understands "Thursday 19:00", "every other Thursday 19:00", "FREQ=MONTHLY;BYDAY=-1TH 19:00"; from `today` on.

    Raises BadValue with an example for anything else; nothing is guessed.
    """
    tidy = " ".join(words.split())
    rule, clock = _split(tidy)
    at = _time(clock)
    if "=" in rule:
        rrule = parse_rrule(rule)
        return When(rrule, datetime.combine(today, at))
    match = re.fullmatch(r"(?:(every)\s+)?(?:(other|second|2nd)\s+)?([a-z]+)", rule.lower())
    day = _weekday(match.group(3)) if match else None
    if match is None or day is None:
        raise _not_understood()
    first = today + timedelta(days=(day - today.weekday()) % 7)
    start, rrule = weekly(day, at, first, 2 if match.group(2) else 1)
    return When(rrule, start)


def read_moment(words: str) -> datetime:
    """Understands one local date and time, "2026-12-03 19:00". Raises BadValue with an example for anything else."""
    try:
        return datetime.strptime(" ".join(words.split()), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - local wall time; its zone is the circle's
    except ValueError:
        raise BadValue(say("A date and time look like this: 2026-12-03 19:00.")) from None


def _split(tidy: str) -> tuple[str, str]:
    rule, _, clock = tidy.rpartition(" ")
    if not rule:
        raise _not_understood()
    return rule, clock


def _time(clock: str) -> time:
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", clock)
    if match is None or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        raise _not_understood()
    return time(int(match.group(1)), int(match.group(2)))


def _weekday(word: str) -> int | None:
    found = [place for place, name in enumerate(WEEKDAYS) if len(word) >= SHORT and name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _not_understood() -> BadValue:
    return BadValue(
        say("I read times like these: Thursday 19:00; every other Thursday 19:00; FREQ=MONTHLY;BYDAY=-1TH 19:00.")
    )
