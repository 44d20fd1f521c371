"""The way between the bot and its homeserver, for tests: it hands everything on, but for what a test spoils."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.servers.ports import free_port

Spoil = Callable[[web.Request, Callable[[], Awaitable[web.Response]]], Awaitable[web.StreamResponse]]
"""Answers a request; the second argument hands it on and returns what the homeserver answered."""


class Between:
    """A reverse proxy on loopback. `spoil` may answer in the homeserver's place; `asked` counts what came in."""

    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self._port = free_port()
        self._runner: web.AppRunner | None = None
        self.url = f"http://127.0.0.1:{self._port}"
        self.spoil: Spoil | None = None
        self.asked: Counter[str] = Counter()

    async def up(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=None))
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()

    async def down(self) -> None:
        """Nothing answers here any more, and what was under way breaks off."""
        if self._runner is not None:
            await self._runner.cleanup()
            await self._session.close()
            self._runner = None

    async def until(self, what: str, times: int = 1) -> None:
        """Waits until so many more requests of this kind have come: the method and the last part of the path's name."""
        wanted = self.asked[what] + times
        async with asyncio.timeout(20):
            while self.asked[what] < wanted:  # noqa: ASYNC110 - another task counts
                await asyncio.sleep(0.02)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[kind(request)] += 1
        if self.spoil is not None:
            return await self.spoil(request, lambda: self._hand_on(request))
        return await self._hand_on(request)

    async def _hand_on(self, request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name in ("Authorization", "Content-Type")}
        try:
            async with self._session.request(
                request.method, f"{self._homeserver}{request.rel_url}", data=await request.read(), headers=headers
            ) as done:
                return web.Response(status=done.status, body=await done.read(), content_type="application/json")
        except ClientError:
            return web.Response(status=502, text="nobody there")


def kind(request: web.Request) -> str:
    """What a request is about, in one word, such as sync, send or createRoom."""
    parts = request.path.removeprefix("/_matrix/client/v3/").split("/")
    return parts[2] if parts[0] == "rooms" and len(parts) > 2 else parts[0]


def bending(what: str, bend: Callable[[dict[str, Any]], dict[str, Any]]) -> Spoil:
    """Changes what the homeserver answers to requests of one kind."""

    async def spoil(request: web.Request, hand_on: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        answer = await hand_on()
        if kind(request) != what or answer.status != 200 or not isinstance(answer.body, bytes):
            return answer
        return web.json_response(bend(json.loads(answer.body)))

    return spoil


@asynccontextmanager
async def between(homeserver: str, *, up: bool = True) -> AsyncIterator[Between]:
    """A way to this homeserver, gone at the end."""
    way = Between(homeserver)
    if up:
        await way.up()
    try:
        yield way
    finally:
        await way.down()
