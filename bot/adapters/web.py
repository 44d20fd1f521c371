"""The built-in web server: calendar feeds behind unguessable addresses, and nothing else. TLS is a reverse proxy's."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol, TypeAlias

from aiohttp import web

from bot.app.lifecycle import StartError

_FOLDER = "calendar"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_SUFFIX = ".ics"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
NOTHING_HERE = "There is nothing here.\n"


class WebStartError(StartError):
    """The web server cannot be opened as it was asked for; the message is one sentence for the operator."""


class Page(Protocol):
    """A feed as it is now."""

    @property
    def file(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def changed_at(self) -> datetime: ...


Serve: TypeAlias = Callable[[str], Awaitable[Page | None]]


class WebServer:
    """Serves feeds; `serve` gives the one of an address, or None. Nobody's address is ever logged."""

    def __init__(self, serve: Serve, *, host: str, port: int) -> None:
        """Port 0 takes any free port."""
        self._serve = serve
        self._host = host
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Opens the door. Raises WebStartError when the port is taken or the host is none of this machine."""
        app = web.Application(client_max_size=1024)
        app.on_response_prepare.append(self._harden)
        app.router.add_route("*", "/{anything:.*}", self._anything)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self.port).start()
        except OSError as error:
            await runner.cleanup()
            raise WebStartError(
                f"the web server cannot be opened on {self._host}, port {self.port} ({error.strerror}): "
                "choose another host or port in [web]"
            ) from error
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Closes the door. Stopping twice is fine."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _anything(self, request: web.Request) -> web.Response:
        folder, _, name = request.match_info["anything"].rpartition("/")
        token = name.removesuffix(_SUFFIX)
        if folder != _FOLDER or token == name or not _TOKEN.fullmatch(token):
            return _nothing()
        if request.method not in ("GET", "HEAD"):
            return _nothing()
        page = await self._serve(token)
        return _nothing() if page is None else _feed(request, page)

    async def _harden(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)
        response.headers["Server"] = "Bothways"


def _feed(request: web.Request, page: Page) -> web.Response:
    headers = {
        "ETag": f'"{page.mark}"',
        "Last-Modified": format_datetime(page.changed_at.astimezone(UTC), usegmt=True),
        "Cache-Control": "private, no-cache",  # kept by the one who asked, and asked about again each time
    }
    if _known(request, page):
        return web.Response(status=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="circle.ics"'
    return web.Response(text=page.file, content_type="text/calendar", charset="utf-8", headers=headers)


def _known(request: web.Request, page: Page) -> bool:
    """Whether whoever asks has this file already; an ETag goes before a date (RFC 9110, 13.2.2)."""
    marks = request.if_none_match
    if marks is not None:
        return any(mark.value in ("*", page.mark) for mark in marks)
    since = request.if_modified_since
    return since is not None and page.changed_at.replace(microsecond=0) <= since


def _nothing() -> web.Response:
    """The same for what never was, what was ended and what is not for everybody."""
    return web.Response(status=404, text=NOTHING_HERE, headers={"Cache-Control": "no-store"})
