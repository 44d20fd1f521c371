"""Everything that one account does on its homeserver goes through here: sending, editing, reacting, rooms.

Each event has a transaction id of its own that is the same over restarts: sent twice, it exists once.
"""

import hashlib
import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from bot.adapters.matrix.crypto import Crypto
from bot.adapters.matrix.errors import Refused
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, quoted
from bot.adapters.matrix.rooms import MADE, SIDE, Room, creators_stand_above
from bot.ports.errands import RoomWanted

log = logging.getLogger(__name__)

MESSAGE = "m.room.message"
MEGOLM = "m.megolm.v1.aes-sha2"
MODERATES = 100
FALLBACK = "10"
"""The room version where the homeserver's own choice is one that is still being tried out."""
LEVELS = {
    "m.room.name": 50,
    "m.room.avatar": 50,
    "m.room.canonical_alias": 50,
    "m.room.encryption": MODERATES,
    "m.room.history_visibility": MODERATES,
    "m.room.power_levels": MODERATES,
    "m.room.server_acl": MODERATES,
    "m.room.tombstone": MODERATES,  # since version 12 else the creators' alone: members could never upgrade the room
}


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

    def is_encrypted(self, room: str) -> bool:
        """Whether what is said in a room is said encrypted."""
        known = self._rooms.get(room)
        return known is not None and bool(known.encrypted)

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

    async def room_for(self, wanted: RoomWanted, before: str) -> str:
        """The room that was wanted for the circle of the room `before`: the one that we made already, or a new one.

        Who is not in it is invited; whom the homeserver does not let in is left out. Returns its id.
        """
        wish = transaction_id("room", wanted.key, before)
        room = await self._made_for(wish) or await self._make_room(wanted, wish, before)
        known = self._rooms.get(room)
        for person in wanted.invited:
            if known is not None and (known.is_in(person) or known.is_asked_in(person)):
                continue
            try:
                await self.invite(room, person)
            except Refused as refused:
                log.info("%s: an invitation was refused (%s)", self.me, refused.code)
        return room

    async def _made_for(self, wish: str) -> str | None:
        """The room that we made for a wish, even if no sync has told of it yet: its answer may have been lost."""
        for room in self._rooms.values():
            if room.made_for == wish:
                return room.id
        joined = (await self.homeserver.call("GET", f"{CLIENT}/joined_rooms")).get("joined_rooms")
        for room_id in joined if isinstance(joined, list) else ():
            if isinstance(room_id, str) and room_id not in self._rooms:
                path = CLIENT + quoted("rooms", room_id, "state", MADE)
                status, found = await self.homeserver.ask("GET", path)
                if status == HTTPStatus.OK and found.get("wish") == wish:
                    return room_id
        return None

    async def _make_room(self, wanted: RoomWanted, wish: str, before: str) -> str:
        version = await self._version()
        users = {wanted.moderator: MODERATES}
        if not creators_stand_above(version):
            users[self.me] = MODERATES
        body = {
            "preset": "private_chat",
            "visibility": "private",
            "name": wanted.name,
            "room_version": version,
            "power_level_content_override": {"users": users, "events": LEVELS},
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}},
                {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "joined"}},
                {"type": "m.room.guest_access", "state_key": "", "content": {"guest_access": "forbidden"}},
                {"type": MADE, "state_key": "", "content": {"wish": wish, "before": before}},
            ],
        }
        return str((await self.homeserver.call("POST", f"{CLIENT}/createRoom", body))["room_id"])

    async def _version(self) -> str:
        """The homeserver's own choice of room version, if we know what its numbers mean."""
        found = await self.homeserver.call("GET", f"{CLIENT}/capabilities")
        versions = found.get("capabilities", {}).get("m.room_versions", {})
        default = str(versions.get("default", FALLBACK))
        return default if default.isdecimal() else FALLBACK

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
