"""When a circle meets: wall time, zone, RRULE and exceptions, made into moments (SCHEDULING.md, Recurrence).

Rules are RFC 5545, as far as circles use it: `FREQ` from daily to yearly, `INTERVAL`, `BYMONTH`, `BYMONTHDAY`, `BYDAY`,
`BYSETPOS`, `WKST`, and an end by `COUNT` or `UNTIL`. The time of day is that of the series' start.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bot.domain.errors import BadValue
from bot.domain.words import listing, say

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = f"(?:{'|'.join(_WEEKDAYS)})"
# The parts that are used, in the order of a normalized rule: a value's form (BY…: of each in a list) and an example.
_PARTS = {
    "FREQ": ("DAILY|WEEKLY|MONTHLY|YEARLY", "WEEKLY"),
    "INTERVAL": (r"[1-9]\d?", "2"),
    "BYMONTH": ("1[0-2]|[1-9]", "3"),
    "BYMONTHDAY": (r"-?(?:3[01]|[12]\d|[1-9])", "15"),
    "BYDAY": (rf"(?:-?(?:5[0-3]|[1-4]\d|[1-9]))?{_DAY}", "TH"),
    "BYSETPOS": (r"-?(?:36[0-6]|3[0-5]\d|[12]\d\d|[1-9]\d?)", "1"),
    "WKST": (_DAY, "MO"),
    "COUNT": (r"[1-9]\d{0,2}", "10"),
    "UNTIL": (r"\d{8}(?:T\d{6}Z?)?", "20301231"),
}
_TOO_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
_TIME_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_ENDS = ("COUNT", "UNTIL")
_UNSAID = (("INTERVAL", "1"), ("WKST", "MO"))
_EXAMPLE = "FREQ=WEEKLY;BYDAY=TH"
_LONGEST_SHOWN = 60

_CYCLE = 400  # years after which the calendar is the same again, weekdays included
_LOOKAHEAD = 100  # for so many years at least, a next date is looked for
_LAST_YEAR = 9999
_SOME_START = datetime(1899, 1, 1, 12)  # noqa: DTZ001 -- wall time, from where it is just those hundred years


class BadRecurrence(BadValue):
    """A rule that a circle cannot meet by."""


@dataclass(frozen=True, slots=True)
class Pause:
    """No dates on the local days from `first` to `last`, both included; `last` None: until somebody resumes."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether this local day is in the pause."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Series:
    """When a circle meets: `start` is local wall time in `zone`, from which `rrule` goes on, each time for `minutes`.

    `zone` is as `find_zone` returns it, `rrule` as `parse_rrule` does. Exceptions name the local start that the rule
    gives: those in `skipped` are left out, those in `moved` are at another local time, those in `extra` come on top.
    `pauses` leave out whatever falls on their days. From the local time `ends` on the rule gives nothing more (another
    series goes on there, or none). `hours` are times of day that the dates of the rule take in turn, from its start on,
    in place of the start's own. `changes` counts what was changed: a calendar's SEQUENCE. Raises ValueError for a start
    with a zone or a fraction of a second.
    """

    start: datetime
    zone: str
    rrule: str
    minutes: int
    skipped: frozenset[datetime] = frozenset()
    moved: Mapping[datetime, datetime] = field(default_factory=dict)
    extra: tuple[datetime, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ends: datetime | None = None
    hours: tuple[time, ...] = ()
    changes: int = 0

    def rests_on(self, day: date) -> bool:
        """Whether a pause covers this local day."""
        return any(pause.covers(day) for pause in self.pauses)

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None or self.start.microsecond:
            raise ValueError("a series starts at a local wall time in whole seconds; the zone is named beside it")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series: `starts_at` in its zone; `key` is the local start that the rule gave, however it moved."""

    key: str
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """So many minutes of elapsed time later, also on a night when the clocks change."""
        ends = self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return ends.astimezone(self.starts_at.tzinfo)


def occurrences_after(series: Series, after: datetime, limit: int) -> tuple[Occurrence, ...]:
    """Returns the next dates of a series strictly after `after` (aware), in order, `limit` of them at most.

    A start inside a gap moves forward by the gap, one inside a fold is the first of the two; no two dates are the same
    moment. Raises ValueError when `after` has no zone.
    """
    if after.tzinfo is None:
        raise ValueError("a local time without a zone is no moment to look from")
    occurrences = merge(_by_rule(series, after), _by_exception(series), key=_moment)
    return tuple(islice(_one_by_one(occurrences, after), max(0, limit)))


def occurrences_between(series: Series, after: datetime, until: datetime) -> tuple[Occurrence, ...]:
    """Returns the dates of a series that start after one moment and before another (both aware), in order."""
    occurrences = merge(_by_rule(series, after), _by_exception(series), key=_moment)
    return tuple(takewhile(lambda each: _moment(each)[0] < until, _one_by_one(occurrences, after)))


def weekly(weekday: int, at: time, first_on: date, every: int = 1) -> tuple[datetime, str]:
    """Returns start and rule of a series on a weekday (Monday is 0) at a local time, every so many weeks.

    It starts on the first such day from `first_on` on. Raises BadRecurrence when `every` is not 1 to 99.
    """
    day = first_on + timedelta(days=(weekday - first_on.weekday()) % 7)
    return datetime.combine(day, at), parse_rrule(f"FREQ=WEEKLY;INTERVAL={every};BYDAY={_WEEKDAYS[weekday]}")


def parse_rrule(text: str) -> str:
    """Returns a rule in one form: upper case, parts in order, without "RRULE:" and what goes without saying.

    Raises BadRecurrence, which says what would have been right.
    """
    shown = " ".join(text.split())[:_LONGEST_SHOWN]
    rule = text.strip().upper().removeprefix("RRULE:")
    if "DTSTART" in rule:
        raise BadRecurrence(
            say("The start is asked for on its own: leave DTSTART out, as in {example}.", example=_EXAMPLE)
        )
    parts: dict[str, str] = {}
    for piece in rule.removesuffix(";").split(";"):
        name, equals, value = piece.partition("=")
        if not equals or not re.fullmatch("[A-Z-]+", name):
            raise BadRecurrence(
                say("“{rule}” is no rule that I can read; one is {example}.", rule=shown, example=_EXAMPLE)
            )
        if name in parts:
            raise BadRecurrence(say("“{part}” is in the rule twice; once is enough.", part=name))
        parts[name] = _value(name, value)
    _check_together(parts)
    kept = {name: parts[name] for name in _PARTS if name in parts and (name, parts[name]) not in _UNSAID}
    # From the first of a January every part can have its say; what finds nothing there finds nothing anywhere.
    anywhere = {name: value for name, value in kept.items() if name != "INTERVAL"}
    if next(_local_starts(anywhere, _SOME_START, _SOME_START), None) is None:
        raise BadRecurrence(say("No date ever fits “{rule}”.", rule=shown))
    return _written(kept)


def _value(name: str, value: str) -> str:
    """Returns the value of one part without signs and zeros that say nothing; raises BadRecurrence when it is none."""
    if name in _TIME_OF_DAY:
        raise BadRecurrence(say("The time of day is that of the start: leave {part} out.", part=name))
    if name == "FREQ" and value in _TOO_OFTEN:
        raise BadRecurrence(say("A circle meets once a day at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."))
    if name not in _PARTS:
        raise BadRecurrence(
            say(
                "“{part}” is not used here; what is used: {parts}.",
                part=name[:_LONGEST_SHOWN],
                parts=listing(tuple(_PARTS)),
            )
        )
    form, example = _PARTS[name]
    plain = value if name == "UNTIL" else re.sub(r"(^|,)\+?(-?)0*(?=\d)", r"\1\2", value)
    values = plain.split(",") if name.startswith("BY") else [plain]
    if not all(re.fullmatch(form, each, re.ASCII) for each in values) or (name == "UNTIL" and not _is_date(plain)):
        raise BadRecurrence(
            say(
                "“{part}={value}” cannot be used; {part}={example} could.",
                part=name,
                value=value[:_LONGEST_SHOWN],
                example=example,
            )
        )
    return ",".join(dict.fromkeys(values))


def _check_together(parts: Mapping[str, str]) -> None:
    """Raises BadRecurrence when parts that are right in themselves do not go together (RFC 5545, 3.3.10)."""
    often = parts.get("FREQ")
    days = parts.get("BYDAY", "").split(",")
    numbered = [day for day in days if len(day) > len("MO")]
    if often is None:
        raise BadRecurrence(say("A rule says how often: FREQ=WEEKLY, for example {example}.", example=_EXAMPLE))
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRecurrence(say("A rule ends by COUNT or by UNTIL, not by both."))
    if numbered and (often in ("DAILY", "WEEKLY") or len(numbered) < len(days)):
        raise BadRecurrence(
            say("A numbered day goes with FREQ=MONTHLY or FREQ=YEARLY, without plain days: FREQ=MONTHLY;BYDAY=1TH,3TH.")
        )
    if "BYMONTHDAY" in parts and often == "WEEKLY":
        raise BadRecurrence(say("BYMONTHDAY goes with FREQ=MONTHLY: FREQ=MONTHLY;BYMONTHDAY=1."))
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(parts):
        raise BadRecurrence(say("BYSETPOS picks from days that are named: FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=1."))


def _one_by_one(occurrences: Iterable[Occurrence], after: datetime) -> Iterator[Occurrence]:
    """Those after a moment, and of several at one moment the first."""
    latest = after.astimezone(UTC)
    for occurrence in occurrences:
        moment, _ = _moment(occurrence)
        if moment > latest:
            yield occurrence
            latest = moment


def _by_rule(series: Series, after: datetime) -> Iterator[Occurrence]:
    """The dates that the rule gives and no exception touches, from shortly before `after` on."""
    parts = {name: value for name, _, value in (part.partition("=") for part in series.rrule.split(";"))}
    # Two days before, as no clock was ever set by more than one. What COUNT counts is counted from the start.
    near = after.astimezone(ZoneInfo(series.zone)).replace(tzinfo=None) - timedelta(days=2)
    counted = "COUNT" in parts or bool(series.hours)
    starts = _local_starts(parts, series.start, series.start if counted else near)
    for place, plain in enumerate(islice(starts, int(parts["COUNT"]) if "COUNT" in parts else None)):
        local = datetime.combine(plain, series.hours[place % len(series.hours)]) if series.hours else plain
        occurrence = _occurrence(series, local, local)
        if "UNTIL" in parts and _is_past(parts["UNTIL"], local, occurrence.starts_at):
            return
        if series.ends is not None and local >= series.ends:
            return
        if any(pause.last is None and pause.covers(local.date()) for pause in series.pauses):
            return
        if local not in series.skipped and local not in series.moved and not series.rests_on(local.date()):
            yield occurrence


def _by_exception(series: Series) -> list[Occurrence]:
    """The dates that were moved or came on top; a moved date stands, whatever becomes of the rule."""
    extra = {local: local for local in series.extra}
    dates = (extra | dict(series.moved)).items()
    there = ((local, to) for local, to in dates if local not in series.skipped and not series.rests_on(to.date()))
    return sorted((_occurrence(series, local, to) for local, to in there), key=_moment)


def _occurrence(series: Series, local: datetime, moved_to: datetime) -> Occurrence:
    # There and back through UTC: the wall time of a gap becomes one that is on the clock.
    there = moved_to.replace(tzinfo=ZoneInfo(series.zone), fold=0).astimezone(UTC)
    return Occurrence(local.isoformat(), there.astimezone(ZoneInfo(series.zone)), series.minutes)


def _moment(occurrence: Occurrence) -> tuple[datetime, str]:
    # In UTC, since within one zone Python compares wall clocks, and in a fold the same wall time comes twice.
    return occurrence.starts_at.astimezone(UTC), occurrence.key


def _local_starts(parts: Mapping[str, str], start: datetime, near: datetime) -> Iterator[datetime]:
    """The local starts that a rule without its end gives, in order; most of those before `near` are left out.

    dateutil looks for the next date until the year 9999, which takes seconds where there is none. So it is asked about
    a cycle of the calendar as late as leaves it a hundred years to look at.
    """
    endless = _implied(parts, start) | {name: value for name, value in parts.items() if name not in _ENDS}
    anchor = _anchor(endless, start, near)
    later = (_LAST_YEAR - _LOOKAHEAD - anchor.year) // _CYCLE * _CYCLE
    for late in rrulestr(_written(endless), dtstart=anchor.replace(year=anchor.year + later)):
        local = late.replace(year=late.year - later)
        if local >= start:
            yield local


def _implied(parts: Mapping[str, str], start: datetime) -> dict[str, str]:
    """What a rule leaves to its start, and the day on which weeks begin."""
    weeks = {"WKST": "MO"}
    if parts["FREQ"] == "DAILY" or "BYDAY" in parts or "BYMONTHDAY" in parts:
        return weeks
    if parts["FREQ"] == "WEEKLY":
        return weeks | {"BYDAY": _WEEKDAYS[start.weekday()]}
    month = {"BYMONTH": str(start.month)} if parts["FREQ"] == "YEARLY" else {}
    return weeks | month | {"BYMONTHDAY": str(start.day)}


def _anchor(parts: Mapping[str, str], start: datetime, near: datetime) -> datetime:
    """Where to let the rule begin: the period (day, week, month, year) of the start, or a later one that is not after
    `near` and in phase with it. Always on the period's first day, since BYSETPOS picks from whole periods.
    """
    often, every = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if often in ("DAILY", "WEEKLY"):
        into_week = (start.weekday() - _WEEKDAYS.index(parts["WKST"])) % 7 if often == "WEEKLY" else 0
        first, step = start - timedelta(days=into_week), every * (7 if often == "WEEKLY" else 1)
        return first + timedelta(days=max(0, (near - first).days // step * step))
    first = start.replace(day=1) if often == "MONTHLY" else start.replace(month=1, day=1)
    step = every * (1 if often == "MONTHLY" else 12)
    months = max(0, (near.year - first.year) * 12 + near.month - first.month) // step * step
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


def _is_past(until: str, local: datetime, moment: datetime) -> bool:
    """Whether a date is past UNTIL: a moment in UTC, a local time, or a local day, each the last that counts."""
    last = datetime.fromisoformat(until)
    if last.tzinfo is not None:
        return moment.astimezone(UTC) > last
    return local > last if "T" in until else local.date() > last.date()


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _written(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={parts[name]}" for name in _PARTS if name in parts)
