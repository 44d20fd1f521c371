"""End-to-end encryption, by nio: what it must hear of each sync, sealing what goes out, opening what comes in.

nio takes a failed key request for a done one; here each is looked at, so that no message goes out whose key did not.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable
from typing import Any

import aiohttp
from nio import AsyncClient, ErrorResponse, MegolmEvent, Response, SyncResponse
from nio.exceptions import EncryptionError, OlmTrustError, ProtocolError

from bot.adapters.matrix.client import machine, publish_keys
from bot.adapters.matrix.errors import SignedOut, Unreachable
from bot.adapters.matrix.events import Event, well_formed
from bot.adapters.matrix.homeserver import Homeserver

log = logging.getLogger(__name__)

ABOUT_KEYS = ("m.room.member", "m.room.encryption")
MEGOLM = "m.room.encrypted"


class Crypto:
    """The encryption of one account's device."""

    def __init__(self, client: AsyncClient, homeserver: Homeserver) -> None:
        self._client = client
        self._homeserver = homeserver
        self._machine = machine(client)
        self._lock = asyncio.Lock()
        self.skipped = 0
        """Parts of syncs that nio could not read."""

    async def take(self, sync: dict[str, Any]) -> None:
        """Hands nio what it needs of a sync's answer: keys, devices, who is where, which rooms are encrypted.

        All that it writes down of it is one transaction: a process that dies between the message that brought a room's
        key and the key itself could never open that message again.
        """
        async with self._lock:
            with self._machine.store.database.atomic():
                await self._take(sync)

    async def _take(self, sync: dict[str, Any]) -> None:
        for part in (reduced(sync, rooms=True), reduced(sync, rooms=False)):
            found = SyncResponse.from_dict(part)
            if isinstance(found, SyncResponse):
                try:
                    await self._client.receive_response(found)
                except (KeyError, TypeError, ValueError, AttributeError, EncryptionError, ProtocolError) as error:
                    log.warning("nio could not take a part of a sync: %s", type(error).__name__)
                else:
                    return
            self.skipped += 1

    def leave(self, room: str) -> None:
        """We are not in this room any more."""
        self._client.rooms.pop(room, None)

    async def keep_up(self) -> None:
        """Uploads, asks for and claims keys where that is due. Raises Unreachable or SignedOut."""
        async with self._lock:
            await self._keep_up()

    async def _keep_up(self) -> None:
        client = self._client
        with _network():
            if client.should_upload_keys:
                await publish_keys(client, self._homeserver)
            if client.should_query_keys:
                _check(await client.keys_query())
            if client.should_claim_keys:
                _check(await client.keys_claim(client.get_users_for_key_claiming()))
            for answer in await client.send_to_device_messages():
                _check(answer)

    async def seal(self, room: str, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """(type, content) as it goes to an encrypted room, after everyone there got its key.

        Raises Unreachable where some did not, or where the room is not known yet.
        """
        client = self._client
        async with self._lock:
            if room not in client.rooms:
                raise Unreachable("the room is not known yet", 1.0)
            with _network():
                if not client.rooms[room].members_synced:
                    _check(await client.joined_members(room))
                await self._keep_up()
                if self._machine.should_share_group_session(room):
                    await self._share(room)
            sealed_kind, sealed = client.encrypt(room, kind, content)
            return sealed_kind, sealed

    async def _share(self, room: str) -> None:
        client = self._client
        missing = client.get_missing_sessions(room)
        if missing:
            _check(await client.keys_claim(missing))
        try:
            answer = await client.share_group_session(room, ignore_unverified_devices=True)
        except OlmTrustError as error:  # pragma: no cover - unverified devices are let in above
            raise Unreachable("a device is in the way") from error
        _check(answer)
        session = self._machine.outbound_group_sessions[room]
        has_it = session.users_shared_with | session.users_ignored
        for person in client.rooms[room].users:
            for device in self._machine.device_store.active_user_devices(person):
                known = self._machine.session_store.get(device.curve25519) is not None
                if known and device.id != client.device_id and (person, device.id) not in has_it:
                    client.invalidate_outbound_session(room)
                    raise Unreachable("some devices did not get the key", 1.0)

    def open(self, room: str, event: Event) -> Event | None:
        """The event that was sealed in this one; None where we have no key for it (yet)."""
        try:
            sealed = MegolmEvent.from_dict({**event, "room_id": room})
            if not isinstance(sealed, MegolmEvent):
                return None
            found = self._machine.decrypt_megolm_event(sealed, room).source
        except (EncryptionError, KeyError, TypeError, ValueError, AttributeError, AssertionError, json.JSONDecodeError):
            return None
        inner = {
            **event,
            "type": found.get("type"),
            "content": found.get("content"),
        }
        return inner if well_formed(inner) else None


@contextlib.contextmanager
def _network() -> Any:
    try:
        yield
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unreachable("the homeserver does not answer") from error


def _check(answer: Response | None) -> None:
    if isinstance(answer, ErrorResponse):
        if answer.status_code == "M_UNKNOWN_TOKEN":
            raise SignedOut("the access token is not taken any more: sign in with `bothways matrix login`")
        wait = answer.retry_after_ms
        raise Unreachable(
            f"a request about keys failed ({answer.status_code or 'no reason'})", wait / 1000 if wait else None
        )


def reduced(sync: dict[str, Any], *, rooms: bool) -> dict[str, Any]:
    """A sync's answer with only what encryption needs, so that what somebody says never reaches nio."""
    joined = _mapping(_mapping(sync.get("rooms")).get("join")) if rooms else {}
    return {
        "next_batch": sync.get("next_batch", "") + ("" if rooms else " "),
        "device_one_time_keys_count": _mapping(sync.get("device_one_time_keys_count")),
        "device_lists": _mapping(sync.get("device_lists")),
        "to_device": {"events": [one for one in _events(sync.get("to_device")) if _to_device(one)]},
        "presence": {"events": []},
        "account_data": {"events": []},
        "rooms": {"invite": {}, "leave": {}, "join": {room: _room(found) for room, found in joined.items()}},
    }


def _room(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": {"events": _keys_only(_events(found.get("state")))},
        "timeline": {"events": _keys_only(_events(found.get("timeline"))), "limited": False, "prev_batch": ""},
        "ephemeral": {"events": []},
        "account_data": {"events": []},
        "summary": {},
        "unread_notifications": {},
    }


def _keys_only(events: Iterable[Any]) -> list[Event]:
    return [
        event
        for event in events
        if well_formed(event) and event["type"] in ABOUT_KEYS and isinstance(event.get("state_key"), str)
    ]


def _to_device(event: object) -> bool:
    return (
        isinstance(event, dict)
        and isinstance(event.get("type"), str)
        and isinstance(event.get("sender"), str)
        and isinstance(event.get("content"), dict)
    )


def _events(part: object) -> list[Any]:
    found = _mapping(part).get("events")
    return found if isinstance(found, list) else []


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
