"""Files and pictures: into the homeserver's media, encrypted where the room is, and each an event of its own.

An upload has no transaction id, so one that is repeated leaves a copy that nobody can find; the event that shows it has
one, and exists once (`bot/adapters/matrix/outgoing.py`).
"""

import hashlib
import logging
from collections import OrderedDict
from typing import Any

from nio.crypto import encrypt_attachment

from bot.adapters.matrix.errors import Refused
from bot.adapters.matrix.homeserver import LIMITS
from bot.adapters.matrix.outgoing import Outgoing, transaction_id
from bot.adapters.matrix.render import Content
from bot.app.memory import Memory
from bot.ports.messages import Attachment
from bot.ports.pictures import Image

log = logging.getLogger(__name__)

SHOWN = "files/"
REMEMBERED = 30
"""So many cards of a room whose file may still be replaced."""
OPAQUE = "application/octet-stream"
_TRIED = 64


class Media:
    """The account's files. Raises Unreachable and SignedOut; what the homeserver does not take is left out."""

    def __init__(self, outgoing: Outgoing, memory: Memory) -> None:
        self._outgoing = outgoing
        self._memory = memory
        self._most: float | None = None
        self._uploads: OrderedDict[str, Content] = OrderedDict()

    async def file(self, room: str, attachment: Attachment) -> Content | None:
        """A file as an event's content; None where the homeserver does not take it."""
        data = attachment.text.encode()
        where = await self._uploaded(room, data, attachment.media_type, attachment.name)
        info = {"mimetype": attachment.media_type, "size": len(data)}
        name = {"body": attachment.name, "filename": attachment.name}
        return None if where is None else {"msgtype": "m.file", **name, "info": info, **where, "m.mentions": {}}

    async def picture(self, room: str, image: Image, alternative: str) -> Content | None:
        """A picture as an event's content, its alternative text as the body; None where it is not taken."""
        where = await self._uploaded(room, image.data, image.media_type, "")
        size = {"w": image.width, "h": image.height, "size": len(image.data), "mimetype": image.media_type}
        shown = {"msgtype": "m.image", "body": alternative, "info": size, "m.mentions": {}}
        return None if where is None else {**shown, **where}

    async def show(self, room: str, ref: str, attachment: Attachment, content: Content | None) -> None:
        """Shows a file once with the message `ref`; an earlier one that went with it is taken back."""
        digest = hashlib.sha256(attachment.text.encode()).hexdigest()[:16]
        shown: list[list[str]] = await self._memory.get(SHOWN + room) or []
        before = next((each for each in shown if each[0] == ref), None)
        if content is None or (before is not None and before[2] == digest):
            return
        event = await self._outgoing.say(room, content, transaction_id("file", ref, digest))
        kept = [each for each in shown if each[0] != ref]
        if before is not None:
            await self._outgoing.take_back(room, before[1])
        await self._memory.put(SHOWN + room, [*kept, [ref, event, digest]][-REMEMBERED:])

    async def _uploaded(self, room: str, data: bytes, media_type: str, name: str) -> Content | None:
        """Where a file is, as an event says it: in the clear, or with what opens it. The same again is not repeated."""
        sealed = self._outgoing.is_encrypted(room)
        key = hashlib.sha256(f"{room}\0{sealed}\0".encode() + data).hexdigest()
        if key not in self._uploads:
            try:
                upload = self._sealed(data, media_type) if sealed else self._open(data, media_type, name)
                self._uploads[key] = await upload
            except Refused as refused:
                log.warning("%s: a file was not taken (%s)", self._outgoing.me, refused.code or refused.status)
                return None
            while len(self._uploads) > _TRIED:
                self._uploads.popitem(last=False)
        return self._uploads[key]

    async def _open(self, data: bytes, media_type: str, name: str) -> Content:
        await self._check(len(data))
        return {"url": await self._outgoing.homeserver.upload(data, media_type, name)}

    async def _sealed(self, data: bytes, media_type: str) -> Content:
        """The homeserver sees neither what it is nor how it is called."""
        await self._check(len(data))
        hidden, keys = encrypt_attachment(data)
        address = await self._outgoing.homeserver.upload(hidden, OPAQUE)
        return {"file": {**keys, "url": address, "mimetype": media_type}}

    async def _check(self, size: int) -> None:
        """Raises Refused where a file is larger than the homeserver says that it takes."""
        if self._most is None:
            try:
                found: Any = (await self._outgoing.homeserver.call("GET", LIMITS)).get("m.upload.size")
            except Refused:  # an older homeserver: it says so with the upload
                found = None
            self._most = found if isinstance(found, int) and not isinstance(found, bool) else float("inf")
        if size > self._most:
            raise Refused(f"a file of {size} bytes is more than {self._most} that are taken", "M_TOO_LARGE", 413)
