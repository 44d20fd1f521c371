"""The time of day and the length that a phrase gives; asked back where the half of the day is not said."""

from dataclasses import dataclass, field
from datetime import time

from bot.domain.phrases.draft import Clock, Doubt, Draft, Option, RefusedError
from bot.domain.phrases.lengths import LONGEST, SHORTEST, out_of_range
from bot.domain.words import say

_DAY = 1440
_SMALL_HOURS = 300


@dataclass(slots=True)
class Hours:
    """When it starts, and for how many minutes where that was said; `start` None: there is a doubt."""

    start: time | None = None
    minutes: int | None = None
    doubts: list[Doubt] = field(default_factory=list)


def hours_of(d: Draft) -> Hours:
    """The hours of a phrase. Raises RefusedError where there is no time of day, or none that can be."""
    if d.clock is None:
        raise RefusedError(say("At what time of day?"))
    if d.until_clock is not None:
        return _from_to(d, d.clock, d.until_clock)
    times = _fitting(d.clock, d.part)
    if len(times) > 1:
        options = tuple(Option(_written(at), _written(at)) for at in times)
        return Hours(doubts=[Doubt(d.clock.start, d.clock.end, say("Which time of day is meant?"), options)])
    return Hours(_time(times[0]), d.minutes)


def _from_to(d: Draft, begins: Clock, ends: Clock) -> Hours:
    """The pairs of times that make a session of a possible length."""
    pairs = [
        (first, last, (last - first) % _DAY)
        for first in _all_fitting(begins, d.part)
        for last in _all_fitting(ends, None if d.part is None else (d.part[0], d.part[1] + LONGEST))
    ]
    if begins.literal and ends.literal and d.part is None:
        pairs = [pair for pair in pairs if pair[:2] == (begins.times[0], ends.times[0])]
    possible = [pair for pair in pairs if SHORTEST <= pair[2] <= LONGEST]
    if not possible:
        raise out_of_range(f"{_written(begins.times[0])}–{_written(ends.times[0])}")
    if len(possible) > 1:
        options = tuple(Option(f"{_written(a)}–{_written(b)}", f"{_written(a)}-{_written(b)}") for a, b, _ in possible)
        return Hours(doubts=[Doubt(begins.start, ends.end, say("Which time of day is meant?"), options)])
    first, _, minutes = possible[0]
    if d.minutes is not None and d.minutes != minutes:
        raise RefusedError(say("Two lengths were said; one is enough."))
    return Hours(_time(first), minutes)


def _fitting(clock: Clock, part: tuple[int, int] | None) -> tuple[int, ...]:
    """The times that can be meant. Raises RefusedError where none is in that part of the day."""
    if part is None:
        return clock.times[:1] if clock.literal else tuple(dict.fromkeys(clock.times))
    found = _all_fitting(clock, part)
    if not found:
        raise RefusedError(
            say("{time} is in another part of the day than the one that was said.", time=_written(clock.times[0]))
        )
    if part[1] >= _DAY and found[0] < _SMALL_HOURS:
        raise RefusedError(
            say("After midnight a new day has begun: name that day, and the time as 01:00, for example.")
        )
    return found


def _all_fitting(clock: Clock, part: tuple[int, int] | None) -> tuple[int, ...]:
    if part is None:
        return clock.times[:1] if clock.literal and clock.times[0] >= _DAY // 2 else clock.times
    first, last = part
    return tuple(at for at in clock.times if first <= at <= last or first <= at + _DAY <= last)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _written(minutes: int) -> str:
    return f"{_time(minutes):%H:%M}"
