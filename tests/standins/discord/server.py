"""The stand-in on loopback: takes a request, checks it, lets the right room answer, checks the answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from tests.servers.parts import missing_part
from tests.standins.discord import errors
from tests.standins.discord import routes_account as _account  # noqa: F401 - fills the table of routes
from tests.standins.discord import routes_events as _events  # noqa: F401
from tests.standins.discord import routes_guilds as _guilds  # noqa: F401
from tests.standins.discord import routes_interactions as _interactions  # noqa: F401
from tests.standins.discord import routes_messages as _messages  # noqa: F401
from tests.standins.discord import routes_threads as _threads  # noqa: F401
from tests.standins.discord.checks import Checks
from tests.standins.discord.errors import ApiError
from tests.standins.discord.faults import CUTS, Fault, cut
from tests.standins.discord.hub import Discord, Recorded
from tests.standins.discord.routing import ROUTES, Answered, Call, Templates, Upload
from tests.standins.discord.schema import SchemaMissingError, published_schema

BASE = "/api/v10"
OPEN = ("/interactions/", "/webhooks/{webhook_id}/{")  # the token in the path is the key
VIA = "1.1 google"


class Front:
    """The door of the stand-in: one for each `Discord`."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self._templates = Templates([*(template for _, template in ROUTES), *discord.checks.templates])

    async def take(self, request: web.Request) -> web.StreamResponse:
        """One request, from the wire to the wire."""
        path = unquote(request.path.removeprefix(BASE))
        found = self._templates.find(path)
        template, params = found or (path, {})
        call = Call(request.method, template, params, dict(request.query))
        call.authorized = request.headers.get("Authorization") == f"Bot {self.discord.token}"
        await _read(request, call)
        answered, headers, fault = await self._through(call)
        dropped = fault is not None and fault.plain in CUTS
        self._record(call, path, Answered(0) if dropped else answered)
        if fault is not None and dropped:
            cut(request, fault.plain)
            return web.Response(status=499)  # nobody is there to read it
        return _written(answered, headers)

    async def _through(self, call: Call) -> tuple[Answered, dict[str, str], Fault | None]:
        fault = self.discord.faults.due(call)
        refused, headers = self.discord.limits.refuses(call)
        headers = {"Via": VIA, **headers}
        if refused is not None:
            self.discord.rate_limited.append(f"{call.method} {call.route}")
            self.discord.limits.invalid += 1
            return refused, headers, None
        if fault is None:
            return self._answer(call), headers, None
        if fault.plain == "slow" and not fault.after:
            await asyncio.sleep(fault.seconds)
        answered = self._answer(call) if fault.after or fault.plain == "slow" else Answered(0)
        if fault.plain == "slow":
            if fault.after:
                await asyncio.sleep(fault.seconds)
            return answered, headers, fault
        if fault.plain == "429_without_via":
            del headers["Via"]
        return answered if fault.plain in CUTS else fault.answered(), headers, fault

    def _answer(self, call: Call) -> Answered:
        try:
            answered = self._handled(call)
        except ApiError as error:
            self.discord.limits.invalid += error.status in {401, 403}
            answered = Answered(error.status, error.body())
        if self.discord.checks.knows(call):
            self._complain(call, "answered", self.discord.checks.answer(call, answered))
        return answered

    def _handled(self, call: Call) -> Answered:
        handler = ROUTES.get((call.method, call.route))
        if handler is None or not self.discord.checks.knows(call):
            why = "the stand-in does not offer this route" if self.discord.checks.knows(call) else "no such route"
            self._complain(call, "asked", [why])
            raise errors.NOT_FOUND
        if not call.authorized and not call.route.startswith(OPEN):
            raise errors.UNAUTHORIZED
        problems = self.discord.checks.request(self.discord, call)
        self._complain(call, "asked", [problem for problem, _ in problems])
        if any(refused for _, refused in problems):
            told = [{"code": "STAND_IN", "message": problem} for problem, refused in problems if refused]
            body = errors.INVALID_BODY.body() | {"errors": {"body": {"_errors": told}}}
            return Answered(errors.INVALID_BODY.status, body)
        return handler(self.discord, call)

    def _complain(self, call: Call, what: str, problems: list[str]) -> None:
        self.discord.violations += [f"{what} {call.method} {call.route}: {problem}" for problem in problems]

    def _record(self, call: Call, path: str, answered: Answered) -> None:
        now = self.discord.clock.now()
        record = Recorded(call.method, call.route, path, call.query, call.body, now, answered.status, answered.body)
        self.discord.requests.append(record)
        self.discord.changed()


def _written(answered: Answered, headers: dict[str, str]) -> web.Response:
    if answered.status == 204:
        return web.Response(status=204, headers=headers)
    # Exactly this: discord.py takes anything else for text (http.json_or_text).
    told = {"Content-Type": "application/json", **headers}
    return web.Response(status=answered.status, body=json.dumps(answered.body).encode(), headers=told)


async def _read(request: web.Request, call: Call) -> None:
    """Reads the body: JSON, or a form with `payload_json` and files (Reference: Uploading Files)."""
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            content: Any = await part.read()
            if part.name == "payload_json":
                call.body = json.loads(content)
            else:
                call.uploads.append(Upload(part.name or "", part.filename or "", len(content)))
    elif request.can_read_body:
        call.raw = await request.read()
        call.body = json.loads(call.raw) if call.raw else None


@asynccontextmanager
async def running_discord(*, strict: bool = True, checked: bool = True, pace: float = 0.1) -> AsyncIterator[Discord]:
    """A fake Discord on a free port of loopback.

    With `strict`, leaving it fails if anything broke the rules, in either direction. `checked=False` looks away, for
    measurements. `pace` multiplies the windows of the rate limits: 1.0 is as slow as discord.com.
    """
    discord = Discord(_checks(checked=checked), pace)
    app = web.Application(client_max_size=30 * 1024 * 1024)
    app.router.add_get("/gateway/", discord.gateway.connection)
    app.router.add_route("*", BASE + "/{path:.*}", Front(discord).take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    discord.http_base = f"http://{host}:{port}{BASE}"
    discord.gateway_url = f"ws://{host}:{port}/gateway/"
    try:
        yield discord
    finally:
        discord.gateway.close()
        await runner.cleanup()
    if strict and discord.violations:
        raise AssertionError("against Discord's rules:\n" + "\n".join(discord.violations))


def _checks(*, checked: bool) -> Checks:
    if not checked:
        return Checks(None)
    try:
        return Checks(published_schema())
    except SchemaMissingError:
        missing_part("Discord's API schema", "put openapi.json of discord/discord-api-spec into ../shared/discord/")
