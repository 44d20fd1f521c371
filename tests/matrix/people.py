"""Members for the tests: real Matrix clients of their own (nio), each with a device and a crypto store."""

import asyncio
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from nio import (
    AsyncClient,
    AsyncClientConfig,
    DownloadResponse,
    Event,
    InviteMemberEvent,
    MatrixRoom,
    MegolmEvent,
    ReactionEvent,
    RoomMessage,
)
from nio.crypto import decrypt_attachment

from bot.adapters.matrix.store import Store
from tests.servers.synapse import SynapseServer

PASSWORD = "made up for a test"
PATIENCE = 60.0
EVERYTHING = {"room": {"timeline": {"limit": 500}}}
"""Without it a client that was behind sees the last ten events of a room only."""
_numbers = itertools.count(1)


@dataclass(slots=True)
class Seen:
    """A message as this person's client shows it now: `body` follows edits; `first` is how it came."""

    event_id: str
    room: str
    sender: str
    body: str
    first: str
    html: str = ""
    mentions: tuple[str, ...] = ()
    edits: int = 0
    encrypted: bool = False
    content: dict[str, Any] = field(default_factory=dict)
    reactions: dict[str, str] = field(default_factory=dict)
    """The emoji under it by reaction event, whoever's."""


class HastyStore(Store):
    """Nothing of a guest outlives the test: nobody waits for the disk."""

    pragmas: ClassVar[dict[str, int]] = {**Store.pragmas, "synchronous": 0}


