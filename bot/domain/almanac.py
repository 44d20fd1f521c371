"""A circle's dates as a calendar lists them: each with a name that stays, what became of it, and a counter of changes.

Made for calendar files and feeds (RFC 5545): `uid` and `recurrence` name an event for ever, `sequence` only grows.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.domain.circles import Circle, Plan
from bot.domain.dates import ONCE
from bot.domain.recurrence import Occurrence, Series, occurrences_between


class Standing(StrEnum):
    """What became of a date. `called-off` ones are listed so that calendars take them out."""

    PLANNED = "planned"
    MOVED = "moved"
    EXTRA = "extra"
    CALLED_OFF = "called-off"


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of one series.

    `uid` is the series' name, `recurrence` the local start that its rule gave (a RECURRENCE-ID, in `zone`), whatever
    became of the date; `starts_at` and `ends_at` are when it is (for one called off: was to be).
    """

    uid: str
    recurrence: datetime
    zone: str
    starts_at: datetime
    ends_at: datetime
    standing: Standing
    sequence: int

    @property
    def id(self) -> str:
        """The date's name as answers and buttons know it (`bot/domain/meetings.py`, Meeting)."""
        return f"{self.uid} {self.recurrence.isoformat()}"


def entries(circle: Circle, after: datetime, until: datetime) -> tuple[Entry, ...]:
    """All dates of all series that start (or were to start) after one moment and before another, earliest first."""
    found = [entry for plan in circle.plans for entry in entries_of(plan, after, until)]
    return tuple(sorted(found, key=lambda entry: (entry.starts_at.astimezone(UTC), entry.id)))


def entries_of(plan: Plan, after: datetime, until: datetime) -> tuple[Entry, ...]:
    """As `entries`, of one series."""
    series = plan.series
    stands = {each.key: each for each in occurrences_between(series, after, until)}
    whole = replace(series, skipped=frozenset(), moved={}, pauses=())
    called_off = {each.key: each for each in occurrences_between(whole, after, until) if _is_off(series, each)}
    dates = {**called_off, **stands}
    listed = (
        Entry(
            uid=plan.id,
            recurrence=datetime.fromisoformat(key),
            zone=series.zone,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            standing=_standing(series, key, stands=key in stands),
            sequence=series.changes,
        )
        for key, each in dates.items()
    )
    return tuple(sorted(listed, key=lambda entry: entry.starts_at.astimezone(UTC)))


def _is_off(series: Series, occurrence: Occurrence) -> bool:
    local = datetime.fromisoformat(occurrence.key)
    if local in series.moved and local not in series.skipped:
        return series.rests_on(series.moved[local].date())
    return local in series.skipped or series.rests_on(local.date())


def _standing(series: Series, key: str, *, stands: bool) -> Standing:
    local = datetime.fromisoformat(key)
    if not stands:
        return Standing.CALLED_OFF
    if local in series.moved:
        return Standing.MOVED
    return Standing.EXTRA if local in series.extra or series.rrule == ONCE else Standing.PLANNED
