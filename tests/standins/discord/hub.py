"""The whole of the stand-in as a test sees it: the world, the people, what was asked of it, and what went wrong."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from tests.standins.discord import objects
from tests.standins.discord.checks import Checks
from tests.standins.discord.clock import Clock
from tests.standins.discord.faults import Faults
from tests.standins.discord.gateway import CONTENT, Gateway, Session
from tests.standins.discord.guilds import Guild
from tests.standins.discord.interactions import Interaction
from tests.standins.discord.limits import Limits
from tests.standins.discord.permissions import BOT, EVERYONE
from tests.standins.discord.transcript import transcript
from tests.standins.discord.world import Channel, Event, Json, Message, Thread, User, World

LOOKS_AGAIN = 0.05


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it came, and how it was answered (0: not at all)."""

    method: str
    route: str
    path: str
    query: dict[str, str]
    body: Any
    when: datetime
    status: int
    answer: Any = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


class Discord:
    """A fake Discord. `running_discord()` opens one; `http_base` and `gateway_url` are where a client finds it."""

    def __init__(self, checks: Checks, pace: float = 0.1) -> None:
        self.checks = checks
        self.limits = Limits(pace)
        self.faults = Faults()
        self.clock = Clock()
        self.world = World(self.clock)
        self.bot = self.world.bot
        self.application_id = self.bot.id
        self.token = f"stand-in.{token_hex(12)}"
        self.owner = User(self.world.mint.snowflake(), "Operator")
        self.gateway = Gateway(self.token, self._welcome)
        self.world.emit = self._emit
        self.http_base = self.gateway_url = ""
        self.commands: dict[str | None, dict[str, Json]] = {None: {}}
        self.interactions: dict[str, Interaction] = {}
        self.requests: list[Recorded] = []
        self.violations: list[str] = []
        self.rate_limited: list[str] = []
        self.recommended_shards = 1
        self._waiting: list[asyncio.Future[None]] = []

    # --- the world

    def add_guild(self, name: str, *, permissions: int = BOT, everyone: int = EVERYONE, locale: str = "en-US") -> Guild:
        """Makes a server that the bot is in, with a role of its own that grants these permissions."""
        return Guild.made(self, name, permissions, everyone, locale)

    def time_passes(self, **ahead: float) -> None:
        """Moves the stand-in's clock on (`minutes=16`): tokens end, nonces are forgotten, threads go to sleep."""
        self.clock.passes(timedelta(**ahead))
        for record in self.world.guilds.values():
            for thread in record.threads.values():
                self._sleeps(thread)

    def _sleeps(self, thread: Thread) -> None:
        last = max((one.created_at for one in thread.messages.values()), default=thread.created_at)
        quiet = self.clock.now() - max(last, thread.archived_at)
        if not thread.archived and quiet >= timedelta(minutes=thread.auto_archive):
            thread.archived, thread.archived_at = True, self.clock.now()
            self._emit("THREAD_UPDATE", objects.thread(thread), thread.guild.id if thread.guild else None)

    def fail(self, route: str, kind: str, *, times: int = 1, seconds: float = 0.3) -> None:
        """Lets the next requests fail whose "METHOD /template" fits ("POST /channels/*/messages"); see faults.KINDS."""
        self.faults.add(route, kind, times, seconds)

    # --- looking

    def messages(self, channel: Channel) -> list[Message]:
        """What stands in a channel for everyone, oldest first."""
        return [one for one in channel.messages.values() if one.only_for is None]

    def threads(self, channel: Channel) -> list[Thread]:
        """The threads under a channel, archived ones too, oldest first."""
        return [each for each in channel.guild.threads.values() if each.parent is channel] if channel.guild else []

    def events(self, guild: Guild) -> list[Event]:
        """The scheduled events of a server, ended and cancelled ones too."""
        return list(guild.record.events.values())

    def transcript(self, channel: Channel, *, for_person: str | None = None) -> str:
        """A channel as text that reads well, buttons included; with a person's id, their private messages too."""
        return transcript(one for one in channel.messages.values() if one.only_for in {None, for_person})

    def unanswered(self) -> list[Interaction]:
        """Interactions whose three seconds are over without an answer: each showed somebody “interaction failed”."""
        return [one for one in self.interactions.values() if one.callback is None and one.too_late]

    def sent(self, pattern: str) -> list[Recorded]:
        """The requests whose method and template match a regular expression (`"POST .*/messages$"`)."""
        return [one for one in self.requests if re.search(pattern, one.name)]

    async def until(self, holds: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Waits until this holds; looks again after every request and event, and now and then. Returns what it gave."""
        async with asyncio.timeout(seconds):
            while not (found := holds()):
                something = asyncio.get_running_loop().create_future()
                self._waiting.append(something)
                await asyncio.wait([something], timeout=LOOKS_AGAIN)
            return found

    def take_violations(self) -> list[str]:
        """The violations so far, which then count no more: for tests that make some on purpose."""
        taken, self.violations = self.violations, []
        return taken

    # --- for the rooms of the stand-in

    def changed(self) -> None:
        """Wakes whoever waits for something to have happened."""
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    def _emit(self, event: str, data: Json, guild_id: str | None) -> None:
        self.violations += self.checks.event(event, data)
        self.gateway.dispatch(event, data, guild_id)
        self.changed()

    def emit_message(self, event: str, message: Message, *, send_content: bool = False) -> None:
        """Tells the bot of a message, without its words unless it may see them (Gateway: Message Content Intent)."""
        if message.only_for is not None:
            return
        guild = message.channel.guild
        data = objects.message(message, blind=not (send_content or self.reads(message)))
        if guild is not None:
            data["guild_id"] = guild.id
            author = guild.members.get(message.author.id)
            if author is not None and not message.by_interaction:
                data["member"] = {key: value for key, value in objects.member(author).items() if key != "user"}
        self._emit(event, data, guild.id if guild else None)

    def reads(self, message: Message) -> bool:
        """Whether the bot is shown the words of a message: its own, those that name it, and direct ones."""
        bot = self.world.bot
        mine = message.author is bot or bot in message.mentions or message.channel.guild is None
        return mine or bool(self.gateway.granted & CONTENT)

    def _welcome(self, session: Session) -> tuple[Json, list[Json]]:
        shard, count = session.shard
        mine = [each for each in self.world.guilds.values() if each.has_bot and (int(each.id) >> 22) % count == shard]
        ready: Json = {
            "v": 10,
            "user": objects.own_user(self.world.bot),
            "guilds": [{"id": each.id, "unavailable": True} for each in mine],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": [shard, count],
            "application": {"id": self.application_id, "flags": 0},
        }
        self.violations += self.checks.event("READY", ready)
        return ready, [objects.guild_create(each, self.world.bot) for each in mine]
