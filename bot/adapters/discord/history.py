"""What was said while we were not there: sessions' channels are read from the last message heard on, as structure.

A message that is heard twice counts once (the inbox knows it), so the checkpoint may lag behind, and is written lazily.
"""

import asyncio
import logging

import discord

from bot.adapters.discord.errors import TROUBLE
from bot.adapters.discord.inbound import DiscordInbound
from bot.adapters.discord.outgoing import Outgoing
from bot.adapters.discord.places import Places
from bot.app.memory import Memory

log = logging.getLogger(__name__)

HEARD = "heard/"
MOST = 1000
WRITE_EVERY = 5.0


class History:
    """Where we are in each channel in which a session is open."""

    def __init__(self, inbound: DiscordInbound, outgoing: Outgoing, places: Places, memory: Memory) -> None:
        self._inbound = inbound
        self._outgoing = outgoing
        self._places = places
        self._memory = memory
        self._heard: dict[int, int] = {}
        self._written: dict[int, int] = {}
        self._catching_up = asyncio.Lock()
        self._is_current = False

    async def load(self) -> None:
        for key, message in (await self._memory.items(HEARD)).items():
            self._heard[int(key.removeprefix(HEARD))] = message
        self._written = dict(self._heard)

    async def hear(self, message: discord.Message) -> None:
        """A message that came by itself. The checkpoint follows only while there is no gap before it."""
        channel = message.channel.id
        if not self._inbound.listens_in(message.channel):
            return
        await self._inbound.heard(message)
        if self._is_current:
            self._heard[channel] = max(message.id, self._heard.get(channel, 0))

    def lost_touch(self) -> None:
        """From now on there may be a gap."""
        self._is_current = False

    async def catch_up(self) -> None:
        """Reads what is missing in every channel with an open session; then messages count as they come again."""
        async with self._catching_up:
            for channel, opened in self._places.running().items():
                try:
                    await self._read(channel, self._heard.get(channel, opened))
                except TROUBLE as error:
                    log.info("a channel cannot be read back: %s", type(error).__name__)
            self._is_current = True

    async def _read(self, channel: int, after: int) -> None:
        client = await self._outgoing.client()
        room = client.get_partial_messageable(channel)
        async for message in room.history(limit=MOST, after=discord.Object(after), oldest_first=True):
            await self._inbound.heard(message)
            after = message.id
        self._heard[channel] = max(after, self._heard.get(channel, 0))

    async def write_now_and_then(self) -> None:
        """Keeps the checkpoints, until cancelled."""
        while True:
            await asyncio.sleep(WRITE_EVERY)
            await self.write()

    async def write(self) -> None:
        """Keeps the checkpoints of open sessions; those of closed ones go."""
        running = self._places.running()
        for channel, message in list(self._heard.items()):
            if channel not in running:
                del self._heard[channel]
                if self._written.pop(channel, None) is not None:
                    await self._memory.delete(f"{HEARD}{channel}")
            elif self._written.get(channel) != message:
                await self._memory.put(f"{HEARD}{channel}", message)
                self._written[channel] = message
