"""Patterns over tokens: a short notation for what stands beside what, and where it is found in a sentence.

Between spaces: forms of the lexicon (`should`, `@you`, `help~v`), several with `|`, each of one word or of several
joined by `_`; `?` behind them when they can be left out; `~3` for up to three other words of the same clause, `~~8` for
up to eight tokens of the sentence; `!a|b` for "and none of these next"; `<` and `>` for where a clause begins and ends,
`<<` and `>>` for the sentence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from bot.domain.lint.lexicon import Form, Lexicon, folded
from bot.domain.lint.tokens import Shape, Token


class Step(StrEnum):
    """What an element of a pattern asks for."""

    FORM = auto()
    GAP = auto()  # words of one clause
    LEAP = auto()  # whatever there is in the sentence
    NOT = auto()
    CLAUSE_BEGINS = "<"
    CLAUSE_ENDS = ">"
    SENTENCE_BEGINS = "<<"
    SENTENCE_ENDS = ">>"


@dataclass(frozen=True, slots=True)
class Element:
    """`forms` for FORM and NOT, `most` for gaps."""

    step: Step
    forms: tuple[Form, ...] = ()
    optional: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens from `start` up to `end`."""

    start: int
    end: int


def read(written: str, lexicon: Lexicon) -> tuple[Element, ...]:
    """Reads the notation. Raises ValueError for a class or endings that the lexicon does not have."""
    return tuple(_element(word, lexicon) for word in written.split())


def _element(word: str, lexicon: Lexicon) -> Element:
    if word in ("<", ">", "<<", ">>"):
        return Element(Step(word))
    if word.startswith("~"):
        leap = word.startswith("~~")
        return Element(Step.LEAP if leap else Step.GAP, most=int(word.lstrip("~")))
    step = Step.NOT if word.startswith("!") else Step.FORM
    optional = len(word) > 1 and word.endswith("?")
    forms = tuple(folded(form, lexicon.manner) for form in word.removeprefix("!").removesuffix("?").split("|"))
    for form in forms:
        _check(form, lexicon)
    return Element(step, forms, optional)


def _check(form: Form, lexicon: Lexicon) -> None:
    if "_" in form:
        for part in form.split("_"):
            _check(part, lexicon)
        return
    known = form[1:] in lexicon.classes if form.startswith("@") else True
    if "~" in form:
        known = form.partition("~")[2] in lexicon.endings
    if not form or not known:
        raise ValueError(f"{lexicon.code}: the lexicon has no {form!r}")


def find(
    pattern: tuple[Element, ...], lexicon: Lexicon, tokens: tuple[Token, ...], starts: Iterable[int] | None = None
) -> Iterator[Found]:
    """Every place where the pattern stands, the longest from each beginning; `starts` tells where it can begin."""
    for start in range(len(tokens)) if starts is None else starts:
        longest = max(_ends(pattern, lexicon, tokens, start), default=start)
        if longest > start:
            yield Found(start, longest)


def _ends(rest: tuple[Element, ...], lexicon: Lexicon, tokens: tuple[Token, ...], at: int) -> Iterator[int]:
    if not rest:
        yield at
        return
    first, later = rest[0], rest[1:]
    match first.step:
        case Step.FORM:
            for end in {end for form in first.forms for end in lexicon.spans(form, tokens, at)}:
                yield from _ends(later, lexicon, tokens, end)
            if first.optional:
                yield from _ends(later, lexicon, tokens, at)
        case Step.GAP | Step.LEAP:
            for end in _gap(first, tokens, at):
                yield from _ends(later, lexicon, tokens, end)
        case Step.NOT:
            if not any(end for form in first.forms for end in lexicon.spans(form, tokens, at)):
                yield from _ends(later, lexicon, tokens, at)
        case _:
            if _stands(first.step, lexicon, tokens, at):
                yield from _ends(later, lexicon, tokens, at)


def _gap(gap: Element, tokens: tuple[Token, ...], at: int) -> Iterator[int]:
    yield at
    for end in range(at + 1, min(at + gap.most, len(tokens)) + 1):
        passed = tokens[end - 1]
        here = tokens[max(at - 1, 0)].clause
        if gap.step is Step.GAP and (passed.shape is Shape.MARK or passed.clause != here):
            return
        yield end


def _stands(place: Step, lexicon: Lexicon, tokens: tuple[Token, ...], at: int) -> bool:
    match place:
        case Step.CLAUSE_BEGINS:
            return at < len(tokens) and _begins(lexicon, tokens, at, tokens[at].clause)
        case Step.SENTENCE_BEGINS:
            return at < len(tokens) and _begins(lexicon, tokens, at, None)
        case Step.CLAUSE_ENDS:
            return at == len(tokens) or tokens[at].shape is Shape.MARK or tokens[at].clause != tokens[at - 1].clause
        case _:
            return all(token.shape is Shape.MARK for token in tokens[at:])


def _begins(lexicon: Lexicon, tokens: tuple[Token, ...], at: int, clause: int | None) -> bool:
    """Whether only small words (and, please, so), or the name of whom it is said to, stand before this place."""
    before = (number for number in range(at) if clause is None or tokens[number].clause == clause)
    return tokens[at].shape is not Shape.MARK and all(
        tokens[number].shape is Shape.MARK
        or (tokens[number].shape is Shape.PLACE and tokens[number + 1].text == ",")
        or lexicon.fits("@lead", tokens[number])
        for number in before
    )
