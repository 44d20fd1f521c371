"""Reminders of many circles that are due in the same minute, each with a calendar file, from due to staged.

They are written in the database's thread, batch by batch, and a press that comes meanwhile waits for the batch that
runs: so the longest batch is held against the 3 s in which Discord wants an answer, and all of them against a minute.
"""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from benchmarks.measure import Row
from bot.adapters.clock import ManualClock
from bot.adapters.keys import keys_from
from bot.app import dates
from bot.app.lifecycle import DatabaseThread
from bot.app.staging import StagingUnit
from bot.app.timers import BATCH
from bot.bootstrap import House, assemble
from bot.domain.circles import Circle, Member, Plan
from bot.domain.recurrence import Series

CIRCLES = 1000
PEOPLE = 6
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
MEET = datetime(2026, 12, 10, 19, tzinfo=UTC)
PATIENCE = 3.0
MINUTE = 60.0


async def run() -> list[Row]:
    """With files, and beside it without any."""
    with_files, longest, posts = await _herd(files=True)
    bare, _, _ = await _herd(files=False)
    against = f"limit {MINUTE:g} s, {CIRCLES:,} circles due in the same minute; without files {bare:.1f} s"
    return [
        Row("reminders", "all staged, a file with each", with_files, "s", against, with_files < MINUTE),
        Row(
            "reminders",
            f"longest batch of {BATCH}",
            longest,
            "s",
            f"limit {PATIENCE:g} s",
            longest < PATIENCE,
        ),
        Row("reminders", "posts staged", float(posts), "", f"{CIRCLES:,}, each once", posts == CIRCLES),
    ]


async def _herd(*, files: bool) -> tuple[float, float, int]:
    """Seconds for all of them, seconds of the longest batch, and how many posts wait then."""
    with tempfile.TemporaryDirectory(prefix="bothways-bench-") as folder:
        clock, thread = ManualClock(NOW), DatabaseThread()
        url = f"sqlite:///{Path(folder) / 'reminders.sqlite3'}"
        house = await assemble(thread, url, keys_from([Fernet.generate_key().decode()]), clock)
        if not files:
            house.host.calendars = None
        try:
            return await thread.run(lambda: _measure(house, clock))
        finally:
            await thread.run(house.storage.close)
            await thread.stop()


def _measure(house: House, clock: ManualClock) -> tuple[float, float, int]:
    with house.storage.unit() as unit:
        uow = StagingUnit(unit, NOW)
        for number in range(CIRCLES):
            circle = _circle(number)
            uow.circles.put(circle)
            dates.changed(uow, circle, NOW)
        unit.commit()
    clock.move_to(MEET - timedelta(days=1))
    batches: list[float] = []
    while True:
        begun = time.perf_counter()
        fired = house.timers.fire(clock.now())
        batches.append(time.perf_counter() - begun)
        if not fired:
            break
    waiting = house.storage.outbox.ready("bench", clock.now(), CIRCLES * 2)
    return sum(batches), max(batches), len(waiting)


def _circle(number: int) -> Circle:
    """A weekly circle that meets at the same moment as all the others, each in its own zone."""
    zone = ZONES[number % len(ZONES)]
    local = MEET.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    members = tuple(Member(f"p{number}-{place}", f"P{place}", NOW) for place in range(PEOPLE))
    plan = Plan(f"plan-{number}", Series(local, zone, "FREQ=WEEKLY", 75))
    return Circle(f"c{number}", "bench", f"room-{number}", "Bench", "en", zone, NOW, members=members, plans=(plan,))
