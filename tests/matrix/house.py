"""The house with one Matrix account, as `bothways run` puts it together, but with a clock that the test moves."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CATALOGUES, CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.matrix.account import MatrixAccount
from bot.adapters.matrix.identity import open_identity
from bot.adapters.matrix.login import SignIn, sign_in
from bot.app.lifecycle import DatabaseThread, Lifecycle
from bot.app.readers import Readers
from bot.app.relay import Relay
from bot.app.router import Router
from bot.app.timers import Timers
from bot.bootstrap import assemble
from bot.domain.words import say
from bot.ports.messages import Document, Paragraph
from bot.ports.storage import UnitOfWork
from tests.adapters.sql.fresh import fresh
from tests.servers.synapse import SynapseServer

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
PASSWORD = "made up for the bot"

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


async def signed_in(server: SynapseServer, folder: Path, name: str, url: str = "") -> Path:
    """Makes an account on the homeserver and its identity folder; `url` is another way to that homeserver."""
    user_id = server.register(name, PASSWORD)
    await sign_in(SignIn(user_id, folder, homeserver=url or server.url, password=PASSWORD))
    return folder


class MatrixHouse:
    """Runs between `start` and `stop`; the same folder again is the same house after a restart."""

    def __init__(self, folder: Path, identity: Path, start: datetime = START, catalogues: Path = CATALOGUES) -> None:
        self.clock = ManualClock(start)
        self._folder = folder
        self._identity = identity
        self.catalogues = catalogues
        self.faults: list[str] = []

    async def start(self) -> "MatrixHouse":
        self._folder.mkdir(exist_ok=True)
        folder = open_identity(self._identity)
        self.me = folder.identity.user_id
        self._thread = DatabaseThread()
        self.alarm = _Alarm(self.clock)
        keys = load_keys(self._folder, {})
        self.database = self._folder / "house.sqlite3"
        url = fresh(self.database)
        self.house = await assemble(self._thread, url, keys, self.clock, prefixes={self.me: "!"})
        self.voice = CatalogueVoice(self.catalogues, strict=True)
        storage = self.house.storage
        self.account = MatrixAccount(
            folder,
            self.voice,
            self._thread,
            storage.account_state(self.me),
            prefix="!",
            may_invite=lambda person: "stranger" not in person,
            reads=Readers(storage, self._thread).of,
        )
        self.account.gateway.paints_with(self.house.painter)
        self.house.desk.answers_on({self.me: self.account.gateway.capabilities})
        self.router = Router(self.house.desk, self._thread, self._committed)
        self.relay = Relay(self.account.gateway, storage.outbox, self._thread, self.clock, self.alarm)
        self.account.feeds(self.router, self.relay.caught_up)
        self.timers = Timers(self.house.timers, self._thread, self.clock, self.alarm, self._committed)
        self._parts = Lifecycle([self.house.painter, self.router, self.account, self.relay, self.timers])
        await self._parts.start()
        self._ticking = asyncio.create_task(self._tick())
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

    async def time_goes(self, **span: float) -> None:
        """As `time_passes`, but waits for nothing to be sent: the homeserver may be away."""
        self.clock.advance(timedelta(**span))
        self.alarm.ring()
        self.timers.poke()
        async with asyncio.timeout(20):
            while (due := await self._thread.run(self.house.timers.next_at)) and due <= self.clock.now():  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def settled(self, seconds: float = 60) -> None:
        """Waits until nothing waits in the outbox."""
        async with asyncio.timeout(seconds):
            while True:
                await asyncio.sleep(0.05)
                waiting = await self._thread.run(lambda: self.house.storage.outbox.next_ready_at(self.me))
                due = await self._thread.run(self.house.timers.next_at)
                if waiting is None and (due is None or due > self.clock.now()):
                    return

    async def reads(self, look: Callable[[UnitOfWork], R]) -> R:
        def work() -> R:
            with self.house.storage.unit() as uow:
                return look(uow)

        return await self._thread.run(work)

    async def tells(self, room: str, *words: str) -> None:
        """Puts lines of the house's own into the outbox, for the room of a circle."""

        def put() -> None:
            with self.house.storage.unit() as uow:
                circle = uow.circles.in_room(room)
                assert circle is not None
                for each in words:
                    self.house.host.tell(uow, circle, Document((Paragraph(say("{words}", words=each)),)))
                uow.commit()

        await self._thread.run(put)
        self._committed()

    async def writes(self, change: Callable[[UnitOfWork], None]) -> None:
        """Stages something by hand, as a handler does, and sends what waits."""

        def work() -> None:
            with self.house.storage.unit() as uow:
                change(uow)
                uow.commit()

        await self._thread.run(work)
        self._committed()

    async def until(self, look: Callable[[UnitOfWork], R | None], seconds: float = 20) -> R:
        """Waits until there is something to see, and returns it."""
        async with asyncio.timeout(seconds):
            while (found := await self.reads(look)) is None:  # noqa: ASYNC110 - real parts
                await asyncio.sleep(0.05)
        return found


def quiet_nio() -> None:
    logging.getLogger("nio").setLevel(logging.CRITICAL)
