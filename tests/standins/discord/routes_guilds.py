"""Servers over HTTP: themselves, their roles and members, and leaving them (Resources: Guild)."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.access import channel_of, guild_of, member_of, must, must_in_guild
from tests.standins.discord.permissions import Can, in_guild
from tests.standins.discord.routing import NOTHING, Answered, Call, route
from tests.standins.discord.world import Guild, Json, Overwrite, Role

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

ROLES = "/guilds/{guild_id}/roles"
ONE_ROLE = ROLES + "/{role_id}"
MEMBER_ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"


@route("GET", "/users/@me/guilds")
def my_guilds(discord: "Discord", call: Call) -> Answered:
    bot = discord.world.bot
    found: list[Json] = [
        {
            "id": each.id,
            "name": each.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(int(in_guild(each, bot.id))),
            "features": [],
        }
        for each in discord.world.guilds.values()
        if each.has_bot
    ]
    return Answered(200, found)


@route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    discord.world.emit("GUILD_DELETE", {"id": guild.id}, guild.id)
    guild.has_bot = False
    guild.members.pop(discord.world.bot.id)
    return NOTHING


@route("GET", "/guilds/{guild_id}")
def read_guild(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.guild(guild_of(discord, call["guild_id"])))


@route("GET", "/guilds/{guild_id}/channels")
def read_channels(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    return Answered(200, [objects.channel(each) for each in guild.channels.values()])


@route("GET", "/guilds/{guild_id}/members/{user_id}")
def read_member(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.member(member_of(guild_of(discord, call["guild_id"]), call["user_id"])))


@route("GET", "/guilds/{guild_id}/members")
def read_members(discord: "Discord", call: Call) -> Answered:
    guild_of(discord, call["guild_id"])
    raise errors.MISSING_ACCESS  # needs the privileged members intent (List Guild Members)


# --- roles


@route("GET", ROLES)
def read_roles(discord: "Discord", call: Call) -> Answered:
    return Answered(200, [objects.role(each) for each in guild_of(discord, call["guild_id"]).roles.values()])


@route("POST", ROLES)
def create_role(discord: "Discord", call: Call) -> Answered:
    guild, body = guild_of(discord, call["guild_id"]), call.object
    must_in_guild(discord, guild, Can.MANAGE_ROLES)
    asked = int(body.get("permissions") or 0)
    if asked & ~in_guild(guild, discord.world.bot.id):
        raise errors.MISSING_PERMISSIONS  # nobody grants what they do not have
    made = Role(discord.world.mint.snowflake(), body.get("name") or "new role", asked, 1)
    made.mentionable, made.hoist = bool(body.get("mentionable")), bool(body.get("hoist"))
    made.colour = body.get("color") or 0
    guild.roles[made.id] = made
    discord.world.emit("GUILD_ROLE_CREATE", {"guild_id": guild.id, "role": objects.role(made)}, guild.id)
    return Answered(200, objects.role(made))


def _role_below(discord: "Discord", guild: Guild, role_id: str) -> Role:
    """A role that the bot may manage: there, not somebody's own, and below its highest (Permission Hierarchy)."""
    found = guild.roles.get(role_id)
    if found is None:
        raise errors.UNKNOWN_ROLE
    must_in_guild(discord, guild, Can.MANAGE_ROLES)
    highest = max(guild.roles[each].position for each in guild.members[discord.world.bot.id].roles)
    if found.managed or found.position >= highest or found.id == guild.id:
        raise errors.MISSING_PERMISSIONS
    return found


@route("PATCH", ONE_ROLE)
def edit_role(discord: "Discord", call: Call) -> Answered:
    guild, body = guild_of(discord, call["guild_id"]), call.object
    role = _role_below(discord, guild, call["role_id"])
    role.name = body.get("name") or role.name
    role.mentionable = bool(body.get("mentionable", role.mentionable))
    role.permissions = int(body["permissions"]) if body.get("permissions") is not None else role.permissions
    discord.world.emit("GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": objects.role(role)}, guild.id)
    return Answered(200, objects.role(role))


@route("DELETE", ONE_ROLE)
def delete_role(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    role = _role_below(discord, guild, call["role_id"])
    del guild.roles[role.id]
    for member in guild.members.values():
        member.roles = [each for each in member.roles if each != role.id]
    discord.world.emit("GUILD_ROLE_DELETE", {"guild_id": guild.id, "role_id": role.id}, guild.id)
    return NOTHING


@route("PUT", MEMBER_ROLE)
def give_role(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    member, role = member_of(guild, call["user_id"]), _role_below(discord, guild, call["role_id"])
    if role.id not in member.roles:
        member.roles.append(role.id)
    _told(discord, guild, call["user_id"])
    return NOTHING


@route("DELETE", MEMBER_ROLE)
def take_role(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    member, role = member_of(guild, call["user_id"]), _role_below(discord, guild, call["role_id"])
    member.roles = [each for each in member.roles if each != role.id]
    _told(discord, guild, call["user_id"])
    return NOTHING


def _told(discord: "Discord", guild: Guild, user_id: str) -> None:
    told = objects.member(guild.members[user_id]) | {"guild_id": guild.id}
    discord.world.emit("GUILD_MEMBER_UPDATE", told, guild.id)


# --- who may do what in a channel


@route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def set_overwrite(discord: "Discord", call: Call) -> Answered:
    channel, body = channel_of(discord, call["channel_id"]), call.object
    must(discord, channel, Can.MANAGE_ROLES)
    allow, deny = int(body.get("allow") or 0), int(body.get("deny") or 0)
    who = call["overwrite_id"]
    channel.overwrites[who] = Overwrite(who, int(body.get("type") or 0), allow, deny)
    discord.world.emit("CHANNEL_UPDATE", objects.channel(channel), channel.guild.id if channel.guild else None)
    return NOTHING
