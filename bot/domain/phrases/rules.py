"""RRULE text in a phrase, for those who know it, and exact spans of days (2027-06-01/2027-06-30)."""

from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Draft, Named, When
from bot.domain.phrases.lexicon import Kind
from bot.domain.phrases.scan import Shape
from bot.domain.recurrence import parse_rrule

_MONTH_DAYS = "BYMONTHDAY="


def rrule(c: Cursor, d: Draft) -> bool:
    """FREQ=…, or BYMONTHDAY=… as the days of a month. Raises BadRecurrence for a rule that is none."""
    c.skip(Kind.ON, Kind.HABIT, Kind.ARTICLE)
    token = c.shape(Shape.RULE)
    if token is None or d.rule or d.month_days:
        return False
    text = c.words(token.start).upper()
    if text.startswith(_MONTH_DAYS):
        rule = parse_rrule(f"FREQ=MONTHLY;{text}")
        numbers = rule.partition(_MONTH_DAYS)[2].partition(";")[0]
        d.month_days = tuple(int(number) for number in numbers.split(","))
        d.month_days_sure = d.each = True
        return True
    d.rule = parse_rrule(text)
    return True


def window(c: Cursor, d: Draft) -> bool:
    """From one exact day to another."""
    start = c.start
    first = c.shape(Shape.ISO)
    if first is None or not c.sign("/") or d.first or d.last:
        return False
    last = c.shape(Shape.ISO)
    if last is None:
        return False
    named = Named(*first.parts), Named(*last.parts)
    if not all(each.exists for each in named):
        return False
    d.first, d.last = (When((each,), start, c.end) for each in named)
    return True
