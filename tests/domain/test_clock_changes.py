"""The clock rules (SCHEDULING.md, Recurrence) in twenty zones that change their clocks, against another implementation.

The reference walks the days one by one and asks a Temporal polyfill on Node, with Node's own time zones, for their
moments (`clock/reference.mjs`). Starts are where the clocks change, in a gap or in a fold; phases are years old.
"""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app.zones import use_pinned_tzdata
from bot.domain.recurrence import Occurrence, Series, occurrences_after, parse_rrule
from tests.servers.npm import installed, node

HERE = Path(__file__).parent / "clock"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
SATURDAY, SUNDAY = 5, 6

# A time of day in the gap, and one in the fold. Where later years depend on decrees that Node's time zones do not have
# yet, years that have been.
ZONES = {
    "Europe/Berlin": ("02:30", "02:30", 2027),
    "Europe/London": ("01:30", "01:30", 2027),
    "Europe/Dublin": ("01:00", "01:59", 2027),
    "Atlantic/Azores": ("00:00", "00:30", 2027),
    "America/New_York": ("02:30", "01:30", 2027),
    "America/Los_Angeles": ("02:00", "01:00", 2027),
    "America/St_Johns": ("02:15", "01:15", 2027),
    "America/Havana": ("00:30", "00:00", 2024),
    "America/Santiago": ("00:00", "23:30", 2027),
    "America/Nuuk": ("23:30", "23:00", 2027),
    "Africa/Casablanca": ("02:30", "02:00", 2024),
    "Africa/Cairo": ("00:30", "23:30", 2027),
    "Asia/Jerusalem": ("02:30", "01:30", 2027),
    "Asia/Beirut": ("00:00", "23:15", 2027),
    "Asia/Gaza": ("02:30", "01:30", 2027),
    "Australia/Lord_Howe": ("02:15", "01:45", 2027),
    "Australia/Adelaide": ("02:30", "02:45", 2027),
    "Pacific/Auckland": ("02:00", "02:30", 2027),
    "Pacific/Chatham": ("03:00", "03:15", 2027),
    "Antarctica/Troll": ("02:30", "01:30", 2027),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule in pieces, as the reference takes them; `gap`: at the time of the gap, else of the fold."""

    unit: str
    every: int = 1
    gap: bool = True
    pieces: dict[str, Any] = field(default_factory=dict)
    count: int | None = None
    until: str = ""

    def rule(self, year: int) -> dict[str, Any]:
        """For the reference; an end named without a year is in this one."""
        ends = ({"count": self.count} if self.count else {}) | ({"until": f"{year}{self.until}"} if self.until else {})
        return {"unit": self.unit, "every": self.every, "start": started(year), **self.pieces, **ends}

    def rrule(self, year: int) -> str:
        """The same as the code under test takes it."""
        pieces = self.pieces
        days = [WEEKDAYS[day] for day in pieces.get("weekdays", ())]
        days += [f"{number}{WEEKDAYS[day]}" for number, day in pieces.get("nth", ())]
        parts = {
            "FREQ": UNITS[self.unit],
            "INTERVAL": str(self.every),
            "BYMONTH": ",".join(map(str, pieces.get("months", ()))),
            "BYMONTHDAY": ",".join(map(str, pieces.get("monthDays", ()))),
            "BYDAY": ",".join(days),
            "COUNT": str(self.count or ""),
            "UNTIL": f"{year}{self.until}".replace("-", "") if self.until else "",
        }
        return parse_rrule(";".join(f"{name}={value}" for name, value in parts.items() if value))


KINDS = {
    "every day, in the gap": Kind("day"),
    "every day of some months, in the fold": Kind("day", gap=False, pieces={"months": [2, 3, 4, 10, 11]}),
    "every three days": Kind("day", 3),
    "every week": Kind("week", gap=False, pieces={"weekdays": [SUNDAY]}),
    "every other week": Kind("week", 2, pieces={"weekdays": [SATURDAY, SUNDAY]}),
    "every third week until the autumn": Kind("week", 3, False, {"weekdays": [4, SUNDAY]}, until="-10-31"),
    "on weekdays, so many times": Kind("week", pieces={"weekdays": [0, 1, 2, 3, 4]}, count=800),
    "last Sunday of the month": Kind("month", pieces={"nth": [[-1, SUNDAY]]}),
    "first Sunday, second Sunday, last Friday": Kind("month", 1, False, {"nth": [[1, 6], [2, 6], [-1, 4]]}),
    "every other month, last Saturday and fourth Friday": Kind("month", 2, pieces={"nth": [[-1, 5], [4, 4]]}),
    "first, 14th, 28th and last of the month": Kind("month", 1, False, {"monthDays": [1, 14, 28, -1]}),
    "every year, the Sundays of spring and autumn": Kind(
        "year", pieces={"months": [3, 4, 9, 10, 11], "weekdays": [SUNDAY]}
    ),
}
CASES = [(zone, year, name) for zone, (*_, first) in ZONES.items() for year in (first, first + 1) for name in KINDS]


def started(year: int) -> str:
    """When the series began: years ago, so that intervals have had the time to lose their phase."""
    return f"{year - 3}-03-06"


def time_of(zone: str, kind: Kind) -> str:
    gap, fold, _ = ZONES[zone]
    return gap if kind.gap else fold


@pytest.fixture(autouse=True, scope="module")
def _pinned() -> None:
    use_pinned_tzdata()


@pytest.fixture(scope="module")
def reference() -> dict[tuple[str, int, str], list[int]]:
    """The moments of every case, by the reference."""
    folder = installed(HERE, "reference.mjs")
    wanted = [
        {
            "zone": zone,
            "time": time_of(zone, KINDS[name]),
            "rule": KINDS[name].rule(year),
            "first": f"{year}-01-01",
            "last": f"{year}-12-31",
        }
        for zone, year, name in CASES
    ]
    done = subprocess.run(
        [node(), "reference.mjs"], cwd=folder, input=json.dumps(wanted), capture_output=True, text=True, check=True
    )
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


def ours(zone: str, year: int, kind: Kind, limit: int = 370) -> list[Occurrence]:
    """The dates whose local start, as the rule gives it, is in the year."""
    start = datetime.fromisoformat(f"{started(year)}T{time_of(zone, kind)}")
    series = Series(start, zone, kind.rrule(year), 75)
    before = datetime(year - 1, 12, 31, tzinfo=ZoneInfo(zone)) - timedelta(days=1)
    found = occurrences_after(series, before, limit)
    return [each for each in found if each.key.startswith(str(year))]


def test_twenty_zones_two_years_twelve_kinds(reference: dict[tuple[str, int, str], list[int]]) -> None:
    wrong: Counter[str] = Counter()
    compared = 0
    for (zone, year, name), theirs in reference.items():
        moments = [int(each.starts_at.timestamp()) for each in ours(zone, year, KINDS[name], len(theirs) + 9)]
        compared += len(theirs)
        assert moments == sorted(moments)
        wrong["doubled"] += len(moments) - len(set(moments))
        wrong["skipped"] += len(set(theirs) - set(moments))
        wrong["wrong wall time"] += len(set(moments) - set(theirs))
    assert (len(ZONES), len(KINDS), len(reference)) == (20, 12, 480)
    assert compared > 20_000
    assert {fault: number for fault, number in wrong.items() if number} == {}


@pytest.mark.parametrize("zone", ZONES)
def test_the_times_are_where_the_clocks_change(zone: str) -> None:
    gap, fold, year = ZONES[zone]
    days = [datetime(year, 1, 1) + timedelta(days=n) for n in range(365)]  # noqa: DTZ001 - wall time
    gaps = [day for day in days if not exists(day, gap, zone)]
    folds = [day for day in days if comes_twice(day, fold, zone)]
    assert (len(gaps), len(folds)) == (1, 1)


def exists(day: datetime, time: str, zone: str) -> bool:
    wall = datetime.fromisoformat(f"{day:%Y-%m-%d}T{time}").replace(tzinfo=ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def comes_twice(day: datetime, time: str, zone: str) -> bool:
    wall = datetime.fromisoformat(f"{day:%Y-%m-%d}T{time}").replace(tzinfo=ZoneInfo(zone))
    return exists(day, time, zone) and wall.utcoffset() != wall.replace(fold=1).utcoffset()


def test_a_start_in_a_gap_moves_forward_by_the_gap_and_only_on_that_day() -> None:
    kind = KINDS["every day, in the gap"]
    shown = [f"{each.starts_at:%m-%d %H:%M}" for each in ours("Europe/Berlin", 2027, kind)]
    assert [each for each in shown if not each.endswith("02:30")] == ["03-28 03:30"]
    assert len(shown) == 365


def test_a_start_in_a_fold_is_the_first_of_the_two() -> None:
    kind = KINDS["every day of some months, in the fold"]
    (day,) = [each for each in ours("Europe/Berlin", 2027, kind) if each.key.startswith("2027-10-31")]
    assert day.starts_at.utcoffset() == timedelta(hours=2)
