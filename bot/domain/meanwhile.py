"""A prompt between two sessions, where the circle wants one: every so many days, at a time of day that it picked."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.prompts import Task

MOST_DAYS = 60
TASKS = (Task.CONNECTION, Task.MUTUALITY)
"""In turn: what the rounds of a session do not ask."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """The cadence: every `days` at `at`, the wall time in the circle's zone. `given` counts what was asked so far."""

    days: int
    at: time
    given: int = 0

    @property
    def task(self) -> Task:
        """What the next one is about."""
        return TASKS[self.given % len(TASKS)]


def first_after(meanwhile: Meanwhile, zone: str, now: datetime) -> datetime:
    """The first prompt: the next time that it is `at` in the circle's zone."""
    local = now.astimezone(ZoneInfo(zone))
    today = _moment(meanwhile, zone, local)
    return today if today > now else _moment(meanwhile, zone, local + timedelta(days=1))


def next_after(meanwhile: Meanwhile, zone: str, due: datetime, now: datetime) -> datetime:
    """The one after that of `due`, in step with it, and later than `now`: what fell into our being away is left out."""
    local = due.astimezone(ZoneInfo(zone))
    coming = due
    while coming <= now:
        local += timedelta(days=meanwhile.days)
        coming = _moment(meanwhile, zone, local)
    return coming


def _moment(meanwhile: Meanwhile, zone: str, day: datetime) -> datetime:
    """The wall time on a day; where the clocks leave it out, as much later."""
    wall = datetime.combine(day.date(), meanwhile.at, ZoneInfo(zone))
    return wall.astimezone(UTC)