class Guest:
    """Somebody with a client that syncs all the time and joins where it is invited, if `joins`.

    `breath` seconds lie between two syncs: one that brings much costs less than many.
    """

    def __init__(
        self, server: SynapseServer, folder: Path, name: str, display: str | None = None, device: str = ""
    ) -> None:
        """`device` is another device of the account that has this name."""
        self.name = display or name
        self._device = device
        self.user_id = f"@{name}:{server.name}" if device else server.register(name, PASSWORD)
        folder.mkdir(parents=True, exist_ok=True)
        config = AsyncClientConfig(
            store=HastyStore, store_sync_tokens=False, encryption_enabled=True, request_timeout=30
        )
        self.client = AsyncClient(server.url, self.user_id, f"DEV{name.upper()}{device}", str(folder), config)
        self.client.add_event_callback(self._message, RoomMessage)  # type: ignore[arg-type]
        self.client.add_event_callback(self._other, ReactionEvent)  # type: ignore[arg-type]
        self.client.add_event_callback(self._sealed, MegolmEvent)  # type: ignore[arg-type]
        self.client.add_event_callback(self._invited, InviteMemberEvent)  # type: ignore[arg-type]
        self.client.add_event_callback(self._any, Event)
        self.seen: dict[str, Seen] = {}
        self.unreadable: list[str] = []
        self.invitations: list[str] = []
        self.order: list[str] = []
        self.raw: list[dict[str, Any]] = []
        self._task: asyncio.Task[None] | None = None
        self.joins = True
        self.breath = 0.0

    async def start(self) -> "Guest":
        await self.client.login(PASSWORD)
        if not self._device:
            await self.client.set_displayname(self.name)
        await self.client.keys_upload()
        await self.client.sync(timeout=0, full_state=True)
        self._task = asyncio.create_task(self._run())
        return self

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.client.close()
        if self.client.store is not None:
            self.client.store.database.close()

    async def _run(self) -> None:
        while True:
            if self.client.should_upload_keys:
                await self.client.keys_upload()
            if self.client.should_query_keys:
                await self.client.keys_query()
            await self.client.sync(timeout=5000, sync_filter=EVERYTHING)
            await asyncio.sleep(self.breath)
            for room in [*self.invitations] if self.joins else []:
                await self.client.join(room)
                self.invitations.remove(room)

    # --- what this person sees ----------------------------------------------------------------------------------------

    async def _any(self, room: MatrixRoom, event: Event) -> None:
        self.raw.append({**event.source, "room_id": room.room_id})

    async def _invited(self, room: MatrixRoom, event: InviteMemberEvent) -> None:
        if event.state_key == self.user_id and room.room_id not in self.invitations:
            self.invitations.append(room.room_id)

    async def _sealed(self, room: MatrixRoom, event: MegolmEvent) -> None:
        self.unreadable.append(event.event_id)

    async def _other(self, room: MatrixRoom, event: ReactionEvent) -> None:
        relation = event.source["content"].get("m.relates_to", {})
        if relation.get("event_id") in self.seen:
            self.seen[relation["event_id"]].reactions[event.event_id] = relation["key"]

    async def _message(self, room: MatrixRoom, event: RoomMessage) -> None:
        content = event.source["content"]
        relation = content.get("m.relates_to") or {}
        if relation.get("rel_type") == "m.replace":
            old = self.seen.get(relation["event_id"])
            if old is not None:
                old.body, old.html = (
                    content["m.new_content"]["body"],
                    content["m.new_content"].get("formatted_body", ""),
                )
                old.edits += 1
            return
        mentions = tuple((content.get("m.mentions") or {}).get("user_ids", ()))
        body, html = content.get("body", ""), content.get("formatted_body", "")
        self.seen[event.event_id] = Seen(
            *(event.event_id, room.room_id, event.sender, body, body, html, mentions),
            encrypted=event.decrypted,
            content=content,
        )
        self.order.append(event.event_id)

    def of(self, sender: str, room: str | None = None) -> list[Seen]:
        """Messages of somebody, in the order in which they came."""
        found = [self.seen[one] for one in self.order]
        return [one for one in found if one.sender == sender and (room is None or one.room == room)]

    async def sees(self, sender: str, wanted: Callable[[Seen], bool] | str, room: str | None = None) -> Seen:
        """Waits until a message shows; the newest that fits. Raises TimeoutError with all that was there."""
        fits = (lambda one: wanted in one.body) if isinstance(wanted, str) else wanted
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for one in reversed(self.of(sender, room)):
                        if fits(one):
                            return one
                    await asyncio.sleep(0.03)
        except TimeoutError:
            shown = "\n".join(one.body for one in self.of(sender, room))
            raise TimeoutError(f"{self.name} does not see {wanted!r} among:\n{shown}") from None

    # --- what this person does ----------------------------------------------------------------------------------------

    async def makes_room(
        self, *invited: str, encrypted: bool = True, version: str | None = None, history: str = "joined"
    ) -> str:
        state = [{"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": history}}]
        if encrypted:
            state.append(
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
            )
        found = await self.client.room_create(invite=list(invited), initial_state=state, room_version=version)
        return str(found.room_id)

    async def says(self, room: str, text: str, **more: Any) -> str:
        """Says something; in an encrypted room sealed by this person's own device."""
        content = {"msgtype": "m.text", "body": text, **more}
        await self.knows(room)
        sent = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        return str(sent.event_id)

    async def sends(self, room: str, kind: str, content: dict[str, Any]) -> bool:
        """Sends any event as it is, past nio's own checks; returns whether the homeserver took it."""
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/send/{kind}/{next(_numbers)}"
        answer = await self.client.send("PUT", path, json.dumps(content), headers)
        return bool(answer.status == HTTPStatus.OK)

    async def knows(self, room: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while room not in self.client.rooms:  # noqa: ASYNC110 - nio tells by its state
                await asyncio.sleep(0.02)

    async def saves(self, content: dict[str, Any]) -> bytes:
        """The file or picture of a message, opened with what the message says."""
        sealed = content.get("file")
        answer = await self.client.download(sealed["url"] if sealed else content["url"])
        assert isinstance(answer, DownloadResponse), answer
        data = answer.body
        assert isinstance(data, bytes)
        if sealed is None:
            return data
        return bytes(decrypt_attachment(data, sealed["key"]["k"], sealed["hashes"]["sha256"], sealed["iv"]))

    async def reacts(self, room: str, ref: str, emoji: str) -> str:
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": ref, "key": emoji}}
        sent = await self.client.room_send(room, "m.reaction", content, ignore_unverified_devices=True)
        return str(getattr(sent, "event_id", ""))

    async def finds(self, room: str, words: str) -> None:
        """Waits until these words stand in an unencrypted room, without nio: it dies of what some of the tests send."""
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/messages?dir=b&limit=100"
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = await self.client.send("GET", path, None, headers)
                if words in json.dumps(await answer.json(), ensure_ascii=False):
                    return
                await asyncio.sleep(0.1)

    async def upgrades(self, room: str, version: str) -> str:
        """Upgrades a room of their own (nio's own call misreads its permissions) and returns the new one."""
        body = json.dumps({"new_version": version})
        headers = {"Authorization": f"Bearer {self.client.access_token}"}
        path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/upgrade"
        answer = await self.client.send("POST", path, body, headers)
        return str((await answer.json())["replacement_room"])

    async def answers(self, room: str, ref: str, text: str) -> str:
        return await self.says(room, text, **{"m.relates_to": {"m.in_reply_to": {"event_id": ref}}})
