"""How long a session is, how many there are, and what has no end."""

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Draft, RefusedError
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.scan import Shape
from bot.domain.words import say

SHORTEST = 15
LONGEST = 240
MOST_TIMES = 999
_NO_MINUTES = (
    *(Kind.HOUR_MARK, Kind.HALF_DAY, Kind.UNIT, Kind.TIMES, Kind.SESSIONS, Kind.WEEKDAY, Kind.WEEKDAYS),
    *(Kind.MONTH, Kind.PART, Kind.OF),
)


def for_so_long(c: Cursor, d: Draft) -> bool:
    """For 20 minutes; an hour and a half long; for six weeks; and a length alone where the time of day is known."""
    led = c.term(Kind.FOR) is not None
    found = _so_long(c, d, led=led)
    if not found and not led and c.skip(Kind.ARTICLE):
        return _so_long(c, d, led=False)  # a 20-minute session
    return found


def _so_long(c: Cursor, d: Draft, *, led: bool) -> bool:
    mark, start = c.at, c.start
    minutes = _minutes(c, led=led or d.clock is not None)
    if minutes is not None:
        c.term(Kind.LONG)
        if d.minutes is not None or (c.ahead(Kind.AFTER_HOUR) and not led):
            return False
        if not SHORTEST <= minutes <= LONGEST:
            raise out_of_range(c.words(start))
        d.minutes = minutes
        return True
    c.at = mark
    number = c.number()
    unit = c.term(Kind.UNIT)
    long = c.term(Kind.LONG) is not None or led
    if (
        number is None
        or unit is None
        or d.span is not None
        or d.count is not None
        or not long
        or c.ahead(Kind.FROM_NOW)
    ):
        c.at = mark
        return False
    if number < 1:
        raise RefusedError(say("“{words}” is no time at all.", words=c.words(start)))
    d.span = (number, str(unit.value))
    return True


def so_often(c: Cursor, d: Draft) -> bool:
    """Six times; ten sessions."""
    c.term(Kind.FOR)
    start = c.start
    number = _times(c)
    if number is None and _one_session(c):
        return True
    if number is None or d.count is not None or d.span is not None:
        return False
    if not 1 <= number <= MOST_TIMES:
        raise RefusedError(say("“{words}”: a series has 1 to {most} dates.", words=c.words(start), most=MOST_TIMES))
    d.count = number
    return True


def so_often_in(c: Cursor, d: Draft) -> bool:
    """Once a week; twice a month, with so many days named."""
    start = c.start
    number = _times(c)
    if number is None or d.unit or d.per:
        return False
    mark = c.at
    unit = c.term(Kind.UNIT) if c.term(Kind.PER) else None
    if unit is None:
        c.at = mark
        periodic = c.term(Kind.PERIODIC)
        if periodic is None or not isinstance(periodic.value, tuple):
            return number == 1 and c.ahead(Kind.EVERY)
        d.unit, d.every = str(periodic.value[0]), int(periodic.value[1])
    else:
        d.unit = str(unit.value)
    d.per, d.unit_at, d.each = (number, d.unit), (start, c.end), True
    return True


def endless(c: Cursor, _d: Draft) -> bool:
    """Until further notice: nothing changes."""
    return c.term(Kind.ENDLESS) is not None


def out_of_range(words: str) -> RefusedError:
    """The refusal of a length that no session has."""
    return RefusedError(
        say(
            "“{words}”: a session lasts from {shortest} minutes to {longest}.",
            words=words,
            shortest=SHORTEST,
            longest=LONGEST,
        )
    )


def _times(c: Cursor) -> int | None:
    term = c.term(Kind.TIMES_PER)
    if term is not None:
        return term.value if isinstance(term.value, int) else None
    mark = c.at
    number = c.number()
    if number is not None and (c.term(Kind.TIMES) or (number > 1 and c.term(Kind.SESSIONS))):
        return number
    c.at = mark
    return None


def _one_session(c: Cursor) -> bool:
    """A session every Tuesday: that says nothing of how many."""
    c.number()
    return c.term(Kind.SESSIONS) is not None


def _minutes(c: Cursor, *, led: bool) -> int | None:
    """A length in minutes; `led`: something says that it is a length, and no time of day (2 heures)."""
    term = c.term(Kind.LENGTH)
    if term is not None:
        return term.value if isinstance(term.value, int) else None
    pair = c.shape(Shape.PAIR)
    if pair is not None:
        whole, tenths = pair.parts
        return whole * 60 + tenths * 6 if len(pair.text) == len("1,5") and c.term(Kind.HOUR) else None
    number = c.number()
    if number is None:
        return None
    if c.term(Kind.MINUTE):
        return number
    if (c.ahead(Kind.HOUR_MARK) and not led) or not c.term(Kind.HOUR):
        return None
    return number * 60 + _and_minutes(c, led=led)


def _and_minutes(c: Cursor, *, led: bool) -> int:
    """What comes after whole hours: "and a half", "and 20 minutes", 30."""
    if c.term(Kind.AND_A_HALF):
        return 30
    mark = c.at
    joined = c.term(Kind.AND) is not None
    minutes = c.number()
    if minutes is not None and minutes < 60:
        glued = c.tokens[c.at - 2].end == c.tokens[c.at - 1].start  # 1h30
        if c.term(Kind.MINUTE) or glued or (led and not joined and not c.ahead(*_NO_MINUTES)):
            return minutes
    c.at = mark
    return 0
