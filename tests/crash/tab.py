"""A page of the room in the browser, without a browser: it keeps what it sends until the room has acknowledged it."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.crash.wire import Json

PATIENCE = 20.0


class Tab:
    """One person's tab. It follows the room: `panel`, `floor` and `items` are what its page would show."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seat: Json = {}
        self.shown = False
        self.panel: Json = {}
        self.floor: Json | None = None
        self.items: list[Json] = []
        self.private: list[Json] = []
        self.told: list[str] = []
        self.kept: dict[str, Json] = {}
        self._numbers = itertools.count(1)
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._news = asyncio.Condition()

    @asynccontextmanager
    async def at(self, url: str) -> AsyncIterator["Tab"]:
        """Sits down in the room, in the seat that it had if it had one; what was not acknowledged is sent again."""
        async with aiohttp.ClientSession() as session:
            headers = {"Origin": url.rstrip("/")}
            async with session.ws_connect(url + "ws", headers=headers, max_msg_size=0) as socket:
                self._socket, self.shown = socket, False
                await socket.send_json({"hello": self.seat} if self.seat else {"take": {"name": self.name}})
                listening = asyncio.create_task(self._listen(socket))
                try:
                    yield self
                finally:
                    listening.cancel()
                    await asyncio.gather(listening, return_exceptions=True)
                    self._socket = None

    async def call(self, path: str, **values: str) -> None:
        """Calls a command, and waits until the room has it."""
        await self.wait_for(self.send(call={"path": path, "values": values}))

    async def say(self, words: str) -> None:
        """Says something, and waits until the room has it."""
        await self.wait_for(self.send(say=words))

    def send(self, **deed: object) -> str:
        """Sends a deed and returns its id; it is kept, and sent again, until it is acknowledged."""
        frame: Json = {**deed, "id": f"{self.name}-{next(self._numbers)}"}
        self.kept[frame["id"]] = frame
        if self._socket is not None:
            self._sending = asyncio.create_task(self._socket.send_json(frame))
        return str(frame["id"])

    async def seated(self) -> None:
        """Waits until the room has shown everything to this seat."""
        await self.until(lambda: self.seat and self.shown)

    async def wait_for(self, deed: str) -> None:
        await self.until(lambda: deed not in self.kept)

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits until something is seen here. Raises TimeoutError; AssertionError when the room refused something."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.told or holds())
        if self.told:
            raise AssertionError(f"{self.name} is told: {self.told}")

    def says(self, words: str) -> int:
        """How many lines of the room say this."""
        return sum(words in plain(item) for item in self.items)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            async with self._news:
                await self._take(json.loads(message.data), socket)
                self._news.notify_all()

    async def _take(self, news: Json, socket: aiohttp.ClientWebSocketResponse) -> None:
        match news:
            case {"welcome": view}:
                self.seat = {"seat": view["seat"]["id"], **{name: view["seat"][name] for name in ("token", "name")}}
                self.panel, self.floor, self.shown = view["panel"] or {}, view["floor"], True
                self.items, self.private = view["items"], view["private"]
                for frame in self.kept.values():
                    await socket.send_json(frame)
            case {"panel": panel}:
                self.panel = panel
            case {"floor": floor}:
                self.floor = floor
            case {"item": item}:
                self.items.append(item)
            case {"edit": item}:
                self.items = [item if each["id"] == item["id"] else each for each in self.items]
            case {"private": item}:
                self.private.append(item)
            case {"ack": deed}:
                self.kept.pop(deed, None)
            case {"sorry": {"text": text}}:
                self.told.append(text)


def plain(item: Json) -> str:
    """What is written in an item, as one line."""
    if "words" in item:
        return str(item["words"])
    return " ".join(_words(item["blocks"]))


def _words(part: Any) -> list[str]:
    match part:
        case str():
            return [part]
        case list():
            return ["".join(word for each in part for word in _words(each))]
        case dict():
            return [word for name, each in part.items() if name != "kind" for word in _words(each)]
        case _:
            return []
