"""Circles whose dates were changed in every way, for calendars to show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any, TypeAlias

from bot.domain.calendar import Sheet, listed
from bot.domain.circles import Circle, Plan
from bot.domain.dates import add, end, move, pause, resume, skip, take_turns
from bot.domain.errors import DomainError
from bot.domain.meetings import coming
from bot.domain.recurrence import Series, occurrences_between, parse_rrule
from bot.domain.words import say
from tests.calendar.readers import Shown, Sight

Span: TypeAlias = tuple[datetime, datetime]

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
AFTER = datetime(2026, 9, 1, tzinfo=UTC)
UNTIL = datetime(2027, 12, 1, tzinfo=UTC)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)

# Times of day in a gap, in a fold, over one, and one that no clock ever changes at.
ZONES = {
    "Europe/Berlin": ("02:30", "02:00", "01:00", "19:00"),
    "Europe/Dublin": ("01:30", "01:00", "00:30", "19:00"),
    "America/New_York": ("02:30", "01:30", "01:15", "20:15"),
    "America/Santiago": ("00:00", "23:30", "22:50", "19:00"),
    "America/Nuuk": ("23:30", "23:00", "21:50", "18:30"),
    "Africa/Casablanca": ("02:30", "02:00", "01:30", "19:00"),
    "Africa/Cairo": ("00:30", "23:30", "22:45", "19:00"),
    "Asia/Kathmandu": ("02:30", "19:00"),
    "Australia/Lord_Howe": ("02:15", "01:45", "01:00", "18:45"),
    "Pacific/Chatham": ("03:00", "03:15", "02:00", "19:00"),
    "Antarctica/Troll": ("02:30", "01:30", "01:00", "19:00"),
    "UTC": ("00:00", "19:00"),
}
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;BYMONTH=3,4,10,11",
    "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO;UNTIL=20271031",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=270",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYDAY=1TH,3TH",
    "FREQ=MONTHLY;BYDAY=5SU;UNTIL=20270801T020000Z",
    "FREQ=MONTHLY;BYMONTHDAY=1,14,-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=SA,SU;BYSETPOS=1",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28",
)


def circle(zone: str, rule: str, at: str, minutes: int = 75) -> Circle:
    """A circle with one series that began in the summer."""
    start = datetime.combine(datetime(2026, 6, 3).date(), time.fromisoformat(at))  # noqa: DTZ001 - a day alone
    series = Series(start, zone, parse_rrule(rule), minutes)
    return Circle("c", "local", "room", "Hearth", "en", zone, NOW, plans=(Plan("plan-1", series),))


def changed(circle: Circle, seed: str, changes: int = 6) -> Circle:
    """The circle after some of everything that can become of dates; what is refused is left."""
    dice = Random(seed)
    for number in range(changes):
        try:
            circle = _changed_once(circle, dice, number)
        except DomainError:
            continue
    return circle


def _changed_once(circle: Circle, dice: Random, number: int) -> Circle:
    dates = coming(circle, NOW, 25)
    if not dates:
        return circle
    meeting = dice.choice(dates)
    local = meeting.occurrence.starts_at.replace(tzinfo=None)
    later = local + timedelta(minutes=15 * dice.randint(-150, 150))
    what = dice.choice(("skip", "skip", "move", "move", "move", "add", "pause", "rarely"))
    rarely = dice.choice(("open", "resume", "hours", "end"))
    deeds: dict[str, Callable[[], Circle]] = {
        "skip": lambda: skip(circle, meeting),
        "move": lambda: move(circle, meeting, later, NOW).circle,
        "add": lambda: add(circle, f"plan-add{number}", later, NOW)[0],
        "pause": lambda: pause(circle, local.date(), local.date() + timedelta(days=dice.randint(0, 40)), NOW),
        "open": lambda: pause(circle, (local + timedelta(days=300)).date(), None, NOW),
        "resume": lambda: resume(circle, NOW),
        "hours": lambda: take_turns(circle, f"plan-hours{number}", (local.time(), time(7, 30), time(13)), NOW),
        "end": lambda: end(circle, (local + timedelta(days=300)).date(), NOW),
    }
    return deeds[rarely if what == "rarely" else what]()


def sheet_of(circle: Circle) -> Sheet:
    return Sheet(say("Circle"), (listed(circle, SINCE, UNTIL),))


def planned(circle: Circle) -> list[Span]:
    """Our own dates in the span."""
    return sorted(
        (each.starts_at.astimezone(UTC), each.ends_at.astimezone(UTC))
        for plan in circle.plans
        for each in occurrences_between(plan.series, AFTER, UNTIL)
    )


def sight(file: str) -> Sight:
    return Sight(file, AFTER, UNTIL)


def taking_place(shown: list[Shown]) -> list[Span]:
    """Start and end of what is not called off."""
    return sorted((each.starts, each.ends) for each in shown if each.status != "CANCELLED")


def with_series(circle: Circle, **changes: Any) -> Circle:
    """The circle with its first series changed."""
    plan = circle.plans[0]
    return replace(circle, plans=(replace(plan, series=replace(plan.series, **changes)), *circle.plans[1:]))
