"""What is done on a platform besides messages: a room made or left, dates in its own calendar, a badge for members."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.domain.words import Text


@dataclass(frozen=True, slots=True)
class RoomWanted:
    """A room of a circle's own, made before the post that says so is sent; once for the same `key` and room.

    `invited` are asked in; `moderator`, one of them, may do there what a room's maker may. It is encrypted, and read
    from joining on. The platform tells with `RoomMoved` when it is there.
    """

    key: str
    name: str
    invited: tuple[str, ...]
    moderator: str


@dataclass(frozen=True, slots=True)
class DateShown:
    """A date in the platform's own calendar, made once for the same `key`; `gone`: it is taken away."""

    key: str
    title: Text
    starts_at: datetime
    minutes: int
    gone: bool = False
    kind: Literal["date"] = "date"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class BadgeWanted:
    """A badge that exactly the `holders` have, and that allows nothing; made once for the same `key`.

    `gone`: it is taken away.
    """

    key: str
    title: Text
    holders: tuple[str, ...]
    gone: bool = False
    kind: Literal["badge"] = "badge"


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """We leave the room, after all that was to be said there."""

    kind: Literal["room left"] = "room left"


Errand: TypeAlias = DateShown | BadgeWanted | RoomLeft
