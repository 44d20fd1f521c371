"""Everything that the bot does on Discord of its own accord goes through here: paced, and each message once.

A message has a nonce and a mark that are the same whenever it is sent again. Within minutes Discord itself answers a
nonce that it knows with the message that is there (`enforce_nonce`); after that, and after a restart, the room's
history is read and the mark looked for, before anything is sent (DISCORD.md, What fails, and how).
"""

import asyncio
import base64
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import discord
from discord import ui

from bot.adapters.discord.errors import is_refusal

log = logging.getLogger(__name__)

NONCE_LASTS = timedelta(seconds=90)
"""So long after a first try a nonce surely still counts: "the past few minutes"."""
READ_BACK = 100
A_SECOND = 40
"""Requests a second at most; Discord takes 50 of a bot."""
LOGIN_PATIENCE = 5.0
_MARKED = 0x40000000


class NotConnected(OSError):
    """There is no connection to Discord yet."""


class Pace:
    """Lets `rate` requests a second through, and the others wait their turn."""

    def __init__(self, rate: int = A_SECOND) -> None:
        self._gap = 1 / rate
        self._burst = rate / 2 * self._gap
        self._next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - self._burst) + self._gap
        if self._next > now:
            await asyncio.sleep(self._next - now)


class Outgoing:
    """The bot's own deeds, over whichever connection there is. Everything raises `errors.TROUBLE`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._client: discord.Client | None = None
        self._logged_in = asyncio.Event()
        self._pace = Pace()
        self._marks: dict[int, dict[int, int]] = {}
        self._tried: dict[tuple[int, int], datetime] = {}

    def uses(self, client: discord.Client | None) -> None:
        """From now on through this client, which is logged in; None: through none."""
        self._client = client
        if client is None:
            self._logged_in.clear()
        else:
            self._logged_in.set()

    async def client(self) -> discord.Client:
        """The client, as soon as there is one. Raises NotConnected where that takes too long."""
        try:
            async with asyncio.timeout(LOGIN_PATIENCE):
                await self._logged_in.wait()
        except TimeoutError:
            raise NotConnected("not logged in to Discord yet") from None
        if self._client is None:
            raise NotConnected("not logged in to Discord any more")
        return self._client

    # --- messages

    async def say(
        self,
        channel: int,
        view: ui.LayoutView,
        mark: int,
        mentions: Iterable[int] = (),
        files: Sequence[discord.File] = (),
    ) -> int:
        """Sends a message once, however often it is asked for, and returns its id; `files` are what `view` shows."""
        found = await self._said_before(channel, mark)
        if found is not None:
            return found
        room = (await self.turn()).get_partial_messageable(channel)
        nonce, named = nonce_of(channel, mark), _only(mentions)
        message = await room.send(view=view, nonce=nonce, allowed_mentions=named, files=list(files))
        self._tried.pop((channel, mark), None)
        return message.id

    async def edit(
        self,
        channel: int,
        message: int,
        view: ui.LayoutView,
        mentions: Iterable[int] = (),
        files: Sequence[discord.File] = (),
    ) -> None:
        """Replaces a message of ours and its files; whom it names stays marked, and nobody is called by an edit."""
        room = (await self.turn()).get_partial_messageable(channel)
        there = room.get_partial_message(message)
        await there.edit(view=view, allowed_mentions=_only(mentions), attachments=list(files))

    async def delete(self, channel: int, message: int) -> None:
        """Takes a message of ours away; one that is gone already is fine."""
        room = (await self.turn()).get_partial_messageable(channel)
        try:
            await room.get_partial_message(message).delete()
        except discord.NotFound:
            log.debug("a message was gone already")

    async def _said_before(self, channel: int, mark: int) -> int | None:
        """The message with this mark, where Discord may not know its nonce any more: an earlier run's, or late."""
        now = self._now()
        first = self._tried.setdefault((channel, mark), now)
        if channel not in self._marks or now - first > NONCE_LASTS:
            self._marks[channel] = await self._read_marks(channel)
            self._tried[(channel, mark)] = now
        return self._marks[channel].get(mark)

    async def _read_marks(self, channel: int) -> dict[int, int]:
        client = await self.turn()
        me = client.user.id if client.user else 0
        found: dict[int, int] = {}
        try:
            async for message in client.get_partial_messageable(channel).history(limit=READ_BACK):
                first = message.components[0] if message.author.id == me and message.components else None
                mark = getattr(first, "id", None)
                if isinstance(mark, int) and mark & _MARKED:
                    found[mark] = message.id
        except discord.HTTPException as error:
            if not is_refusal(error):
                raise
            log.info("a room's history cannot be read (code %d); only the nonce guards against doubles", error.code)
        return found

    async def direct(self, person: int) -> int:
        """The channel between us and a person."""
        return (await (await self.turn()).create_dm(discord.Object(person))).id

    # --- channels and threads

    async def channel(self, number: int) -> discord.abc.GuildChannel | discord.Thread | None:
        """A channel of a server, or a thread; None for anything else."""
        client = await self.client()
        found = client.get_channel(number) or await (await self.turn()).fetch_channel(number)
        return found if isinstance(found, discord.abc.GuildChannel | discord.Thread) else None

    async def active_threads(self, channel: discord.TextChannel) -> list[discord.Thread]:
        """The bot's own threads in a channel that are not archived."""
        client = await self.turn()
        me = client.user.id if client.user else 0
        found = await channel.guild.active_threads()
        return [thread for thread in found if thread.parent_id == channel.id and thread.owner_id == me]

    async def make_thread(self, channel: discord.TextChannel, name: str, *, private: bool) -> discord.Thread:
        """Opens a thread that goes to sleep after a quiet day; nobody can be invited to a private one but by us."""
        await self.turn()
        kind = discord.ChannelType.private_thread if private else discord.ChannelType.public_thread
        thread = await channel.create_thread(name=name, type=kind, auto_archive_duration=1440, invitable=not private)
        self._marks[thread.id] = {}
        return thread

    async def wake_thread(self, thread: int) -> None:
        """Takes a thread out of the archive. One that is locked needs Manage Threads."""
        await (await self.turn()).http.edit_channel(thread, archived=False)

    async def remove_thread(self, thread: int) -> None:
        """Deletes a thread, which needs Manage Threads; one that is gone is fine."""
        try:
            await (await self.turn()).http.delete_channel(thread)
        except discord.NotFound:
            log.debug("a thread was gone already")

    async def let_in(self, thread: int, person: int) -> None:
        """Adds somebody to a thread; who is in it already stays in it."""
        await (await self.turn()).http.add_user_to_thread(thread, person)

    async def turn(self) -> discord.Client:
        """The client, when it is the next request's turn."""
        client = await self.client()
        await self._pace.turn()
        return client


def _only(people: Iterable[int]) -> discord.AllowedMentions:
    users = [discord.Object(number) for number in people]
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=users)


def nonce_of(channel: int, mark: int) -> str:
    """25 signs that are the same for the same message of a post in the same channel, whenever it is sent."""
    digest = hashlib.sha256(f"{channel}/{mark}".encode()).digest()
    return base64.b32encode(digest).decode()[:25]
