"""The one permission check: who may use a command where. Cogs declare an `Access` and check nothing themselves."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.app.commands import Access, Command
from bot.domain.circles import Circle
from bot.domain.words import Text, say
from bot.ports.messages import Action

BY_SILENCE = 3
"""In a circle of up to three, one member's suggestion stands if nobody objects within a day (SESSION.md)."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not here, or not yet; `actions` offer what would make it possible."""

    text: Text
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggest:
    """Together with another member. `by_silence`: after a day without objection; else with a second voice."""

    by_silence: bool


Verdict: TypeAlias = Allowed | Refused | Suggest


def verdict(command: Command, circle: Circle | None, person: str) -> Verdict:
    """Whether `person` may use `command` in the room of `circle` (None: a room without one)."""
    if command.access is Access.ANYONE:
        return Allowed()
    if circle is None:
        return Refused(
            say("There is no circle in this room yet. Would you like to begin one?"),
            (Action(say("Begin a circle"), "circle create", word="create", emoji="✅", primary=True),),
        )
    if command.access is Access.CIRCLE:
        return Allowed()
    if circle.member(person) is None:
        return Refused(
            say(
                "That is for the members of {circle}. You are welcome to be one; reading along is fine, too.",
                circle=circle.name,
            ),
            (Action(say("I'd like in"), "circle join", word="join", emoji="🌱", primary=True),),
        )
    if command.access is Access.MEMBER or circle.facilitator == person or len(circle.members) == 1:
        return Allowed()
    return Suggest(by_silence=len(circle.members) <= BY_SILENCE)
