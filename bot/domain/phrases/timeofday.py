"""Times of day in a phrase: by the clock, as they are spoken, and from one to another."""

from collections.abc import Sequence

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Clock, Draft, RefusedError
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.scan import Shape
from bot.domain.words import say

_DAY = 1440
_HALF = 720
_NOON = 720


def from_to(c: Cursor, d: Draft) -> bool:
    """From 19:00 to 20:15; 7–9 pm; between 7 and 9."""
    if d.clock is not None or d.until_clock is not None:
        return False
    between = c.term(Kind.BETWEEN) is not None
    led = between or c.term(Kind.FROM) is not None
    led = c.term(Kind.AT) is not None or led
    begins = clock(c)
    if begins is None:
        return False
    through = c.term(Kind.AND) if between else c.shape(Shape.DASH) or c.term(Kind.TO, Kind.UNTIL)
    if through is None:
        return False
    c.term(Kind.AT)
    ends = clock(c)
    if ends is None or _begins_a_date(c, ends, led=False):
        return False
    if not led and not _looks_like_hours(c, begins, ends):
        return False
    d.clock, d.until_clock = begins, ends
    return True


def led_time(c: Cursor, d: Draft) -> bool:
    """At 19:00; um halb acht; a las 7."""
    begins = c.ahead(Kind.FROM)
    return (c.sign("@") or c.term(Kind.AT) is not None) and _at_time(c, d, led=not begins)


def bare_time(c: Cursor, d: Draft) -> bool:
    """19:00; 7 pm; and a bare number, where it can be nothing else."""
    return _at_time(c, d, led=False)


def _at_time(c: Cursor, d: Draft, *, led: bool) -> bool:
    if d.clock is not None:
        return False
    found = clock(c, led=led)
    if found is None or _begins_a_date(c, found, led=led):
        return False
    d.clock = found
    return True


def part_of_day(c: Cursor, d: Draft) -> bool:
    """In the evening; evenings."""
    if d.clock is None and c.ahead(Kind.NOON):
        return False
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    term = c.term(Kind.PARTS, Kind.PART)
    if term is None or d.part is not None:
        return False
    d.part = (term.numbers[0], term.numbers[1])
    d.each = d.each or term.kind is Kind.PARTS
    return True


def clock(c: Cursor, *, led: bool = False) -> Clock | None:
    """A time of day, however it is put; None where there is none. Raises RefusedError for one that no day has."""
    mark, start = c.at, c.start
    for way in (_digits, _fraction, _hour, _noon):
        found = way(c, led=led)
        if found is not None:
            times, literal = found
            return Clock(tuple(time % _DAY for time in times), literal, start, c.end)
        c.at = mark
    return None


_Found = tuple[Sequence[int], bool] | None


def _digits(c: Cursor, *, led: bool) -> _Found:
    """19:30, 7.30, 7:30 pm."""
    token = c.shape(Shape.CLOCK, Shape.PAIR)
    if token is None:
        return None
    hour, minute = token.parts
    if token.shape is Shape.PAIR and (len(token.text.partition(".")[2]) != 2 or _may_be_a_date(c, minute, led=led)):
        return None
    if hour > 23 or minute > 59:
        raise RefusedError(say("“{words}” is no time of day.", words=c.words(token.start)))
    c.term(Kind.HOUR_MARK)
    half = _half_of_day(c, hour, minute)
    return half or (_both(hour, minute), True)


def _may_be_a_date(c: Cursor, second: int, *, led: bool) -> bool:
    """Whether 19.10 may be the nineteenth of October."""
    return c.lexicon.dotted_dates and second <= 12 and not led and not c.ahead(Kind.HOUR_MARK)


def _fraction(c: Cursor, *, led: bool) -> _Found:  # noqa: ARG001 - one of several ways, all called alike
    """Halb acht, dreiviertel acht, quarter past seven, zehn vor halb acht."""
    mark = c.at
    spoken = c.term(Kind.HALF_TO, Kind.PART_TO)
    hour = _full_hour(c) if spoken else None
    if spoken is None or hour is None:
        c.at = mark
        return _past_or_to(c)
    times = _shifted(hour, _int(spoken.value) - (60 if spoken.kind is Kind.PART_TO else 0))
    chosen = _half_named(c, times)
    return (chosen, True) if chosen else (times, False)


def _past_or_to(c: Cursor) -> _Found:
    digits = c.here is not None and c.here.shape is Shape.NUMBER
    minutes = _minutes(c)
    if minutes is None:
        return None
    c.term(Kind.MINUTE)
    way = c.term(Kind.AFTER_HOUR, Kind.BEFORE_HOUR)
    if way is None or (digits and c.lexicon.spoken_to and way.kind is Kind.BEFORE_HOUR):
        return None  # "10 to 12" is from ten to twelve
    c.term(Kind.AT)
    half = c.term(Kind.HALF_TO)
    hour = _full_hour(c)
    if hour is None:
        return None
    offset = minutes if way.kind is Kind.AFTER_HOUR else -minutes
    times = _shifted(hour, offset + (_int(half.value) if half else 0))
    chosen = _half_named(c, times)
    return (chosen, True) if chosen else (times, False)


