"""Find a time: up to six times are proposed, members mark what works, one is picked. Nobody is ranked or named."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import BadValue, NotFound, NotPossibleNow
from bot.domain.words import say

MOST_TIMES = 6
STANDS = timedelta(days=2)
ENOUGH_MARKS = 2


class Picks(StrEnum):
    """Who picks: the facilitator, or the circle's rule: what works for most, the earliest of several."""

    FACILITATOR = "facilitator"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Poll:
    """Times that are proposed, earliest first, and who marked what.

    `marks` are (person, place of the time); `none` those for whom nothing of it works. `date` is the date that is to be
    moved ("": an extra one is looked for). By the rule it is picked when everyone has said something, or at `until`.
    """

    id: str
    circle: str
    times: tuple[datetime, ...]
    picks: Picks
    until: datetime
    date: str = ""
    marks: tuple[tuple[str, int], ...] = ()
    none: tuple[str, ...] = ()

    def works_for(self, place: int) -> int:
        """For how many this time works."""
        return sum(at == place for _, at in self.marks)

    def of(self, person: str) -> tuple[int, ...]:
        """The places that this person marked."""
        return tuple(at for who, at in self.marks if who == person)

    @property
    def answered(self) -> frozenset[str]:
        """Everybody who said something."""
        return frozenset((*(person for person, _ in self.marks), *self.none))


def open_poll(
    poll_id: str, circle: str, times: tuple[datetime, ...], picks: Picks, now: datetime, date: str = ""
) -> Poll:
    """A new poll. Raises BadValue for fewer than two times, more than six, the same one twice, or one in the past."""
    in_order = tuple(sorted(set(times)))
    if not 2 <= len(times) <= MOST_TIMES or len(in_order) < len(times):
        raise BadValue(
            say("Two to six different times can be proposed, for example: 2026-12-05 18:00; 2026-12-06 10:00.")
        )
    if in_order[0] <= now:
        raise BadValue(say("One of those times has passed. Times to come look like this: 2026-12-05 18:00."))
    half = (in_order[0] - now) / 2
    return Poll(poll_id, circle, in_order, picks, now + min(STANDS, half), date)


def mark(poll: Poll, person: str, place: int) -> Poll:
    """A time works for somebody; marked already: not any more. Raises NotFound for a time that is none of it."""
    if not 0 <= place < len(poll.times):
        raise NotFound(say("That time is not among those that were proposed."))
    here = (person, place)
    marks = tuple(each for each in poll.marks if each != here)
    if len(marks) == len(poll.marks):
        marks = (*marks, here)
    return replace(poll, marks=marks, none=tuple(each for each in poll.none if each != person))


def mark_none(poll: Poll, person: str) -> Poll:
    """Nothing of it works for this person; no reason is needed."""
    marks = tuple(each for each in poll.marks if each[0] != person)
    return replace(poll, marks=marks, none=(*(each for each in poll.none if each != person), person))


def without(poll: Poll, person: str) -> Poll:
    """The poll as the others left it."""
    marks = tuple(each for each in poll.marks if each[0] != person)
    return replace(poll, marks=marks, none=tuple(each for each in poll.none if each != person))


def check_pick(poll: Poll, place: int, now: datetime) -> datetime:
    """The time at this place. Raises NotFound for none of those, NotPossibleNow for one that has passed."""
    if not 0 <= place < len(poll.times):
        raise NotFound(say("That time is not among those that were proposed."))
    if poll.times[place] <= now:
        raise NotPossibleNow(say("That time has passed. Another one of those may still be to come."))
    return poll.times[place]


def by_rule(poll: Poll, now: datetime) -> int | None:
    """The place of the time that works for most, the earliest of several; None when none works for two."""
    ahead = [place for place, time in enumerate(poll.times) if time > now]
    best = max(ahead, key=lambda place: (poll.works_for(place), -place), default=None)
    return best if best is not None and poll.works_for(best) >= ENOUGH_MARKS else None


def is_settled(poll: Poll, members: frozenset[str], now: datetime) -> bool:
    """Whether the circle's rule picks now: everyone said something, or the time for it is up."""
    return poll.picks is Picks.MOST and (now >= poll.until or members <= poll.answered)
