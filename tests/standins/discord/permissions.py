"""Who may do what where: the bits, and how they add up (Topics: Permissions)."""

from enum import IntFlag

from tests.standins.discord.world import Channel, Guild, Thread


class Can(IntFlag):
    """Permission bits that a circle's bot comes across."""

    CREATE_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 53) - 1
EVERYONE = (
    Can.VIEW_CHANNEL
    | Can.SEND_MESSAGES
    | Can.EMBED_LINKS
    | Can.ATTACH_FILES
    | Can.ADD_REACTIONS
    | Can.READ_MESSAGE_HISTORY
    | Can.USE_APPLICATION_COMMANDS
    | Can.CREATE_PUBLIC_THREADS
    | Can.SEND_MESSAGES_IN_THREADS
)
BOT = (
    EVERYONE
    | Can.MANAGE_MESSAGES
    | Can.PIN_MESSAGES
    | Can.MANAGE_THREADS
    | Can.CREATE_PRIVATE_THREADS
    | Can.MANAGE_ROLES
    | Can.MANAGE_EVENTS
    | Can.CREATE_EVENTS
)


def in_guild(guild: Guild, user_id: str) -> int:
    """What somebody may do in a server as a whole; nothing for who is not in it."""
    if user_id == guild.owner_id:
        return EVERYTHING
    member = guild.members.get(user_id)
    if member is None:
        return 0
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        granted |= guild.roles[role_id].permissions
    return EVERYTHING if granted & Can.ADMINISTRATOR else granted


def in_channel(channel: Channel, user_id: str) -> int:
    """What somebody may do in a channel or thread, overwrites included; 0 where they cannot see it."""
    guild = channel.guild
    if guild is None:
        return EVERYTHING if any(each.id == user_id for each in channel.recipients) else 0
    granted = in_guild(guild, user_id)
    if granted == EVERYTHING or not granted:
        return granted
    place = channel.parent if isinstance(channel, Thread) and channel.parent else channel
    granted = _overwritten(granted, place, [guild.id])
    granted = _overwritten(granted, place, guild.members[user_id].roles)
    granted = _overwritten(granted, place, [user_id])
    if not granted & Can.VIEW_CHANNEL:
        return 0
    hidden = isinstance(channel, Thread) and channel.private and user_id not in channel.thread_members
    return 0 if hidden and not granted & Can.MANAGE_THREADS else granted


def _overwritten(granted: int, place: Channel, ids: list[str]) -> int:
    found = [place.overwrites[one] for one in ids if one in place.overwrites]
    for overwrite in found:
        granted &= ~overwrite.deny
    for overwrite in found:
        granted |= overwrite.allow
    return granted
