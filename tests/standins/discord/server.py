"""The stand-in on loopback: takes a request, checks it, lets the right room answer, checks the answer."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from tests.standins.discord import errors
from tests.standins.discord import routes_account as _account  # noqa: F401 - fills the table of routes
from tests.standins.discord import routes_interactions as _interactions  # noqa: F401
from tests.standins.discord import routes_messages as _messages  # noqa: F401
from tests.standins.discord import routes_threads as _threads  # noqa: F401
from tests.standins.discord.errors import ApiError
from tests.standins.discord.hub import Discord, Recorded
from tests.standins.discord.routing import ROUTES, Answered, Call, Templates, Upload

BASE = "/api/v10"


class Front:
    """The door of the stand-in: one for each `Discord`."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self._templates = Templates([template for _, template in ROUTES])

    async def take(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        found = self._templates.find(unquote(path))
        template, params = found or (path, {})
        call = Call(request.method, template, params, dict(request.query))
        call.authorized = request.headers.get("Authorization") == f"Bot {self.discord.token}"
        await _read(request, call)
        answered = self._answer(call)
        self._record(call, path, answered)
        if answered.status == 204:
            return web.Response(status=204)
        # Exactly this: discord.py takes anything else for text (http.json_or_text).
        headers = {"Content-Type": "application/json"}
        return web.Response(status=answered.status, body=json.dumps(answered.body).encode(), headers=headers)

    def _answer(self, call: Call) -> Answered:
        handler = ROUTES.get((call.method, call.route))
        try:
            if handler is None:
                self.discord.violations.append(f"{call.method} {call.route}: no such route in the stand-in")
                raise errors.NOT_FOUND
            if not call.authorized and not call.route.startswith(("/interactions/", "/webhooks/{webhook_id}/{")):
                raise errors.UNAUTHORIZED
            return handler(self.discord, call)
        except ApiError as error:
            return Answered(error.status, error.body())

    def _record(self, call: Call, path: str, answered: Answered) -> None:
        now = self.discord.clock.now()
        record = Recorded(call.method, call.route, path, call.query, call.body, now, answered.status, answered.body)
        self.discord.requests.append(record)
        self.discord.changed()


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
        raw = await request.read()
        call.body = json.loads(raw) if raw else None


@asynccontextmanager
async def running_discord(*, strict: bool = True) -> AsyncIterator[Discord]:
    """A fake Discord on a free port of loopback. With `strict`, leaving it fails if anything broke the rules."""
    discord = Discord()
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
