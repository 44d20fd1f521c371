"""Messages through the whole path (inbound, inbox, session, commit) beside raw inserts of as many rows.

SCHEDULING.md, Performance goals: at least 5,000 messages a second on SQLite in batches of 16, at most five times
the cost of raw executemany. Circles are in the middle of a share, where a message is most work.
"""

import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measure import Row
from bot.adapters.clock import ManualClock
from bot.adapters.keys import load_keys
from bot.app.lifecycle import DatabaseThread
from bot.app.staging import StagingUnit
from bot.bootstrap import House, assemble
from bot.domain.circles import Circle, Member
from bot.domain.events import Began, Here, NextPhase
from bot.ports.messages import Inbound, MessageSeen, Origin

CIRCLES = 50
PEOPLE = 6
BATCH = 16
BATCHES = 400
START = datetime(2027, 1, 7, 19, 0, tzinfo=UTC)
JOINED = START - timedelta(days=30)
"""Long ago: whoever joins at this moment has the panel put anew, to be let into the session's own place."""
A_BATCH = timedelta(milliseconds=BATCH)
GOAL = 5000
MOST_TIMES = 5


async def run() -> list[Row]:
    """Measures on SQLite with the pragmas of production, in a temporary folder."""
    clock = ManualClock(START)
    thread = DatabaseThread()
    with tempfile.TemporaryDirectory(prefix="bothways-bench-") as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        house = await assemble(thread, url, load_keys(Path(folder), {}), clock)
        await thread.run(lambda: _open_all(house))
        batches = [_batch(number) for number in range(BATCHES)]
        path = await thread.run(lambda: _time_path(house, clock, batches))
        await thread.run(house.storage.close)
        raw = _time_raw(Path(folder) / "raw.sqlite3")
    await thread.stop()
    messages = BATCH * BATCHES
    rate, times = messages / path, path / raw
    return [
        Row("ledger", f"messages a second, batches of {BATCH}", rate, "/s", f"goal {GOAL:,}/s", rate >= GOAL),
        Row("ledger", "cost beside raw executemany", times, "times", f"goal ≤ {MOST_TIMES}", times <= MOST_TIMES),
        Row("ledger", "raw executemany, the same rows", messages / raw, "/s", "the baseline"),
    ]


def _open_all(house: House) -> None:
    with house.storage.unit() as unit:
        uow = StagingUnit(unit, START)
        for number in range(CIRCLES):
            people = tuple(Member(f"p{number}-{seat}", f"P{seat}", JOINED) for seat in range(PEOPLE))
            circle = Circle(
                f"c{number}", "bench", f"room{number}", "Bench", "en", "UTC", START, members=people, flow="live-75"
            )
            uow.circles.put(circle)
            session = house.host.open(uow, circle, starts_at=START, now=START)
            for member in people:
                session = house.host.advance(uow, circle, session, Here(member.person, member.name), START)
            while session.round is None:
                session = house.host.advance(uow, circle, session, NextPhase(), START)
            house.host.advance(uow, circle, session, Began(session.round.current or ""), START)
        unit.commit()


def _batch(number: int) -> list[Inbound]:
    events: list[Inbound] = []
    for place in range(BATCH):
        message = number * BATCH + place
        circle, seat = message % CIRCLES, message // CIRCLES % PEOPLE
        at = START + timedelta(milliseconds=message)
        origin = Origin(f"m{message}", "bench", f"room{circle}", f"p{circle}-{seat}", f"P{seat}", at)
        events.append(MessageSeen(origin, f"m{message}"))
    return events


def _time_path(house: House, clock: ManualClock, batches: list[list[Inbound]]) -> float:
    """Time goes on between batches: each message is a sign of life, and so a new state of its session."""
    began = time.perf_counter()
    for batch in batches:
        clock.advance(A_BATCH)
        house.desk.process(batch)
    return time.perf_counter() - began


def _time_raw(path: Path) -> float:
    """An inbox row and a session's state of the usual size for each message, in the same batches."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE inbox (account TEXT, event TEXT, at TEXT, PRIMARY KEY (account, event));"
        "CREATE TABLE sessions (id TEXT PRIMARY KEY, state BLOB);"
    )
    state = b"x" * 3000
    began = time.perf_counter()
    for number in range(BATCHES):
        messages = range(number * BATCH, (number + 1) * BATCH)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO inbox VALUES ('bench', ?, ?)", [(f"m{m}", START.isoformat()) for m in messages]
        )
        connection.executemany(
            "INSERT INTO sessions VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state",
            [(f"s{m % CIRCLES}", state) for m in messages],
        )
        connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took
