"""As much of a homeserver as an account in rooms without encryption needs, in memory and on loopback.

The account's own code talks to it as to any other, and what people do in rooms is given as events, which nio's own
parser has to find sound: so hundreds of them take seconds. What only a real homeserver can show is shown on a real one.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import unquote

from aiohttp import web
from nio import BadEvent, UnknownBadEvent, UnknownEvent
from nio import Event as NioEvent

Json: TypeAlias = dict[str, Any]
PATIENCE = 60.0
LATER_VERSION = "12"


class SmallHomeserver:
    """All that happened in all rooms, in order. `account` is who asks; `reached` is up to where it has handled that."""

    def __init__(self, name: str, account: str, now: datetime) -> None:
        self.name = name
        self.account = account
        self.url = ""
        self.reached = 0
        self.log: list[tuple[str, Json]] = []
        self.events: dict[str, Json] = {}
        self._places: dict[str, int] = {}
        self._messages: defaultdict[str, list[str]] = defaultdict(list)
        self._reactions: defaultdict[str, list[str]] = defaultdict(list)
        self._account_data: dict[str, Json] = {}
        self._transactions: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._now = int(now.timestamp() * 1000)
        self._changed = asyncio.Condition()
        self._closing = False

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/_matrix/client/{version}/{path:.*}", self._asked)
        self._runner = web.AppRunner(app, shutdown_timeout=0, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self._closing = True
        await self.tell()
        await self._runner.cleanup()

    # --- what happens in rooms ----------------------------------------------------------------------------------------

    def make_room(self, creator: str, *others: str) -> str:
        """A room with these people in it, and the creator's device the only one that may do everything."""
        room = f"!room{next(self._numbers)}:{self.name}"
        self.happens(room, creator, "m.room.create", {"room_version": LATER_VERSION}, "")
        for person in (creator, *others):
            self.enters(room, person)
        return room

    def enters(self, room: str, person: str) -> None:
        """Somebody comes into a room, under the first part of their id."""
        name = person.removeprefix("@").partition(":")[0].title()
        self.happens(room, person, "m.room.member", {"membership": "join", "displayname": name}, person)

    def happens(self, room: str, sender: str, kind: str, content: Json, state_key: str | None = None) -> str:
        """An event in a room; returns its id. The account hears of it with its next sync."""
        number = next(self._numbers)
        event: Json = {
            "event_id": f"$event{number}",
            "sender": sender,
            "type": kind,
            "content": content,
            "origin_server_ts": self._now + number,
        }
        if state_key is not None:
            event["state_key"] = state_key
        parsed = NioEvent.parse_event(event)
        own_kind = isinstance(parsed, UnknownEvent) and not kind.startswith("m.")
        assert own_kind or not isinstance(parsed, BadEvent | UnknownBadEvent | UnknownEvent), event
        self._keep(room, event)
        return str(event["event_id"])

    def _keep(self, room: str, event: Json) -> None:
        name = event["event_id"]
        self._places[name] = len(self.log)
        self.events[name] = event
        self.log.append((room, event))
        if event["type"] == "m.room.message" and event["sender"] == self.account:
            self._messages[room].append(name)
        elif event["type"] == "m.reaction":
            relation = event["content"]["m.relates_to"]
            self._reactions[relation["event_id"]].append(relation["key"])

    def answers_in(self, room: str, after: str = "") -> list[Json]:
        """The account's messages in a room, after an event if it is named."""
        since = self._places.get(after, -1)
        return [self.events[name] for name in self._messages[room] if self._places[name] > since]

    def reactions_to(self, ref: str) -> list[str]:
        """The emoji under a message."""
        return self._reactions[ref]

    async def tell(self) -> None:
        """Lets everyone who waits look again."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something is so here. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(holds)

    async def heard(self) -> None:
        """Waits until the account has handled all that has happened by now."""
        all_of_it = len(self.log)
        await self.tell()
        await self.until(lambda: self.reached >= all_of_it)

    # --- what the account asks ----------------------------------------------------------------------------------------

    async def _asked(self, request: web.Request) -> web.Response:
        parts = [unquote(part) for part in request.rel_url.raw_path.split("/")[4:]]
        body: Json = await request.json() if request.can_read_body else {}
        match (request.method, *parts):
            case ("GET", "sync"):
                return web.json_response(await self._sync(request.query))
            case ("PUT", "rooms", room, "send", kind, transaction):
                return await self._sent(room, kind, body, transaction)
            case ("POST", "createRoom"):
                return await self._made(body)
            case (method, "user", user, "account_data", kind):
                return self._kept(method, f"{user} {kind}", body)
            case ("POST", "keys", "upload"):
                return web.json_response({"one_time_key_counts": {"signed_curve25519": 50}})
            case _:
                return web.json_response({"errcode": "M_UNRECOGNIZED", "error": "not here"}, status=404)

    async def _sync(self, query: Mapping[str, str]) -> Json:
        since = int(query.get("since", 0))
        self.reached = max(self.reached, since)
        await self.tell()
        if since == len(self.log) and query.get("full_state") != "true":
            try:
                async with asyncio.timeout(int(query["timeout"]) / 1000), self._changed:
                    await self._changed.wait_for(lambda: self._closing or len(self.log) > since)
            except TimeoutError:
                pass
        rooms: dict[str, Json] = {}
        for room, event in self.log[since:]:
            part = rooms.setdefault(room, {"state": {"events": []}, "timeline": {"events": [], "limited": False}})
            part["timeline"]["events"].append(event)
        return {"next_batch": str(len(self.log)), "rooms": {"join": rooms}}

    async def _sent(self, room: str, kind: str, body: Json, transaction: str) -> web.Response:
        if transaction not in self._transactions:
            self._transactions[transaction] = self.happens(room, self.account, kind, body)
            await self.tell()
        return web.json_response({"event_id": self._transactions[transaction]})

    async def _made(self, body: Json) -> web.Response:
        room = self.make_room(self.account)
        for state in body["initial_state"]:
            if state["type"] != "m.room.encryption":  # else nobody here could read what is said in it
                self.happens(room, self.account, state["type"], state["content"], state["state_key"])
        for person in body["invite"]:
            self.happens(room, self.account, "m.room.member", {"membership": "invite"}, person)
        await self.tell()
        return web.json_response({"room_id": room})

    def _kept(self, method: str, key: str, body: Json) -> web.Response:
        if method == "PUT":
            self._account_data[key] = body
        elif key not in self._account_data:
            return web.json_response({"errcode": "M_NOT_FOUND", "error": "nothing is kept there"}, status=404)
        return web.json_response(self._account_data[key])
