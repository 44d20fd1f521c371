"""Calendar files (RFC 5545) in the forms that Google, Apple and Thunderbird read, written by `icalendar`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from bot.domain import calendar as domain
from bot.domain.calendar import Sheet
from bot.ports.messages import Reader
from bot.ports.voice import Voice

PRODUCT = "-//Bothways//Bothways//EN"
OFTEN = "PT1H"
"""How often a calendar is asked to look again; most look when they like."""
YEARS_AHEAD = 12
_STEP = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def written(voice: Voice, sheet: Sheet, language: str, changed_at: datetime) -> str:
    """The file of a sheet: titles and nothing else that anybody said."""
    reader = Reader(language, "UTC")
    name = voice.say(sheet.name, reader)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", OFTEN)
    for listed in sheet.circles:
        title = voice.say(listed.title, reader)
        for event in listed.events:
            calendar.add_component(_component(event, title, changed_at))
    zones = (_timezone(zone, _first_year(sheet, zone), changed_at.year + YEARS_AHEAD) for zone in sheet.zones)
    head, events, rest = str(calendar.to_ical().decode()).partition("BEGIN:VEVENT")
    return "".join((head, *zones, events, rest)) if events else head


def _component(event: domain.Event, title: str, changed_at: datetime) -> Event:
    made = Event()
    made.add("uid", f"{event.uid}@bothways")
    made.add("dtstamp", changed_at.astimezone(UTC))
    made.add("last-modified", changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("summary", title)
    made.add("class", "PRIVATE")  # whoever sees the calendar of a member sees that they are busy, and no more
    made.add("status", "CANCELLED" if event.called_off else "CONFIRMED")
    if event.instead_of is not None:
        made.add("recurrence-id", _written(event.instead_of, event.zone))
    made.add("dtstart", _written(event.starts, event.zone))
    made.add("dtend", _written(event.ends, event.zone))
    if event.rule:
        made.add("rrule", vRecur.from_ical(event.rule))
    if event.without:
        made.add("exdate", [_written(start, event.zone) for start in event.without])
    return made


def _written(at: datetime, zone: str) -> datetime:
    """A wall time with its zone; a moment stays one, in UTC."""
    return at.replace(tzinfo=ZoneInfo(zone)) if at.tzinfo is None else at.astimezone(UTC)


def _first_year(sheet: Sheet, zone: str) -> int:
    starts = (event.starts for listed in sheet.circles for event in listed.events if event.zone == zone)
    return min(start.year for start in starts) - 1


@lru_cache(maxsize=64)
def _timezone(zone: str, first: int, last: int) -> str:
    """The VTIMEZONE of the years `first` to `last`; for ever where the clocks change by a yearly rule.

    `icalendar` makes them, too, but names the start of summer time by the hour after the change; RFC 5545 (3.6.5) wants
    the hour before it.
    """
    made = Timezone()
    made.add("tzid", zone)
    there = ZoneInfo(zone)
    start = datetime(first, 1, 1, tzinfo=UTC).astimezone(there)
    changes: dict[tuple[timedelta, _Clock], list[datetime]] = {
        (_clock(start).offset, _clock(start)): [start.replace(tzinfo=None)]
    }
    for moment in _changes(there, start, datetime(last + 1, 1, 1, tzinfo=UTC)):
        before, after = _clock((moment - _SECOND).astimezone(there)), _clock(moment.astimezone(there))
        wall = (moment + before.offset).replace(tzinfo=None)
        changes.setdefault((before.offset, after), []).append(wall)
    for (before_it, clock), walls in changes.items():
        rule = _yearly(walls, last)
        # Else each by itself: of an RDATE some readers take the first value alone, or forget the start beside it.
        for wall in walls[:1] if rule else walls:
            made.add_component(_observance(wall, before_it, clock, rule))
    return str(made.to_ical().decode())


def _observance(wall: datetime, before: timedelta, clock: "_Clock", rule: str) -> Component:
    kind = TimezoneDaylight() if clock.summer else TimezoneStandard()
    kind.add("dtstart", wall)
    if rule:
        kind.add("rrule", vRecur.from_ical(rule))
    kind.add("tzname", clock.name)
    kind.add("tzoffsetfrom", before)
    kind.add("tzoffsetto", clock.offset)
    return kind


def _yearly(walls: list[datetime], last: int) -> str:
    """The rule by which the clocks change every year, for ever as far as is known; "" where there is none."""
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if [wall.year for wall in walls] != list(range(walls[0].year, last + 1)) or len(alike) > 1:
        return ""
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[walls[0].weekday()]
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    if all((wall + timedelta(days=7)).month != wall.month for wall in walls):
        weeks = {-1}
    return f"FREQ=YEARLY;BYMONTH={walls[0].month};BYDAY={weeks.pop()}{weekday}" if len(weeks) == 1 else ""


class _Clock(NamedTuple):
    """How the clocks of a zone go for a while."""

    offset: timedelta
    name: str
    summer: bool


def _clock(at: datetime) -> _Clock:
    return _Clock(at.utcoffset() or timedelta(), at.tzname() or "", bool(at.dst()))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first moments, in UTC, at which the clocks go otherwise; found by days and then by halves."""
    day = start.astimezone(UTC)
    while day < end:
        low, high = day, day + _STEP
        if _clock(low.astimezone(zone)) != _clock(high.astimezone(zone)):
            while high - low > _SECOND:
                middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
                changed = _clock(middle.astimezone(zone)) != _clock(low.astimezone(zone))
                low, high = (low, middle) if changed else (middle, high)
            yield high
        day += _STEP
