"""A phrase cut into tokens: words, numbers, clock times, numeric dates and RRULE text, each with its place."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache


class Shape(StrEnum):
    """What a token looks like; its numbers are in `Token.parts`."""

    WORD = auto()
    NUMBER = auto()  # 7
    ORDINAL = auto()  # 7th: digits with a suffix of the language
    CLOCK = auto()  # 19:30
    PAIR = auto()  # 19.30, 3.4 or 1,5: a clock time, a date or a decimal; `text` keeps it
    SLASHED = auto()  # 3/4, 3/4/2027, 3-4-2027
    DOTTED = auto()  # 3.4. or 3.4.2027
    ISO = auto()  # 2027-04-03
    RULE = auto()  # FREQ=…, BYMONTHDAY=…
    DASH = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded; `start` and `end` are its place in the phrase."""

    shape: Shape
    text: str
    start: int
    end: int
    parts: tuple[int, ...] = ()


_TOKEN = re.compile(
    r"""
      (?P<RULE>(?:RRULE:)?(?:FREQ|BYMONTHDAY)=[^\s]+)
    | (?P<ISO>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d))T?
    | (?P<SLASHED>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)|\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}-\d{1,2}-\d{4}(?!\d))
    | (?P<DOTTED>\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}(?!\d)|\d{2}(?!\d|[:.h]))?)
    | (?P<CLOCK>\d{1,2}:\d{2}(?!\d))
    | (?P<PAIR>\d{1,2}\.\d{1,2}(?![\d.])|\d{1,2},\d(?!\d))
    | (?P<NUMBER>\d+)
    | (?P<WORD>[^\W\d_]+)
    | (?P<DASH>[-\u2010-\u2015])
    | (?P<SIGN>[^\w\s]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def fold(word: str) -> str:
    """How words are compared: without case and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))


def bare_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a lexicon's entry; hyphens, dots and apostrophes between them are left out."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():  # as most entries are: there is nothing to look for
        return tuple(phrase.lower().split())
    return tuple(token.text for token in _cut(phrase) if token.shape not in (Shape.DASH, Shape.SIGN))


def tokens_of(
    phrase: str, vocabulary: AbstractSet[str], suffixes: AbstractSet[str], *, glued: bool
) -> tuple[Token, ...]:
    """The tokens of a phrase. Digits and a suffix become an ordinal; words that are written together are taken apart
    where the language does so and the vocabulary has both.
    """
    found: list[Token] = []
    for token in _cut(phrase):
        if token.shape is Shape.WORD:
            before = found[-1] if found else None
            if before and before.shape is Shape.NUMBER and before.end == token.start and token.text in suffixes:
                found[-1] = Token(Shape.ORDINAL, before.text, before.start, token.end, before.parts)
            else:
                found += _apart(token, vocabulary) if glued else (token,)
        elif token.text in suffixes and _follows_number(found, token):
            found[-1] = Token(Shape.ORDINAL, found[-1].text, found[-1].start, token.end, found[-1].parts)
        else:
            found.append(token)
    return tuple(found)


@lru_cache(maxsize=4096)
def _cut(phrase: str) -> tuple[Token, ...]:
    return tuple(
        Token(
            shape := Shape[str(match.lastgroup)],
            fold(match.group(shape.name)),
            match.start(),
            match.end(),
            tuple(int(digits) for digits in _DIGITS.findall(match.group())) if shape is not Shape.RULE else (),
        )
        for match in _TOKEN.finditer(phrase)
    )


def _follows_number(found: list[Token], token: Token) -> bool:
    return bool(found) and found[-1].shape is Shape.NUMBER and found[-1].end == token.start


def _apart(token: Token, vocabulary: AbstractSet[str]) -> tuple[Token, ...]:
    """A word as it is, in the spelling of the vocabulary, or as the two words that it is made of."""
    for text in (token.text, re.sub("([aou])e", r"\1", token.text)):
        if text in vocabulary:
            return (Token(Shape.WORD, text, token.start, token.end),)
        for cut in range(len(text) - 3, 2, -1):
            if text[:cut] in vocabulary and text[cut:] in vocabulary:
                middle = token.start + min(cut, token.end - token.start - 1)
                head = Token(Shape.WORD, text[:cut], token.start, middle)
                return head, Token(Shape.WORD, text[cut:], middle, token.end)
    return (token,)
