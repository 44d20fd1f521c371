"""What was found in a phrase, put together: time of day, days, where they begin and end; or what is doubtful."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.phrases import calendar_rule
from bot.domain.phrases.calendar_rule import Rule
from bot.domain.phrases.draft import Doubt, Draft, Named, Option, RefusedError, When, later
from bot.domain.phrases.hours import hours_of
from bot.domain.phrases.lexicon import Lexicon
from bot.domain.phrases.results import ONCE, Understood
from bot.domain.recurrence import Series, occurrences_after, parse_rrule
from bot.domain.words import say

_JUST_NOW = timedelta(microseconds=1)
_RECENTLY = timedelta(days=60)


@dataclass(slots=True)
class Composed:
    """Either `understood`, or the doubts that stand in its way."""

    understood: Understood | None = None
    doubts: list[Doubt] = field(default_factory=list)


def compose(d: Draft, lexicon: Lexicon, begin: datetime, *, one: bool) -> Composed:
    """Puts a whole phrase together, for dates from the local time `begin` on; `one`: a single date is wanted.

    Raises RefusedError for what cannot be, and for what is missing.
    """
    hours = hours_of(d)
    rule = calendar_rule.rule_of(d, lexicon, one=one)
    first = _begins(d)
    doubts = [*d.doubts, *hours.doubts, *rule.doubts, *_doubtful(d.first, first, lexicon)]
    if doubts or hours.start is None:
        return Composed(doubts=doubts)
    if rule.date is not None:
        return _single(d, rule.date, hours.start, hours.minutes, lexicon, begin)
    if one:
        raise RefusedError(say("That is a series; here it is about one date."))
    base = (
        max(first[0], begin.date()) if first and not _said_of_the_past(d.first) else first[0] if first else begin.date()
    )
    earliest = begin if base == begin.date() else datetime.combine(base, time())
    start = _first_start(rule, datetime.combine(base, hours.start), earliest)
    return _with_its_end(d, rule, start, hours.minutes, lexicon)


def _single(d: Draft, chosen: When, at: time, minutes: int | None, lexicon: Lexicon, begin: datetime) -> Composed:
    """One date. Raises RefusedError for one that has passed."""
    if d.first or d.last or d.span or (d.count or 1) > 1:
        raise RefusedError(say("That is one date, and it cannot go on until another."))
    days = tuple(days[0] for days in chosen.days(d.today))
    to_come = tuple(day for day in days if datetime.combine(day, at) >= begin)
    if len(days) > 1 and to_come:
        return Composed(doubts=[dates_doubt(chosen, to_come, lexicon)])
    start = datetime.combine(days[0], at)
    if start < begin:
        raise RefusedError(say("That time has passed already."))
    return Composed(Understood(ONCE, start, minutes))


def _with_its_end(d: Draft, rule: Rule, start: datetime, minutes: int | None, lexicon: Lexicon) -> Composed:
    """A series with its end, if it has one. Raises RefusedError when that is before it begins."""
    text = rule.text
    if d.count == 1:
        return Composed(Understood(ONCE, start, minutes))
    if d.count is not None:
        text += f";COUNT={d.count}"
    until = later(start.date(), d.span[0], d.span[1]) - timedelta(days=1) if d.span else None
    if d.last is not None:
        ends = d.last.days(max(start.date(), d.today) if isinstance(d.last.meant[0], Named) else d.today)
        if len(ends) > 1:
            return Composed(doubts=[dates_doubt(d.last, tuple(end[0] for end in ends), lexicon)])
        until = ends[0][0] - timedelta(days=1) if d.last_excluded else ends[0][1]
    if until is not None:
        if until < start.date():
            raise RefusedError(say("That ends before it begins."))
        text += f";UNTIL={until:%Y%m%d}"
    return Composed(Understood(parse_rrule(text), start, minutes))


def _begins(d: Draft) -> tuple[date, ...]:
    """The days on which the series can begin; () where that is not said."""
    if d.first is None:
        return ()
    found = tuple(days[0] for days in d.first.days(d.today))
    named = d.first.meant[0]
    if len(found) == 1 and isinstance(named, Named) and named.year is None and named.day:
        before = Named(found[0].year - 1, named.month, named.day)
        if before.exists and d.today - before.days(d.today)[0] <= _RECENTLY and found[0] > d.today:
            return before.days(d.today)[0], found[0]
    return found


def _said_of_the_past(first: When | None) -> bool:
    """Whether a series was said to have begun on an exact day, whose phase then counts."""
    named = first.meant[0] if first else None
    return isinstance(named, Named) and named.year is not None and named.day is not None


def _doubtful(said: When | None, days: tuple[date, ...], lexicon: Lexicon) -> list[Doubt]:
    return [dates_doubt(said, days, lexicon)] if said is not None and len(days) > 1 else []


def dates_doubt(said: When, days: tuple[date, ...], lexicon: Lexicon) -> Doubt:
    """Which of several dates was meant."""
    options = tuple(Option(date_label(day, lexicon), day.isoformat()) for day in days)
    return Doubt(said.start, said.end, say("Which date is meant?"), options)


def date_label(day: date, lexicon: Lexicon) -> str:
    """A date as the phrase's language writes it."""
    manner = lexicon.manner
    return manner.date.format(
        weekday=manner.weekdays[day.weekday()], day=day.day, month=manner.months[day.month - 1], year=day.year
    )


def _first_start(rule: Rule, start: datetime, earliest: datetime) -> datetime:
    """The first date of the rule from `earliest` on: from there its interval is counted.

    An RRULE that was given as such keeps its own way of counting, from the day on which it is given.
    """
    near = min(start, earliest)
    if rule.given:
        if not occurrences_after(Series(start, "UTC", rule.text, 60), _utc(near) - _JUST_NOW, 1):
            raise RefusedError(say("That has no date to come."))
        return start
    each = Series(start, "UTC", parse_rrule(rule.each), 60)
    found = occurrences_after(each, _utc(earliest) - _JUST_NOW, 1)
    if not found:
        raise RefusedError(say("That never comes."))
    return found[0].starts_at.replace(tzinfo=None)


def _utc(local: datetime) -> datetime:
    """Wall time on a clock that never changes: here only the calendar counts."""
    return local.replace(tzinfo=UTC)
