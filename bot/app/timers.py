"""Timers that are due together are one unit of work: claim, handle, commit. The database owns time (SCHEDULING.md).

`TimerDesk` is synchronous and fires what is due at a given moment; `Timers` does so whenever the alarm rings. A timer
whose handler fails is set back a little, and the others go on.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.app import outward
from bot.app.commands import Catalog, Due
from bot.app.faults import log_fault
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread
from bot.app.staging import StagingUnit
from bot.ports.clock import Clock
from bot.ports.counts import Counts, Uncounted
from bot.ports.decks import Decks
from bot.ports.storage import Storage, StorageError, Timer, UnitOfWork

log = logging.getLogger(__name__)

BATCH = 100
UNKNOWN_WAITS = timedelta(hours=1)
BACK = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""How long a timer waits after its first failure, its second … The count is in memory: a restart begins it again."""
BREATH = timedelta(milliseconds=100)
DATABASE_AWAY = timedelta(seconds=10)


class Alarm(Protocol):
    """What calls when a time has come (`bot/adapters/waker.py`), or earlier; the same name replaces the plan."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


class TimerDesk:
    """Fires due timers; remembers nothing but how often one failed."""

    def __init__(self, catalog: Catalog, storage: Storage, decks: Decks, host: Host) -> None:
        self._handlers = catalog.timers
        self._storage = storage
        self._decks = decks
        self._host = host
        self._failed: dict[str, int] = {}

    def fire(self, now: datetime, limit: int = BATCH) -> int:
        """Fires up to `limit` timers that are due at `now`, in one transaction where that works.

        Returns how many were due: call again until it is 0. Raises StorageError when the database is away.
        """
        try:
            return self._in_one_unit(now, limit)
        except StorageError as error:
            log.warning("%s Timers are tried again one by one.", error)
        fired = 0
        while fired < limit and self._alone(now):
            fired += 1
        return fired

    def next_at(self) -> datetime | None:
        """When the next timer is due; None when there is none."""
        return self._storage.next_timer_at()

    def _alone(self, now: datetime) -> bool:
        """Fires the earliest due timer, if there is one; when even its own commit fails, sets it back.

        Raises StorageError when that is not possible, either.
        """
        due: tuple[Timer, ...] = ()
        try:
            with self._storage.unit() as unit:
                due = unit.timers.claim(now, 1)
                self._fire(due, unit, now)
                unit.commit()
        except StorageError as error:
            if not due:
                raise
            log_fault(f"keeping what a timer {due[0].kind!r} did", error, due[0].key)
            with self._storage.unit() as unit:
                unit.timers.set(self._set_back(due[0], now))
                unit.commit()
        return bool(due)

    def _in_one_unit(self, now: datetime, limit: int) -> int:
        with self._storage.unit() as unit:
            due = unit.timers.claim(now, limit)
            self._fire(due, unit, now)
            unit.commit()
        return len(due)

    def _fire(self, due: tuple[Timer, ...], unit: UnitOfWork, now: datetime) -> None:
        uow = StagingUnit(unit, now)
        for timer in due:
            mark = uow.savepoint()
            handler = self._handlers.get(timer.kind)
            if handler is None:
                log.error("no cog knows timers of the kind %r; one waits an hour", timer.kind)
                uow.timers.set(replace(timer, due_at=now + UNKNOWN_WAITS))
                continue
            if uow.timers.get(timer.key) != timer:
                continue  # a timer of the same batch, before this one, dropped or moved it
            try:
                handler(Due(timer, now, self._decks, self._host), uow)
            except StorageError:
                raise
            except Exception as error:  # noqa: BLE001 - it fails alone, and comes back
                log_fault(f"firing a timer {timer.kind!r}", error, timer.key)
                uow.truncate(mark)
                uow.timers.set(self._set_back(timer, now))
            else:
                self._failed.pop(timer.key, None)
                if uow.timers.get(timer.key) == timer:
                    uow.timers.drop(timer.key)
        outward.follow(uow, uow.touched, now)

    def _set_back(self, timer: Timer, now: datetime) -> Timer:
        times = self._failed.get(timer.key, 0)
        self._failed[timer.key] = times + 1
        return replace(timer, due_at=now + BACK[min(times, len(BACK) - 1)])


class Timers:
    """Fires what is due whenever the alarm rings or somebody pokes. `committed` is called after each batch."""

    def __init__(
        self, desk: TimerDesk, thread: DatabaseThread, clock: Clock, alarm: Alarm, committed: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._thread = thread
        self._clock = clock
        self._alarm = alarm
        self._committed = committed
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._counts: Counts = Uncounted()

    def counted_by(self, counts: Counts) -> None:
        """Says where timers are counted; before `start`."""
        self._counts = counts

    async def start(self) -> None:
        self._stopping.clear()
        self._awake.set()
        self._task = asyncio.create_task(self._run(), name="timers")

    async def stop(self) -> None:
        """Finishes the batch that is running, and ends."""
        self._stopping.set()
        self._alarm.wake_at("timers", None, self.poke)
        self._awake.set()
        if self._task is not None:
            await self._task

    def poke(self) -> None:
        """There may be something due, or the next time may have changed."""
        self._awake.set()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self._awake.wait()
            self._awake.clear()
            try:
                await self._fire_all()
            except Exception as error:  # noqa: BLE001 - time goes on, and so does this
                log_fault("firing timers", error)
                self._alarm.wake_at("timers", self._clock.now() + DATABASE_AWAY, self.poke)

    async def _fire_all(self) -> None:
        """One batch at a time, so that presses come in between; then the alarm is set to the next time."""
        while not self._stopping.is_set():
            at = await self._thread.run(self._desk.next_at)
            if at is None or at > self._clock.now():
                self._alarm.wake_at("timers", at, self.poke)
                return
            late = (self._clock.now() - at).total_seconds()
            fired = await self._thread.run(lambda: self._desk.fire(self._clock.now()))
            if not fired:
                self._alarm.wake_at("timers", self._clock.now() + BREATH, self.poke)  # another worker is at them
                return
            self._counts.fired(fired, late)
            self._committed()
