"""One connection to Discord, from signing in to its end: no privileged intent, nothing cached of people or messages.

Nothing is started when Discord says that it is ready: it says so again whenever a session could not be resumed.
"""

import asyncio
import hashlib
import http
import json
import logging
from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.adapters.discord.buttons import buttons_for
from bot.adapters.discord.inbound import DiscordInbound
from bot.adapters.discord.mount import CatalogueTranslator, Mount, line_of
from bot.adapters.discord.responder import Interaction
from bot.app.faults import log_fault
from bot.app.memory import Memory
from bot.ports.voice import Voice

log = logging.getLogger(__name__)

COMMANDS = "commands"
LONGEST_RATE_LIMIT = 30.0
"""Seconds that discord.py may wait for its turn; what takes longer is the relay's to wait for."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to connect. `guild` is the server that alone gets the commands, at once, while one develops."""

    shard_count: int | None = None
    shard_ids: tuple[int, ...] = ()
    proxy: str | None = None
    guild: int | None = None
    between_sessions: float = 5.0
    """Seconds before another session is asked for: Discord takes one in five (Gateway: Rate Limiting)."""


class Listener(Protocol):
    """Who is told of what happens to the connection and in the servers."""

    async def connected(self, client: discord.Client) -> None: ...
    async def heard(self, message: discord.Message) -> None: ...
    async def ready(self) -> None: ...
    def lost_touch(self) -> None: ...
    async def guild_left(self, guild: int) -> None: ...
    async def guild_there(self, guild: int) -> None: ...
    async def channel_gone(self, channel: int) -> None: ...
    async def thread_gone(self, thread: int) -> None: ...


class Tree(app_commands.CommandTree["Connection"]):
    """Our commands; one that is unknown here comes from a client that has not heard of a change, and is answered."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await self.client.inbound.typed(interaction, line_of(dict(interaction.data or {})))
        else:
            log_fault("handling a slash command", error)


class Connection(discord.AutoShardedClient):
    """A client for one try; after its end another one is made."""

    def __init__(
        self, options: Options, inbound: DiscordInbound, listener: Listener, mount: Mount, voice: Voice, memory: Memory
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        more: dict[str, Any] = {"shard_ids": list(options.shard_ids)} if options.shard_ids else {}
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            shard_count=options.shard_count,
            proxy=options.proxy,
            **more,
        )
        self.inbound = inbound
        self._listener = listener
        self._options = options
        self._voice = voice
        self._memory = memory
        self.was_ready = False
        self.tree = Tree(self)
        mount.put_on(self.tree)
        self.add_dynamic_items(buttons_for(inbound.pressed))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """As discord.py has it, but with our own number."""
        if not initial:
            await asyncio.sleep(self._options.between_sessions)

    async def setup_hook(self) -> None:
        """Signed in, and not yet connected: the commands are told to Discord if they changed."""
        await self.tree.set_translator(CatalogueTranslator(self._voice))
        await self._sync()
        await self._listener.connected(self)

    async def _sync(self) -> None:
        """Tells Discord the commands unless it has just these; they are translated once, which takes a while."""
        guild, application, translator = self._options.guild, self.application_id, self.tree.translator
        if translator is None or application is None:
            raise RuntimeError("commands are told with their translations, after signing in")
        if guild is not None:
            self.tree.copy_global_to(guild=discord.Object(guild))
        payload = [await command.get_translated_payload(self.tree, translator) for command in self.tree.get_commands()]
        told = json.dumps([application, guild, payload], sort_keys=True)
        digest = hashlib.sha256(told.encode()).hexdigest()
        if await self._memory.get(COMMANDS) == digest:
            return
        try:
            if guild is None:
                await self.http.bulk_upsert_global_commands(application, payload)
            else:
                await self.http.bulk_upsert_guild_commands(application, guild, payload)
        except discord.HTTPException as refused:
            if refused.status != http.HTTPStatus.BAD_REQUEST:
                raise
            raise discord.app_commands.CommandSyncFailure(refused, self.tree.get_commands()) from None
        await self._memory.put(COMMANDS, digest)
        log.info("Discord was told of %d slash commands", len(payload))

    # --- what discord.py tells

    async def on_interaction(self, interaction: Interaction) -> None:
        await self.inbound.interacted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        await self._listener.heard(message)

    async def on_shard_ready(self, shard_id: int) -> None:
        log.info("connected to Discord (shard %d)", shard_id)
        self.was_ready = True
        await self._listener.ready()

    async def on_shard_disconnect(self, _: int) -> None:
        self._listener.lost_touch()

    async def on_shard_resumed(self, _: int) -> None:
        """What was missed came by itself; reading back as well does no harm."""
        await self._listener.ready()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._listener.guild_left(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._listener.guild_there(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Also at the start: we may have been invited again meanwhile."""
        await self._listener.guild_there(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._listener.channel_gone(channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._listener.thread_gone(payload.thread_id)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Something of ours failed in an event; discord.py would print what it carries."""
        import sys  # noqa: PLC0415

        error = sys.exc_info()[1]
        if error is not None:
            log_fault(f"handling {event_method}", error)


def quiet_discord() -> None:
    """Lets discord.py's log say no more than the kind of each warning: its lines hold payloads, paths and tokens."""
    logger = logging.getLogger("discord")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.handlers[:] = [_Retold()]


class _Retold(logging.Handler):
    """Says in our log what kind of warning it was: the pattern of the line, without what was put into it."""

    def emit(self, record: logging.LogRecord) -> None:
        if "voice will NOT be supported" in record.getMessage():
            return  # nor do we want it: the bot stays out of audio
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.log(record.levelno, "discord.py: %s %s", str(record.msg).replace("%", ""), error)
