"""What the test and the bot's process say to each other, as JSON lines over one Unix socket, in three roles.

`events`: the test brings events and moments, the process answers when it has kept them. `posts`: the process asks the
chat platform to show something. `boundaries`: the process stops at each boundary and waits to be told to go on.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeAlias, get_args

from bot.ports.messages import Inbound, Origin

Json: TypeAlias = dict[str, Any]

EVENTS, POSTS, BOUNDARIES = "events", "posts", "boundaries"
ACCOUNT = "stand-in"
ROOM = "stand-in:hearth"
GO_ON = b"go on\n"

_KINDS = {kind.__name__: kind for kind in get_args(Inbound)}


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place where a process may die: what it was doing, and how far it was with that.

    In a transaction (`open`, `event`, `timer`, `claim`, `mark`, `retry`, `drop`, `tidy`): before a `statement` that
    writes, before the `commit`, and `after` it. On the way to the platform (`send`, `edit`): `before`, `arrived` (the
    platform was asked, and does nothing), `stored` (the platform has it, and the process does not know), and `after`.
    """

    doing: str
    place: str
    detail: str = ""

    @property
    def kind(self) -> str:
        return f"{self.doing} {self.place}"


@dataclass(frozen=True, slots=True)
class Life:
    """What one process of the bot begins with. `identity`: the folder of its account on Matrix, if it is there.

    `warming`: the warm process lives this itself, which nothing may end early; those after it know what it learned.
    """

    socket: str
    database: str
    key: str
    at: str
    room: str = ROOM
    identity: str = ""
    warming: bool = False

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def packed(event: Inbound) -> Json:
    """An event as JSON."""
    fields = asdict(event)
    fields["origin"]["at"] = event.origin.at.isoformat()
    return {"kind": type(event).__name__, **fields}


def unpacked(raw: Json) -> Inbound:
    """The event that `packed` made this of."""
    fields = {name: value for name, value in raw.items() if name not in {"kind", "origin"}}
    origin = Origin(**{**raw["origin"], "at": datetime.fromisoformat(raw["origin"]["at"])})
    if "values" in fields:
        fields["values"] = tuple((name, value) for name, value in fields["values"])
    event: Inbound = _KINDS[raw["kind"]](origin=origin, **fields)
    return event
