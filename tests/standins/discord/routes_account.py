"""The bot's own account, where the gateway is, its commands, and people by id."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.access import guild_of
from tests.standins.discord.routing import NOTHING, Answered, Call, route
from tests.standins.discord.world import Json

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@route("GET", "/users/@me")
def me(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.own_user(discord.world.bot))


@route("GET", "/users/{user_id}")
def read_user(discord: "Discord", call: Call) -> Answered:
    found = discord.world.users.get(call["user_id"])
    if found is None:
        raise errors.UNKNOWN_USER
    return Answered(200, objects.user(found))


@route("POST", "/users/@me/channels")
def open_direct(discord: "Discord", call: Call) -> Answered:
    found = discord.world.users.get(str(call.object.get("recipient_id")))
    if found is None:
        raise errors.UNKNOWN_USER
    return Answered(200, objects.channel(discord.world.direct_with(found)))


@route("GET", "/applications/@me")
def my_application(discord: "Discord", call: Call) -> Answered:
    bot = discord.world.bot
    count = sum(guild.has_bot for guild in discord.world.guilds.values())
    return Answered(200, objects.application(discord.application_id, bot.name, discord.owner, bot, count))


route("GET", "/oauth2/applications/@me")(my_application)


@route("GET", "/gateway")
def gateway(discord: "Discord", call: Call) -> Answered:
    return Answered(200, {"url": discord.gateway_url})


@route("GET", "/gateway/bot")
def gateway_for_bots(discord: "Discord", call: Call) -> Answered:
    limit = {"total": 1000, "remaining": 1000 - len(discord.gateway.identified), "reset_after": 0, "max_concurrency": 1}
    found = {"url": discord.gateway_url, "shards": discord.recommended_shards, "session_start_limit": limit}
    return Answered(200, found)


# --- commands (Interactions: Application Commands)


def _mine(discord: "Discord", call: Call) -> dict[str, Json]:
    if call["application_id"] != discord.application_id:
        raise errors.UNKNOWN_APPLICATION
    guild_id = call.params.get("guild_id")
    if guild_id is not None:
        guild_of(discord, guild_id)
    return discord.commands.setdefault(guild_id, {})


def _stored(discord: "Discord", call: Call, asked: Json, before: Json | None) -> Json:
    mint = discord.world.mint
    granted = asked.get("default_member_permissions")
    found: Json = {
        **{key: value for key, value in asked.items() if value is not None},
        "id": before["id"] if before else mint.snowflake(),
        "application_id": discord.application_id,
        "version": mint.snowflake(),
        "type": asked.get("type") or 1,
        "description": asked.get("description") or "",
        "default_member_permissions": None if granted is None else str(granted),
        "nsfw": bool(asked.get("nsfw")),
    }
    if "guild_id" in call.params:
        return found | {"guild_id": call["guild_id"]}
    found.setdefault("contexts", None)
    found.setdefault("integration_types", [0])
    return found


@route("PUT", COMMANDS)
def set_commands(discord: "Discord", call: Call) -> Answered:
    known = _mine(discord, call)
    asked = call.body or []
    fresh = {one["name"]: _stored(discord, call, one, known.get(one["name"])) for one in asked}
    known.clear()
    known.update(fresh)
    discord.changed()
    return Answered(200, list(known.values()))


@route("GET", COMMANDS)
def read_commands(discord: "Discord", call: Call) -> Answered:
    return Answered(200, list(_mine(discord, call).values()))


@route("POST", COMMANDS)
def add_command(discord: "Discord", call: Call) -> Answered:
    known, asked = _mine(discord, call), call.object
    before = known.get(asked["name"])
    known[asked["name"]] = _stored(discord, call, asked, before)
    discord.changed()
    return Answered(200 if before else 201, known[asked["name"]])


@route("DELETE", COMMANDS + "/{command_id}")
def delete_command(discord: "Discord", call: Call) -> Answered:
    known = _mine(discord, call)
    found = next((name for name, one in known.items() if one["id"] == call["command_id"]), None)
    if found is None:
        raise errors.UNKNOWN_COMMAND
    del known[found]
    discord.changed()
    return NOTHING


route("PUT", GUILD_COMMANDS)(set_commands)
route("GET", GUILD_COMMANDS)(read_commands)
route("POST", GUILD_COMMANDS)(add_command)
route("DELETE", GUILD_COMMANDS + "/{command_id}")(delete_command)
