"""Commands as a client offers them: found among what was registered, their options checked before anything is sent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.standins.discord import objects
from tests.standins.discord.permissions import in_channel
from tests.standins.discord.world import Channel, Json, Role, User

if TYPE_CHECKING:
    from tests.standins.discord.people import Person

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER = 1, 2, 3, 4, 5, 6, 7, 8, 10


class NotOfferedError(AssertionError):
    """A Discord client would not have let the person do this."""


def find_command(person: "Person", channel: Channel, line: str) -> Json:
    """The registered command that a line begins with, if it is offered to this person in this place."""
    name = line.split(maxsplit=1)[0]
    registered = person.discord.commands
    guild = channel.guild
    found = registered.get(guild.id, {}).get(name) if guild else None
    found = found or registered[None].get(name)
    if found is None:
        raise NotOfferedError(f"/{name} is not registered, but {sorted(registered[None])}")
    contexts = found.get("contexts")
    where = 0 if guild else 1
    if (contexts is not None and where not in contexts) or (where == 1 and found.get("dm_permission") is False):
        raise NotOfferedError(f"/{name} is not offered {'in direct messages' if where else 'in servers'}")
    needed = found.get("default_member_permissions")
    if guild and needed is not None and not _granted(int(needed), in_channel(channel, person.id)):
        raise NotOfferedError(f"/{name} is not offered to {person.name}")
    return found


def _granted(needed: int, granted: int) -> bool:
    return needed != 0 and granted & needed == needed  # "0": for admins only


def find_leaf(command: Json, line: str) -> tuple[Json, list[Json]]:
    """The command or subcommand that a line names, and the way to it. Raises NotOfferedError."""
    place, chain = command, [command]
    for word in line.split()[1:]:
        below = [one for one in place.get("options", []) if one["type"] in {SUBCOMMAND, GROUP}]
        found = next((one for one in below if one["name"] == word), None)
        if found is None:
            raise NotOfferedError(f"/{line}: no {word!r} among {[one['name'] for one in below]}")
        place = found
        chain.append(found)
    if any(one["type"] in {SUBCOMMAND, GROUP} for one in place.get("options", [])):
        raise NotOfferedError(f"/{line} is a group: it cannot be used itself")
    return place, chain


def options_for(command: Json, chain: list[Json], given: list[Json]) -> Json:
    """The `data` of a command interaction: options wrapped in the subcommands that lead to them."""
    resolved: Json = {}
    for one in given:
        resolved |= one.pop("_resolved", {})
    options = given
    for place in reversed(chain[1:]):
        options = [{"name": place["name"], "type": place["type"], "options": options}]
    data = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved} if resolved else {})


def typed_options(leaf: Json, given: Mapping[str, object]) -> list[Json]:
    """What was filled in, checked as a client checks it. Raises NotOfferedError."""
    known = {one["name"]: one for one in leaf.get("options", [])}
    unknown = set(given) - set(known)
    missing = {name for name, one in known.items() if one.get("required")} - set(given)
    if unknown or missing:
        raise NotOfferedError(f"/{leaf['name']}: unknown {sorted(unknown)}, missing {sorted(missing)} of {list(known)}")
    return [_option(known[name], value) for name, value in given.items()]


def _option(asked: Json, value: object) -> Json:
    choices = asked.get("choices")
    if choices:
        value = _chosen(asked, choices, value)
    found: Json = {"name": asked["name"], "type": asked["type"]}
    match asked["type"]:
        case 3 if isinstance(value, str):
            if not asked.get("min_length", 0) <= len(value) <= asked.get("max_length", 6000):
                raise NotOfferedError(f"{asked['name']}: {len(value)} characters")
            return found | {"value": value}
        case 4 if isinstance(value, int) and not isinstance(value, bool):
            return found | {"value": _within(asked, value)}
        case 5 if isinstance(value, bool):
            return found | {"value": value}
        case 10 if isinstance(value, int | float):
            return found | {"value": _within(asked, value)}
        case 6 | 7 | 8:
            return found | _thing(asked, value)
    raise NotOfferedError(f"{asked['name']} takes no {value!r}")


def _chosen(asked: Json, choices: list[Json], value: object) -> object:
    for one in choices:
        if value in (one["value"], one["name"]):
            return one["value"]
    raise NotOfferedError(f"{asked['name']}: {value!r} is not among {[one['name'] for one in choices]}")


def _within(asked: Json, value: float) -> float:
    if not asked.get("min_value", value) <= value <= asked.get("max_value", value):
        raise NotOfferedError(f"{asked['name']}: {value} is out of bounds")
    return value


def _thing(asked: Json, value: object) -> Json:
    user = getattr(value, "user", value)
    if asked["type"] == USER and isinstance(user, User):
        guild = getattr(value, "guild", None)
        resolved: Json = {"users": {user.id: objects.user(user)}}
        if guild is not None and user.id in guild.members:
            member = objects.member(guild.members[user.id])
            kept = {key: each for key, each in member.items() if key not in {"user", "mute", "deaf"}}
            resolved["members"] = {user.id: kept | {"permissions": "0"}}
        return {"value": user.id, "_resolved": resolved}
    if asked["type"] == CHANNEL and isinstance(value, Channel):
        kinds = asked.get("channel_types")
        if kinds and value.kind not in kinds:
            raise NotOfferedError(f"{asked['name']} takes no such channel")
        return {"value": value.id, "_resolved": {"channels": {value.id: objects.channel(value) | {"permissions": "0"}}}}
    if asked["type"] == ROLE and isinstance(value, Role):
        return {"value": value.id, "_resolved": {"roles": {value.id: objects.role(value)}}}
    raise NotOfferedError(f"{asked['name']} takes no {value!r}")
