"""Scheduled events over HTTP (Resources: Guild Scheduled Event)."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.access import guild_of, must_in_guild
from tests.standins.discord.permissions import Can, in_guild
from tests.standins.discord.routing import NOTHING, Answered, Call, route
from tests.standins.discord.world import Event, Guild

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

EVENTS = "/guilds/{guild_id}/scheduled-events"
ONE_EVENT = EVENTS + "/{guild_scheduled_event_id}"
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
FOLLOWING = {SCHEDULED: {SCHEDULED, ACTIVE, CANCELLED}, ACTIVE: {ACTIVE, COMPLETED}}
MOST = 100


def _event(discord: "Discord", call: Call) -> tuple[Guild, Event]:
    guild = guild_of(discord, call["guild_id"])
    found = guild.events.get(call["guild_scheduled_event_id"])
    if found is None:
        raise errors.UNKNOWN_EVENT
    return guild, found


def _may_change(discord: "Discord", guild: Guild, event: Event) -> None:
    """Its own events by CREATE_EVENTS, those of others by MANAGE_EVENTS."""
    granted = in_guild(guild, discord.world.bot.id)
    own = event.creator is discord.world.bot and granted & Can.CREATE_EVENTS
    if not own and not granted & Can.MANAGE_EVENTS:
        raise errors.MISSING_PERMISSIONS


@route("POST", EVENTS)
def create_event(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    must_in_guild(discord, guild, Can.CREATE_EVENTS)
    if sum(each.status in {SCHEDULED, ACTIVE} for each in guild.events.values()) >= MOST:
        raise errors.MAX_EVENTS
    event = Event(discord.world.mint.snowflake(), guild, discord.world.bot, dict(call.object))
    guild.events[event.id] = event
    discord.world.emit("GUILD_SCHEDULED_EVENT_CREATE", objects.event(event), guild.id)
    return Answered(200, objects.event(event))


@route("GET", EVENTS)
def read_events(discord: "Discord", call: Call) -> Answered:
    guild = guild_of(discord, call["guild_id"])
    found = [objects.event(each) for each in guild.events.values() if each.status in {SCHEDULED, ACTIVE}]
    return Answered(200, found)


@route("GET", ONE_EVENT)
def read_event(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.event(_event(discord, call)[1]))


@route("PATCH", ONE_EVENT)
def edit_event(discord: "Discord", call: Call) -> Answered:
    guild, event = _event(discord, call)
    _may_change(discord, guild, event)
    body = call.object
    status = body.get("status") or event.status
    if event.status not in FOLLOWING:
        raise errors.EVENT_IS_OVER
    if status not in FOLLOWING[event.status]:
        raise errors.INVALID_BODY
    event.status = status
    event.data |= {key: value for key, value in body.items() if key != "status"}
    discord.world.emit("GUILD_SCHEDULED_EVENT_UPDATE", objects.event(event), guild.id)
    return Answered(200, objects.event(event))


@route("DELETE", ONE_EVENT)
def delete_event(discord: "Discord", call: Call) -> Answered:
    guild, event = _event(discord, call)
    _may_change(discord, guild, event)
    del guild.events[event.id]
    discord.world.emit("GUILD_SCHEDULED_EVENT_DELETE", objects.event(event), guild.id)
    return NOTHING
