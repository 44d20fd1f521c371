"""Channels and threads over HTTP: made, changed, joined, listed, deleted (Resources: Channel; Topics: Threads)."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.access import can, channel_of, guild_of, message_of, must, must_be_awake, thread_of
from tests.standins.discord.permissions import Can, in_channel
from tests.standins.discord.routes_messages import send
from tests.standins.discord.routing import NOTHING, Answered, Call, route
from tests.standins.discord.threads import announce, becomes_first, begin, tell
from tests.standins.discord.world import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, Channel, Json, Thread

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord


@route("POST", "/channels/{channel_id}/threads")
def create_thread(discord: "Discord", call: Call) -> Answered:
    parent, body = channel_of(discord, call["channel_id"]), call.object
    if isinstance(parent, Thread) or parent.guild is None:
        raise errors.WRONG_CHANNEL_TYPE
    if parent.kind == FORUM:
        return _forum_post(discord, parent, call)
    if "message" in body:
        raise errors.INVALID_BODY
    kind = body.get("type") or PRIVATE_THREAD  # a private one if nothing is said (Start Thread without Message)
    must(discord, parent, Can.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else Can.CREATE_PUBLIC_THREADS)
    thread = begin(discord, parent, kind, body, discord.world.bot)
    told = tell(discord, thread)
    if kind == PUBLIC_THREAD:
        announce(discord, thread, discord.world.bot)
    return Answered(201, told)


def _forum_post(discord: "Discord", parent: Channel, call: Call) -> Answered:
    must(discord, parent, Can.SEND_MESSAGES)  # in a forum: to start posts
    body = call.object
    if "message" not in body:
        raise errors.INVALID_BODY
    thread = begin(discord, parent, PUBLIC_THREAD, body, discord.world.bot)
    message = send(discord, thread, body["message"], call.uploads)
    becomes_first(discord, thread, message)
    told = tell(discord, thread)
    discord.emit_message("MESSAGE_CREATE", message)
    return Answered(201, told | {"message": objects.message(message)})


@route("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def create_thread_from_message(discord: "Discord", call: Call) -> Answered:
    parent = channel_of(discord, call["channel_id"])
    if isinstance(parent, Thread) or parent.guild is None or parent.kind == FORUM:
        raise errors.WRONG_CHANNEL_TYPE
    starter = message_of(parent, call["message_id"])
    must(discord, parent, Can.CREATE_PUBLIC_THREADS)
    if starter.thread is not None or starter.id in parent.guild.threads:
        raise errors.THREAD_EXISTS
    starter.thread = begin(discord, parent, PUBLIC_THREAD, call.object, discord.world.bot, starter)
    told = tell(discord, starter.thread)
    discord.emit_message("MESSAGE_UPDATE", starter)
    return Answered(201, told)


@route("GET", "/channels/{channel_id}")
def read_channel(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.channel(channel_of(discord, call["channel_id"])))


@route("PATCH", "/channels/{channel_id}")
def edit_channel(discord: "Discord", call: Call) -> Answered:
    channel, body = channel_of(discord, call["channel_id"]), call.object
    if not isinstance(channel, Thread):
        must(discord, channel, Can.MANAGE_CHANNELS)
        channel.name = body.get("name") or channel.name
        channel.topic = body.get("topic", channel.topic)
        discord.world.emit("CHANNEL_UPDATE", objects.channel(channel), channel.guild.id if channel.guild else None)
        return Answered(200, objects.channel(channel))
    _may_edit(discord, channel, body)
    channel.name = body.get("name") or channel.name
    channel.auto_archive = body.get("auto_archive_duration") or channel.auto_archive
    channel.locked = _given(body, "locked", default=channel.locked)
    channel.invitable = _given(body, "invitable", default=channel.invitable)
    if _given(body, "archived", default=channel.archived) != channel.archived:
        channel.archived, channel.archived_at = not channel.archived, discord.clock.now()
    discord.world.emit("THREAD_UPDATE", objects.thread(channel), channel.guild.id if channel.guild else None)
    return Answered(200, objects.channel(channel))


def _given(body: Json, key: str, *, default: bool) -> bool:
    return default if body.get(key) is None else bool(body[key])


def _may_edit(discord: "Discord", thread: Thread, body: Json) -> None:
    """Whoever made a thread may archive and rename it; the rest is for those who manage threads (Modify Channel)."""
    moderates = can(discord, thread, Can.MANAGE_THREADS)
    wakes = body.get("archived") is False
    if thread.archived and not wakes:
        raise errors.THREAD_ARCHIVED
    if moderates:
        return
    if thread.locked or body.get("locked") is not None:
        raise errors.MISSING_PERMISSIONS
    only_wakes = wakes and set(body) <= {"archived"} and can(discord, thread, Can.SEND_MESSAGES_IN_THREADS)
    if thread.owner_id != discord.world.bot.id and not only_wakes:
        raise errors.MISSING_PERMISSIONS


@route("DELETE", "/channels/{channel_id}")
def delete_channel(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    guild = channel.guild
    if guild is None:
        return Answered(200, objects.channel(channel))
    gone = objects.channel(channel)
    if isinstance(channel, Thread):
        must(discord, channel, Can.MANAGE_THREADS)
        del guild.threads[channel.id]
        known = {key: gone[key] for key in ("id", "guild_id", "parent_id", "type")}
        discord.world.emit("THREAD_DELETE", known, guild.id)
    else:
        must(discord, channel, Can.MANAGE_CHANNELS)
        for thread in [each for each in guild.threads.values() if each.parent is channel]:
            del guild.threads[thread.id]
        del guild.channels[channel.id]
        discord.world.emit("CHANNEL_DELETE", gone, guild.id)
    return Answered(200, gone)


# --- who is in a thread


@route("PUT", "/channels/{channel_id}/thread-members/@me")
def join(discord: "Discord", call: Call) -> Answered:
    return _joins(discord, thread_of(discord, call["channel_id"]), discord.world.bot.id)


@route("PUT", "/channels/{channel_id}/thread-members/{user_id}")
def invite(discord: "Discord", call: Call) -> Answered:
    thread = thread_of(discord, call["channel_id"])
    must(discord, thread, Can.SEND_MESSAGES_IN_THREADS)
    if thread.private and not thread.invitable and thread.owner_id != discord.world.bot.id:
        must(discord, thread, Can.MANAGE_THREADS)
    place = thread.parent or thread
    if thread.guild is None or call["user_id"] not in thread.guild.members:
        raise errors.UNKNOWN_MEMBER
    if not in_channel(place, call["user_id"]) & Can.VIEW_CHANNEL:
        raise errors.MISSING_ACCESS
    return _joins(discord, thread, call["user_id"])


def _joins(discord: "Discord", thread: Thread, user_id: str) -> Answered:
    must_be_awake(thread)
    thread.thread_members.setdefault(user_id, discord.clock.now())
    if user_id == discord.world.bot.id:
        _membership(discord, thread, {"added_members": [objects.thread_member(thread, user_id)]})
    discord.changed()
    return NOTHING


@route("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
def put_out(discord: "Discord", call: Call) -> Answered:
    thread, user_id = thread_of(discord, call["channel_id"]), call["user_id"]
    if not (thread.private and thread.owner_id == discord.world.bot.id):
        must(discord, thread, Can.MANAGE_THREADS)
    return _leaves(discord, thread, user_id)


@route("DELETE", "/channels/{channel_id}/thread-members/@me")
def leave(discord: "Discord", call: Call) -> Answered:
    return _leaves(discord, thread_of(discord, call["channel_id"]), discord.world.bot.id)


def _leaves(discord: "Discord", thread: Thread, user_id: str) -> Answered:
    must_be_awake(thread)
    if thread.thread_members.pop(user_id, None) is None:
        raise errors.UNKNOWN_MEMBER
    if user_id == discord.world.bot.id:
        _membership(discord, thread, {"removed_member_ids": [user_id]})
    discord.changed()
    return NOTHING


def _membership(discord: "Discord", thread: Thread, change: Json) -> None:
    """Without the members intent a bot hears of its own comings and goings alone (Events: Thread Members Update)."""
    assert thread.guild is not None
    about = {"id": thread.id, "guild_id": thread.guild.id, "member_count": len(thread.thread_members)}
    discord.world.emit("THREAD_MEMBERS_UPDATE", about | change, thread.guild.id)


@route("GET", "/channels/{channel_id}/thread-members/{user_id}")
def read_thread_member(discord: "Discord", call: Call) -> Answered:
    thread = thread_of(discord, call["channel_id"])
    user_id = discord.world.bot.id if call["user_id"] == "@me" else call["user_id"]
    if user_id not in thread.thread_members:
        raise errors.UNKNOWN_MEMBER
    return Answered(200, objects.thread_member(thread, user_id))


# --- lists


def _list(discord: "Discord", threads: list[Thread], limit: int | None = None) -> Answered:
    bot = discord.world.bot
    shown = threads[:limit]
    mine = [objects.thread_member(one, bot.id) for one in shown if bot.id in one.thread_members]
    found = {"threads": [objects.thread(one) for one in shown], "members": mine, "has_more": len(threads) > len(shown)}
    return Answered(200, found)


@route("GET", "/guilds/{guild_id}/threads/active")
def active(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    found = [one for one in guild.threads.values() if not one.archived and can(discord, one, Can.VIEW_CHANNEL)]
    return _list(discord, found)


def _archived(discord: "Discord", call: Call, *, private: bool, joined: bool = False) -> Answered:
    parent = channel_of(discord, call["channel_id"])
    must(discord, parent, Can.READ_MESSAGE_HISTORY)
    if private and not joined:
        must(discord, parent, Can.MANAGE_THREADS)
    assert parent.guild is not None
    found = [
        one
        for one in parent.guild.threads.values()
        if one.parent is parent and one.archived and one.private == private
        if not joined or discord.world.bot.id in one.thread_members
    ]
    found.sort(key=lambda one: one.archived_at, reverse=True)
    return _list(discord, found, int(call.query.get("limit", "50")))


@route("GET", "/channels/{channel_id}/threads/archived/public")
def archived_public(discord: "Discord", call: Call) -> Answered:
    return _archived(discord, call, private=False)


@route("GET", "/channels/{channel_id}/threads/archived/private")
def archived_private(discord: "Discord", call: Call) -> Answered:
    return _archived(discord, call, private=True)


@route("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def archived_mine(discord: "Discord", call: Call) -> Answered:
    return _archived(discord, call, private=True, joined=True)
