"""Everything that one account does on its homeserver goes through here: sending, editing, reacting, rooms.

Each event has a transaction id of its own that is the same over restarts: sent twice, it exists once.
"""

import hashlib
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from bot.adapters.matrix.crypto import Crypto
from bot.adapters.matrix.errors import Refused
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, quoted
from bot.adapters.matrix.rooms import SIDE, Room

MESSAGE = "m.room.message"
MEGOLM = "m.megolm.v1.aes-sha2"


class Outgoing:
    """The account's own deeds. Everything raises Unreachable, SignedOut or Refused."""

    def __init__(self, homeserver: Homeserver, crypto: Crypto, me: str, rooms: dict[str, Room]) -> None:
        self.homeserver = homeserver
        self._crypto = crypto
        self.me = me
        self._rooms = rooms

    async def say(self, room: str, content: dict[str, Any], transaction: str) -> str:
        """Sends a message and returns its event id; encrypted where the room is. Refused where we are not in it."""
        kind, sealed = MESSAGE, content
        known = self._rooms.get(room)
        if known is None or not known.is_in(self.me):
            raise Refused("we are not in the room", "M_FORBIDDEN", HTTPStatus.FORBIDDEN)
        if known.encrypted:
            kind, sealed = await self._crypto.seal(room, MESSAGE, content)
        return await self._put(room, kind, sealed, transaction)

    async def react(self, room: str, ref: str, emoji: str, transaction: str) -> str:
        """Puts a reaction under a message and returns its event id. Reactions are never encrypted (MATRIX.md)."""
        relation = {"rel_type": "m.annotation", "event_id": ref, "key": emoji}
        return await self._put(room, "m.reaction", {"m.relates_to": relation}, transaction)

    async def take_back(self, room: str, ref: str) -> None:
        """Redacts an event of ours; once more changes nothing."""
        path = CLIENT + quoted("rooms", room, "redact", ref, transaction_id("redact", ref))
        await self.homeserver.call("PUT", path, {})

    async def join(self, room: str, server: str = "") -> str:
        """Enters a room and returns its id; `server` is one that is in it already."""
        via = f"?server_name={quote(server, safe='')}&via={quote(server, safe='')}" if server else ""
        found = await self.homeserver.call("POST", CLIENT + quoted("join", room) + via, {})
        return str(found.get("room_id", room))

    async def leave(self, room: str) -> None:
        await self.homeserver.call("POST", CLIENT + quoted("rooms", room, "leave"), {})

    async def invite(self, room: str, person: str) -> None:
        await self.homeserver.call("POST", CLIENT + quoted("rooms", room, "invite"), {"user_id": person})

    async def make_side_room(self, person: str, name: str) -> str:
        """Makes an encrypted room for us and one person, who is invited; returns its id. The room says whose it is."""
        body = {
            "preset": "trusted_private_chat",
            "visibility": "private",
            "is_direct": True,
            "name": name,
            "invite": [person],
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}},
                {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "joined"}},
                {"type": SIDE, "state_key": "", "content": {"person": person}},
            ],
        }
        return str((await self.homeserver.call("POST", f"{CLIENT}/createRoom", body))["room_id"])

    async def make_room(self, name: str, invite: list[str], version: str | None = None) -> str:
        """Makes a room for a circle: encrypted, readable from joining on; returns its id."""
        body: dict[str, Any] = {
            "preset": "private_chat",
            "visibility": "private",
            "name": name,
            "invite": invite,
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}},
                {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "joined"}},
            ],
        }
        if version is not None:
            body["room_version"] = version
        return str((await self.homeserver.call("POST", f"{CLIENT}/createRoom", body))["room_id"])

    async def mark_direct(self, person: str, room: str) -> None:
        """Adds a room to `m.direct`, so that clients of ours show it as a direct one (nio has no call for it)."""
        path = CLIENT + quoted("user", self.me, "account_data", "m.direct")
        status, found = await self.homeserver.ask("GET", path)
        direct = found if status == HTTPStatus.OK else {}
        rooms = direct.get(person)
        known = [one for one in rooms if isinstance(one, str)] if isinstance(rooms, list) else []
        if room not in known:
            await self.homeserver.call("PUT", path, {**direct, person: [*known, room]})

    async def _put(self, room: str, kind: str, content: dict[str, Any], transaction: str) -> str:
        path = CLIENT + quoted("rooms", room, "send", kind, transaction)
        return str((await self.homeserver.call("PUT", path, content)).get("event_id", ""))


def transaction_id(*parts: str) -> str:
    """A transaction id that is the same for the same deed, whenever it is done again."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
