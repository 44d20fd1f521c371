"""The house with the application on Discord, as `bothways run` puts it together, with a clock that the test moves."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.adapters.clock import ManualClock
from bot.adapters.discord.account import DiscordAccount
from bot.adapters.discord.connection import Options
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.app.lifecycle import DatabaseThread, Lifecycle
from bot.app.relay import Relay
from bot.app.router import Router
from bot.app.staging import StagingUnit
from bot.app.timers import Timers
from bot.bootstrap import assemble
from bot.ports.storage import UnitOfWork
from tests.adapters.sql.fresh import fresh
from tests.standins.discord.hub import Discord

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
ACCOUNT = "discord"

R = TypeVar("R")


class _Alarm:
    """Rings when the test moves the clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._plans: dict[str, tuple[datetime, Callable[[], None]]] = {}

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None:
        self._plans.pop(name, None)
        if at is not None:
            self._plans[name] = (at, call)

    def ring(self) -> None:
        for name, (at, call) in list(self._plans.items()):
            if at <= self._clock.now():
                self._plans.pop(name, None)
                call()


class DiscordHouse:
    """Runs between `start` and `stop`; the same folder again is the same house after a restart."""

    def __init__(self, folder: Path, discord: Discord, options: Options | None = None) -> None:
        self.clock = ManualClock(START)
        self.discord = discord
        self.database = folder / "house.sqlite3"
        self._folder = folder
        self._options = options or Options(shard_count=1, between_sessions=0.1)
        self.token = discord.token

    async def start(self, *, connects: bool = True) -> "DiscordHouse":
        self._folder.mkdir(exist_ok=True)
        self._thread = DatabaseThread()
        self.alarm = _Alarm(self.clock)
        url = fresh(self.database)
        self.house = await assemble(self._thread, url, load_keys(self._folder, {}), self.clock)
        storage, voice = self.house.storage, CatalogueVoice(strict=True)
        self.account = DiscordAccount(
            self.token,
            self._options,
            voice,
            self._thread,
            storage.account_state(ACCOUNT),
            self.clock,
            api=self.discord.http_base,
            gateway=self.discord.gateway_url,
        )
        self.router = Router(self.house.desk, self._thread, self._committed)
        self.relay = Relay(self.account.gateway, storage.outbox, self._thread, self.clock, self.alarm)
        self.house.desk.answers_on({ACCOUNT: self.relay.capabilities})
        self.account.feeds(self.router, self.house.catalog)
        self.timers = Timers(self.house.timers, self._thread, self.clock, self.alarm, self._committed)
        self._parts = Lifecycle([self.router, self.account, self.relay, self.timers])
        before = len(self.discord.gateway.identified)
        await self._parts.start()
        self._ticking = asyncio.create_task(self._tick())
        if connects:
            await self.discord.until(lambda: len(self.discord.gateway.identified) > before)
        return self

    async def stop(self) -> None:
        self._ticking.cancel()
        await asyncio.gather(self._ticking, return_exceptions=True)
        await self._parts.stop()
        await self._thread.run(self.house.storage.close)
        await self._thread.stop()

    async def _tick(self) -> None:
        """A relay that was told to wait waits in real time here: the clock moves by what really passes."""
        while True:
            await asyncio.sleep(0.1)
            self.clock.advance(timedelta(seconds=0.1))
            self.alarm.ring()

    def _committed(self) -> None:
        self.relay.poke()
        self.timers.poke()

    async def time_passes(self, **span: float) -> None:
        """Moves the clock on, a minute at a time, so that what is due happens about when it is due."""
        left = timedelta(**span)
        while left > timedelta(0):
            step = min(left, timedelta(minutes=1))
            self.clock.advance(step)
            left -= step
            self.alarm.ring()
            self.timers.poke()
            await self.settled()

    async def settled(self, seconds: float = 30) -> None:
        """Waits until nothing waits in the outbox, and nothing is due."""
        async with asyncio.timeout(seconds):
            while True:
                await self.router.idle()
                waiting = await self._thread.run(lambda: self.house.storage.outbox.next_ready_at(ACCOUNT))
                due = await self._thread.run(self.house.timers.next_at)
                if waiting is None and (due is None or due > self.clock.now()):
                    return
                await asyncio.sleep(0.02)

    async def ended(self) -> None:
        """Waits until the account has stopped for good."""
        async with asyncio.timeout(10):
            while self.account.running:  # noqa: ASYNC110 - it tells nobody but the operator
                await asyncio.sleep(0.02)

    async def does(self, work: Callable[[], R]) -> R:
        """Does something in the database's thread."""
        return await self._thread.run(work)

    async def reads(self, look: Callable[[UnitOfWork], R]) -> R:
        def work() -> R:
            with self.house.storage.unit() as uow:
                return look(uow)

        return await self._thread.run(work)

    async def writes(self, change: Callable[[UnitOfWork], R]) -> R:
        def work() -> R:
            with self.house.storage.unit() as uow:
                done = change(uow)
                uow.commit()
                return done

        done = await self._thread.run(work)
        self._committed()
        return done

    async def removes(self, circle: str) -> None:
        """A circle is removed, as whatever ends it does."""

        def work(uow: UnitOfWork) -> None:
            StagingUnit(uow, self.clock.now()).circles.remove(circle)

        await self.writes(work)
        await self.settled()

    async def parked(self) -> list[str]:
        """Why posts wait for the operator."""
        return [why for _, why in await self._thread.run(lambda: self.house.storage.outbox.parked(ACCOUNT))]
