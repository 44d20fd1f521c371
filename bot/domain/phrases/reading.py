"""Reads a phrase about time: "every second Tuesday 19:00", "am letzten Sonntag im Monat um 17 Uhr bis Juni", an RRULE.

One grammar reads all languages; each brings its words as data. Every word of a phrase has to find its place: what has
none is not skipped, and what can be read in two ways is asked back (SCHEDULING.md, Plain words).
"""

from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches

from bot.domain.errors import DomainError
from bot.domain.phrases import dates, each, lengths, recurring, rules, timeofday
from bot.domain.phrases.compose import compose
from bot.domain.phrases.cursor import Cursor
from bot.domain.phrases.draft import Doubt, Draft, RefusedError
from bot.domain.phrases.lexicon import Kind, Lexicon
from bot.domain.phrases.lexicons import LEXICONS
from bot.domain.phrases.results import Ask, Choice, NotUnderstood, Reading, Understood
from bot.domain.phrases.scan import Shape, fold
from bot.domain.words import Text, say

LONGEST_PHRASE = 200
_ENGLISH = "en"
_NAMES = {"en": say("English"), "de": say("German"), "es": say("Spanish"), "fr": say("French")}

_CLAUSES: tuple[Callable[[Cursor, Draft], bool], ...] = (
    rules.rrule,
    rules.window,
    recurring.without,
    timeofday.from_to,
    recurring.from_day_to_day,
    dates.ends,
    dates.begins,
    lengths.so_often_in,
    lengths.so_often,
    lengths.for_so_long,
    dates.today_in_part,
    each.every,
    recurring.so_many_weekdays,
    recurring.alternating,
    recurring.periodic,
    recurring.nth_weekdays,
    timeofday.led_time,
    dates.on_date,
    recurring.month_days,
    recurring.weekdays,
    dates.in_months,
    timeofday.part_of_day,
    timeofday.bare_time,
    lengths.endless,
)


class _UnplacedError(Exception):
    """A word that has no place in the phrase, from `start` to `end`."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__()
        self.start, self.end = start, end


def read(phrase: str, language: str, begin: datetime, *, one: bool = False) -> Reading:
    """What a phrase means, for dates from the local wall time `begin` on; `one`: a single date is wanted, no series.

    `language` is an IETF tag; one that is not read here counts as English.
    """
    tidy = " ".join(phrase.split()).rstrip(" .!?;,")
    code = language.replace("_", "-").split("-", 1)[0].casefold()
    lexicon = LEXICONS[code if code in LEXICONS else _ENGLISH]
    if len(tidy) > LONGEST_PHRASE:
        why = say("That is {n} characters; up to {most} are read as a time.", n=len(tidy), most=LONGEST_PHRASE)
        return NotUnderstood(why, _example(lexicon, one=one))
    try:
        return _read(tidy, lexicon, begin, one=one)
    except RefusedError as refused:
        return NotUnderstood(refused.text, _example(lexicon, one=one))
    except DomainError as wrong:
        return NotUnderstood(wrong.text, _example(lexicon, one=one))
    except _UnplacedError as unplaced:
        return _not_understood(tidy, lexicon, begin, unplaced, one=one)


def _read(phrase: str, lexicon: Lexicon, begin: datetime, *, one: bool) -> Understood | Ask:
    """Raises RefusedError or DomainError for what cannot be, _UnplacedError for a word without a place."""
    cursor, draft = Cursor(phrase, lexicon), Draft(begin.date())
    while not cursor.done:
        if not _clause(cursor, draft):
            token = cursor.tokens[cursor.at]
            raise _UnplacedError(token.start, token.end)
    composed = compose(draft, lexicon, begin, one=one)
    if composed.understood is not None:
        return composed.understood
    doubt = min(composed.doubts, key=lambda each: each.start)
    if not doubt.options:
        raise RefusedError(doubt.question)
    return _ask(phrase, doubt)


def _clause(cursor: Cursor, draft: Draft) -> bool:
    """Reads what stands here; whether anything could."""
    mark = cursor.at
    if cursor.term(Kind.THEN) and draft.date is not None:
        draft.then = True
        return True
    cursor.at = mark
    for clause in _CLAUSES:
        if clause(cursor, draft):
            return True
        cursor.at = mark
    return (
        cursor.sign(',;.()"“”„«»:')
        or bool(cursor.shape(Shape.DASH))
        or cursor.term(Kind.FILLER, Kind.SESSIONS, Kind.AND) is not None
    )


def _ask(phrase: str, doubt: Doubt) -> Ask:
    words = phrase[doubt.start : doubt.end].strip()
    before, after = phrase[: doubt.start], phrase[doubt.end :]
    apart = " " if after[:1].isalpha() else ""  # Dienstag|abend
    choices = tuple(Choice(option.label, f"{before}{option.words}{apart}{after}") for option in doubt.options)
    return Ask(say("“{words}”: {question}", words=words, question=doubt.question), choices)


def _not_understood(
    phrase: str, lexicon: Lexicon, begin: datetime, unplaced: _UnplacedError, *, one: bool
) -> NotUnderstood:
    """Another language, a slip of the pen, or a word that says nothing of time."""
    for other in LEXICONS.values():
        if other is not lexicon and _reads(phrase, other, begin, one=one):
            why = say(
                "That reads as {language}; here I read {mine}.",
                language=_NAMES[other.code],
                mine=_NAMES[lexicon.code],
            )
            return NotUnderstood(why, _example(lexicon, one=one))
    strange = _strange(phrase, lexicon)
    start, end = strange or (unplaced.start, unplaced.end)
    word = phrase[start:end]
    for near in () if strange is None else get_close_matches(fold(word), _long_words(lexicon), n=3, cutoff=0.75):
        mended = f"{phrase[:start]}{near.capitalize() if word[0].isupper() else near}{phrase[end:]}"
        if fold(word) != near and _reads(mended, lexicon, begin, one=one, asks=False):
            return NotUnderstood(_unplaced(word), mended)
    return NotUnderstood(_unplaced(word), _example(lexicon, one=one))


def _strange(phrase: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the first word stands that the language does not know of times."""
    tokens = Cursor(phrase, lexicon).tokens
    return next(
        (
            (token.start, token.end)
            for token in tokens
            if token.shape is Shape.WORD and token.text not in lexicon.vocabulary
        ),
        None,
    )


def _example(lexicon: Lexicon, *, one: bool) -> str:
    """A phrase that is understood: of a series, or of one date."""
    manner = lexicon.manner
    return manner.at.format(day=manner.weekdays[3], time="19:00") if one else lexicon.example


def _unplaced(word: str) -> Text:
    return say("I don't know “{word}” as a day or a time.", word=word)


def _long_words(lexicon: Lexicon) -> list[str]:
    return sorted(word for word in lexicon.vocabulary if len(word) > 2)


def _reads(phrase: str, lexicon: Lexicon, begin: datetime, *, one: bool, asks: bool = True) -> bool:
    """Whether the phrase means something in this language; `asks`: a doubt is enough."""
    try:
        found = _read(phrase, lexicon, begin, one=one)
    except (RefusedError, DomainError, _UnplacedError):
        return False
    return asks or isinstance(found, Understood)
