"""A rehearsal put together: a circle with simulated seats in a database of its own, hosted from due to close."""

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.local.company import Company, Lines, load_lines
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.rehearsal import Rehearsal
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom, RoomEntry
from bot.adapters.local.transcript import Script, Transcript
from bot.app.dates import changed
from bot.app.lifecycle import DatabaseThread
from bot.app.relay import Relay
from bot.app.zones import use_pinned_tzdata
from bot.bootstrap import House, assemble
from bot.domain.circles import Agreement, Circle, Member, Plan
from bot.domain.flow import flow_named
from bot.domain.recurrence import Series

START = datetime(2027, 1, 7, 19, 0, tzinfo=UTC)
"""A rehearsal always begins on the same Thursday, so that the same seed gives the same transcript."""
CIRCLE = "circle-rehearsal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to rehearse: `seats` 1 to 12, `flow` an id, `speed` session seconds a real second (0: as fast as it
    goes); `readable` writes the transcript for people instead of as JSON lines.
    """

    seats: int
    flow: str
    speed: float
    seed: str
    language: str
    readable: bool = False


def seeded(seed: str) -> Callable[[str], str]:
    """Ids that anyone can foretell, one after the other: for rehearsals only."""
    counts: Counter[str] = Counter()

    def mint(kind: str) -> str:
        counts[kind] += 1
        digest = hashlib.sha256(f"{seed}\n{kind}\n{counts[kind]}".encode()).hexdigest()
        return f"{kind}-{digest[:20]}"

    return mint


class _NoAlarm:
    """A rehearsal is driven by hand: nothing wakes it."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


async def rehearse(wanted: Wanted, transcript: TextIO | None, progress: TextIO = sys.stderr) -> bool:
    """Hosts one session; writes the transcript, and on `progress` a line for each phase. True when it closed."""
    use_pinned_tzdata()
    clock = ManualClock(START - timedelta(hours=1))
    thread = DatabaseThread()
    with tempfile.TemporaryDirectory(prefix="bothways-rehearsal-") as folder:
        keys = load_keys(Path(folder), {})
        try:
            url = f"sqlite:///{Path(folder) / 'rehearsal.sqlite3'}"
            house = await assemble(thread, url, keys, clock, seeded(wanted.seed))
            try:
                return await _run(wanted, house, clock, thread, transcript, progress)
            finally:
                await thread.run(house.storage.close)
        finally:
            await thread.stop()


async def _run(
    wanted: Wanted, house: House, clock: ManualClock, thread: DatabaseThread, out: TextIO | None, progress: TextIO
) -> bool:
    room = LocalRoom(clock, CatalogueVoice(), run="rehearsal")
    relay = Relay(LocalGateway(room), house.storage.outbox, thread, clock, _NoAlarm())
    driver = Rehearsal(house.desk, house.timers, relay, thread, clock, wanted.speed)
    inbound = LocalInbound(room, clock, driver.take)
    lines = load_lines(wanted.language)
    company = Company(room, inbound, clock, lines, wanted.seed)
    await company.resize(wanted.seats, joining=False)
    if out is not None:
        names = {seat.id: seat.name for seat in company.seats}
        writer = Script(out, lambda seat: names.get(seat, seat)) if wanted.readable else Transcript(out, ROOM)
        room.observe(writer.observe)
    room.observe(_Phases(progress).observe)
    people = [(seat.person, seat.name) for seat in company.seats]
    await thread.run(lambda: _set_up(house, wanted, lines, people, clock.now()))

    def is_open() -> bool:
        with house.storage.unit() as uow:
            return uow.sessions.live(CIRCLE) is not None

    return await driver.run(company, is_open, lambda _: None)


def _set_up(house: House, wanted: Wanted, lines: Lines, people: list[tuple[str, str]], now: datetime) -> None:
    flow = flow_named(wanted.flow)
    plan = Plan(
        "plan-rehearsal", Series(START.replace(tzinfo=None), "UTC", "FREQ=WEEKLY;BYDAY=TH", flow.minutes), flow.id
    )
    circle = Circle(
        id=CIRCLE,
        account=ACCOUNT,
        room=ROOM,
        name=lines.circle,
        language=wanted.language,
        zone="UTC",
        created_at=now,
        facilitator=people[0][0],
        flow=flow.id,
        members=tuple(Member(person, name, now) for person, name in people),
        agreement=Agreement(lines.agreement, 1, now),
        plans=(plan,),
    )
    with house.storage.unit() as uow:
        uow.circles.put(circle)
        changed(uow, circle, now)
        uow.commit()


class _Phases:
    """Shows on the terminal where a rehearsal is: a line for each phase and each turn."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._last: tuple[str | None, str | None] = (None, None)

    def observe(self, entry: RoomEntry) -> None:
        if entry.kind != "cue" or entry.edited:
            return
        where = (entry.phase, entry.turn.seat if entry.turn else None)
        if where != self._last:
            self._last = where
            first = entry.text.splitlines()[0] if entry.text else ""
            self._out.write(f"{entry.at:%H:%M}  {entry.phase or '':<14} {first}\n")
