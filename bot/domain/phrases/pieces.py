"""Pieces that the clauses about days share: lists of weekdays, of ordinals, and the month that these count in."""

from dataclasses import dataclass, field

from bot.domain.phrases import timeofday
from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.dates import in_months
from bot.domain.phrases.draft import Doubt, Draft, Nth, Option, RefusedError
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.scan import Shape
from bot.domain.words import say

MOST_DAYS = 31
MOST_EVERY = 99
MOST_OF_A_WEEKDAY = 5
_JOINTS = ",/&+"
_BEFORE_A_DAY = (Kind.AND, Kind.ON, Kind.HABIT, Kind.ARTICLE)


@dataclass(slots=True)
class Weekdays:
    """Weekdays as they were said; `each`: in a form that says "each of them"."""

    days: tuple[int, ...] = ()
    each: bool = False
    doubts: list[Doubt] = field(default_factory=list)


def weekday_list(c: Cursor, *, after_every: bool = False) -> Weekdays:
    """Tuesday, Wednesday and Friday; Monday to Friday; weekdays; the weekend."""
    found = Weekdays()
    days: list[int] = []
    mark = c.at
    while True:
        if not days:
            c.term(Kind.FROM)
            c.skip(Kind.HABIT, Kind.ARTICLE)
        some = _some_days(c, found, after_every=after_every)
        if not some:
            break
        days += some
        mark = c.at
        if not (c.sign(_JOINTS) or c.term(Kind.AND) or c.ahead(Kind.WEEKDAY, Kind.WEEKDAYS)):
            break
        c.skip(*_BEFORE_A_DAY, Kind.EVERY)
    c.at = mark
    found.days = tuple(sorted(set(days)))
    return found


def _some_days(c: Cursor, found: Weekdays, *, after_every: bool) -> tuple[int, ...]:
    start = c.start
    term = c.term(Kind.WEEKDAYS, Kind.DAY_SET, Kind.LOOSE_SET, Kind.WEEKDAY)
    if term is None:
        return ()
    if term.kind is Kind.LOOSE_SET and isinstance(term.value, int):
        sets = c.lexicon.loose_sets[term.value]
        found.each = True
        found.doubts.append(_which_days(c, (start, c.end), sets, after_every=after_every))
        return sets[0]
    found.each = found.each or term.kind is not Kind.WEEKDAY
    if term.kind is Kind.DAY_SET:
        return term.numbers
    first = term.numbers[0]
    last = _last_of_range(c)
    if last is None:
        return (first,)
    found.each = True
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _last_of_range(c: Cursor) -> int | None:
    mark = c.at
    joined = c.shape(Shape.DASH) is not None or (not c.ahead(Kind.AND) and c.term(Kind.TO, Kind.UNTIL) is not None)
    if joined:
        c.skip(Kind.ARTICLE)
        term = c.term(Kind.WEEKDAY, Kind.WEEKDAYS)
        if term is not None and isinstance(term.value, int):
            return term.value
    c.at = mark
    return None


def _which_days(c: Cursor, at: tuple[int, int], sets: tuple[tuple[int, ...], ...], *, after_every: bool) -> Doubt:
    """Weekend, werktags, laborables: words for several days, which people count differently."""
    labels = [day_names(c, days) for days in sets]
    each_week = "{day}" if after_every else c.lexicon.manner.each_week
    return Doubt(
        *at,
        say("“{words}”: which days are meant?", words=c.words(*at)),
        tuple(Option(label, each_week.format(day=label)) for label in labels),
    )


def day_names(c: Cursor, days: tuple[int, ...]) -> str:
    """Weekdays as the language names them: one, two, or from one to another."""
    manner = c.lexicon.manner
    names = [manner.weekdays[day] for day in days]
    return " + ".join(names) if len(days) < 3 else manner.days.format(first=names[0], last=names[-1])


def nth_list(c: Cursor) -> tuple[Nth, ...]:
    """First and third Thursday; the first Tuesday and the third Thursday; the last weekday; () where there is none.

    Raises RefusedError for a sixth one.
    """
    found: list[Nth] = []
    mark, start = c.at, c.start
    while True:
        numbers = ordinals(c)
        term = c.term(Kind.WEEKDAY, Kind.WEEKDAYS, Kind.DAY_SET) if numbers else None
        if term is None:
            break
        days = term.numbers
        if max(numbers) > MOST_OF_A_WEEKDAY and len(days) == 1:
            raise RefusedError(say("“{words}” never comes: a month has five at most.", words=c.words(start)))
        found += [Nth(number, days) for number in numbers]
        mark = c.at
        if not (c.sign(_JOINTS) or c.term(Kind.AND)):
            break
        c.skip(*_BEFORE_A_DAY)
    c.at = mark
    return tuple(found)


def ordinals(c: Cursor) -> tuple[int, ...]:
    """First, second and fourth; 1. und 3.; last."""
    numbers: list[int] = []
    mark = c.at
    while (number := c.ordinal()) is not None and number != 0:
        numbers.append(number)
        mark = c.at
        if not (c.sign(_JOINTS) or c.term(Kind.AND)):
            break
        c.skip(*_BEFORE_A_DAY)
    c.at = mark
    return tuple(dict.fromkeys(numbers))


def day_numbers(c: Cursor) -> tuple[int, ...]:
    """1st and 15th: days of a month, or -1 for its last."""
    numbers: list[int] = []
    mark = c.at
    while True:
        number = c.ordinal()
        number = c.number() if number is None else number
        if number is None or not (number == -1 or 1 <= number <= MOST_DAYS):
            break
        numbers.append(number)
        mark = c.at
        if not (c.sign(_JOINTS) or c.term(Kind.AND)):
            break
        c.skip(*_BEFORE_A_DAY, Kind.DAY_WORD)
    c.at = mark
    return tuple(dict.fromkeys(numbers))


def of_the_month(c: Cursor, d: Draft) -> bool:
    """Of the month; of every other month; a month; in March: what an ordinal counts in."""
    mark, start = c.at, c.start
    led = c.skip(Kind.OF, Kind.ARTICLE)
    each = c.term(Kind.EVERY) is not None
    led = (not each and c.term(Kind.PER) is not None) or led
    stepped = 1
    if each:
        stepped = 2 if c.term(Kind.OTHER) else c.ordinal() or c.number() or 1
    unit = c.term(Kind.UNIT)
    if unit is not None and unit.value == "month" and (led or each):
        if not d.unit:
            d.unit, d.every = "month", step(stepped, c.words(start))
            return True
        if d.unit == "month" and stepped == 1:
            return True
    c.at = mark
    return in_months(c, d)


def take_weekdays(c: Cursor, d: Draft, found: Weekdays, start: int) -> None:
    """Keeps weekdays, and the part of the day that is said directly after them."""
    d.weekdays, d.weekdays_at = found.days, (start, c.end)
    d.each = d.each or found.each
    d.doubts += found.doubts
    with_part(c, d)


def with_part(c: Cursor, d: Draft) -> None:
    """A part of the day directly after a weekday: Tuesday evening, Dienstag Morgen."""
    if c.ahead(Kind.PARTS, Kind.PART) and not c.ahead(Kind.NOON):
        mark = c.at
        if not timeofday.part_of_day(c, d):
            c.at = mark


def step(number: int, words: str) -> int:
    """Every so many. Raises RefusedError when nobody could wait for that."""
    if not 1 <= number <= MOST_EVERY:
        raise RefusedError(say("“{words}”: every 1 to {most} is what I can plan.", words=words, most=MOST_EVERY))
    return number
