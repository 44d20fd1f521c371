"""Going through a phrase from left to right: what stands here, in the part that is looked for."""

from collections.abc import Iterable

from bot.domain.phrases.lexicon import Kind, Lexicon, Term
from bot.domain.phrases.scan import Shape, Token, tokens_of

_SOFT = frozenset("'’`´.")
_WORDS = (Shape.WORD, Shape.NUMBER)


class Cursor:
    """A place in a phrase. What is looked for and found is gone past; otherwise the place stays."""

    def __init__(self, phrase: str, lexicon: Lexicon) -> None:
        self.phrase = phrase
        self.lexicon = lexicon
        self.tokens = tokens_of(phrase, lexicon.vocabulary, lexicon.suffixes, glued=lexicon.glued)
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    @property
    def here(self) -> Token | None:
        """The token at this place."""
        return None if self.done else self.tokens[self.at]

    @property
    def start(self) -> int:
        """Where in the phrase this place is."""
        return len(self.phrase) if self.done else self.tokens[self.at].start

    @property
    def end(self) -> int:
        """Where in the phrase what was gone past ended."""
        return self.tokens[self.at - 1].end if self.at else 0

    def words(self, start: int, end: int | None = None) -> str:
        """What the person wrote from `start` to here."""
        return self.phrase[start : self.end if end is None else end]

    def shape(self, *shapes: Shape) -> Token | None:
        """A token that looks like one of these."""
        token = self.here
        if token is None or token.shape not in shapes:
            return None
        self.at += 1
        return token

    def sign(self, signs: str) -> bool:
        """One of these signs."""
        token = self.here
        if token is None or token.shape is not Shape.SIGN or token.text not in signs:
            return False
        self.at += 1
        return True

    def term(self, *kinds: Kind) -> Term | None:
        """The longest word group that can play one of these parts."""
        begin = self._past_soft(self.at)
        found: tuple[int, Term] | None = None
        words: list[str] = []
        at = begin
        while at < len(self.tokens) and len(words) < self.lexicon.longest:
            token = self.tokens[at]
            if token.shape not in _WORDS:
                break
            words.append(token.text)
            term = self._playing(tuple(words), kinds)
            if term is not None:
                found = (at + 1, term)
            at = self._past_soft(at + 1)
        if found is None:
            return None
        self.at, term = found
        return term

    def ahead(self, *kinds: Kind) -> bool:
        """Whether one of these stands here; the place stays."""
        mark = self.at
        found = self.term(*kinds) is not None
        self.at = mark
        return found

    def skip(self, *kinds: Kind) -> bool:
        """Goes past any number of these; whether there was one."""
        mark = self.at
        while self.term(*kinds):
            pass
        return self.at > mark

    def number(self) -> int | None:
        """A whole number, in digits or in words."""
        token = self.shape(Shape.NUMBER)
        if token is not None:
            return token.parts[0]
        term = self.term(Kind.NUMBER)
        return term.value if term is not None and isinstance(term.value, int) else None

    def ordinal(self) -> int | None:
        """An ordinal, in digits or in words."""
        token = self.shape(Shape.ORDINAL)
        if token is not None:
            return token.parts[0]
        term = self.term(Kind.ORDINAL)
        return term.value if term is not None and isinstance(term.value, int) else None

    def _playing(self, words: tuple[str, ...], kinds: Iterable[Kind]) -> Term | None:
        terms = self.lexicon.terms.get(words, ())
        return next((term for kind in kinds for term in terms if term.kind is kind), None)

    def _past_soft(self, at: int) -> int:
        """Past signs that only join words: apostrophes, dots of abbreviations, a hyphen without spaces."""
        while at < len(self.tokens):
            token = self.tokens[at]
            joins = token.shape is Shape.SIGN and token.text in _SOFT
            if not joins and not (token.shape is Shape.DASH and self._tight(at)):
                break
            at += 1
        return at

    def _tight(self, at: int) -> bool:
        if not 0 < at < len(self.tokens) - 1:
            return False
        token, after = self.tokens[at], self.tokens[at + 1]
        return self.tokens[at - 1].end == token.start and token.end == after.start and after.shape is Shape.WORD
