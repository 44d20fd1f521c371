"""The bot's process with an account on Matrix: the real account, relay and router, stopping at every boundary.

To those of the plain platform come what the account remembers (`state`, and `checkpoint` for its place in the stream)
and the crypto store of nio (`keys`), seen through SQLite's own trace.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import keys_from
from bot.adapters.matrix.account import MatrixAccount
from bot.adapters.matrix.errors import HomeserverError
from bot.adapters.matrix.identity import open_identity
from bot.adapters.matrix.sync import SINCE
from bot.app.desk import Desk, Outcome
from bot.app.lifecycle import DatabaseThread, Lifecycle
from bot.app.relay import Relay
from bot.app.router import Router
from bot.app.zones import use_pinned_tzdata
from bot.bootstrap import House, assemble
from bot.ports.decks import Decks
from bot.ports.gateway import Capabilities, ChatGateway
from bot.ports.messages import Inbound, Post
from bot.ports.storage import AccountState, OutboxQueue
from tests.crash.child import UNSEEN, Bot, Heard, Watch, WatchedQueue, foretold, say
from tests.crash.wire import EVENTS, Json, Life

PREFIX = "!"
READS = frozenset(("get", "items"))
PATIENCE = 50.0
POLL = 0.02
_WRITES = re.compile(r'\s*(insert|update|delete|replace)\b[^"]*"(\w+)"', re.IGNORECASE)


class WatchedState:
    """What the account remembers, each call named for the boundaries in it; `behind` until the checkpoint moved on."""

    def __init__(self, state: AccountState, watch: Watch) -> None:
        self._state = state
        self._watch = watch
        self.behind = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._state, name)

        def watched(*args: object) -> object:
            moves_on = name == "put" and args[0] == SINCE
            with self._watch.doing(UNSEEN if name in READS else "checkpoint" if moves_on else "state"):
                found = call(*args)
            if moves_on:
                self.behind = False
            return found

        return watched


class WatchedDesk:
    """The desk, whose transactions are named `event`."""

    def __init__(self, desk: Desk, watch: Watch, state: WatchedState) -> None:
        self._desk = desk
        self._watch = watch
        self._state = state

    def process(self, events: Sequence[Inbound]) -> list[Outcome]:
        self._state.behind = True
        with self._watch.doing("event"):
            return self._desk.process(events)


class WatchedGateway:
    """The account's way out, with a boundary before and after each post."""

    def __init__(self, gateway: ChatGateway, watch: Watch) -> None:
        self._gateway = gateway
        self._watch = watch

    @property
    def account(self) -> str:
        return self._gateway.account

    @property
    def capabilities(self) -> Capabilities:
        return self._gateway.capabilities

    async def send(self, post: Post) -> str:
        self._watch.stop_at("send", "before", post.id)
        ref = await self._gateway.send(post)
        self._watch.stop_at("send", "after", post.id)
        return ref

    async def edit(self, ref: str, post: Post) -> None:
        self._watch.stop_at("edit", "before", post.id)
        await self._gateway.edit(ref, post)
        self._watch.stop_at("edit", "after", post.id)


