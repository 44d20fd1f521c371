"""Looking at a line: which rules speak up, at which words, with which offer. Explains, and forbids nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.lint import english, french, german, spanish
from bot.domain.lint.index import Index, Sought
from bot.domain.lint.patterns import Found, find, read
from bot.domain.lint.rules import Book, Kind, Pattern, Rule, RuleId
from bot.domain.lint.tokens import Sentence, Shape, Token, sentences_of

BOOKS = {"en": english.BOOK, "de": german.BOOK, "es": spanish.BOOK, "fr": french.BOOK}
"""The languages that the lint reads."""

_CARRIED = 4
"""How many words a clause has at most that a negation reaches into: no advice, fixing or labels."""


class UnreadLanguage(ValueError):
    """No lexicon for this language."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` is what was written, from `start` to `end` in the text; `why` and `suggestion` are in its language."""

    rule: RuleId
    start: int
    end: int
    span: str
    why: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class _Look:
    """A pattern, read once, with what makes it fine."""

    rule: Rule
    pattern: Pattern
    sought: Sought
    unless: tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The patterns of a language, and at which number each is looked up: the rarest that it needs."""

    index: Index
    looks: tuple[_Look, ...]
    by_rarest: Mapping[int | None, tuple[int, ...]]

    def worth(self, there: frozenset[int]) -> Iterator[_Look]:
        """The patterns whose needs are met, in the order of the rules."""
        near = [*self.by_rarest.get(None, ())]
        for number in there:
            near += self.by_rarest.get(number, ())
        return (self.looks[at] for at in sorted(near) if self.looks[at].sought.needs <= there)


def book_for(language: str) -> Book:
    """The book of `language` ("de", "de-AT"). Raises UnreadLanguage."""
    code = language.replace("_", "-").partition("-")[0].lower()
    if code not in BOOKS:
        raise UnreadLanguage(f"{', '.join(BOOKS)} can be read; {language} is none of them.")
    return BOOKS[code]


def lint(text: str, language: str, kind: Kind) -> tuple[Finding, ...]:
    """What the rules have to say about `text`, in the order of its words; nothing overlaps. Raises UnreadLanguage.

    A text of several lines is read line by line. What is quoted beside other words is mentioned, and not said.
    """
    book = book_for(language)
    found: list[Finding] = []
    at = 0
    for line in text.split("\n"):
        for sentence in sentences_of(line, book.lexicon.manner):
            found += _in_sentence(line, at, sentence, book, kind)
        at += len(line) + 1
    return tuple(found)


def _in_sentence(line: str, offset: int, sentence: Sentence, book: Book, kind: Kind) -> list[Finding]:
    taken: list[Finding] = []
    shelf = _shelf(book.lexicon.code)
    numbers = shelf.index.of(sentence.tokens)
    for look in shelf.worth(frozenset().union(*numbers)):
        for place in _places(look, sentence, numbers, book, kind):
            start, end = sentence.tokens[place.start].start, sentence.tokens[place.end - 1].end
            if all(end + offset <= one.start or start + offset >= one.end for one in taken):
                offer = look.pattern.offer or look.rule.offers[kind]
                finding = Finding(look.rule.id, start + offset, end + offset, line[start:end], look.rule.why, offer)
                taken.append(finding)
    return sorted(taken, key=lambda one: one.start)


@lru_cache
def _shelf(code: str) -> _Shelf:
    book = BOOKS[code]
    index = Index(book.lexicon)
    order = list(RuleId)
    looks: list[_Look] = []
    by_rarest: defaultdict[int | None, tuple[int, ...]] = defaultdict(tuple)
    for rule in sorted(book.rules, key=lambda one: order.index(one.id)):
        for pattern in rule.patterns:
            unless = tuple(index.sought(read(fine, book.lexicon)) for fine in pattern.unless)
            sought = index.sought(read(pattern.words, book.lexicon))
            by_rarest[sought.rarest] += (len(looks),)
            looks.append(_Look(rule, pattern, sought, unless))
    return _Shelf(index, tuple(looks), by_rarest)


def _stands(sought: Sought, sentence: Sentence, numbers: tuple[frozenset[int], ...], book: Book) -> Iterator[Found]:
    """Every place where the pattern stands, tried only where its first word could."""
    starts = None if sought.begins is None else [at for at, has in enumerate(numbers) if sought.begins in has]
    return find(sought.words, book.lexicon, sentence.tokens, starts)


def _places(
    look: _Look, sentence: Sentence, numbers: tuple[frozenset[int], ...], book: Book, kind: Kind
) -> Iterator[Found]:
    pattern, tokens = look.pattern, sentence.tokens
    if kind[0] not in pattern.kinds or pattern.asked not in (None, sentence.asked):
        return
    for place in _stands(look.sought, sentence, numbers, book):
        if any(token.quoted for token in tokens[place.start : place.end]):
            continue
        if any(any(_stands(fine, sentence, numbers, book)) for fine in look.unless):
            return
        if pattern.denied and _denied(place, sentence, book):
            continue
        if pattern.own and _own(place, tokens, book):
            continue
        if pattern.told and _told(place, tokens, book):
            continue
        yield place


def _denied(place: Found, sentence: Sentence, book: Book) -> bool:
    """Whether a negation reaches these words: in their clause, or carried into a short one after a comma."""
    tokens = sentence.tokens
    words = [number for number in range(place.start, place.end) if tokens[number].shape is not Shape.MARK]
    if not words:
        return False
    clause = tokens[words[0]].clause
    at = [number for number, token in enumerate(tokens) if token.clause == clause and token.shape is not Shape.MARK]
    first = words[0] == at[0]
    last = at[-1] + 1 if book.lexicon.negates_after or (first and not sentence.asked) else place.end
    if first and book.lexicon.negates_next:
        last = min(last, place.end + 1)
    if _has("@negator", tokens, at[0], last, book):
        return True
    if clause == 0 or len(at) > _CARRIED or _has("@subject", tokens, at[0], last, book):
        return False
    if _has("@but", tokens, at[0], last, book) or not _after_comma(tokens, at[0]):
        return False
    earlier = tokens[at[0] - 1].clause
    before = [number for number, token in enumerate(tokens) if token.clause == earlier]
    return _denied(Found(before[0], before[-1] + 1), Sentence(tokens[: before[-1] + 1], asked=False), book)


def _after_comma(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 0 and tokens[at - 1].text in (",", "/")


def _has(name: str, tokens: tuple[Token, ...], start: int, end: int, book: Book) -> bool:
    within = tokens[:end]
    return any(
        not within[at].quoted and any(True for _ in book.lexicon.spans(name, within, at)) for at in range(start, end)
    )


def _own(place: Found, tokens: tuple[Token, ...], book: Book) -> bool:
    """Whether somebody speaks of themselves there, and to nobody."""
    clause = tokens[place.start].clause
    at = [number for number, token in enumerate(tokens) if token.clause == clause]
    start, end = at[0], at[-1] + 1
    return _has("@self", tokens, start, end, book) and not _has("@you", tokens, start, end, book)


def _told(place: Found, tokens: tuple[Token, ...], book: Book) -> bool:
    """Whether what others said, or what one once believed, leads into these words."""
    return _has("@told", tokens, 0, place.end, book)
