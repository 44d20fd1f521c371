"""What a platform tells of a room: who can read it, and what we are let do there."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.words import Text


class Ability(StrEnum):
    """What a platform may let us do in a room: post there; open a private place for each session, and post in it; read
    what was said while we were away; show dates in the platform's own calendar; give members a badge.
    """

    WRITE = "write"
    PLACES = "places"
    WRITE_IN_PLACES = "write in places"
    READ_BACK = "read back"
    DATES = "dates"
    BADGES = "badges"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that we are not let do; `named` is what the platform calls the permission."""

    what: Ability
    named: Text


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What a platform tells of a room. `newcomers_read_back`: who joins later can read what was said before.

    `present`: we are in it; `may_write`: we may post there. None: the platform does not say. `makes_rooms`: we can make
    rooms there (`RoomWanted`), and leave them (`RoomLeft`); `own`: this is one that we made. `lacks` is what we are not
    let do, and `mend_at` an address at which whoever runs the place can allow it. `reads_along` says who can read along
    by a right of the platform. `blind_on` is the platform's name, where we do not even ask for what people say.
    `shows_dates` and `gives_badges`: the platform has a calendar of its own, and badges (`DateShown`, `BadgeWanted`).
    """

    present: bool = True
    encrypted: bool | None = None
    newcomers_read_back: bool | None = None
    may_write: bool | None = None
    makes_rooms: bool = False
    own: bool = False
    lacks: tuple[Lack, ...] = ()
    mend_at: str = ""
    reads_along: Text | None = None
    blind_on: str = ""
    shows_dates: bool = False
    gives_badges: bool = False

    def lack(self, what: Ability) -> Lack | None:
        """What we would need and do not have; None where it is allowed."""
        return next((each for each in self.lacks if each.what is what), None)