class Alarm:
    """Rings when the test has moved the clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._plans: dict[str, tuple[datetime, Callable[[], None]]] = {}

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None:
        self._plans.pop(name, None)
        if at is not None:
            self._plans[name] = at, call

    def ring(self) -> None:
        for name, (at, call) in list(self._plans.items()):
            if at <= self._clock.now():
                self._plans.pop(name, None)
                call()


class MatrixBot(Bot):
    """The house with its account, which receives and sends by itself; the test brings moments, and waits."""

    def __init__(
        self,
        house: House,
        thread: DatabaseThread,
        clock: ManualClock,
        watch: Watch,
        heard: Heard,
        account: MatrixAccount,
    ) -> None:
        self._alarm = Alarm(clock)
        queue = cast("OutboxQueue", WatchedQueue(house.storage.outbox, watch))
        relay = Relay(WatchedGateway(account.gateway, watch), queue, thread, clock, self._alarm)
        super().__init__(house, relay, thread, clock, watch, heard)
        self.account = account.account
        self._account = account

    def on(self, room: str, state: WatchedState) -> None:
        """In which room the evening is, and what the account remembers."""
        self.room = room
        self._state = state
        desk = cast("Desk", WatchedDesk(self._house.desk, self._watch, state))
        self._router = Router(desk, self._thread, self._relay.poke)
        self._account.feeds(self._router, self._relay.caught_up)
        self._parts = Lifecycle([self._router, self._account, self._relay])

    async def begin(self) -> None:
        await self._parts.start()

    async def end(self) -> None:
        await self._parts.stop()

    async def do(self, asked: Json) -> Json:
        self._alarm.ring()
        match asked["do"]:
            case "hear":
                await self._heard(asked["event"])
            case "fire":
                fired = await self.in_database("timer", lambda: self._house.timers.fire(self._clock.now()))
                self._relay.poke()
                return {"fired": fired, **await self.stands()}
            case "relay":
                await self._sent()
        return await self.stands()

    async def _heard(self, event: str) -> None:
        """Waits until an event is handled, and the checkpoint is past it."""
        async with asyncio.timeout(PATIENCE):
            while not await self.in_database(UNSEEN, lambda: self._is_known(event)) or self._is_behind():  # noqa: ASYNC110
                await asyncio.sleep(POLL)

    def _is_behind(self) -> bool:
        receiving = self._account.receiving
        return self._state.behind or receiving is None or not receiving.synced.is_set()

    def _is_known(self, event: str) -> bool:
        with self._house.storage.unit() as uow:
            uow.inbox.look_up([(self.account, event)])
            return not uow.inbox.first_time(self.account, event, self._clock.now())

    async def _sent(self) -> None:
        """Waits until every post that can go now is sent, and the reactions with it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while (at := await self._next_post()) is not None and at <= self._clock.now():  # noqa: ASYNC110
                    await asyncio.sleep(POLL)
                if at is not None:
                    return
                with suppress(HomeserverError):
                    await self._account.seeds.settle()
                if await self._next_post() is None:
                    return

    async def _next_post(self) -> datetime | None:
        return await self.in_database(UNSEEN, lambda: self._queue.next_ready_at(self.account))


def watch_keys(account: MatrixAccount, watch: Watch) -> None:
    """Stops before each statement of the crypto store that writes, and before its commits."""

    def traced(statement: str) -> None:
        writes = _WRITES.match(statement)
        if writes is not None:
            watch.stop_at("keys", "statement", f"{writes[1].lower()} {writes[2]}")
        elif statement.strip().upper().startswith("COMMIT"):
            watch.stop_at("keys", "commit")

    machine = account.crypto._machine  # noqa: SLF001 - nobody else may see into the crypto store
    machine.store.database.connection().set_trace_callback(traced)


async def live_on_matrix(life: Life, decks: Decks) -> None:
    """One life of the bot, until the test lets go of it or kills it."""
    watch = Watch(life.socket)
    with watch.listening(), Heard().hearing() as heard:
        use_pinned_tzdata()
        thread, clock = DatabaseThread(), ManualClock(datetime.fromisoformat(life.at))
        folder = open_identity(Path(life.identity))
        me = folder.identity.user_id
        house = await assemble(
            thread, life.database, keys_from([life.key]), clock, foretold(clock), prefixes={me: PREFIX}, decks=decks
        )
        state = WatchedState(house.storage.account_state(me), watch)
        voice = CatalogueVoice(strict=True)
        account = MatrixAccount(
            folder, voice, thread, cast("AccountState", state), prefix=PREFIX, may_invite=lambda _: True
        )
        account.gateway.paints_with(house.painter)
        watch_keys(account, watch)
        bot = MatrixBot(house, thread, clock, watch, heard, account)
        bot.on(life.room, state)
        reader, writer = await asyncio.open_unix_connection(life.socket, limit=2**20)
        say(writer, {"role": EVENTS})
        await bot.serve(reader, writer)
        await bot.end()
        await house.painter.stop()
        await thread.run(house.storage.close)
        await thread.stop()
