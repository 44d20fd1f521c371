"""How threads begin, whoever begins them (Topics: Threads)."""

from typing import TYPE_CHECKING

from tests.standins.discord import objects
from tests.standins.discord.messages import put
from tests.standins.discord.permissions import Can, in_channel
from tests.standins.discord.world import Channel, Json, Message, Thread, User

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

THREAD_CREATED = 18


def begin(
    discord: "Discord", parent: Channel, kind: int, asked: Json, owner: User, starter: Message | None = None
) -> Thread:
    """Makes a thread with its owner in it. Tells nobody."""
    guild, now = parent.guild, discord.clock.now()
    assert guild is not None
    thread = Thread(
        starter.id if starter else discord.world.mint.snowflake(),
        guild,
        asked["name"],
        kind,
        parent,
        owner_id=owner.id,
        created_at=now,
        archived_at=now,
        auto_archive=asked.get("auto_archive_duration") or 4320,
        invitable=asked.get("invitable") is not False,
        thread_members={owner.id: now},
        tags=[str(one) for one in asked.get("applied_tags") or []],
    )
    guild.threads[thread.id] = thread
    return thread


def tell(discord: "Discord", thread: Thread) -> Json:
    """Tells the bot of a new thread, if it can see it; returns the thread as it is shown to it."""
    bot = discord.world.bot
    told = objects.thread(thread)
    if bot.id in thread.thread_members:
        told["member"] = objects.thread_member(thread, bot.id)
    if in_channel(thread, bot.id) & Can.VIEW_CHANNEL:
        discord.world.emit("THREAD_CREATE", told | {"newly_created": True}, thread.guild.id if thread.guild else None)
    return told


def announce(discord: "Discord", thread: Thread, owner: User) -> None:
    """The line under which a public thread stands in its channel."""
    parent = thread.parent
    assert parent is not None
    assert parent.guild is not None
    reference = {"type": 0, "channel_id": thread.id, "guild_id": parent.guild.id}
    notice = put(discord, parent, owner, content=thread.name, kind=THREAD_CREATED, reference=reference)
    discord.emit_message("MESSAGE_CREATE", notice)


def becomes_first(discord: "Discord", thread: Thread, message: Message) -> None:
    """The first message of a forum's post has the post's own id."""
    discord.world.messages.pop(message.id)
    thread.messages.pop(message.id)
    message.id = thread.id
    thread.messages[message.id] = discord.world.messages[message.id] = message
