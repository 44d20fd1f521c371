"""What a circle shows outside of its room, where it wants that: its next dates in the platform's own calendar, a badge.

Off until wanted, and titled "Circle" unless the circle wants more (PRODUCT.md, Nothing leaks to those outside). What is
to be done follows from the circle as it is and from what was shown before, so nothing has to be cleared up by hand.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.circles import Circle
from bot.domain.meetings import coming

AHEAD = 2
"""So many dates are shown at least."""
_FAR = 60


class Shown(StrEnum):
    """`plain`: titled "Circle". `named`: with the circle's own name."""

    OFF = "off"
    PLAIN = "plain"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A date as it is shown outside; without a `title` it is called "Circle"."""

    date: str
    starts_at: datetime
    minutes: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outward:
    """What the circle chose, and what is shown of it: the dates, and whom the badge was given to, as a digest."""

    dates: Shown = Shown.OFF
    mirrored: tuple[Mirrored, ...] = ()
    badge: Shown = Shown.OFF
    given: str = ""


AS_IT_BEGINS = Outward()


@dataclass(frozen=True, slots=True)
class Dates:
    """What is to be shown (anew, or as it is now), what is to be taken away, and everything that is shown then."""

    show: tuple[Mirrored, ...]
    away: tuple[Mirrored, ...]
    then: tuple[Mirrored, ...]


def dates_of(circle: Circle, outward: Outward, now: datetime) -> Dates:
    """The next two dates, and those that are shown already and are still to come; what has begun is left as it is."""
    before = {each.date: each for each in outward.mirrored if each.starts_at > now}
    if outward.dates is Shown.OFF:
        return Dates((), tuple(before.values()), ())
    title = circle.name if outward.dates is Shown.NAMED else ""
    meetings = coming(circle, now, _FAR)
    then = tuple(
        Mirrored(meeting.id, meeting.occurrence.starts_at, meeting.occurrence.minutes, title)
        for place, meeting in enumerate(meetings)
        if place < AHEAD or meeting.id in before
    )
    there = {each.date for each in then}
    return Dates(
        tuple(each for each in then if before.get(each.date) != each),
        tuple(each for date, each in before.items() if date not in there),
        then,
    )


def digest_of(circle: Circle, badge: Shown) -> str:
    """What tells whether the badge has to be given or taken: nothing of anybody can be read from it; "" for none."""
    if badge is Shown.OFF:
        return ""
    people = sorted(member.person for member in circle.members)
    title = circle.name if badge is Shown.NAMED else ""
    return hashlib.sha256("\n".join((circle.id, title, *people)).encode()).hexdigest()[:16]


def without_dates(outward: Outward) -> Outward:
    """The platform does not let us show dates any more: nothing is shown, nor taken away."""
    return replace(outward, dates=Shown.OFF, mirrored=())


def without_badge(outward: Outward) -> Outward:
    """The platform does not let us give badges any more."""
    return replace(outward, badge=Shown.OFF, given="")
