"""On which days: what was said of them, as an RRULE without its end, or as one date."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.phrases.draft import Doubt, Draft, Named, Nth, Option, RefusedError, When
from bot.domain.phrases.lexicon import Lexicon
from bot.domain.words import say

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALWAYS_THERE = 28
_FREQ = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


@dataclass(slots=True)
class Rule:
    """`text` is the rule; `each` the same without its interval, which gives the first date. `given`: an RRULE was."""

    text: str = ""
    each: str = ""
    given: bool = False
    date: When | None = None
    doubts: list[Doubt] = field(default_factory=list)


def rule_of(d: Draft, lexicon: Lexicon, *, one: bool) -> Rule:
    """The days of a phrase. Raises RefusedError where they are missing, or do not go together."""
    _even_out(d)
    _check_how_often(d)
    if d.count == 1 and (d.unit or d.rule or d.each):
        raise RefusedError(say("Once, or again and again?"))
    said = [bool(each) for each in (d.date, d.rule, d.nth, d.month_days, d.weekdays)]
    if d.weekdays and d.month_days and not (d.each or d.unit):
        return _weekday_and_number(d)
    if sum(said) > 1 and not (d.month_days and d.weekdays and d.each and sum(said) == 2):
        raise _not_together()
    if d.rule:
        return Rule(d.rule, d.rule, given=True) if not (d.unit or d.months or d.without) else _refuse()
    if d.date is not None and not d.then:
        return _dated(d, d.date)
    if d.nth:
        return _of_months(d, lexicon, _numbered(d))
    if d.month_days:
        return _on_month_days(d, lexicon)
    if d.weekdays:
        return _on_weekdays(d, lexicon, one=one)
    return _without_days(d, lexicon)


def _even_out(d: Draft) -> None:
    """What was said in one unit and is meant in another: alle 14 Tage dienstags, daily except Sunday."""
    if d.each_part and not d.has_days and not d.unit:
        d.unit = "day"
    if d.without:
        if d.unit not in ("day", "") or d.every != 1 or not (d.weekdays or d.unit):
            raise _not_together()
        d.weekdays = tuple(day for day in d.weekdays or range(7) if day not in d.without)
        d.unit, d.each = "", True
        if not d.weekdays:
            raise RefusedError(say("That leaves no day at all."))


def _weekday_and_number(d: Draft) -> Rule:
    """Tuesday the 23rd: the next 23rd, if it is a Tuesday."""
    day = _next_month_day(d)
    if len(d.month_days) > 1 or d.weekdays != (day.weekday(),) or d.nth or d.date:
        raise _not_together()
    return Rule(date=When(((day, day),), *d.month_days_at))


def _check_how_often(d: Draft) -> None:
    """Twice a month goes with two days of the month."""
    if d.per is None:
        return
    number, unit = d.per
    days = len(d.weekdays) if unit == "week" else max(sum(len(nth.days) for nth in d.nth), len(d.month_days))
    if number > 1 and days != number:
        raise RefusedError(say("Name each of the days, and I can plan them."))


def _dated(d: Draft, said: When) -> Rule:
    """One date; with "every year", the same day each year."""
    named = said.meant[0]
    if d.months or d.without:
        raise _not_together()
    if not d.unit:
        return Rule(date=said)
    if d.unit != "year" or not isinstance(named, Named) or named.year is not None or len(said.meant) > 1:
        raise _not_together()
    if (named.month, named.day) == (2, 29):
        raise RefusedError(say("29 February comes only in leap years: 28 February or 1 March come every year."))
    return _rule(d, f"BYMONTH={named.month};BYMONTHDAY={named.day}")


def _numbered(d: Draft) -> Rule:
    """The first and third Thursday; the last working day."""
    monthly = bool(d.unit or d.months)
    if d.unit not in ("", "month", "year") or (d.unit == "year" and not d.months):
        raise _not_together()
    d.was_yearly, d.unit = d.unit == "year", "month"
    if d.every > 1 and d.months:
        raise _not_together()
    sets = {nth.days for nth in d.nth}
    if any(len(days) > 1 for days in sets):
        if len(sets) > 1:
            raise _not_together()
        numbers = ",".join(str(nth.number) for nth in d.nth)
        rule = _rule(d, f"BYDAY={_names(d.nth[0].days)};BYSETPOS={numbers}")
    else:
        rule = _rule(d, "BYDAY=" + ",".join(f"{nth.number}{_BYDAY[nth.days[0]]}" for nth in d.nth))
    if d.last_of_what is not None and not monthly:
        rule.doubts.append(d.last_of_what)
    return rule


def _on_month_days(d: Draft, lexicon: Lexicon) -> Rule:
    """The 1st and 15th; on the 15th, which may be once; the 31st, which not every month has."""
    if d.unit not in ("", "month", "year") or (d.unit == "year" and not d.months):
        raise _not_together()
    doubts: list[Doubt] = []
    manner = lexicon.manner
    once = not d.unit and not d.each and len(d.month_days) == 1 and not (d.first or d.last or d.count or d.span)
    if once and d.month_days[0] > 0:
        words = manner.nth_of_month.format(words=d.month_day_words)
        soon = _next_month_day(d)
        options = (Option(words, words), Option(_label(soon, lexicon), soon.isoformat()))
        doubts.append(Doubt(*d.month_days_at, say("Every month, or once?"), options))
    elif max(d.month_days) > _ALWAYS_THERE and not d.month_days_sure:
        if d.every > 1:
            raise RefusedError(say("Not every month has that day: the 28th, or the last day, comes in each."))
        numbers = ",".join(map(str, d.month_days))
        sure = Option(f"BYMONTHDAY={numbers}", f"BYMONTHDAY={numbers}")
        last = Option(manner.last_of_month, manner.last_of_month)
        question = say("Not every month has that day. The last day of each month, or only the months that have it?")
        doubts.append(Doubt(*d.month_days_at, question, (last, sure) if len(d.month_days) == 1 else (sure,)))
    d.was_yearly, d.unit = d.unit == "year", "month"
    by_day = f";BYDAY={_names(d.weekdays)}" if d.weekdays else ""
    rule = _of_months(d, lexicon, _rule(d, f"BYMONTHDAY={','.join(map(str, d.month_days))}{by_day}"))
    rule.doubts += doubts
    return rule


def _next_month_day(d: Draft) -> date:
    wanted = d.month_days[0]
    if wanted < 1:
        raise _not_together()
    day = d.today
    while day.day != wanted:
        day += timedelta(days=1)
    return day


def _on_weekdays(d: Draft, lexicon: Lexicon, *, one: bool) -> Rule:
    """Tuesdays; every other Tuesday; on Tuesday, which may be once; monthly on Tuesday, which does not say which."""
    soon = _soon(d)
    if one and not d.unit and not d.each and len(d.weekdays) == 1:
        again = (soon, soon + timedelta(days=7)) if soon == d.today else (soon,)
        return Rule(date=When(tuple((day, day) for day in again), *d.weekdays_at))
    doubts: list[Doubt] = []
    manner = lexicon.manner
    if d.unit == "month" and not d.months:
        day = manner.weekdays[d.weekdays[0]]
        texts = [manner.nth_day.format(nth=nth, day=day) for nth in manner.nth]
        options = tuple(Option(text, text) for text in texts) if len(d.weekdays) == 1 else ()
        return Rule(doubts=[Doubt(*d.weekdays_at, say("Which one of the month?"), options)])
    if d.unit == "day":
        _days_as_weeks(d, lexicon)
    if d.unit not in ("", "week"):
        raise _not_together()
    ends = d.first or d.last or d.count or d.span or d.months
    if d.maybe_once and not (d.unit or d.each or ends) and len(d.weekdays) == 1:
        each = manner.each_week.format(day=manner.weekdays[d.weekdays[0]])
        options = (Option(each, each), Option(_label(soon, lexicon), soon.isoformat()))
        doubts.append(Doubt(*d.weekdays_at, say("Every week, or once?"), options))
    d.unit = "week"
    if d.twice_at is not None and len(d.weekdays) > 1:
        doubts.append(_twice(d, d.twice_at, lexicon))
    rule = _of_months(d, lexicon, _rule(d, f"BYDAY={_names(d.weekdays)}"))
    rule.doubts += doubts
    return rule


def _days_as_weeks(d: Draft, lexicon: Lexicon) -> None:
    """Alle 14 Tage dienstags, tous les quinze jours le mardi: so many days that are weeks."""
    every = d.every if d.every % 7 == 0 else lexicon.loose_days.get(d.every, 0)
    if d.every == 1 and len(d.weekdays) > 1:
        d.unit = "week"
    elif every:
        d.unit, d.every = "week", every // 7
    else:
        raise _not_together()


def _without_days(d: Draft, lexicon: Lexicon) -> Rule:
    """Daily, every three days; weekly or yearly from a date on, whose day then counts."""
    manner = lexicon.manner
    anchor = _anchor(d)
    if d.unit == "day" and d.every % 7 == 0 and anchor is None:
        d.unit, d.every = "week", d.every // 7
    if d.unit == "day":
        rule = _of_months(d, lexicon, _rule(d, ""))
        other = lexicon.loose_days.get(d.every)
        if other is not None:
            literal = f"FREQ=DAILY;INTERVAL={d.every}"
            options = (
                Option(manner.each_days.format(n=other), manner.each_days.format(n=other)),
                Option(literal, literal),
            )
            rule.doubts.append(Doubt(*d.unit_at, say("How many days apart?"), options))
        return rule
    if d.unit == "week" and anchor is not None and d.twice_at is None:
        return _rule(d, f"BYDAY={_BYDAY[anchor.weekday()]}")
    if d.unit == "week":
        each = manner.each_week if d.every == 1 else manner.each_weeks
        texts = [each.format(n=d.every, day=name) for name in manner.weekdays]
        question = say("On which day of the week?")
        return Rule(doubts=[Doubt(*(d.twice_at or d.unit_at), question, tuple(Option(text, text) for text in texts))])
    if d.unit == "year" and anchor is not None and (anchor.month, anchor.day) != (2, 29):
        return _rule(d, f"BYMONTH={anchor.month};BYMONTHDAY={anchor.day}")
    if d.unit == "month":
        raise RefusedError(say("On which day of the month?"))
    raise RefusedError(say("On which day?"))


def _anchor(d: Draft) -> date | None:
    """The day that a series was said to begin with, where that is one day."""
    said = d.date if d.then else d.first
    days = said.days(d.today) if said else ()
    return days[0][0] if len(days) == 1 and days[0][0] == days[0][1] else None


def _of_months(d: Draft, lexicon: Lexicon, rule: Rule) -> Rule:
    """In March: of each year, of one year, or that may be asked."""
    if not d.months:
        return rule
    if d.first or d.last:
        raise _not_together()
    months = ",".join(map(str, d.months))
    if d.months_year is not None or d.months_each or d.was_yearly:
        if d.months_year is not None:
            if len(d.months) > 1:
                raise _not_together()
            d.first = d.last = When((Named(d.months_year, d.months[0]),), *d.months_at)
            if d.last.days(d.today)[0][1] < d.today:
                raise RefusedError(say("That time has passed already."))
            return rule
        if d.every > 1 and d.unit == "month":
            raise _not_together()
        return Rule(f"{rule.text};BYMONTH={months}", f"{rule.each};BYMONTH={months}", doubts=rule.doubts)
    rule.doubts.append(_each_year_or_once(d, lexicon))
    return rule


def _each_year_or_once(d: Draft, lexicon: Lexicon) -> Doubt:
    """In June: of each year, or of the next one; months that do not follow each other are meant each year."""
    names = [lexicon.manner.months[month - 1] for month in d.months]
    each = lexicon.manner.each_month.format(month=", ".join(names))
    first = Named(month=d.months[0]).days(d.today)[0]
    last = Named(month=d.months[-1]).days(first)[1]
    in_a_row = d.months == tuple(range(d.months[0], d.months[0] + len(d.months)))
    if len(d.nth) == 1 and len(d.nth[0].days) == 1 and len(d.months) == 1:
        day = _nth_day(d.nth[0], first, last)
        exact = (Option(_label(day, lexicon), day.isoformat()),) if day is not None and day >= d.today else ()
        whole = f"{d.nth_words} {each}"
        return Doubt(d.nth_at[0], d.months_at[1], say("Every year, or once?"), (Option(whole, whole), *exact))
    once = Option(f"{'–'.join(dict.fromkeys((names[0], names[-1])))} {last.year}", f"{first}/{last}")
    return Doubt(*d.months_at, say("Every year, or once?"), (Option(each, each), *((once,) if in_a_row else ())))


def _nth_day(nth: Nth, first: date, last: date) -> date | None:
    """The second Tuesday of the month from `first` to `last`, if it has one."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    fit = [day for day in days if day.weekday() == nth.days[0]]
    place = nth.number - 1 if nth.number > 0 else len(fit) + nth.number
    return fit[place] if 0 <= place < len(fit) else None


def _twice(d: Draft, at: tuple[int, int], lexicon: Lexicon) -> Doubt:
    options = next(((one, two) for unit, one, two in lexicon.manner.each_unit if unit == d.unit), ())
    return Doubt(*at, say("Every two, or twice in each?"), tuple(Option(text, text) for text in options))


def _rule(d: Draft, parts: str) -> Rule:
    freq = f"FREQ={_FREQ[d.unit]}"
    tail = f";{parts}" if parts else ""
    each = f"{freq}{tail}"
    return Rule(f"{freq};INTERVAL={d.every}{tail}", each)


def _names(days: tuple[int, ...]) -> str:
    return ",".join(_BYDAY[day] for day in days)


def _soon(d: Draft) -> date:
    return d.today + timedelta(days=(d.weekdays[0] - d.today.weekday()) % 7)


def _label(day: date, lexicon: Lexicon) -> str:
    manner = lexicon.manner
    return manner.date.format(
        weekday=manner.weekdays[day.weekday()], day=day.day, month=manner.months[day.month - 1], year=day.year
    )


def _refuse() -> Rule:
    raise _not_together()


def _not_together() -> RefusedError:
    return RefusedError(say("These days do not go together, or I cannot put them together."))
