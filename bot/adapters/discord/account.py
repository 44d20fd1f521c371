"""The application on Discord while it runs: its connection, kept up by a supervisor, and its way out.

What goes wrong here is its own: it waits and tries again, or stops with one clear line; other platforms go on.
"""

import asyncio
import logging

import discord
import yarl

from bot.adapters.discord.connection import Connection, Options, quiet_discord
from bot.adapters.discord.errands import Errands
from bot.adapters.discord.gateway import DiscordGateway
from bot.adapters.discord.history import History
from bot.adapters.discord.ids import ACCOUNT
from bot.adapters.discord.inbound import DiscordInbound, Intake
from bot.adapters.discord.mount import Mount
from bot.adapters.discord.notes import Notes
from bot.adapters.discord.outgoing import Outgoing
from bot.adapters.discord.places import Places
from bot.adapters.discord.render import Renderer
from bot.adapters.discord.rooms import Rooms
from bot.app.commands import Catalog
from bot.app.faults import describe, log_fault
from bot.app.memory import Memory, Thread
from bot.ports.clock import Clock
from bot.ports.storage import AccountState
from bot.ports.voice import Voice

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
FINAL_CLOSES = {
    4004: "its token is not taken",
    4010: "its shards are set wrongly",
    4011: "it is in too many servers for one shard: set shard_count in [discord]",
    4013: "the intents that it asks for are not known",
    4014: "the intents that it asks for are not allowed",
}


class DiscordAccount:
    """The port `Part`. `api` and `gateway` replace Discord's own addresses, for a proxy or a test."""

    account = ACCOUNT

    def __init__(
        self,
        token: str,
        options: Options,
        voice: Voice,
        thread: Thread,
        state: AccountState,
        clock: Clock,
        *,
        api: str | None = None,
        gateway: str | None = None,
    ) -> None:
        self._token = token
        self._options = options
        self._voice = voice
        self._memory = Memory(thread, state)
        self._addresses = (api, gateway)
        self._renderer = Renderer(voice)
        self._clock = clock
        self._outgoing = Outgoing(clock.now)
        self._rooms = Rooms(self._memory)
        self._notes = Notes(self._memory)
        self._places = Places(self._outgoing, self._renderer, self._memory)
        errands = Errands(self._outgoing, self._renderer, self._memory)
        self.gateway = DiscordGateway(self._outgoing, self._places, self._rooms, self._notes, errands, self._renderer)
        self._inbound: DiscordInbound
        self._history: History
        self._mount: Mount
        self._task: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether it is connected, or waits to be; False once it has stopped for good."""
        return self._task is not None and not self._task.done()

    def feeds(self, intake: Intake, catalog: Catalog) -> None:
        """Says where events go, and which commands there are; before `start`. Raises CatalogError."""
        self._inbound = DiscordInbound(intake, self._places, self._rooms, self._notes, self._renderer, self._clock.now)
        self._history = History(self._inbound, self._outgoing, self._places, self._memory)
        self._mount = Mount(catalog, self._voice, self._inbound, self._clock.now)
        self._places.tells_who_is_gone(self._inbound.left)
        self.gateway.tells(lost=self._inbound.lost, forgotten=self._inbound.forgotten, lacking=self._inbound.lacking)

    async def start(self) -> None:
        """Begins to connect, whether Discord is there yet or not."""
        quiet_discord()
        api, gateway = self._addresses
        if api is not None:
            discord.http.Route.BASE = api.rstrip("/")
        if gateway is not None:
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        await self._rooms.load()
        await self._places.load()
        await self._notes.load()
        await self._history.load()
        self._task = asyncio.create_task(self._run(), name=ACCOUNT)
        self._writing = asyncio.create_task(self._history.write_now_and_then(), name=f"{ACCOUNT}/checkpoints")

    async def stop(self) -> None:
        """Ends the connection; what happens meanwhile is read back at the next start."""
        for task in (self._task, self._writing):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._history.write()

    # --- the connection's listener

    async def connected(self, client: discord.Client) -> None:
        self._outgoing.uses(client)

    async def heard(self, message: discord.Message) -> None:
        await self._history.hear(message)

    async def ready(self) -> None:
        await self._history.catch_up()

    def lost_touch(self) -> None:
        self._history.lost_touch()

    async def guild_left(self, guild: int) -> None:
        for room in self._rooms.of_guild(guild):
            await self._inbound.lost(room)

    async def guild_there(self, guild: int) -> None:
        for room in self._rooms.of_guild(guild):
            await self._inbound.back(room)

    async def channel_gone(self, channel: int) -> None:
        await self._inbound.lost(channel)

    async def thread_gone(self, thread: int) -> None:
        session_is_open = self._places.is_open(thread)
        room = await self._places.forget(thread)
        if room is None:
            await self._inbound.lost(thread)
        elif session_is_open:
            await self._inbound.forgotten(room)

    # --- the supervisor

    async def _run(self) -> None:
        wait = FIRST_WAIT
        while True:
            connection = Connection(self._options, self._inbound, self, self._mount, self._voice, self._memory)
            why = await self._connect(connection)
            if why is None:
                return
            wait = FIRST_WAIT if connection.was_ready else wait
            log.warning("Discord: %s (next try in %.0f s)", why, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _connect(self, connection: Connection) -> str | None:
        """Runs one connection to its end; returns why it ended, or None where trying again would not help."""
        try:
            await connection.start(self._token)
        except discord.LoginFailure:
            log.error("Discord does not take the bot's token; it stops here. Set [discord] token anew.")  # noqa: TRY400
            return None
        except discord.PrivilegedIntentsRequired:
            log.error("Discord stops here: %s.", FINAL_CLOSES[4014])  # noqa: TRY400
            return None
        except discord.ConnectionClosed as closed:
            if closed.code in FINAL_CLOSES:
                log.error("Discord stops here: %s.", FINAL_CLOSES[closed.code])  # noqa: TRY400
                return None
            return f"the connection was closed ({closed.code})"
        except discord.app_commands.CommandSyncFailure as refused:
            log_fault("telling Discord of the commands", refused)
            log.error("Discord refuses our commands and stops here; please report it.")  # noqa: TRY400
            return None
        except Exception as error:  # noqa: BLE001 - bug 10520 of discord.py: a refused handshake is an AttributeError
            return f"no connection: {describe(error)}"
        finally:
            self._outgoing.uses(None)
            self._history.lost_touch()
            await connection.close()
        return "the connection ended"
