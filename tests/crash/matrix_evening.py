"""An evening in an encrypted room on a real homeserver: people have clients of their own, the bot hears by its sync.

A deed is there as soon as the homeserver has it, whether a process of the bot is alive or not. Between the bot and the
homeserver is a passage, in which a request or its answer gets lost together with the process that asked.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import KW_ONLY, dataclass, field
from datetime import timedelta

import aiohttp
from aiohttp import web

from bot.app.typed import line_for
from tests.crash.evening import A_MOMENT, Evening, Standing
from tests.crash.kept import Reading
from tests.crash.lives import Died, Lives
from tests.crash.wire import Boundary, Json
from tests.matrix.people import Guest
from tests.servers.synapse import SynapseServer

HALF_A_MINUTE = timedelta(seconds=30)
MEMBERS_ONLY = "Words for the members alone, canary-crash-vk3."
REQUESTS = (
    ("sync", re.compile(r"/sync\?")),
    ("message", re.compile(r"/send/m\.room\.encrypted/")),
    ("reaction", re.compile(r"/send/m\.reaction/")),
    ("redaction", re.compile(r"/redact/")),
    ("room keys", re.compile(r"/sendToDevice/")),
    ("own keys", re.compile(r"/keys/upload")),
    ("others' keys", re.compile(r"/keys/(query|claim)")),
    ("mark of the runner", re.compile(r"/account_data/")),
    ("join", re.compile(r"/join/")),
    ("picture", re.compile(r"/media/v3/upload")),
)
"""What a request is for, by its path; what is none of these has no boundaries."""


class Passage:
    """Hands requests on to the homeserver, and its answers back, unless the process dies at that."""

    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self.lives: Lives | None = None
        self.url = ""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Passage"]:
        """Open for the length of the block, at `url`."""
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._pass)
        # Who asked may be dead, and then nobody waits for the answer.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0, access_log=None)
        async with aiohttp.ClientSession(auto_decompress=False) as self._session:
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", 0).start()
                self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
                yield self
            finally:
                await runner.cleanup()

    async def _pass(self, request: web.Request) -> web.Response:
        path = request.rel_url.raw_path_qs
        what = next((name for name, pattern in REQUESTS if pattern.search(path)), None)
        body = await request.read()
        if self._strikes(what, "arrived"):
            return web.Response(status=502)
        headers = {name: value for name, value in request.headers.items() if name in ("Authorization", "Content-Type")}
        try:
            async with self._session.request(
                request.method, self._homeserver + path, data=body, headers=headers
            ) as answer:
                found = await answer.read()
        except aiohttp.ClientError:
            return web.Response(status=502)
        if self._strikes(what, "stored"):
            return web.Response(status=502)
        return web.Response(status=answer.status, body=found, content_type="application/json")

    def _strikes(self, what: str | None, place: str) -> bool:
        return what is not None and self.lives is not None and self.lives.strikes(Boundary(what, place))


@dataclass
class EncryptedEvening(Evening):
    """`server` is the homeserver; `people` by their short names; `reader` looks into the bot's database."""

    _: KW_ONLY
    server: SynapseServer
    people: Mapping[str, Guest]
    room: str
    reader: Reading
    homeserver_dies: bool = False
    _away: bool = False
    _reacted: set[tuple[str, str, str]] = field(default_factory=set)

    async def call(self, name: str, path: str, /, **values: str) -> None:
        await self._say(name, f"!{line_for(path, values.items())}")

    async def type(self, name: str, text: str) -> None:
        await self._say(name, f"!{text}")

    async def say(self, name: str) -> None:
        await self._say(name, MEMBERS_ONLY)

    async def press(self, path: str, /, *names: str, **values: str) -> None:
        """The newest reaction in the room that does this; its word, where somebody put the same one there before."""
        for name in names:
            await self._moment()
            ref, emoji, word = self._newest_with(path, values)
            if (name, ref, emoji) in self._reacted:
                await self._is_heard(await self.people[name].says(self.room, f"!{word}"))
            else:
                self._reacted.add((name, ref, emoji))
                await self._is_heard(await self.people[name].reacts(self.room, ref, emoji))

    async def tidy(self) -> None:
        """Nothing: people's events are of the real time, and would be forgotten at once."""

    def name_of(self, person: str) -> str:
        return next(name for name, guest in self.people.items() if guest.user_id == person)

    async def entered(self) -> None:
        """The bot follows its invitation, and has said who it is."""
        async with asyncio.timeout(60):
            while not self._greeted():
                with suppress(Died):
                    await self.be_alive()
                    await self.lives.ask(do="look", at=self._clock.isoformat())
                await asyncio.sleep(0.05)
        await self.send_all()

    def _greeted(self) -> bool:
        return any(row["room"] == self.room for row in self.reader.kept()["outbox"])

    async def _say(self, name: str, text: str) -> None:
        await self._moment()
        await self._is_heard(await self.people[name].says(self.room, text))

    async def _moment(self) -> None:
        """Lets the moment come at which somebody does something: the bot may hear of it before we ask it to."""
        await self.until(self.at + A_MOMENT)
        self._clock = max(self._clock, self.at)
        if self.lives.alive:
            with suppress(Died):
                await self.lives.ask(do="look", at=self._clock.isoformat())

    async def _is_heard(self, event: str) -> None:
        await self.do("hear", {"event": event})

    def _newest_with(self, path: str, values: Mapping[str, str]) -> tuple[str, str, str]:
        return self.reader.newest_button(self.room, path, values)

    async def send_all(self) -> None:
        if not self._away:
            await super().send_all()

    def compare(self, found: Standing) -> None:
        """As the plain evening, but a step may be several transactions here."""
        before, step = self._stood, len(self.standings)
        after = self.foreseen[step] if step < len(self.foreseen) else before
        if placed(found) not in (placed(before), placed(after)):
            raise AssertionError(f"the next life found {found}, expected {before} or {after}")

    def _note(self, answer: Json) -> Json:
        answer["warned"] = [line for line in answer["warned"] if "next try in" not in line]
        return super()._note(answer)

    async def minute(self, *, homeserver_may_die: bool = False) -> None:
        """A minute in the middle of which something is due.

        If the homeserver may die, and in this evening does, it is killed for that minute, and the bot's process, too:
        what is due cannot be sent, and a process that never knew the homeserver sends it when that is back.
        """
        if self._next_timer is None:
            raise LookupError("nothing is due")
        await self.until(self._next_timer - HALF_A_MINUTE)
        if not (homeserver_may_die and self.homeserver_dies):
            await self.until(self.at + 2 * HALF_A_MINUTE)
            return
        self._away = True
        self.server.kill()
        await self.until(self.at + 2 * HALF_A_MINUTE)
        self.lives.kill()
        with suppress(Died):
            await self.lives.ask(do="look", at=self._clock.isoformat())
        await self.be_alive()
        await asyncio.to_thread(self.server.start)
        self._away = False
        await self.send_all()

    async def all_seen(self) -> None:
        """Waits until everyone's client has everything."""
        first, *_ = self.people.values()
        await first.says(self.room, "That is all.")
        async with asyncio.timeout(60):
            for guest in self.people.values():
                await guest.sees(first.user_id, "That is all.", self.room)


def placed(standing: Standing) -> Standing:
    """Without the ids of what was said: a homeserver gives other ones each time."""
    session = standing.session
    if session is None:
        return standing
    shares = [{**share, "messages": []} for share in session["shares"]]
    return Standing({**session, "shares": shares}, standing.next_timer)