def _hour(c: Cursor, *, led: bool) -> _Found:
    """19 Uhr, 7 pm, sept heures et demie, ocho menos cuarto, seven thirty, 7."""
    start, digits = c.start, c.here is not None and c.here.shape is Shape.NUMBER
    hour = c.number()
    if hour is None:
        return None
    if hour > 24:
        if led and digits and hour < 1000 and not c.ahead(Kind.MONTH, Kind.OF):
            raise RefusedError(say("“{words}” is no time of day.", words=c.words(start)))
        return None
    half = _half_of_day(c, hour, 0)
    if half:
        return half
    marked = c.term(Kind.HOUR_MARK) is not None
    minutes = _after_hour(c, digits=digits, marked=marked)
    if hour == 24 and not led and not marked:
        return None
    if hour == 24:
        raise _midnight() if not minutes else RefusedError(say("“{words}” is no time of day.", words=c.words(start)))
    if minutes is None:
        named = _half_of_day(c, hour, 0)
        return named or (_both(hour, 0), hour > 12 or hour == 0 or (marked and hour > c.lexicon.hours_in_doubt))
    offset, written = minutes
    times = _shifted(_both(hour, 0), offset)
    chosen = _half_named(c, times)
    return (chosen, True) if chosen else (times, hour > 12 or (marked and written))


def _after_hour(c: Cursor, *, digits: bool, marked: bool) -> tuple[int, bool] | None:
    """What comes after an hour: minutes, and whether they are written as on a clock (8 Uhr 30)."""
    mark = c.at
    sign = c.term(Kind.PLUS, Kind.MINUS)
    if sign is not None:
        minutes = _minutes(c)
        if minutes is not None and not c.ahead(Kind.UNIT, Kind.MINUTE, Kind.HOUR, Kind.TIMES, Kind.WEEKDAY, Kind.MONTH):
            return (minutes if sign.kind is Kind.PLUS else -minutes), False
        c.at = mark
        return None
    minutes = c.number()
    ends = not c.ahead(Kind.UNIT, Kind.MINUTE, Kind.HOUR, Kind.TIMES, Kind.MONTH, Kind.WEEKDAY, Kind.HOUR_MARK)
    if minutes is not None and (marked or not digits) and (10 <= minutes <= 59 or (marked and minutes <= 59)) and ends:
        return minutes, marked
    c.at = mark
    return None


def _noon(c: Cursor, *, led: bool) -> _Found:  # noqa: ARG001 - as above
    if c.term(Kind.MIDNIGHT):
        raise _midnight()
    if not c.term(Kind.NOON):
        return None
    mark = c.at
    sign = c.term(Kind.PLUS)
    minutes = _minutes(c) if sign else None
    if minutes is None:
        c.at = mark
    return (_NOON + (minutes or 0),), True


def _full_hour(c: Cursor) -> tuple[int, ...] | None:
    """The hour that minutes are told from, in both halves of the day."""
    if c.term(Kind.NOON):
        return (_NOON,)
    hour = c.number()
    if hour is None or not 0 <= hour <= 23:
        return None
    c.term(Kind.HOUR_MARK)
    return _both(hour, 0)


def _minutes(c: Cursor) -> int | None:
    term = c.term(Kind.QUARTER)
    if term is not None:
        return _int(term.value)
    minutes = c.number()
    return minutes if minutes is not None and 1 <= minutes <= 59 else None


def _half_of_day(c: Cursor, hour: int, minute: int) -> _Found:
    """7 pm. Raises RefusedError for 13 pm."""
    start = c.start
    term = c.term(Kind.HALF_DAY)
    if term is None:
        return None
    if not 1 <= hour <= 12:
        raise RefusedError(say("“{words}” is no time of day.", words=f"{hour} {c.words(start)}"))
    if hour == 12 and minute == 0 and not term.value:
        raise _midnight()
    return ((hour % 12 + _int(term.value)) * 60 + minute,), True


def _half_named(c: Cursor, times: Sequence[int]) -> tuple[int, ...]:
    """Half past seven pm: the one of the times that is in this half of the day."""
    mark = c.at
    term = c.term(Kind.HALF_DAY)
    if term is None:
        return ()
    found = tuple(time for time in times if (time % _DAY >= _HALF) == bool(term.value))
    if not found:
        c.at = mark
    return found


def _both(hour: int, minute: int) -> tuple[int, ...]:
    """The time as it is written, and twelve hours on where that could be meant, too."""
    written = hour * 60 + minute
    return (written,) if hour == 0 or hour > 12 else (written, (written + _HALF) % _DAY)


def _shifted(times: Sequence[int], by: int) -> tuple[int, ...]:
    return tuple((time + by) % _DAY for time in times)


def _looks_like_hours(c: Cursor, begins: Clock, ends: Clock) -> bool:
    """Whether "7-9" was said with something that makes it hours: a mark, a colon, a half of the day."""
    return any(not c.words(each.start, each.end).strip().isdigit() for each in (begins, ends)) or bool(c.done)


def _begins_a_date(c: Cursor, found: Clock, *, led: bool) -> bool:
    """Whether a bare number just gone past belongs to what comes: 3 March, 3 weeks, 6 times."""
    if not c.tokens[c.at - 1].start <= found.start:
        return False
    mark = c.at
    if not led:
        c.term(Kind.OF)
    month = c.ahead(Kind.MONTH)
    c.at = mark
    return month or c.ahead(Kind.UNIT, Kind.TIMES, Kind.SESSIONS, Kind.MINUTE)


def _midnight() -> RefusedError:
    return RefusedError(
        say("Midnight can be the beginning or the end of a day; 00:00 is its beginning, and 23:59 its end.")
    )


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
