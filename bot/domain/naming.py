"""A date of a circle as people name it: by its day, in one of the house's languages, or as the next one."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from bot.domain.errors import BadValue
from bot.domain.phrases.lexicon import Kind, Lexicon
from bot.domain.phrases.lexicons import LEXICONS
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Understood
from bot.domain.phrases.scan import bare_words, fold
from bot.domain.words import say

_BESIDE = frozenset((Kind.ARTICLE, Kind.ON, Kind.NEXT, Kind.THIS))
_SHORTEST = 3


def is_next(words: str) -> bool:
    """Whether the next date is meant: "", "next", "der nächste", "le prochain"."""
    return not words.strip() or any(_says_next(words, lexicon) for lexicon in LEXICONS.values())


def day_test(words: str, today: date, languages: Iterable[str] = ()) -> Callable[[date], bool]:
    """Tells the days that are meant: "2026-12-10", a weekday ("Thursday", "jueves"), a day of the calendar
    ("10. Dezember", seen from `today`).

    `languages` are tried before the others. Raises BadValue for words that name no day.
    """
    named = words.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", named):
        try:
            exact = date.fromisoformat(named)
        except ValueError:
            raise _no_day() from None
        return lambda each: each == exact
    lexicons = _in_order(languages)
    for lexicon in lexicons:
        weekday = _weekday(named, lexicon)
        if weekday is not None:
            return lambda each: each.weekday() == weekday
    begin = datetime.combine(today, time()) - timedelta(seconds=1)
    for lexicon in lexicons:
        found = read(f"{named} 12:00", lexicon.code, begin, one=True)
        if isinstance(found, Understood):
            return lambda each: each == found.start.date()
    raise _no_day()


def _in_order(languages: Iterable[str]) -> tuple[Lexicon, ...]:
    codes = (language.split("-", 1)[0].casefold() for language in languages)
    return tuple(LEXICONS[code] for code in dict.fromkeys((*codes, *LEXICONS)) if code in LEXICONS)


def _kinds(word: str, lexicon: Lexicon) -> frozenset[Kind]:
    return frozenset(term.kind for term in lexicon.terms.get((word,), ()))


def _says_next(words: str, lexicon: Lexicon) -> bool:
    kinds = [_kinds(word, lexicon) for word in bare_words(words)]
    return any(Kind.NEXT in each for each in kinds) and all(each & _BESIDE for each in kinds)


def _weekday(words: str, lexicon: Lexicon) -> int | None:
    """The weekday that is named, in full or by its first letters, beside words such as "next" and "on"."""
    left = [word for word in bare_words(words) if not _kinds(word, lexicon) & _BESIDE]
    if len(left) != 1 or len(left[0]) < _SHORTEST:
        return None
    names = enumerate(lexicon.manner.weekdays)
    named = {place for place, name in names if fold(name).startswith(left[0])}
    named.update(term.numbers[0] for term in lexicon.terms.get((left[0],), ()) if term.kind is Kind.WEEKDAY)
    return next(iter(named)) if len(named) == 1 else None


def _no_day() -> BadValue:
    return BadValue(say("A date is named by its day, for example: 2026-12-10; or Thursday; or next."))
