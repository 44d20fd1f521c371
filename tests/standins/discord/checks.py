"""What is checked, and when: requests before they are answered, answers and events before they are sent."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tests.standins.discord.routing import Answered, Call
from tests.standins.discord.rules import RULES, is_plain
from tests.standins.discord.schema import Schema
from tests.standins.discord.world import Json

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

WHOLE = {
    "MESSAGE_CREATE": "MessageResponse",
    "MESSAGE_UPDATE": "MessageResponse",
    "THREAD_CREATE": "ThreadResponse",
    "THREAD_UPDATE": "ThreadResponse",
    "CHANNEL_CREATE": "GuildChannelResponse",
    "CHANNEL_UPDATE": "GuildChannelResponse",
    "CHANNEL_DELETE": "GuildChannelResponse",
    "GUILD_SCHEDULED_EVENT_CREATE": "ExternalScheduledEventResponse",
    "GUILD_SCHEDULED_EVENT_UPDATE": "ExternalScheduledEventResponse",
    "GUILD_SCHEDULED_EVENT_DELETE": "ExternalScheduledEventResponse",
    "GUILD_MEMBER_ADD": "GuildMemberResponse",
    "GUILD_CREATE": "GuildResponse",
}
PARTS = {
    "GUILD_ROLE_CREATE": {"role": "GuildRoleResponse"},
    "GUILD_ROLE_UPDATE": {"role": "GuildRoleResponse"},
    "GUILD_MEMBER_REMOVE": {"user": "UserResponse"},
    "GUILD_CREATE": {
        "channels": "GuildChannelResponse",
        "threads": "ThreadResponse",
        "members": "GuildMemberResponse",
        "guild_scheduled_events": "ExternalScheduledEventResponse",
    },
    "INTERACTION_CREATE": {"member": "GuildMemberResponse", "message": "MessageResponse", "user": "UserResponse"},
    "THREAD_MEMBERS_UPDATE": {"added_members": "ThreadMemberResponse"},
    "READY": {"user": "UserPIIResponse"},
}
LET_THROUGH: set[tuple[str, str, bytes]] = set()
"""Bodies without a problem, byte for byte, of which nothing but the bytes is looked at: every house of a run tells
Discord the same hundreds of commands."""


class Checks:
    """Holds the schema and the rules against what goes through. Without a schema it looks away."""

    def __init__(self, schema: Schema | None) -> None:
        self._schema = schema

    @property
    def templates(self) -> list[str]:
        return self._schema.templates if self._schema else []

    def knows(self, call: Call) -> bool:
        """Whether Discord has such a route at all."""
        return self._schema is None or self._schema.operation(call.method, call.route) is not None

    def request(self, discord: "Discord", call: Call) -> list[tuple[str, bool]]:
        """What is wrong with a request, and whether Discord would refuse it for that."""
        if self._schema is None:
            return []
        found = _told(self._schema.parameter_problems(call.method, call.route, call))
        same = (call.method, call.route, hashlib.sha256(call.raw).digest()) if call.raw and is_plain(call) else None
        if same in LET_THROUGH:
            return found
        problems = self._body(self._schema, discord, call)
        if same is not None and not problems:
            LET_THROUGH.add(same)
        return found + problems

    def _body(self, schema: Schema, discord: "Discord", call: Call) -> list[tuple[str, bool]]:
        found = _told(schema.body_problems(call.method, call.route, call))
        if any(refused for _, refused in found):
            return found  # the rules may rely on the shape
        return found + [
            (f"{problem} [{rule.source}]", rule.refused)
            for rule in RULES
            if rule.concerns(call)
            for problem in rule.find(discord, call)
        ]

    def answer(self, call: Call, answered: Answered) -> list[str]:
        """What is wrong with an answer of the stand-in."""
        if self._schema is None or answered.status >= 500:
            return []
        return self._schema.answer_problems(call.method, call.route, answered.status, answered.body)

    def event(self, event: str, data: Json) -> list[str]:
        """What is wrong with an event that the gateway carries."""
        if self._schema is None:
            return []
        found = list(self._part(WHOLE[event], data)) if event in WHOLE else []
        for key, component in PARTS.get(event, {}).items():
            for one in _several(data.get(key)):
                found += self._part(component, one)
        return [f"{event}: {each}" for each in found]

    def _part(self, component: str, value: Any) -> Iterator[str]:
        assert self._schema is not None
        for each in self._schema.component_problems(component, value):
            yield f"{component}: {each}"


def _told(problems: list[str]) -> list[tuple[str, bool]]:
    return [(each, "no such " not in each) for each in problems]  # Discord drops what it does not know


def _several(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
