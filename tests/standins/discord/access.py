"""What a request is about, found or refused with Discord's own error."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors
from tests.standins.discord.permissions import Can, in_channel, in_guild
from tests.standins.discord.world import FORUM, TEXT, Channel, Guild, Member, Message, Thread

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord


def guild_of(discord: "Discord", guild_id: str) -> Guild:
    found = discord.world.guilds.get(guild_id)
    if found is None:
        raise errors.UNKNOWN_GUILD
    if not found.has_bot:
        raise errors.MISSING_ACCESS
    return found


def channel_of(discord: "Discord", channel_id: str) -> Channel:
    """A channel that the bot can see."""
    found = discord.world.channel(channel_id)
    if found is None:
        raise errors.UNKNOWN_CHANNEL
    if not in_channel(found, discord.world.bot.id) & Can.VIEW_CHANNEL:
        raise errors.MISSING_ACCESS
    return found


def thread_of(discord: "Discord", channel_id: str) -> Thread:
    found = channel_of(discord, channel_id)
    if not isinstance(found, Thread):
        raise errors.WRONG_CHANNEL_TYPE
    return found


def message_of(channel: Channel, message_id: str) -> Message:
    """A message that stands in a channel for everyone; ephemeral ones are not found here."""
    found = channel.messages.get(message_id)
    if found is None or found.only_for is not None:
        raise errors.UNKNOWN_MESSAGE
    return found


def member_of(guild: Guild, user_id: str) -> Member:
    found = guild.members.get(user_id)
    if found is None:
        raise errors.UNKNOWN_MEMBER
    return found


def can(discord: "Discord", channel: Channel, permission: int) -> bool:
    return bool(in_channel(channel, discord.world.bot.id) & permission)


def must(discord: "Discord", channel: Channel, permission: int) -> None:
    if not can(discord, channel, permission):
        raise errors.MISSING_PERMISSIONS


def must_in_guild(discord: "Discord", guild: Guild, permission: int) -> None:
    if not in_guild(guild, discord.world.bot.id) & permission:
        raise errors.MISSING_PERMISSIONS


def must_be_able_to_write(discord: "Discord", channel: Channel) -> None:
    """The bot may write here now: right kind of channel, permission, thread not locked."""
    if channel.kind == FORUM or channel.kind not in {TEXT, 1, 2, 5, 10, 11, 12}:
        raise errors.NOT_A_TEXT_CHANNEL
    if channel.guild is None:
        if any(not one.bot and not one.takes_direct_messages for one in channel.recipients):
            raise errors.CANNOT_WRITE_TO_PERSON
        return
    thread = isinstance(channel, Thread)
    must(discord, channel, Can.SEND_MESSAGES_IN_THREADS if thread else Can.SEND_MESSAGES)
    if isinstance(channel, Thread) and channel.locked and not can(discord, channel, Can.MANAGE_THREADS):
        raise errors.THREAD_ARCHIVED if channel.archived else errors.THREAD_LOCKED


def must_be_awake(channel: Channel) -> None:
    """Nothing in an archived thread can be changed, only written to (Topics: Threads)."""
    if isinstance(channel, Thread) and channel.archived:
        raise errors.THREAD_ARCHIVED
