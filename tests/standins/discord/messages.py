"""Messages as they are stored: who is pinged, whose nonce it is, and what a thread does about it."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.standins.discord import components, objects
from tests.standins.discord.permissions import Can, in_channel
from tests.standins.discord.world import Channel, Json, Message, Thread, User

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

NONCE_LIVES = timedelta(minutes=5)  # "unique in the past few minutes" (Resources: Message, Create Message)
REPLY = 19


def put(
    discord: "Discord",
    channel: Channel,
    author: User,
    *,
    content: str = "",
    mentions: list[User] | None = None,
    reply_to: Message | None = None,
    **parts: Any,
) -> Message:
    """Stores a message and wakes the thread that it stands in. Tells nobody."""
    message = Message(
        discord.world.mint.snowflake(),
        channel,
        author,
        content,
        created_at=discord.clock.now(),
        mentions=list(mentions or []),
        reply_to=reply_to,
        **parts,
    )
    if reply_to is not None:
        message.kind = REPLY
        message.reference = {"type": 0, "channel_id": channel.id, "message_id": reply_to.id}
        if channel.guild is not None:
            message.reference["guild_id"] = channel.guild.id
        named = reply_to.author
        if author is not discord.world.bot and named not in message.mentions and named is not author:
            message.mentions.append(named)  # a client pings whom one replies to
    discord.world.messages[message.id] = message
    channel.messages[message.id] = message
    if isinstance(channel, Thread) and message.only_for is None:
        _in_thread(discord, channel, author)
        brings_in(discord, message)
    return message


def brings_in(discord: "Discord", message: Message) -> None:
    """Whoever is pinged in a thread becomes one of its members (Topics: Threads, Thread Members)."""
    thread = message.channel
    if not isinstance(thread, Thread) or thread.parent is None:
        return
    for user in message.mentions:
        if in_channel(thread.parent, user.id) & Can.VIEW_CHANNEL:
            thread.thread_members.setdefault(user.id, discord.clock.now())


def _in_thread(discord: "Discord", thread: Thread, author: User) -> None:
    thread.sent += 1
    if thread.archived:
        thread.archived, thread.archived_at = False, discord.clock.now()
        discord.world.emit("THREAD_UPDATE", objects.thread(thread), thread.guild.id if thread.guild else None)
    if author.id not in thread.thread_members:
        thread.thread_members[author.id] = discord.clock.now()


def take_away(discord: "Discord", message: Message) -> None:
    """Deletes a message for everyone."""
    message.deleted = True
    message.channel.messages.pop(message.id, None)
    if message.only_for is not None:
        discord.changed()
        return
    guild = message.channel.guild
    gone = {"id": message.id, "channel_id": message.channel.id} | ({"guild_id": guild.id} if guild else {})
    discord.world.emit("MESSAGE_DELETE", gone, guild.id if guild else None)


def body_of(discord: "Discord", channel: Channel, author: User, body: Json) -> Json:
    """The parts of a message that a request asks for, whom it pings worked out."""
    shown = str(body.get("content") or "")
    tree = components.stored(body.get("components"))
    mentions = named(
        discord, channel, author, "\n".join([shown, *components.words(tree)]), body.get("allowed_mentions")
    )
    return {
        "content": shown,
        "components": tree,
        "embeds": [_embed(one) for one in body.get("embeds") or []],
        **mentions,
    }


def _embed(asked: Json) -> Json:
    return {"type": "rich"} | asked


def named(discord: "Discord", channel: Channel, author: User, text: str, allowed: Json | None) -> Json:
    """Whom a text pings: `allowed_mentions` decides; without one, everyone it names (Message: Allowed Mentions)."""
    allowed = {"parse": ["users", "roles", "everyone"]} if allowed is None else allowed
    parse = allowed.get("parse") or []
    users = [one for one in dict.fromkeys(re.findall(r"<@!?(\d+)>", text)) if one in discord.world.users]
    roles = [
        one for one in dict.fromkeys(re.findall(r"<@&(\d+)>", text)) if channel.guild and one in channel.guild.roles
    ]
    everyone = "everyone" in parse and bool(re.search(r"@(everyone|here)\b", text))
    loud = bool(in_channel(channel, author.id) & Can.MENTION_EVERYONE)
    users = users if "users" in parse else [one for one in users if one in _ids(allowed.get("users"))]
    roles = roles if "roles" in parse else [one for one in roles if one in _ids(allowed.get("roles"))]
    if channel.guild is not None:
        roles = [one for one in roles if loud or channel.guild.roles[one].mentionable]
    return {
        "mentions": [discord.world.users[one] for one in users],
        "mention_roles": roles,
        "everyone": everyone and loud,
    }


def _ids(given: Any) -> set[str]:
    return {str(one) for one in given or []}
