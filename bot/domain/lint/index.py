"""Which patterns are worth looking for in a sentence: those whose every word could begin at one of its tokens."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.lint.lexicon import Form, Lexicon
from bot.domain.lint.patterns import Element, Step
from bot.domain.lint.tokens import Shape, Token

_NO_WIDTH = frozenset((Step.NOT, Step.CLAUSE_BEGINS, Step.SENTENCE_BEGINS))
_SHORT = 4
"""Words up to this length are counted as common ones."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A pattern with the numbers that it `needs`: which one it `begins` with, and the `rarest`, if it has any."""

    words: tuple[Element, ...]
    needs: frozenset[int]
    begins: int | None
    rarest: int | None


def _commonness(forms: tuple[Form, ...]) -> int:
    """A guess at how often one of these forms stands in a sentence: shorter words and wider forms do so more."""
    return sum(_SHORT**3 if "*" in form else _SHORT if form[0] == "@" or len(form) <= _SHORT else 1 for form in forms)


class Index:
    """Knows for a token which elements it may satisfy, or begin. It is quick since it looks words up, not patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numbers: dict[tuple[Form, ...], int] = {}
        self._words: defaultdict[str, set[int]] = defaultdict(set)
        self._exact: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, list[tuple[frozenset[str] | None, int]]] = defaultdict(list)
        self._endings: list[tuple[str, int]] = []
        self._figures: set[int] = set()
        self._seen: dict[tuple[str, str, Shape], frozenset[int]] = {}

    def sought(self, pattern: tuple[Element, ...]) -> Sought:
        """What a pattern cannot do without, as numbers that `of` gives; new words are taken in."""
        wanted = [one.forms for one in pattern if one.step is Step.FORM and not one.optional]
        needs = [self._number(forms) for forms in wanted]
        first = next((one for one in pattern if one.step not in _NO_WIDTH), None)
        begins = needs[0] if first and first.step is Step.FORM and not first.optional else None
        rarest = min(zip(map(_commonness, wanted), needs, strict=True), default=(0, None))[1]
        return Sought(pattern, frozenset(needs), begins, rarest)

    def of(self, tokens: tuple[Token, ...]) -> tuple[frozenset[int], ...]:
        """The numbers that each token of a sentence has."""
        return tuple(self._of(token) for token in tokens)

    def _number(self, forms: tuple[Form, ...]) -> int:
        if forms not in self._numbers:
            number = self._numbers[forms] = len(self._numbers)
            for form in forms:
                for head in self._heads(form):
                    self._take(head, number)
        return self._numbers[forms]

    def _heads(self, form: Form) -> Iterator[Form]:
        """The forms of single words that a form can begin with."""
        first = form.partition("_")[0]
        if not first.startswith("@"):
            yield first
            return
        for item in self._lexicon.classes[first[1:]]:
            yield from self._heads(item[0])

    def _take(self, form: Form, number: int) -> None:
        stem, mark, name = form.partition("~")
        if mark:
            self._stems[stem].append((self._lexicon.endings[name], number))
        elif form == "#":
            self._figures.add(number)
        elif form.startswith("="):
            self._exact[form[1:]].add(number)
        elif form.startswith("*"):
            self._endings.append((form[1:], number))
        elif form.endswith("*"):
            self._stems[form[:-1]].append((None, number))
        else:
            self._words[form].add(number)

    def _of(self, token: Token) -> frozenset[int]:
        key = (token.text, token.exact, token.shape)
        if key not in self._seen:
            self._seen[key] = frozenset(self._look_up(token))
        return self._seen[key]

    def _look_up(self, token: Token) -> Iterator[int]:
        word = token.text
        yield from self._words.get(word, ())
        yield from self._exact.get(token.exact, ())
        if token.shape is Shape.NUMBER:
            yield from self._figures
        for at in range(1, len(word) + 1):
            for endings, number in self._stems.get(word[:at], ()):
                if endings is None or word[at:] in endings:
                    yield number
        yield from (number for ending, number in self._endings if word.endswith(ending))
