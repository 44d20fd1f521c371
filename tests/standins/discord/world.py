"""What is there: servers, channels, threads, members, messages and events, as Discord would have stored them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standins.discord.clock import Clock, Mint

Json = dict[str, Any]

TEXT, DIRECT, FORUM = 0, 1, 15
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


@dataclass(slots=True, eq=False)
class User:
    id: str
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_direct_messages: bool = True


@dataclass(slots=True, eq=False)
class Role:
    id: str
    name: str
    permissions: int
    position: int
    managed: bool = False
    mentionable: bool = False
    hoist: bool = False
    colour: int = 0


@dataclass(slots=True, eq=False)
class Member:
    user: User
    joined_at: datetime
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Overwrite:
    id: str
    kind: int  # 0: a role, 1: a member
    allow: int
    deny: int


@dataclass(slots=True, eq=False)
class Message:
    id: str
    channel: "Channel"
    author: User
    content: str = ""
    created_at: datetime = field(kw_only=True)
    kind: int = 0
    flags: int = 0
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[str] = field(default_factory=list)
    everyone: bool = False
    nonce: str | None = None
    reply_to: "Message | None" = None
    reference: Json | None = None
    edited_at: datetime | None = None
    pinned: bool = False
    pinned_at: datetime | None = None
    only_for: str | None = None  # the one person who sees an ephemeral message
    interaction: Json | None = None
    by_interaction: bool = False
    thread: "Thread | None" = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    edits: int = 0
    rendered: Any = None  # as it was last read, and from what (transcript.py)

    @property
    def pinged(self) -> set[str]:
        """The ids of the users whom this message pinged by name."""
        return {user.id for user in self.mentions}

    @property
    def v2(self) -> bool:
        return bool(self.flags & COMPONENTS_V2)


@dataclass(slots=True, eq=False)
class Channel:
    id: str
    guild: "Guild | None"
    name: str
    kind: int
    parent: "Channel | None" = None
    position: int = 0
    topic: str | None = None
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    settings: Json = field(default_factory=dict)

    @property
    def last_message_id(self) -> str | None:
        return next((one.id for one in reversed(self.messages.values()) if one.only_for is None), None)


@dataclass(slots=True, eq=False)
class Thread(Channel):
    owner_id: str = ""
    created_at: datetime = field(kw_only=True)
    archived: bool = False
    archived_at: datetime = field(kw_only=True)
    locked: bool = False
    invitable: bool = True
    auto_archive: int = 4320
    thread_members: dict[str, datetime] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    sent: int = 0

    @property
    def private(self) -> bool:
        return self.kind == PRIVATE_THREAD


@dataclass(slots=True, eq=False)
class Event:
    """A scheduled event; `data` is what was asked for."""

    id: str
    guild: "Guild"
    creator: User
    data: Json
    status: int = 1
    interested: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Guild:
    id: str
    name: str
    owner_id: str
    world: "World"
    locale: str = "en-US"
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    has_bot: bool = True
    unavailable: bool = False


Emit = Callable[[str, Json, str | None], None]


class World:
    """Everything there is. What changes in it is told to `emit(event, data, guild id)`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.mint = Mint(clock)
        self.bot = User(self.mint.snowflake(), "bothways", bot=True)
        self.guilds: dict[str, Guild] = {}
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.direct: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}  # ephemeral ones, too
        self.emit: Emit = lambda *_: None

    def channel(self, channel_id: str) -> Channel | None:
        for guild in self.guilds.values():
            found = guild.channels.get(channel_id) or guild.threads.get(channel_id)
            if found is not None:
                return found
        return self.direct.get(channel_id)

    def direct_with(self, user: User) -> Channel:
        """The one channel between the bot and somebody, made at first use."""
        for channel in self.direct.values():
            if user in channel.recipients:
                return channel
        channel = Channel(self.mint.snowflake(), None, user.name, DIRECT, recipients=[self.bot, user])
        self.direct[channel.id] = channel
        return channel
