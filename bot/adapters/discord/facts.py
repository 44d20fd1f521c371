"""What Discord tells of a channel: what we may do there, the link at which an admin can allow more, who reads along."""

from typing import Any

import discord

from bot.adapters.discord import strings
from bot.domain.words import Text
from bot.ports.rooms import Ability, Lack, RoomFacts

WANTED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_private_threads=True,
    create_public_threads=True,
    read_message_history=True,
    attach_files=True,
)
"""What our invitation asks for; events and roles are asked for by those who want them."""
ON_REQUEST = discord.Permissions(create_events=True, manage_roles=True, manage_threads=True)

NOTHING_KNOWN = RoomFacts(blind_on="Discord", shows_dates=True, gives_badges=True)
"""What is so in every channel."""

_NEEDED = {
    Ability.WRITE: ("view_channel", "send_messages"),
    Ability.PLACES: ("create_private_threads",),
    Ability.WRITE_IN_PLACES: ("send_messages_in_threads",),
    Ability.READ_BACK: ("read_message_history",),
    Ability.DATES: ("create_events",),
    Ability.BADGES: ("manage_roles",),
}
_IN_A_THREAD = {**_NEEDED, Ability.WRITE: ("view_channel", "send_messages_in_threads")}
_NO_PLACES = frozenset((Ability.PLACES, Ability.WRITE_IN_PLACES))


def facts_of(interaction: discord.Interaction[Any]) -> RoomFacts:
    """What is so where somebody did something. In a thread or a forum post a session runs right there."""
    allowed, channel = interaction.app_permissions, interaction.channel
    opens_threads = isinstance(channel, discord.TextChannel)
    needed = _NEEDED if opens_threads else {what: _IN_A_THREAD[what] for what in Ability if what not in _NO_PLACES}
    lacks = tuple(
        Lack(what, strings.PERMISSIONS[name])
        for what, names in needed.items()
        for name in names
        if not getattr(allowed, name)
    )
    private = opens_threads and allowed.create_private_threads
    return RoomFacts(
        may_write=all(each.what is not Ability.WRITE for each in lacks),
        lacks=lacks,
        mend_at=invitation(interaction.application_id, interaction.guild_id, allowed),
        reads_along=strings.READS_ALONG if private else None,
        blind_on="Discord",
        shows_dates=True,
        gives_badges=True,
    )


def invitation(application: int, guild: int | None, allowed: discord.Permissions) -> str:
    """The link at which an admin lets us do what we need; what we were allowed beyond it stays."""
    permissions = WANTED | (allowed & ON_REQUEST)
    server = discord.Object(guild) if guild is not None else discord.utils.MISSING
    return discord.utils.oauth_url(
        application,
        permissions=permissions,
        guild=server,
        scopes=("bot", "applications.commands"),
        disable_guild_select=guild is not None,
    )


def missing_for(what: Ability) -> Text:
    """What Discord calls the permission for this."""
    return strings.PERMISSIONS[_NEEDED[what][-1]]
