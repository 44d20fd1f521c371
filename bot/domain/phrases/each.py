"""What "every" is said of: units, weekdays, ordinals, parts of the day, days of the month."""

from bot.domain.phrases import days
from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Doubt, Draft, Named, Option
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.pieces import (
    day_names,
    day_numbers,
    nth_list,
    of_the_month,
    step,
    take_weekdays,
    weekday_list,
    with_part,
)
from bot.domain.phrases.scan import Shape
from bot.domain.words import say


def every(c: Cursor, d: Draft) -> bool:
    """Every other week; every Tuesday and Thursday; every first Tuesday; every evening; every 15th."""
    start = c.start
    if not c.term(Kind.EVERY):
        return False
    after = c.at
    ways = (_weekdays,) if d.unit else (_date, _month_day, _unit, _nth, _weekdays, _part)
    for way in ways:
        if way(c, d, start):
            d.each = True
            return True
        c.at = after
    return False


def _unit(c: Cursor, d: Draft, start: int) -> bool:
    """Every week; every other week; alle 14 Tage; every third month."""
    stepped = _stepped(c)
    named = c.ahead(Kind.DAY_SET, Kind.LOOSE_SET)  # every week day
    unit = None if named else c.term(Kind.UNIT)
    if unit is None or (stepped is not None and stepped < 0):
        return False
    if unit.value == "day" and stepped is not None and of_the_month(c, Draft(d.today)):
        return False
    d.unit, d.every = str(unit.value), step(1 if stepped is None else stepped, c.words(start))
    d.unit_at = (start, c.end)
    with_part(c, d)
    return True


def _stepped(c: Cursor) -> int | None:
    if c.term(Kind.OTHER):
        return 2
    number = c.ordinal()
    return c.number() if number is None else number


def _nth(c: Cursor, d: Draft, start: int) -> bool:
    """Every first Tuesday is one of the month; every second is every other; every third may be either."""
    found = nth_list(c)
    if not found or d.nth or d.weekdays:
        return False
    end = c.end
    named = of_the_month(c, d)
    number, days = found[0].number, found[0].days
    if named or len(found) > 1 or number in (-2, -1, 1) or len(days) > 1:
        d.nth, d.nth_at, d.nth_words = found, (start, end), c.words(start, end)
    elif number == 2 and c.lexicon.second_alternates:
        d.unit, d.every, d.weekdays, d.weekdays_at = "week", 2, days, (start, end)
    else:
        d.nth, d.nth_at, d.nth_words = found, (start, end), c.words(start, end)
        d.doubts.append(_of_month_or_weeks(c, number, days, (start, end)))
    with_part(c, d)
    return True


def _of_month_or_weeks(c: Cursor, number: int, days: tuple[int, ...], at: tuple[int, int]) -> Doubt:
    manner = c.lexicon.manner
    of_month = manner.nth_of_month.format(words=c.words(*at))
    weeks = manner.each_weeks.format(n=number, day=day_names(c, days))
    return Doubt(
        *at,
        say("“{words}” can mean two things: which of them?", words=c.words(*at)),
        (Option(weeks, weeks), Option(of_month, of_month)),
    )


def _weekdays(c: Cursor, d: Draft, start: int) -> bool:
    """Every Tuesday; every other Tuesday; cada dos martes; every weekend."""
    if d.weekdays:
        return False
    number = None if d.unit else _stepped(c)
    found = weekday_list(c, after_every=True)
    if not found.days or (number is not None and number < 0):
        return False
    if number is not None and number != 1:
        d.unit, d.every = "week", step(number, c.words(start))
    take_weekdays(c, d, found, start)
    return True


def _part(c: Cursor, d: Draft, _start: int) -> bool:
    """Every evening: of the days that are named, or of all."""
    term = c.term(Kind.PARTS, Kind.PART)
    if term is None or d.part is not None:
        return False
    d.part = (term.numbers[0], term.numbers[1])
    d.each_part = True
    return True


def _date(c: Cursor, d: Draft, _start: int) -> bool:
    """Every 3 March."""
    found = days.day(c, d.today)
    if found is None or d.date is not None or not isinstance(found.meant[0], Named):
        return False
    d.date, d.unit = found, "year"
    return True


def _month_day(c: Cursor, d: Draft, start: int) -> bool:
    """Every 15th; tous les 15 du mois; todos los días 15; every last day of the month."""
    if d.month_days:
        return False
    said = c.term(Kind.DAY_WORD) is not None
    in_words = c.here is not None and c.here.shape is not Shape.NUMBER
    found = day_numbers(c)
    if not found or (said and not c.lexicon.numbered_days):
        return False
    if in_words and not said:
        c.term(Kind.UNIT)
    ordinal = in_words and c.tokens[c.at - 1].shape is Shape.ORDINAL
    named = of_the_month(c, d)
    if not named and not ordinal and not said:
        return False
    if c.ahead(
        Kind.MONTH, Kind.UNIT, Kind.HOUR_MARK, Kind.HALF_DAY, Kind.PART, Kind.TIMES, Kind.WEEKDAY, Kind.WEEKDAYS
    ):
        return False
    d.month_days, d.month_days_at, d.unit = found, (start, c.end), "month"
    return True
