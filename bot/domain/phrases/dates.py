"""Days in a phrase: single ones, where a series begins and ends, and the months that it keeps to."""

from datetime import date, timedelta

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.days import day, month_or_year, period, this_unit, year_after
from bot.domain.phrases.draft import Draft, RefusedError, When
from bot.domain.phrases.lexicon import Kind
from bot.domain.words import say


def on_date(c: Cursor, d: Draft) -> bool:
    """On Tuesday 3 March; tomorrow; next Tuesday; in two weeks."""
    found = day(c, d.today)
    if found is None:
        c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
        c.term(Kind.DAY_WORD)
        found = day(c, d.today)
    if found is None or d.date is not None:
        return False
    d.date = found
    _day_part(c, d)
    return True


def today_in_part(c: Cursor, d: Draft) -> bool:
    """Tonight."""
    start = c.start
    term = c.term(Kind.TODAY_PART)
    if term is None or d.date is not None or d.part is not None:
        return False
    d.date = When(((d.today, d.today),), start, c.end)
    d.part = (term.numbers[0], term.numbers[1])
    return True


def begins(c: Cursor, d: Draft) -> bool:
    """From 3 March on; and at once to when, where that follows (from March to June)."""
    if c.term(Kind.FROM_NOW):
        c.term(Kind.ONWARDS)
        return True
    weak = c.ahead(Kind.OF)
    between = c.ahead(Kind.BETWEEN)
    if d.first is not None or c.ahead(Kind.PART, Kind.PARTS) or not c.term(Kind.FROM, Kind.BETWEEN):
        return False
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    first = span(c, d.today)
    if first is None:
        return False
    last = _to(c, d, between=between) if d.last is None else None
    onwards = c.term(Kind.ONWARDS) is not None
    if (weak or between) and not onwards and last is None:
        return False  # "de junio" says in which month; from when on, where it says until when, too
    d.first, d.last = first, last or d.last
    return True


def _to(c: Cursor, d: Draft, *, between: bool) -> When | None:
    """The end that is said at once: to June; and June, after "between"."""
    mark = c.at
    joined = c.term(Kind.AND) if between else None if c.ahead(Kind.AND) else c.term(Kind.TO)
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    last = span(c, d.today) if joined else None
    if last is None:
        c.at = mark
    else:
        c.term(Kind.INCLUDED)
    return last


def ends(c: Cursor, d: Draft) -> bool:
    """Until June (and all of it); until 30 June; before June."""
    way = c.term(Kind.UNTIL, Kind.BEFORE)
    if way is None or d.last is not None:
        return False
    c.term(Kind.INCLUDED)
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    found = span(c, d.today)
    if found is None:
        return False
    c.term(Kind.INCLUDED)
    d.last, d.last_excluded = found, way.kind is Kind.BEFORE
    return True


def in_months(c: Cursor, d: Draft) -> bool:
    """In June; of March and September: the months that a series keeps to."""
    mark, start = c.at, c.start
    if d.months or not c.term(Kind.OF, Kind.EVERY):
        return False
    c.at = mark
    c.skip(Kind.OF, Kind.ARTICLE)
    each = c.term(Kind.EVERY) is not None
    months = _listed_months(c)
    if not months:
        return False
    d.months, d.months_each, d.months_year = months, each, year_after(c)
    d.months_at = (start, c.end)
    return True


def span(c: Cursor, today: date) -> When | None:
    """A day, a week, a month or a year, or an end of one, that a series begins or ends with."""
    start = c.start
    part = c.term(Kind.END_OF, Kind.BEGINNING_OF, Kind.MIDDLE_OF)
    if part is not None and part.kind is Kind.MIDDLE_OF:
        raise RefusedError(say("“{words}” is no exact day; a date is.", words=c.words(start, _next_end(c))))
    word = {Kind.END_OF: "end", Kind.BEGINNING_OF: "beginning"}.get(part.kind, "") if part else ""
    c.skip(Kind.ARTICLE, Kind.OF) if part else None
    days = period(c, today) or (this_unit(c, today) if part else None)
    if days is not None:
        return When((days,), start, c.end, word)
    found = day(c, today) if not word else None
    if found is not None:
        return found
    named = month_or_year(c) or _weekday(c, today, start)
    if isinstance(named, When):
        return named
    return When((named,), start, c.end, word) if named else None


def _listed_months(c: Cursor) -> tuple[int, ...]:
    months: list[int] = []
    mark = c.at
    while (month := c.term(Kind.MONTH)) is not None and isinstance(month.value, int):
        months.append(month.value)
        mark = c.at
        if not (c.sign(",") or c.term(Kind.AND)):
            break
        c.term(Kind.AND, Kind.OF)
    c.at = mark
    return tuple(months)


def _day_part(c: Cursor, d: Draft) -> None:
    """Morgen früh; mañana por la mañana: the part of the day that is said with it."""
    mark = c.at
    term = c.term(Kind.PART)
    if term is not None and d.part is None:
        d.part = (term.numbers[0], term.numbers[1])
    else:
        c.at = mark


def _next_end(c: Cursor) -> int:
    return c.here.end if c.here else c.end


def _weekday(c: Cursor, today: date, start: int) -> When | None:
    """A weekday alone, where a series begins or ends: its next one."""
    term = c.term(Kind.WEEKDAY)
    if term is None or not isinstance(term.value, int):
        return None
    soon = today + timedelta(days=(term.value - today.weekday()) % 7)
    return When(((soon, soon),), start, c.end)
