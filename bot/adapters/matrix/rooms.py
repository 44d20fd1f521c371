"""The rooms of one account as their state says: members and names, encryption, who may read back, who may write.

Power levels are read here and not by nio: since room version 12 a room's creators stand above the levels and are not
listed in them.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.matrix.events import Event, sound
from bot.ports.rooms import RoomFacts

LONGEST_NAME = 60
SIDE = "app.bothways.side"
"""Our own state event in a side room: whose it is. The room itself remembers, so nothing can be lost."""
MADE = "app.bothways.made"
"""Our own state event in a room that we made for a circle: for which wish, and where the circle was before."""

_READ_BACK = ("shared", "world_readable")
_JOINERS = "\u200c\u200d"
_ALMIGHTY = 10**9
_FIRST_WITH_CREATORS_ABOVE = 12


@dataclass(slots=True)
class Room:
    """One room, kept up to date by `take`."""

    id: str
    me: str
    state: dict[tuple[str, str], Event] = field(default_factory=dict)
    joined_at: int | None = None
    """The server's time of our own joining, in milliseconds; None where the state does not tell."""

    def take(self, event: Event) -> Event | None:
        """Puts a well-formed state event in place; returns the one that it replaces, or None."""
        key = (event["type"], event["state_key"])
        before = self.state.get(key)
        self.state[key] = event
        if key == ("m.room.member", self.me) and membership(event) == "join" and not _was_joined(event):
            self.joined_at = event["origin_server_ts"]
        return before

    @property
    def encrypted(self) -> bool:
        return ("m.room.encryption", "") in self.state

    @property
    def side_of(self) -> str | None:
        """Whose side room this is; None for any other room, and for one that somebody else declares to be one."""
        event = self.state.get((SIDE, ""))
        person = event["content"].get("person") if event and event["sender"] == self.me else None
        return person if isinstance(person, str) else None

    @property
    def facts(self) -> RoomFacts:
        visibility = self._content("m.room.history_visibility").get("history_visibility", "shared")
        return RoomFacts(
            present=self.is_in(self.me),
            encrypted=self.encrypted,
            newcomers_read_back=visibility in _READ_BACK,
            may_write=self.may(self.me, "m.room.encrypted" if self.encrypted else "m.room.message"),
            makes_rooms=True,
            own=self.made_for is not None,
        )

    @property
    def made_for(self) -> str | None:
        """The wish for which we made this room; None for any other room, and for one where somebody else says so."""
        wish = self._made.get("wish")
        return wish if isinstance(wish, str) else None

    @property
    def moved_to(self) -> str | None:
        """The room in which this one goes on, after an upgrade."""
        replacement = self._content("m.room.tombstone").get("replacement_room")
        return replacement if isinstance(replacement, str) and ("m.room.tombstone", "") in self.state else None

    @property
    def came_from(self) -> str | None:
        """The room that this one goes on from: upgraded, or made by us for its circle."""
        before = self._content("m.room.create").get("predecessor")
        room = before.get("room_id") if isinstance(before, dict) else self._made.get("before")
        return room if isinstance(room, str) else None

    @property
    def members(self) -> tuple[str, ...]:
        """Who is in the room, in no order that means anything."""
        return tuple(key for (kind, key), event in self.state.items() if kind == "m.room.member" and _joined(event))

    def is_in(self, person: str) -> bool:
        event = self.state.get(("m.room.member", person))
        return event is not None and _joined(event)

    def is_asked_in(self, person: str) -> bool:
        """Whether somebody is invited and has not come."""
        event = self.state.get(("m.room.member", person))
        return event is not None and membership(event) == "invite"

    def name_of(self, person: str) -> str:
        """How somebody is called here: their display name, made safe; else the first part of their id."""
        event = self.state.get(("m.room.member", person))
        name = event["content"].get("displayname") if event else None
        shown = clean_name(name) if isinstance(name, str) else ""
        return shown or clean_name(person.removeprefix("@").partition(":")[0]) or person

    def may(self, person: str, kind: str, *, state: bool = False) -> bool:
        """Whether somebody may send events of this kind here."""
        levels = self._content("m.room.power_levels")
        default = levels.get("state_default", 50) if state else levels.get("events_default", 0)
        events = levels.get("events")
        needed = events.get(kind, default) if isinstance(events, dict) else default
        return self.is_in(person) and self.level(person) >= _number(needed, 0)

    def level(self, person: str) -> int:
        """How much somebody may do here; the creators of a room of version 12 or later may do everything."""
        create = self.state.get(("m.room.create", ""))
        levels = self._content("m.room.power_levels")
        if create is not None:
            version = create["content"].get("room_version", "1")
            others = create["content"].get("additional_creators")
            creators = {create["sender"], *(others if isinstance(others, list) else ())}
            above = creators_stand_above(str(version))
            if person in creators and (above or not levels):
                return _ALMIGHTY if above else 100
        users = levels.get("users")
        default = _number(levels.get("users_default"), 0)
        return _number(users.get(person), default) if isinstance(users, dict) else default

    @property
    def _made(self) -> dict[str, Any]:
        event = self.state.get((MADE, ""))
        return event["content"] if event and event["sender"] == self.me else {}

    def _content(self, kind: str) -> dict[str, Any]:
        event = self.state.get((kind, ""))
        return event["content"] if event else {}


def creators_stand_above(version: str) -> bool:
    """Whether the creators of such a room may do everything and must not be listed in its power levels."""
    return version.isdecimal() and int(version) >= _FIRST_WITH_CREATORS_ABOVE


def membership(event: Event) -> str:
    """What a member event says: join, leave, invite, ban, knock; "" for nonsense."""
    found = event["content"].get("membership")
    return found if isinstance(found, str) else ""


def clean_name(raw: str) -> str:
    """A name that cannot disguise itself or turn its surroundings round: one line, nothing invisible, 60 characters."""
    shown = "".join(
        sign if sign in _JOINERS or unicodedata.category(sign)[0] != "C" else " " if sign.isspace() else ""
        for sign in sound(raw)
    )
    return " ".join(shown.split())[:LONGEST_NAME].strip(_JOINERS)


def _joined(event: Event) -> bool:
    return membership(event) == "join"


def _was_joined(event: Event) -> bool:
    unsigned = event.get("unsigned")
    before = unsigned.get("prev_content") if isinstance(unsigned, dict) else None
    return isinstance(before, dict) and before.get("membership") == "join"


def _number(value: object, otherwise: int) -> int:
    """A power level; some old rooms hold them as texts."""
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
