"""The bot's process: the real house, with a gateway to the test's chat platform, stopping at every boundary.

Nothing in the house knows of the boundaries: statements and commits are seen on the drivers' connections, which are
made here; the relay's queue and its gateway through their ports.
"""

import asyncio
import hashlib
import json
import logging
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import Dialect, Engine, event

from bot.adapters.clock import ManualClock
from bot.adapters.keys import keys_from
from bot.adapters.sql.codec import POSTS, SESSIONS, Codec
from bot.adapters.sql.storage import mint
from bot.app.lifecycle import DatabaseThread
from bot.app.relay import Relay
from bot.app.zones import use_pinned_tzdata
from bot.bootstrap import House, assemble
from bot.ports.decks import Decks
from bot.ports.gateway import Capabilities, SendDeferred, SendRejected, SendUnknown
from bot.ports.messages import Post, Reply
from bot.ports.storage import OutboxQueue
from tests.crash.wire import ACCOUNT, BOUNDARIES, EVENTS, GO_ON, ROOM, Json, Life, unpacked
from tests.crash.wire import POSTS as POSTING

R = TypeVar("R")
REPLIES = Codec(Reply)
UNSEEN = "looking"
"""What only reads has no boundaries."""
QUEUE_CALLS = {"ready": "claim", "sent": "mark", "next_ready_at": UNSEEN, "parked": UNSEEN}
FORETOLD = frozenset(("circle", "plan", "session"))
_WRITES = re.compile(r'\s*(insert\s+into|update|delete\s+from|create|alter|drop)\s+"?(\w+)', re.IGNORECASE)


class Watch:
    """Stops at boundaries and asks the test, which lets the process go on or ends it."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._answers = self._socket.makefile("rb")
        self._socket.sendall(json.dumps({"role": BOUNDARIES}).encode() + b"\n")
        self._lock = Lock()
        self._doing = "open"
        self._wrote = self._committed = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Meanwhile every transaction on every new connection is seen, however it comes; then this watch is over."""
        event.listen(Engine, "do_connect", self._connect)
        try:
            yield
        finally:
            event.remove(Engine, "do_connect", self._connect)
            self._answers.close()
            self._socket.close()

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Names what the transactions inside are for."""
        before, self._doing = self._doing, what
        try:
            yield
        finally:
            self._doing = before

    def stop_at(self, doing: str, place: str, detail: str = "") -> None:
        """Goes on when the test says so."""
        with self._lock:
            self._socket.sendall(json.dumps([doing, place, detail]).encode() + b"\n")
            if self._answers.readline() != GO_ON:
                raise SystemExit("the test is gone")

    def _connect(self, dialect: Dialect, _: object, arguments: list[Any], named: dict[str, Any]) -> Any:
        return watched(self, dialect.name, arguments, named)

    def statement(self, text: str) -> None:
        """Is about to be run."""
        writes = _WRITES.match(text)
        if writes is not None and self._doing != UNSEEN:
            self._wrote = True
            self.stop_at(self._doing, "statement", f"{writes[1].split()[0].lower()} {writes[2]}")

    def commit(self) -> None:
        """Is about to be done."""
        if self._wrote:
            self.stop_at(self._doing, "commit")
        self._wrote, self._committed = False, self._wrote

    def committed(self) -> None:
        """What was written is kept."""
        if self._committed:
            self._committed = False
            self.stop_at(self._doing, "after")

    def rollback(self) -> None:
        """What was written is not kept."""
        self._wrote = self._committed = False


def watched(watch: Watch, kind: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A connection of the driver whose statements and commits are told to `watch`."""
    if kind == "sqlite":
        return sqlite3.connect(*arguments, **named, factory=_seen_by(watch, sqlite3.Connection, sqlite3.Cursor))
    return _seen_by(watch, psycopg.Connection, psycopg.Cursor).connect(*arguments, **named)


def _seen_by(watch: Watch, of_connections: Any, of_cursors: Any) -> Any:
    class Cursor(of_cursors):  # type: ignore[misc]
        def execute(self, statement: Any, *values: Any, **more: Any) -> Any:
            watch.statement(str(statement))
            return super().execute(statement, *values, **more)

        def executemany(self, statement: Any, *values: Any, **more: Any) -> Any:
            watch.statement(str(statement))
            return super().executemany(statement, *values, **more)

    class Connection(of_connections):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.cursor_factory = Cursor

        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor) if of_cursors is sqlite3.Cursor else super().cursor()

        def commit(self) -> None:
            watch.commit()
            super().commit()
            watch.committed()

        def rollback(self) -> None:
            watch.rollback()
            super().rollback()

    return Connection


class WatchedQueue:
    """The relay's side of the outbox, whatever calls it has: each is named for the boundaries in it."""

    def __init__(self, queue: OutboxQueue, watch: Watch) -> None:
        self._queue = queue
        self._watch = watch

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._queue, name)

        def watched(*args: object, **named: object) -> object:
            with self._watch.doing(QUEUE_CALLS.get(name, name)):
                return call(*args, **named)

        return watched


