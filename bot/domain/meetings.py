"""When a circle meets: its coming dates over all its series, and a date and time as commands hand it on."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.circles import Circle, Plan
from bot.domain.errors import BadValue
from bot.domain.recurrence import Occurrence, occurrences_after
from bot.domain.words import say


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


def read_moment(words: str) -> datetime:
    """Understands one local date and time, "2026-12-03 19:00". Raises BadValue with an example for anything else."""
    try:
        return datetime.strptime(" ".join(words.split()), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - local wall time; its zone is the circle's
    except ValueError:
        raise BadValue(say("A date and time look like this: 2026-12-03 19:00.")) from None
