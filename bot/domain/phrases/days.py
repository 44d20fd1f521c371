"""Single days in a phrase: by the calendar (3 March, 3.4., 2027-04-03) and from today (tomorrow, next Tuesday)."""

from datetime import date, timedelta

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Days, Named, RefusedError, When, later
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.scan import Shape, Token
from bot.domain.words import say

_WEEK = timedelta(days=7)
_FIRST_YEAR = 1900
_LAST_YEAR = 2999


def day(c: Cursor, today: date) -> When | None:
    """One day, with the weekday that may be said with it."""
    mark, start = c.at, c.start
    for way in (_relative, _of_a_week, _dated):
        found = way(c, today, start)
        if found is not None:
            return found
        c.at = mark
    return None


# --- by the calendar --------------------------------------------------------------------------------------------------


def _dated(c: Cursor, today: date, start: int) -> When | None:
    """Tuesday 3 March 2027; 3.3.; 03/04, which may be either; 2027-03-03."""
    weekday = c.term(Kind.WEEKDAY)
    if weekday is not None:
        c.sign(".")
        c.sign(",")
        c.skip(Kind.ON, Kind.ARTICLE)
    begin = c.start
    meant = _numeric(c) or _by_name(c)
    if not meant:
        return None
    words = c.words(begin)
    meant = tuple(each for each in meant if each.exists)
    if not meant:
        raise RefusedError(say("“{words}” is no date that exists.", words=words))
    if weekday is not None and isinstance(weekday.value, int):
        meant = _on_weekday(meant, weekday.value, today, c.words(start))
    return When(meant, start, c.end)


def _on_weekday(meant: tuple[Named, ...], weekday: int, today: date, words: str) -> tuple[Named, ...]:
    """Those that fall on the weekday that was said. Raises RefusedError when none does."""
    fit = tuple(each for each in meant if each.days(today)[0].weekday() == weekday)
    if not fit:
        raise RefusedError(say("“{words}” do not go together: that date is another day of the week.", words=words))
    return fit


def _numeric(c: Cursor) -> tuple[Named, ...]:
    """A date in digits; where day and month could change places, both."""
    token = c.shape(Shape.ISO, Shape.SLASHED, Shape.DOTTED)
    if token is None and c.lexicon.dotted_dates:
        mark = c.at
        token = c.shape(Shape.PAIR)
        if token is not None and ("," in token.text or token.parts[1] > 12):
            c.at, token = mark, None
    if token is None:
        return ()
    if token.shape is Shape.ISO:
        in_window = c.here is not None and c.here.text == "/"
        return () if in_window else (Named(*token.parts),)
    one, other, *rest = token.parts
    year = _in_this_century(rest[0]) if rest else None
    day_first = Named(year, other, one)
    month_first = Named(year, one, other)
    if _day_comes_first(c, token) or one == other or not month_first.exists:
        return (day_first,)
    return (day_first, month_first) if day_first.exists else (month_first,)


def _day_comes_first(c: Cursor, token: Token) -> bool:
    return c.lexicon.dotted_dates and token.shape in (Shape.DOTTED, Shape.PAIR)


def _by_name(c: Cursor) -> tuple[Named, ...]:
    """3 March 2027; March 3rd; le 1er mars; 3 de marzo."""
    mark = c.at
    number = _day_number(c)
    if number is not None:
        c.skip(Kind.OF, Kind.ARTICLE)
        month = c.term(Kind.MONTH)
        if month is not None and isinstance(month.value, int):
            return (Named(year_after(c), month.value, number),)
    c.at = mark
    month = c.term(Kind.MONTH)
    if month is None or not isinstance(month.value, int):
        return ()
    c.skip(Kind.ARTICLE)
    number = _day_number(c)
    if number is None or number > 99 or c.ahead(Kind.HALF_DAY, Kind.HOUR_MARK, Kind.TIMES, Kind.UNIT):
        return ()
    return (Named(year_after(c), month.value, number),)


def _day_number(c: Cursor) -> int | None:
    number = c.ordinal()
    if number is None:
        number = c.number()
    return number if number is not None and number >= 0 else None


def year_after(c: Cursor) -> int | None:
    """The year that may come after a month: 3 April, 2027; de 2027."""
    mark = c.at
    c.sign(",")
    c.skip(Kind.OF)
    year = _year(c)
    if year is None:
        c.at = mark
    return year


def _year(c: Cursor) -> int | None:
    token = c.shape(Shape.NUMBER)
    if token is None:
        return None
    if len(token.text) == len("2027") and _FIRST_YEAR <= token.parts[0] <= _LAST_YEAR:
        return token.parts[0]
    c.at -= 1
    return None


def _in_this_century(year: int) -> int:
    return year + 2000 if year < 100 else year


def month_or_year(c: Cursor) -> Named | None:
    """A whole month, or a whole year."""
    month = c.term(Kind.MONTH)
    if month is not None and isinstance(month.value, int):
        return Named(year_after(c), month.value)
    year = _year(c)
    return Named(year) if year else None


# --- from today -------------------------------------------------------------------------------------------------------


