"""What a circle chose about its dates and its sessions' places, and how far they were seen to."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.circles import MOST_MEMBERS
from bot.domain.depth import DepthWish
from bot.domain.errors import BadValue
from bot.domain.meanwhile import Meanwhile
from bot.domain.outward import AS_IT_BEGINS, Outward
from bot.domain.words import say

FEWEST_PLACES = 2
MISSED_KEPT = 12


class RoomReminder(StrEnum):
    """When the room is reminded of a date: a day before, an hour before, both, or not at all."""

    DAY = "day"
    HOUR = "hour"
    BOTH = "both"
    NONE = "none"


class Where(StrEnum):
    """Where sessions are held, on a platform with places of their own: in one for members alone, in one for everyone in
    the room, or in the room.
    """

    PRIVATE = "private"
    PUBLIC = "public"
    ROOM = "room"


class Keepsake(StrEnum):
    """Whether there is a picture of the circle at the close: none, with signs for the seats, or with names."""

    OFF = "off"
    ON = "on"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Customs:
    """`places` is how many may come to one session (None: everyone), `reminder` when the room is reminded,
    and `named` whether calendars say which circle it is.

    What was due to be said of dates up to `told_until` was said (`bot/domain/reminders.py`). `opened` has by series the
    start of its latest date that opened or was missed: no date up to it opens again. `missed` are the last of those
    that did not open because we were away. `where` sessions are held; their places are `cleared` a week later, or stay.
    `depth_wish` is what was wished for next time, while a session is on; `meanwhile` the prompts between sessions.
    `picture`: the circle picture at the close, off until wanted; `names_wished` is a digest of who wished for names in
    it and waits for a second voice, or "".
    """

    circle: str
    places: int | None = None
    reminder: RoomReminder = RoomReminder.DAY
    told_until: datetime | None = None
    opened: tuple[tuple[str, datetime], ...] = ()
    outward: Outward = AS_IT_BEGINS
    named: bool = False
    missed: tuple[datetime, ...] = ()
    where: Where = Where.PRIVATE
    cleared: bool = False
    picture: Keepsake = Keepsake.OFF
    names_wished: str = ""
    depth_wish: DepthWish | None = None
    meanwhile: Meanwhile | None = None

    def opened_until(self, plan: str) -> datetime | None:
        """The start of the latest date of a series that opened or was missed; None before the first."""
        return dict(self.opened).get(plan)


def with_opened(customs: Customs, plan: str, starts_at: datetime, plans: frozenset[str]) -> Customs:
    """A date of a series opened, or was missed; series that are not among `plans` any more are let go."""
    before = {key: at for key, at in customs.opened if key in plans}
    latest = max(starts_at, before.get(plan, starts_at))
    return replace(customs, opened=tuple(sorted({**before, plan: latest}.items())))


def with_missed(customs: Customs, starts: tuple[datetime, ...]) -> Customs:
    """Dates were missed: the last dozen of them is remembered."""
    return replace(customs, missed=(*customs.missed, *starts)[-MISSED_KEPT:])


def check_places(places: int) -> int | None:
    """How many may come: 2 to 12; 0 stands for everyone. Raises BadValue for any other number."""
    if places == 0:
        return None
    if not FEWEST_PLACES <= places <= MOST_MEMBERS:
        raise BadValue(say("A session has room for 2 to 12 people; 0 is for everyone who would like to come."))
    return places
