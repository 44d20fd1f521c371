"""Reactions as buttons: put under our messages one after the other, and taken away when the buttons go.

They wait for posts, never the other way round; what is still to do is remembered, so that a restart goes on with it.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.matrix.errors import Refused, SignedOut, Unreachable
from bot.adapters.matrix.outgoing import Outgoing, transaction_id
from bot.app.faults import log_fault
from bot.app.memory import Memory

log = logging.getLogger(__name__)

KEY = "seeds/"
BACK_OFF = 2.0
MOST = 200
"""So many messages keep reactions that may still be taken away; older ones are let be."""


@dataclass(slots=True)
class _Bed:
    """The reactions of one message: what is wanted, and what stands (emoji to event id). `edit` tells edits apart."""

    room: str
    wanted: tuple[str, ...]
    edit: str
    placed: dict[str, str] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        return set(self.wanted) == set(self.placed)

    def json(self) -> dict[str, Any]:
        return {"room": self.room, "wanted": list(self.wanted), "edit": self.edit, "placed": self.placed}


class Seeds:
    """Works through what is wanted, the newest message first."""

    def __init__(self, outgoing: Outgoing, memory: Memory) -> None:
        self._outgoing = outgoing
        self._memory = memory
        self._beds: dict[str, _Bed] = {}
        self._awake = asyncio.Event()
        self._posting = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._held_until = 0.0

    async def load(self) -> None:
        """Goes on where the last run ended."""
        for key, found in (await self._memory.items(KEY)).items():
            bed = _Bed(found["room"], tuple(found["wanted"]), found["edit"], dict(found["placed"]))
            self._beds.setdefault(key.removeprefix(KEY), bed)
        self._awake.set()

    @contextmanager
    def posting(self) -> Iterator[None]:
        """While a post is on its way, reactions wait."""
        self._posting += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._posting -= 1
            if not self._posting:
                self._quiet.set()

    def hold(self, seconds: float) -> None:
        """A post has to wait so long for the homeserver: what there is room for then is the post's, not ours."""
        self._held_until = asyncio.get_running_loop().time() + seconds

    async def want(self, room: str, ref: str, emoji: Sequence[str], edit: str) -> None:
        """From now on these reactions stand under a message, in this order, and no others of ours."""
        bed = self._beds.pop(ref, None)
        if bed is None and not emoji:
            return
        bed = bed or _Bed(room, (), edit)
        bed.wanted, bed.edit = tuple(dict.fromkeys(emoji)), edit
        self._beds[ref] = bed
        await self._keep(ref, bed)
        self._awake.set()

    async def run(self) -> None:
        """Places and takes away, for ever; ends when the account is signed out."""
        while True:
            try:
                await self._awake.wait()
                self._awake.clear()  # before: what is wanted while the last step still waits is not slept through
                while await self._step():
                    pass
            except Unreachable as error:
                self._awake.set()
                await asyncio.sleep(error.retry_after or BACK_OFF)
            except SignedOut:
                return
            except Exception as error:  # noqa: BLE001 - buttons are a convenience: words do the same
                log_fault("placing reactions", error)
                self._awake.set()
                await asyncio.sleep(BACK_OFF)

    async def settle(self) -> None:
        """Does everything that is to do now; for tests and a quiet end. Raises what `run` waits out."""
        while await self._step():
            pass

    async def _step(self) -> bool:
        """One reaction placed or taken away; False when nothing is to do."""
        while (wait := self._held_until - asyncio.get_running_loop().time()) > 0:  # noqa: ASYNC110 - it may be prolonged
            await asyncio.sleep(wait)
        await self._quiet.wait()
        for ref, bed in reversed(self._beds.items()):
            for emoji in bed.wanted:
                if emoji not in bed.placed:
                    await self._place(ref, bed, emoji)
                    return True
        for ref, bed in list(self._beds.items()):
            for emoji, reaction in list(bed.placed.items()):
                if emoji not in bed.wanted:
                    await self._remove(ref, bed, emoji, reaction)
                    return True
        for ref in list(self._beds)[: max(len(self._beds) - MOST, 0)]:
            del self._beds[ref]
            await self._memory.delete(KEY + ref)
        return False

    async def _place(self, ref: str, bed: _Bed, emoji: str) -> None:
        try:
            placed = await self._outgoing.react(bed.room, ref, emoji, transaction_id("seed", ref, emoji, bed.edit))
        except Refused as refused:
            # There already (a killed process put it there), or not allowed here: the words under the message do.
            log.debug("a reaction was refused (%s)", refused.code)
            bed.wanted = tuple(one for one in bed.wanted if one != emoji)
        else:
            bed.placed[emoji] = placed
        await self._keep(ref, bed)

    async def _remove(self, ref: str, bed: _Bed, emoji: str, reaction: str) -> None:
        try:
            await self._outgoing.take_back(bed.room, reaction)
        except Refused as refused:
            log.debug("a reaction stays (%s)", refused.code)
        if bed.placed.get(emoji) == reaction:
            del bed.placed[emoji]
        await self._keep(ref, bed)

    async def _keep(self, ref: str, bed: _Bed) -> None:
        if bed.wanted or bed.placed:
            await self._memory.put(KEY + ref, bed.json())
        else:
            self._beds.pop(ref, None)
            await self._memory.delete(KEY + ref)
