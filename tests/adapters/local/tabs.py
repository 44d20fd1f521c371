"""Pages without a browser: sockets of a client that say what a page would."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.adapters.local.stage import Stage


class Tab:
    """One page's socket: sends frames, reads what comes until it finds what is looked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.seen: list[dict[str, Any]] = []
        self.seat: dict[str, str] = {}

    async def send(self, **frame: object) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def next(self, key: str) -> Any:
        """The next message with `key`; everything on the way to it is kept in `seen`."""
        while True:
            news = json.loads(await self.socket.receive_str(timeout=5))
            self.seen.append(news)
            if key in news:
                return news[key]

    async def sit(self, **greeting: object) -> Any:
        await self.send(**greeting)
        view = await self.next("welcome")
        self.seat = {"seat": view["seat"]["id"], "token": view["seat"]["token"], "name": view["seat"]["name"]}
        return view

    async def settled(self, key: str) -> list[dict[str, Any]]:
        """Everything with `key` that has come by the time the room answers."""
        await self.send(ping=1)
        await self.next("pong")
        return [news[key] for news in self.seen if key in news]


class Browser:
    def __init__(self, session: aiohttp.ClientSession, stage: Stage) -> None:
        self.session = session
        self.stage = stage

    async def tab(self, **greeting: object) -> Tab:
        origin = self.stage.url.rstrip("/")
        socket = await self.session.ws_connect(self.stage.url + "ws", headers={"Origin": origin}, max_msg_size=0)
        tab = Tab(socket)
        if greeting:
            await tab.sit(**greeting)
        return tab

    async def named(self, name: str) -> Tab:
        return await self.tab(take={"name": name})


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Browser]:
    await stage.open()
    try:
        async with aiohttp.ClientSession() as session:
            yield Browser(session, stage)
    finally:
        await stage.close()
