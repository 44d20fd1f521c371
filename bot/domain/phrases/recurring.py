"""How often, and on which days, without "every": Tuesdays, un mardi sur deux, the first and third Thursday, weekly."""

from dataclasses import replace

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Doubt, Draft, Option
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.pieces import day_numbers, nth_list, of_the_month, step, take_weekdays, weekday_list
from bot.domain.phrases.scan import Shape
from bot.domain.words import say


def alternating(c: Cursor, d: Draft) -> bool:
    """Alternate Tuesdays; un mardi sur deux; un martes sí y otro no; one week of two."""
    start = c.start
    if d.unit:
        return False
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    stepped = 2 if c.term(Kind.ALTERNATE) else None
    if stepped is None and c.number() not in (None, 1):
        return False
    unit = c.term(Kind.UNIT)
    found = None if unit else weekday_list(c)
    if unit is None and (found is None or not found.days or d.weekdays):
        return False
    stepped = stepped or _of_so_many(c)
    if stepped is None:
        return False
    d.unit, d.every, d.each = str(unit.value) if unit else "week", step(stepped, c.words(start)), True
    if found is not None:
        take_weekdays(c, d, found, start)
    return True


def _of_so_many(c: Cursor) -> int | None:
    """Sur deux; sí y otro no; de cada tres."""
    if c.term(Kind.EACH_OTHER):
        return 2
    if c.term(Kind.YES):
        c.sign(",")
        c.skip(Kind.AND)
        c.term(Kind.NUMBER)
        c.term(Kind.WEEKDAY, Kind.UNIT)
        return 2 if c.term(Kind.NO) else None
    number = c.number() if c.term(Kind.OUT_OF) else None
    return number if number is not None and number > 1 else None


def periodic(c: Cursor, d: Draft) -> bool:
    """Weekly; fortnightly; zweiwöchentlich; biweekly, which may mean two things."""
    start = c.start
    if d.unit:
        return False
    loose = c.term(Kind.TWICE_OR_EVERY_TWO)
    if loose is not None:
        d.unit, d.every, d.each = str(loose.value), 2, True
        d.twice_at = (start, c.end)
        return True
    number = c.number()
    term = c.term(Kind.PERIODIC)
    if term is None or not isinstance(term.value, tuple) or (number is not None and " " in c.words(start)):
        return False
    unit, times = term.value
    d.unit, d.every = str(unit), step(int(times) * (1 if number is None else number), c.words(start))
    d.unit_at, d.each = (start, c.end), True
    return True


def nth_weekdays(c: Cursor, d: Draft) -> bool:
    """The first and third Thursday; last Sunday of the month; the first Tuesday and the third Thursday."""
    if d.nth or d.weekdays:
        return False
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    start = c.start
    found = nth_list(c)
    if not found:
        return False
    end, words = c.end, c.words(start)
    named = of_the_month(c, d)
    d.nth, d.nth_at, d.nth_words, d.each = found, (start, end), words, True
    if not named and len(found) == 1 and found[0].number == -1:
        whole = c.lexicon.manner.nth_of_month.format(words=words)
        question = say("“{words}”: the last of each month? One that has passed cannot be planned.", words=words)
        d.last_of_what = Doubt(start, end, question, (Option(whole, whole),))
    return True


def month_days(c: Cursor, d: Draft) -> bool:
    """On the 15th of every month; le 15 du mois; el día 1; am 1. und 15. jedes Monats; the last day of the month."""
    if d.month_days or d.date:
        return False
    led = c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    led = c.term(Kind.DAY_WORD) is not None or led
    c.skip(Kind.ARTICLE)
    start = c.start
    in_words = c.here is not None and c.here.shape is not Shape.NUMBER
    found = day_numbers(c)
    if not found or (-1 in found and found != (-1,)):
        return False
    end = c.end
    ordinal = in_words and c.tokens[c.at - 1].shape is Shape.ORDINAL
    unit = c.term(Kind.UNIT) if in_words else None
    if (found == (-1,) and unit is None) or (unit is not None and unit.value != "day"):
        return False
    named = of_the_month(c, d)
    if not named and not (led or ordinal or unit):
        return False
    if c.ahead(Kind.MONTH, Kind.UNIT, Kind.HOUR_MARK, Kind.HALF_DAY, Kind.PART, Kind.TIMES, Kind.WEEKDAY):
        return False
    d.month_days, d.month_days_at, d.month_day_words = found, (start, c.end), c.words(start, end)
    return True


def weekdays(c: Cursor, d: Draft) -> bool:
    """Tuesdays; Monday to Friday; on Tuesday and Thursday; weekdays; and the part of the day said with them."""
    if d.weekdays or d.nth:
        return False
    start = c.start
    on = c.skip(Kind.ON)
    habit = c.skip(Kind.HABIT)
    c.skip(Kind.ARTICLE, Kind.ON)
    found = weekday_list(c)
    if not found.days:
        return False
    d.maybe_once = on or not c.lexicon.bare_repeats
    d.each = d.each or habit or len(found.days) > 1
    found.doubts = [replace(doubt, start=start) for doubt in found.doubts[:1]] + found.doubts[1:]
    take_weekdays(c, d, found, start)
    return True


def so_many_weekdays(c: Cursor, d: Draft) -> bool:
    """Ten Tuesdays; the next five Tuesdays; les cinq prochains mardis."""
    if d.weekdays or d.nth or d.count or d.unit:
        return False
    c.skip(Kind.HABIT, Kind.ARTICLE)
    c.term(Kind.NEXT)
    number = c.number()
    c.term(Kind.NEXT)
    days = c.start
    found = weekday_list(c)
    if number is None or number < 2 or len(found.days) != 1 or found.doubts:
        return False
    if not found.each and c.lexicon.marked_plural:
        return False
    d.count, d.each = number, True
    take_weekdays(c, d, found, days)
    return True


def from_day_to_day(c: Cursor, d: Draft) -> bool:
    """From Monday to Friday: weekdays, and no span of dates."""
    start = c.start
    if d.weekdays or d.nth or not c.ahead(Kind.FROM):
        return False
    found = weekday_list(c)
    if len(found.days) < 2:
        return False
    d.each = True
    take_weekdays(c, d, found, start)
    return True


def without(c: Cursor, d: Draft) -> bool:
    """Except Wednesdays."""
    if d.without or not c.term(Kind.EXCEPT):
        return False
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    found = weekday_list(c)
    d.without = () if found.doubts else found.days
    return bool(d.without)
