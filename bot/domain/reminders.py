"""What is to be said of the dates to come, when, and to whom: reminders, the evening's question, offers that end.

All of it follows from the state of the circle at the moment that it is asked for, so a date that moved or an answer
that changed needs no clearing up. "A day before" is the same wall time the day before in the circle's zone, "an hour
before" elapsed time, "the evening before" 18:00 in the person's zone (SESSION.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.circles import Circle, CircleState
from bot.domain.customs import Customs, RoomReminder
from bot.domain.meetings import Meeting, coming
from bot.domain.polls import Picks, Poll
from bot.domain.rsvp import Answer, Rsvp

EVENING = time(18, 0)
QUIET = (time(22, 0), time(8, 0))
"""From when to when nobody is reminded a day before, unless they chose other hours."""
NEAR = 8
"""So many coming dates are looked at: more than any two days hold."""


class Before(StrEnum):
    """How long before a date a person would like to be reminded."""

    DAY = "day"
    HOUR = "hour"
    TEN = "ten"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person asked for in one circle: when to be reminded, and tomorrow's prompt the evening before.

    Whoever asked for anything is told privately; `room` is where they asked. `quiet` are the hours, from when to when
    in their own zone, in which nothing is said to them (None: they chose no hours).
    """

    person: str
    circle: str
    room: str
    before: Before = Before.NONE
    prompt: bool = False
    quiet: tuple[time, time] | None = None


class Kind(StrEnum):
    """`room`: one line in the room. `own`: one for one person. `few`: the evening's question. `prompt`: tomorrow's.
    `offer`: a place that waited for somebody. `poll`: the time to mark what works is up.
    """

    ROOM = "room"
    OWN = "own"
    FEW = "few"
    PROMPT = "prompt"
    OFFER = "offer"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be said or settled at a moment: about a date (or a poll) by its name, for a person or for all."""

    at: datetime
    kind: Kind
    about: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that an agenda follows from: `rsvps` by the date's name, `zones` of those who chose one by person."""

    circle: Circle
    customs: Customs
    rsvps: Mapping[str, Rsvp]
    wishes: tuple[Wishes, ...]
    zones: Mapping[str, str]
    polls: tuple[Poll, ...] = ()


def due(situation: Situation, after: datetime, now: datetime) -> tuple[Item, ...]:
    """What was due after one moment and up to another, in order. Of what is said to somebody about one date only the
    latest is left: after a time away nothing comes twice, and nothing of a date that has begun.
    """
    latest: dict[tuple[Kind, str, str], Item] = {}
    for item in sorted(_all(situation, now), key=_order):
        if after < item.at <= now:
            latest[item.kind, item.about, item.person] = item
    return tuple(sorted(latest.values(), key=_order))


def next_at(situation: Situation, after: datetime, now: datetime) -> datetime | None:
    """When something is due next after a moment; None when nothing is."""
    return min((item.at for item in _all(situation, now) if item.at > after), default=None)


def _all(situation: Situation, now: datetime) -> Iterator[Item]:
    """Every item of the dates that have not begun at `now`, and of the polls."""
    circle = situation.circle
    yield from (Item(poll.until, Kind.POLL, poll.id) for poll in situation.polls if poll.picks is Picks.MOST)
    if circle.state is CircleState.RESTING:
        return
    for meeting in coming(circle, now, NEAR):
        rsvp = situation.rsvps.get(meeting.id)
        yield from _of_room(situation, meeting, rsvp)
        for wish in situation.wishes:
            if circle.member(wish.person) is not None and _invited(rsvp, wish.person):
                yield from _of_person(meeting, wish, situation.zones.get(wish.person, circle.zone))
        for offer in rsvp.offers if rsvp else ():
            yield Item(offer.until, Kind.OFFER, meeting.id, offer.person)


def _invited(rsvp: Rsvp | None, person: str) -> bool:
    """Whether a reminder is any use: not to one who said no, nor to one who waits for a place."""
    return rsvp is None or not (rsvp.of(person) is Answer.NO or rsvp.waits(person))


def _of_room(situation: Situation, meeting: Meeting, rsvp: Rsvp | None) -> Iterator[Item]:
    starts, reminder = meeting.occurrence.starts_at, situation.customs.reminder
    if reminder in (RoomReminder.DAY, RoomReminder.BOTH):
        yield Item(day_before(meeting), Kind.ROOM, meeting.id)
    if reminder in (RoomReminder.HOUR, RoomReminder.BOTH):
        yield Item(_elapsed(starts, timedelta(hours=1)), Kind.ROOM, meeting.id)
    if len(situation.circle.members) > 1 and not (rsvp and rsvp.talk):
        yield Item(evening_before(starts, meeting.plan.series.zone), Kind.FEW, meeting.id)


def _of_person(meeting: Meeting, wish: Wishes, zone: str) -> Iterator[Item]:
    starts, quiet = meeting.occurrence.starts_at, wish.quiet
    match wish.before:
        case Before.DAY:
            yield Item(
                outside(day_before(meeting), zone, quiet or QUIET, latest=starts), Kind.OWN, meeting.id, wish.person
            )
        case Before.HOUR | Before.TEN:
            minutes = 60 if wish.before is Before.HOUR else 10
            at = outside(_elapsed(starts, timedelta(minutes=minutes)), zone, quiet, latest=starts)
            yield Item(at, Kind.OWN, meeting.id, wish.person)
        case Before.NONE:
            pass
    if wish.prompt:
        at = outside(evening_before(starts, zone), zone, quiet, latest=starts)
        yield Item(at, Kind.PROMPT, meeting.id, wish.person)


def day_before(meeting: Meeting) -> datetime:
    """The same wall time the day before, in the zone of the series."""
    zone = ZoneInfo(meeting.plan.series.zone)
    local = meeting.occurrence.starts_at.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def evening_before(starts_at: datetime, zone: str) -> datetime:
    """18:00 on the day before, as that day is in a zone."""
    there = ZoneInfo(zone)
    day = starts_at.astimezone(there).date() - timedelta(days=1)
    return datetime.combine(day, EVENING, tzinfo=there).astimezone(UTC)


def outside(at: datetime, zone: str, quiet: tuple[time, time] | None, *, latest: datetime) -> datetime:
    """A moment outside somebody's quiet hours: when those are over, or, where that is not before `latest`, when they
    begin.
    """
    if quiet is None or quiet[0] == quiet[1]:
        return at
    there = ZoneInfo(zone)
    begins, over = quiet
    local = at.astimezone(there)
    clock = local.time().replace(fold=0)
    inside = begins <= clock < over if begins < over else clock >= begins or clock < over
    if not inside:
        return at
    first = local.date() if clock >= begins else local.date() - timedelta(days=1)
    last = first if begins < over else first + timedelta(days=1)
    morning = datetime.combine(last, over, tzinfo=there).astimezone(UTC)
    if morning < latest:
        return morning
    return datetime.combine(first, begins, tzinfo=there).astimezone(UTC) - timedelta(minutes=1)


def _elapsed(starts_at: datetime, before: timedelta) -> datetime:
    return starts_at.astimezone(UTC) - before


def _order(item: Item) -> tuple[datetime, str, str, str]:
    return item.at, item.kind, item.about, item.person
