"""What was found in a phrase so far, before it is put together; and the two ways in which reading one can end early."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from bot.domain.words import Text, say

LEAP = 2028
Days: TypeAlias = tuple[date, date]
Place: TypeAlias = tuple[int, int]
"""Where in a phrase: from, to."""


class RefusedError(Exception):
    """The phrase says something that cannot be; `text` says what."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.id)
        self.text = text


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a doubt: its label, and the words that say it without that doubt."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of the phrase, from `start` to `end`, that can be read in more than one way."""

    start: int
    end: int
    question: Text
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Nth:
    """The number-th of a month's weekdays; of several weekdays together where there are several (working days)."""

    number: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes; several where the half of the day is not said. `literal`: the first is written so."""

    times: tuple[int, ...]
    literal: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A day, a month or a year by name, as far as it was said; `weekday` where one was said with it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def exists(self) -> bool:
        """Whether there is such a day in some year."""
        if self.month is None:
            return True
        return 1 <= self.month <= 12 and (
            self.day is None or 1 <= self.day <= monthrange(self.year or LEAP, self.month)[1]
        )

    def days(self, after: date) -> Days:
        """The first and the last day that are meant; without a year the next that is not over before `after`."""
        if self.month is None:
            year = self.year or after.year
            return date(year, 1, 1), date(year, 12, 31)
        year = self.year or after.year
        while self.year is None and (not self._in(year) or self._between(year)[1] < after):
            year += 1
        return self._between(year)

    def _in(self, year: int) -> bool:
        return self.day is None or self.day <= monthrange(year, self.month or 1)[1]

    def _between(self, year: int) -> Days:
        month = self.month or 1
        first = date(year, month, self.day or 1)
        return first, first if self.day else date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class When:
    """A day or a span of days that was said from `start` to `end`; several where it can be read in several ways.

    `part`: only the "end" or the "beginning" of a span is meant.
    """

    meant: tuple[Named | Days, ...]
    start: int
    end: int
    part: str = ""

    def days(self, after: date) -> tuple[Days, ...]:
        """What can be meant, each once."""
        found = (each.days(after) if isinstance(each, Named) else each for each in self.meant)
        return tuple(dict.fromkeys(self._part_of(days) for days in found))

    def _part_of(self, days: Days) -> Days:
        first, last = days
        if self.part == "end":
            return last, last
        if self.part == "beginning":
            return first, first
        return days


@dataclass(slots=True)
class Draft:
    """The slots of a phrase. One that is filled is not filled again: the words are then in the way."""

    today: date
    clock: Clock | None = None
    until_clock: Clock | None = None
    part: tuple[int, int] | None = None
    minutes: int | None = None
    unit: str = ""
    unit_at: Place = (0, 0)
    every: int = 1
    twice_at: Place | None = None
    weekdays: tuple[int, ...] = ()
    weekdays_at: Place = (0, 0)
    each: bool = False
    each_part: bool = False
    maybe_once: bool = False
    nth: tuple[Nth, ...] = ()
    nth_at: Place = (0, 0)
    nth_words: str = ""
    month_days: tuple[int, ...] = ()
    month_days_at: Place = (0, 0)
    month_day_words: str = ""
    month_days_sure: bool = False
    last_of_what: Doubt | None = None
    was_yearly: bool = False
    per: tuple[int, str] | None = None
    months: tuple[int, ...] = ()
    months_at: Place = (0, 0)
    months_each: bool = False
    months_year: int | None = None
    date: When | None = None
    first: When | None = None
    last: When | None = None
    last_excluded: bool = False
    count: int | None = None
    span: tuple[int, str] | None = None
    without: tuple[int, ...] = ()
    rule: str = ""
    then: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def has_days(self) -> bool:
        """Whether something says on which days."""
        return bool(self.weekdays or self.nth or self.month_days or self.date or self.rule)


def later(day: date, number: int, unit: str) -> date:
    """So many days, weeks, months or years later; in a shorter month its last day. Raises RefusedError past 9999."""
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=number * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        raise RefusedError(say("That is too far away to plan.")) from None
