"""The door of the room in the browser: one page, one WebSocket, on this computer's loopback address only."""

import asyncio
import html
import itertools
import json
import re
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeAlias

from aiohttp import WSCloseCode, web

from bot.adapters.local.demo import DemoControls
from bot.adapters.local.inbound import LocalInbound, Take
from bot.adapters.local.line import House, Line
from bot.adapters.local.mount import forms
from bot.adapters.local.render import Json
from bot.adapters.local.room import LocalRoom
from bot.adapters.local.seats import SeatTokens
from bot.adapters.local.strings import WRONG_HOST, WRONG_ORIGIN, page_strings
from bot.app.commands import Catalog
from bot.app.lifecycle import StartError
from bot.domain.words import Text
from bot.ports.clock import Clock
from bot.ports.messages import Reader
from bot.ports.voice import Voice

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = "127.0.0.1"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# aiohttp itself ends a socket that sends more at once than this; what is merely too long gets a sentence (frames.py).
_MOST_AT_ONCE = 256 * 1024
_HEARTBEAT = 20.0
_GOODBYE_WITHIN = 2.0
_LOOK_AROUND = 1.0
_TELL_TIME_EVERY = 5
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' {socket};"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


class LocalStartError(StartError):
    """The room cannot be opened as it was asked for; the message is one sentence for the operator."""


class LocalServer:
    """Serves the room. `take` is given every event; nothing happens before `start`."""

    def __init__(  # noqa: PLR0913 - what the room is made of, each named at the one call
        self,
        room: LocalRoom,
        voice: Voice,
        catalog: Catalog,
        clock: Clock,
        *,
        signing_key: bytes,
        host: str,
        port: int,
        take: Take,
        demo: DemoControls | None = None,
    ) -> None:
        """Port 0 takes any free port.

        Raises LocalStartError for a host that is not loopback, CatalogError for a command that no form can ask for.
        """
        if host not in {LOOPBACK, "localhost"}:
            raise LocalStartError(
                f"the room in the browser is for this computer only: it opens on {LOOPBACK}, not on {host!r}"
            )
        self._port = port
        self._voice = voice
        self._catalog = catalog
        self.inbound = LocalInbound(room, clock, take)
        self._room = room
        self._house = House(room, self.inbound, SeatTokens(signing_key), voice, clock, demo, self._forms)
        self._known_forms: dict[str, list[Json]] = {}
        self._assets = _read_assets()
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None
        self._watch: asyncio.Task[None] | None = None
        self._forms(Reader("en", "UTC"))

    @property
    def url(self) -> str:
        """Where the page is. Right once the server has started."""
        return f"http://{LOOPBACK}:{self._port}/"

    async def start(self) -> None:
        """Opens the room and tells the app that its memory is empty. Raises LocalStartError when the port is taken."""
        app = web.Application(middlewares=[self._guard], client_max_size=_MOST_AT_ONCE)
        app.on_response_prepare.append(self._harden)
        app.router.add_get("/", self._page)
        app.router.add_get("/ws", self._talk)
        app.router.add_get("/assets/{name}", self._asset)
        app.router.add_get("/pictures/{ref}.png", self._picture)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2.0)
        await runner.setup()
        site = web.TCPSite(runner, LOOPBACK, self._port)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise LocalStartError(
                f"port {self._port} on this computer is taken (perhaps the room is open already); choose another one"
            ) from error
        self._runner = runner
        self._port = runner.addresses[0][1]
        self._watch = asyncio.create_task(self._look_around())
        await self.inbound.forgotten()

    async def stop(self) -> None:
        """Closes every page's socket, then the door. Stopping twice is fine."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        goodbyes = [asyncio.create_task(socket.close(code=WSCloseCode.GOING_AWAY)) for socket in self._sockets]
        if goodbyes:
            _, deaf = await asyncio.wait(goodbyes, timeout=_GOODBYE_WITHIN)
            for goodbye in deaf:
                goodbye.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # --- requests -------------------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuses what does not come by the room's own address: a page elsewhere that points its name here."""
        if request.host not in self._hosts():
            return self._refusal(request, WRONG_HOST)
        return await handler(request)

    async def _harden(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)
        # Some browsers do not count a WebSocket among 'self', so the same address is named once more.
        response.headers["Content-Security-Policy"] = _POLICY.format(socket=f"ws://{request.host}")

    def _hosts(self) -> set[str]:
        return {f"{LOOPBACK}:{self._port}", f"localhost:{self._port}"}

    def _refusal(self, request: web.Request, why: Text) -> web.Response:
        sentence = self._voice.say(why, self._reader(request)).replace("{address}", self.url)
        return web.Response(status=403, text=sentence + "\n")

    def _reader(self, request: web.Request) -> Reader:
        return Reader(_language(request.headers.get("Accept-Language", ""), self._voice.languages), "UTC")

    async def _page(self, request: web.Request) -> web.Response:
        reader = self._reader(request)
        strings = page_strings(self._voice, reader)
        filled = strings | {"language": reader.language, "strings": json.dumps(strings, ensure_ascii=False)}
        text = _PLACEHOLDER.sub(lambda found: html.escape(filled[found[1]]), self._assets["index.html"])
        return web.Response(text=text, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = _TYPES.get(name[name.rfind(".") :], "")
        if name not in self._assets or not kind or name == "index.html":
            raise web.HTTPNotFound(text="There is nothing of that name here.\n")
        return web.Response(text=self._assets[name], content_type=kind)

    async def _picture(self, request: web.Request) -> web.Response:
        """A picture that the room shows, to whoever can open the room's page anyway."""
        image = self._room.image(request.match_info["ref"])
        if image is None:
            raise web.HTTPNotFound(text="There is no picture of that name here.\n")
        return web.Response(body=image.data, content_type=image.media_type)

    async def _talk(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") not in {f"http://{host}" for host in self._hosts()}:
            return self._refusal(request, WRONG_ORIGIN)
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_MOST_AT_ONCE, timeout=_GOODBYE_WITHIN)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await Line(self._house, socket, self._reader(request), partial(_hang_up, request)).run()
        finally:
            self._sockets.discard(socket)
        return socket

    def _forms(self, reader: Reader) -> list[Json]:
        if reader.language not in self._known_forms:
            self._known_forms[reader.language] = forms(self._catalog, self._voice, reader)
        return self._known_forms[reader.language]

    async def _look_around(self) -> None:
        """Every second: has the ring, the company or the pace changed? Now and then: what time is it?"""
        shown = self._house.demo_json()
        for second in itertools.count(1):
            await asyncio.sleep(_LOOK_AROUND)
            self._room.tidy()
            demo = self._house.demo_json()
            if demo != shown or second % _TELL_TIME_EVERY == 0:
                shown = demo
                self._room.tell({"demo": demo, "clock": self._house.clock_json()})


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _language(accepted: str, spoken: tuple[str, ...]) -> str:
    """The first language of an Accept-Language header, by its weights, that the voice speaks; else English."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag.strip().lower()))
        except ValueError:
            continue
    for _, tag in sorted(wanted, key=lambda pair: pair[0]):
        for language in spoken:
            if language.lower() in {tag, tag.split("-")[0]}:
                return language
    return "en"


def _read_assets() -> dict[str, str]:
    """The page's files by name, read once from the package."""
    folder = files("bot.adapters.local") / "page"
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if _suffix(file) in _TYPES}


def _suffix(file: Traversable) -> str:
    return file.name[file.name.rfind(".") :]