class PlatformGateway:
    """The way out to the test's chat platform; a connection that ends before the answer leaves the fate unknown."""

    def __init__(self, path: str, watch: Watch) -> None:
        self.account = ACCOUNT
        self.capabilities = Capabilities()
        self._path = path
        self._watch = watch
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, post: Post) -> str:
        answer = await self._ask("send", post, None)
        return str(answer["ref"])

    async def edit(self, ref: str, post: Post) -> None:
        answer = await self._ask("edit", post, ref)
        if answer.get("gone"):
            raise SendRejected("the message is gone", gone=True)

    async def _ask(self, what: str, post: Post, ref: str | None) -> Json:
        self._watch.stop_at(what, "before", post.id)
        reader, writer = await self._connected()
        try:
            say(writer, {"do": what, "ref": ref, "post": json.loads(POSTS.encode(post))})
            await writer.drain()
            line = await reader.readline()
        except ConnectionError:
            line = b""
        if not line:
            self._line = None
            writer.close()
            raise SendUnknown("the connection ended before the answer")
        self._watch.stop_at(what, "after", post.id)
        answer: Json = json.loads(line)
        return answer

    def close(self) -> None:
        """Lets go of the platform."""
        if self._line is not None:
            self._line[1].close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._line is None:
            try:
                self._line = await asyncio.open_unix_connection(self._path, limit=2**20)
            except OSError as error:
                raise SendDeferred("the platform is away", 1.0) from error
            say(self._line[1], {"role": POSTING})
        return self._line


class Heard(logging.Handler):
    """Keeps what the house warns of: in these tests it has no reason to."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    @contextmanager
    def hearing(self) -> Iterator["Heard"]:
        """Hears everything for the length of the block."""
        logging.getLogger().addHandler(self)
        try:
            yield self
        finally:
            logging.getLogger().removeHandler(self)


class NoAlarm:
    """The test brings every moment: nothing wakes by itself."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


class Bot:
    """The house driven by the test: events and moments in, an acknowledgement after each commit."""

    account, room = ACCOUNT, ROOM

    def __init__(
        self, house: House, relay: Relay, thread: DatabaseThread, clock: ManualClock, watch: Watch, heard: Heard
    ) -> None:
        self._house = house
        self._relay = relay
        self._thread = thread
        self._clock = clock
        self._watch = watch
        self._queue = house.storage.outbox
        self.heard = heard

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        say(writer, await self.stands())
        await self.begin()
        while line := await reader.readline():
            asked = json.loads(line)
            self._clock.move_to(datetime.fromisoformat(asked["at"]))
            say(writer, await self.do(asked))

    async def begin(self) -> None:
        """Starts what runs by itself: nothing here."""

    async def do(self, asked: Json) -> Json:
        """Does what the test asks for, and says where everything stands then."""
        match asked["do"]:
            case "take":
                events = [unpacked(each) for each in asked["events"]]
                outcomes = await self.in_database("event", lambda: self._house.desk.process(events))
                replies = [REPLIES.encode(each.reply) if each.reply else None for each in outcomes]
                return {"replies": replies, **await self.stands()}
            case "fire":
                fired = await self.in_database("timer", lambda: self._house.timers.fire(self._clock.now()))
                return {"fired": fired, **await self.stands()}
            case "tidy":
                await self.in_database("tidy", lambda: self._house.storage.housekeeping(self._clock.now()))
                return await self.stands()
            case _:
                while await self._relay.step():
                    pass
                return await self.stands()

    async def stands(self) -> Json:
        """Where everything stands, as the database has it."""
        stands = await self.in_database(UNSEEN, self._look)
        stands["warned"], self.heard.lines = self.heard.lines, []
        return stands

    def _look(self) -> Json:
        with self._house.storage.unit() as uow:
            circle = uow.circles.in_room(self.room)
            session = uow.sessions.live(circle.id) if circle else None
        timer, post = self._house.timers.next_at(), self._queue.next_ready_at(self.account)
        return {
            "session": json.loads(SESSIONS.encode(session)) if session else None,
            "next_timer": timer.isoformat() if timer else None,
            "next_post": post.isoformat() if post else None,
        }

    async def in_database(self, doing: str, work: Callable[[], R]) -> R:
        def named() -> R:
            with self._watch.doing(doing):
                return work()

        return await self._thread.run(named)


def foretold(clock: ManualClock) -> Callable[[str], str]:
    """Ids of circles, plans and sessions by the moment, so that each run draws the same order; all others as ever."""

    def new(kind: str) -> str:
        if kind not in FORETOLD:
            return mint(kind)
        return f"{kind}-{hashlib.sha256(clock.now().isoformat().encode()).hexdigest()[:12]}"

    return new


async def live(life: Life, decks: Decks) -> None:
    """One life of the bot, until the test lets go of it or kills it."""
    watch = Watch(life.socket)
    with watch.listening(), Heard().hearing() as heard:
        use_pinned_tzdata()
        thread, clock = DatabaseThread(), ManualClock(datetime.fromisoformat(life.at))
        house = await assemble(thread, life.database, keys_from([life.key]), clock, foretold(clock), decks=decks)
        queue = cast("OutboxQueue", WatchedQueue(house.storage.outbox, watch))
        gateway = PlatformGateway(life.socket, watch)
        relay = Relay(gateway, queue, thread, clock, NoAlarm())
        bot = Bot(house, relay, thread, clock, watch, heard)
        reader, writer = await asyncio.open_unix_connection(life.socket, limit=2**20)
        say(writer, {"role": EVENTS})
        await bot.serve(reader, writer)
        gateway.close()
        writer.close()
        await thread.run(house.storage.close)
        await thread.stop()


def say(writer: asyncio.StreamWriter, what: Json) -> None:
    writer.write(json.dumps(what).encode() + b"\n")