def _relative(c: Cursor, today: date, start: int) -> When | None:
    """Tomorrow; in two weeks; Tuesday in two weeks; a week from Tuesday."""
    weekday = c.term(Kind.WEEKDAY)
    if weekday is not None:
        c.skip(Kind.OF) if not c.ahead(Kind.IN) else None
    near = c.term(Kind.DAY) if weekday is None else None
    if near is not None and isinstance(near.value, int):
        base = later(today, near.value, "day")
        more = _in_so_many(c, base)
        return When(tuple((each, each) for each in more) or ((base, base),), start, c.end)
    found = _in_so_many(c, today)
    if not found:
        return None
    if weekday is not None and isinstance(weekday.value, int):
        found = _weekday_near(found, weekday.value, today)
    return When(tuple((each, each) for each in found), start, c.end)


def _weekday_near(found: tuple[date, ...], weekday: int, today: date) -> tuple[date, ...]:
    """The weekday so many weeks after its next one, and the one in the week that so many weeks from now is."""
    days: list[date] = []
    for each in found:
        ahead = (weekday - today.weekday()) % 7 or 7
        days += [each + timedelta(days=ahead), each + timedelta(days=weekday - each.weekday())]
    return tuple(sorted({each for each in days if each > today}))


def _in_so_many(c: Cursor, base: date) -> tuple[date, ...]:
    """In two weeks; two weeks from now."""
    mark = c.at
    led = c.term(Kind.IN) is not None
    start = c.start
    number = c.number()
    unit = c.term(Kind.UNIT) if number is not None else None
    if number is None or unit is None or not (c.term(Kind.FROM_NOW) or led):
        c.at = mark
        return ()
    if number > 999:
        raise RefusedError(say("“{words}”: that is too far away to plan.", words=c.words(start)))
    numbers = [number]
    if unit.value == "day" and c.lexicon.loose_days and number in c.lexicon.loose_days:
        numbers.insert(0, c.lexicon.loose_days[number])
    return tuple(later(base, each, str(unit.value)) for each in numbers)


def _of_a_week(c: Cursor, today: date, start: int) -> When | None:
    """Next Tuesday; this Tuesday; Tuesday of next week; next week on Tuesday; and one that has gone by."""
    mark = c.at
    days = period(c, today, "week")
    if days is not None:
        c.sign(",")
        c.skip(Kind.ON, Kind.ARTICLE, Kind.OF)
        weekday = c.term(Kind.WEEKDAY)
        if weekday is None or not isinstance(weekday.value, int):
            return None
        chosen = days[0] + timedelta(days=weekday.value)
        return When(((chosen, chosen),), start, c.end)
    c.at = mark
    way = c.term(Kind.NEXT, Kind.THIS)
    weekday = c.term(Kind.WEEKDAY)
    if weekday is None or not isinstance(weekday.value, int):
        return None
    if way is None:
        return _after_weekday(c, weekday.value, today, start)
    meant = _coming(weekday.value, today, this=way.kind is Kind.THIS)
    return When(tuple((each, each) for each in meant), start, c.end)


def _after_weekday(c: Cursor, weekday: int, today: date, start: int) -> When | None:
    """What comes after a weekday: of next week, prochain, passé."""
    mark = c.at
    c.skip(Kind.OF, Kind.ARTICLE)
    days = period(c, today, "week")
    if days is not None:
        chosen = days[0] + timedelta(days=weekday)
        return When(((chosen, chosen),), start, c.end)
    c.at = mark
    way = c.term(Kind.NEXT, Kind.THIS, Kind.PAST)
    if way is None:
        return None
    if way.kind is Kind.PAST:
        raise RefusedError(say("“{words}” has passed already.", words=c.words(start)))
    meant = _coming(weekday, today, this=way.kind is Kind.THIS)
    return When(tuple((each, each) for each in meant), start, c.end)


def _coming(weekday: int, today: date, *, this: bool) -> tuple[date, ...]:
    """The next such day; for "next", where that is still in this week, the one of next week could be meant, too."""
    soon = today + timedelta(days=(weekday - today.weekday()) % 7)
    soon = soon if this or soon > today else soon + _WEEK
    monday = today - timedelta(days=today.weekday())
    if this or soon >= monday + _WEEK:
        return (soon,)
    return soon, soon + _WEEK


def period(c: Cursor, today: date, *only: str) -> Days | None:
    """Next week; this month; la semaine prochaine: its first and last day."""
    mark = c.at
    c.skip(Kind.ARTICLE)
    way = c.term(Kind.NEXT, Kind.THIS)
    unit = c.term(Kind.UNIT)
    way = way or (c.term(Kind.NEXT) if unit else None)
    if way is None or unit is None or unit.value == "day" or (only and unit.value not in only):
        c.at = mark
        return None
    return _unit_around(later(today, way.kind is Kind.NEXT, str(unit.value)), str(unit.value))


def this_unit(c: Cursor, today: date) -> Days | None:
    """The unit alone after "the end of": of the month that it is."""
    unit = c.term(Kind.UNIT)
    return _unit_around(today, str(unit.value)) if unit is not None and unit.value != "day" else None


def _unit_around(inside: date, unit: str) -> Days:
    if unit == "week":
        monday = inside - timedelta(days=inside.weekday())
        return monday, monday + timedelta(days=6)
    return Named(inside.year, inside.month if unit == "month" else None).days(inside)
