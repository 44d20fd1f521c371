"""Servers that are no good homeserver, on loopback: whatever a test wants to be answered."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Answers every request so, and yields the base URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        port = runner.addresses[0][1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


class BreaksOff:
    """Hands requests on to a real homeserver, until it has handed on so many: then everything is a 502.

    With `after` the last of them is done by the homeserver, and its answer is lost.
    """

    def __init__(self, url: str, requests: int) -> None:
        self._url = url
        self.left = requests

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.left -= 1
        if self.left < 0:
            return web.Response(status=502, text="no gateway here")
        headers = {name: value for name, value in request.headers.items() if name in ("Authorization", "Content-Type")}
        async with (
            ClientSession() as session,
            session.request(
                request.method, f"{self._url}{request.rel_url}", data=await request.read(), headers=headers
            ) as done,
        ):
            body = await done.read()
            if self.left == 0:
                return web.Response(status=502, text="what it said was lost on the way")
            return web.Response(status=done.status, body=body, content_type="application/json")
