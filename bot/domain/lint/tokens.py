"""A line of text as the lint reads it: tokens with their place, in sentences and clauses, quoted or said."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum, auto

_PIECE = re.compile(
    r"""
      (?P<PLACE>\{[^{}]*\})
    | (?P<NUMBER>\d+(?:[.,:]\d+)*)
    | (?P<WORD>[^\W\d_]+(?:['’´`][^\W\d_]+)*['’´`]?)
    | (?P<MARK>\.{3}|[^\w\s])
    """,
    re.VERBOSE,
)
_APOSTROPHES = "'’´`"
_HYPHENS = frozenset(("-", "\u2010", "\u2011"))
_ENDS = frozenset((".", "!", "?", "…", "..."))
_BREAKS = frozenset((",", ";", ":", "—", "–", "(", ")", "/", "¿", "¡"))
_OPENS = {"“": "”“", "„": "“”", "‚": "‘’", "«": "»", "‹": "›", "‘": "’", '"': '"', "»": "«"}
_STRAIGHT = str.maketrans("’´`", "'''")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Shape(StrEnum):
    """What a token looks like."""

    WORD = auto()
    NUMBER = auto()
    PLACE = auto()  # a placeholder of the catalogue, such as {person}
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is folded as the language compares words, `exact` only in lower case; `start` and `end` count characters.

    `clause` numbers the clauses of a sentence; a mark belongs to the clause that it ends.
    """

    text: str
    exact: str
    start: int
    end: int
    shape: Shape
    quoted: bool = False
    clause: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens from one end mark to the next; `asked` where that is a question mark."""

    tokens: tuple[Token, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """What a language brings to cutting text up.

    `parts` says which words are two in one (don't: do, not), `elided` what stands before an apostrophe (qu': que).
    A clause begins after a comma and the like, at `splits`, and at `joins` where a subject follows.
    """

    fold: Callable[[str], str]
    parts: Mapping[str, tuple[str, ...]]
    elided: Mapping[str, str]
    whole: AbstractSet[str]
    splits: AbstractSet[str]
    joins: AbstractSet[str]
    subjects: AbstractSet[str]


def plain(word: str) -> str:
    """Without case."""
    return word.casefold()


def without_umlauts(word: str) -> str:
    """Without case; ä and ae are the same."""
    return word.lower().translate(_UMLAUTS)


def without_accents(word: str) -> str:
    """Without case and accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(sign))


def sentences_of(text: str, manner: Manner) -> tuple[Sentence, ...]:
    """Cuts one line into its sentences. What is in quotes is marked, unless everything is."""
    tokens = _quoted(tuple(_pieces(text, manner)), text)
    found: list[Sentence] = []
    begin = 0
    for at, token in enumerate(tokens):
        last = at + 1 == len(tokens)
        ended = token.shape is Shape.MARK and token.text in _ENDS and not token.quoted
        if last or (ended and tokens[at + 1].text not in _ENDS):
            part = tokens[begin : at + 1]
            asked = any(one.text == "?" and not one.quoted for one in part[-3:])
            if any(one.shape is not Shape.MARK for one in part):
                found.append(Sentence(_in_clauses(part, manner), asked))
            begin = at + 1
    return tuple(found)


def _pieces(text: str, manner: Manner) -> Iterator[Token]:
    for match in _PIECE.finditer(text):
        shape = Shape(str(match.lastgroup).lower())
        if shape is Shape.MARK and match[0] in _HYPHENS and _inside_word(text, match):
            continue
        if shape is not Shape.WORD:
            yield Token(match[0].lower(), match[0].lower(), match.start(), match.end(), shape)
            continue
        word, start = match[0], match.start()
        if word[-1] in _APOSTROPHES and manner.fold(word[:-1]) not in manner.elided:
            word = word[:-1]
        at = start
        for said, length in _parts(word, manner):
            yield Token(manner.fold(said), said.lower(), at, at + length, Shape.WORD)
            at += length
        if at < match.end():
            yield Token(match[0][-1], match[0][-1], at, match.end(), Shape.MARK)


def _inside_word(text: str, match: re.Match[str]) -> bool:
    """Whether a hyphen joins two words (as-tu, self-harm): they are read as two."""
    return text[match.start() - 1 : match.start()].isalnum() and text[match.end() : match.end() + 1].isalnum()


def _parts(word: str, manner: Manner) -> Iterator[tuple[str, int]]:
    """The words in a word, each with how many characters of it are theirs."""
    plainly = word.lower().translate(_STRAIGHT)
    if manner.fold(plainly) in manner.whole or "'" not in plainly:
        yield word, len(word)
        return
    for ending, said in manner.parts.items():
        if plainly == ending or (ending.startswith(("'", "n'")) and plainly.endswith(ending)):
            left = len(word) - len(ending)
            if left:
                yield word[:left], left
            share, rest = divmod(len(ending), len(said))
            for number, one in enumerate(said):
                yield one, share + (rest if number == 0 else 0)
            return
    head, _, tail = plainly.partition("'")
    if manner.fold(head) in manner.elided:
        yield manner.elided[manner.fold(head)], len(head) + 1
        if tail:
            yield from _parts(word[len(head) + 1 :], manner)
        return
    yield word, len(word)


def _quoted(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Marks what stands in quotes. A straight or curled apostrophe opens one only before a word, after a space."""
    spans: list[tuple[int, int]] = []
    closes, begin = "", 0
    for token in tokens:
        if token.shape is not Shape.MARK:
            continue
        before = text[token.start - 1 : token.start]
        if closes:
            if token.text in closes:
                spans.append((begin, token.end))
                closes = ""
        elif token.text in _OPENS or (token.text == "'" and not before.isalnum()):
            closes, begin = _OPENS.get(token.text, "'"), token.start
    inside = [any(start <= token.start < end for start, end in spans) for token in tokens]
    if all(yes for yes, token in zip(inside, tokens, strict=True) if token.shape is not Shape.MARK):
        return tokens
    return tuple(replace(token, quoted=True) if yes else token for yes, token in zip(inside, tokens, strict=True))


def _in_clauses(tokens: tuple[Token, ...], manner: Manner) -> tuple[Token, ...]:
    number = 0
    found: list[Token] = []
    for at, token in enumerate(tokens):
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.text in manner.splits or (token.text in manner.joins and follows in manner.subjects):
            number += 1
        found.append(replace(token, clause=number) if number else token)
        if token.shape is Shape.MARK and token.text in _BREAKS:
            number += 1
    return tuple(found)
