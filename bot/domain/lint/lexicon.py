"""What a language brings to the lint: classes of words with their endings, and how it negates and asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.lint.tokens import Manner, Shape, Token

Form: TypeAlias = str
"""What a class or a pattern asks for at one place.

`word`, `stem~endings`, `*ending`, `beginning*`, `*` for any word,
`=exact`, `@class`, `#` for a number; several joined by `_`.
"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`endings` names what may follow a stem (`help~v`); `classes` names words that play the same part.

    A class is written with commas between its items; an item can have several words. Classes with a meaning for the
    machinery: negator, but, self, you, told, wh, lead, or, subject. `negates_next`: behind words that begin a clause,
    a negation denies them only where it follows at once (consejos no damos).
    """

    code: str
    manner: Manner
    endings: Mapping[str, frozenset[str]]
    classes: Mapping[str, tuple[tuple[Form, ...], ...]]
    negates_after: bool
    negates_next: bool = False
    known: dict[tuple[Form, str, str], bool] = field(default_factory=dict)
    phrases: dict[Form, tuple[tuple[Form, ...], ...]] = field(default_factory=dict)

    def fits(self, form: Form, token: Token) -> bool:
        """Whether one token is this form; a class of several words is looked at by `spans`."""
        key = (form, token.text, token.exact)
        if key not in self.known:
            self.known[key] = self._fits(form, token)
        return self.known[key]

    def _fits(self, form: Form, token: Token) -> bool:
        if form.startswith("@"):
            return any(len(item) == 1 and self.fits(item[0], token) for item in self.classes[form[1:]])
        if form == "#":
            return token.shape is Shape.NUMBER
        if form == "*":
            return token.shape is not Shape.MARK
        if form.startswith("="):
            return token.exact == form[1:]
        if form.startswith("*"):
            return token.shape is Shape.WORD and token.text.endswith(form[1:]) and len(token.text) > len(form)
        if form.endswith("*"):
            return token.text.startswith(form[:-1])
        if "~" in form:
            stem, _, name = form.partition("~")
            return token.text.startswith(stem) and token.text[len(stem) :] in self.endings[name]
        return token.text == form

    def spans(self, form: Form, tokens: tuple[Token, ...], at: int) -> Iterator[int]:
        """Where `form` ends when it begins at `at`; nothing when it does not stand there."""
        if at >= len(tokens):
            return
        if "_" in form:
            yield from self._phrase(tuple(form.split("_")), tokens, at)
            return
        if self.fits(form, tokens[at]):
            yield at + 1
        if form.startswith("@"):
            if form not in self.phrases:
                self.phrases[form] = tuple(item for item in self.classes[form[1:]] if len(item) > 1)
            for item in self.phrases[form]:
                yield from self._phrase(item, tokens, at)

    def _phrase(self, item: tuple[Form, ...], tokens: tuple[Token, ...], at: int) -> Iterator[int]:
        if not item:
            yield at
            return
        for end in self.spans(item[0], tokens, at):
            yield from self._phrase(item[1:], tokens, end)


def lexicon_of(
    code: str,
    manner: Manner,
    endings: Mapping[str, str],
    classes: Mapping[str, str],
    *,
    negates_after: bool,
    negates_next: bool = False,
) -> Lexicon:
    """Makes a lexicon from how it is written down: endings between spaces (`-` is none), items between commas."""
    return Lexicon(
        code,
        manner,
        {name: frozenset("" if one == "-" else one for one in written.split()) for name, written in endings.items()},
        {
            name: tuple(
                tuple(folded(word, manner) for word in item.split()) for item in written.split(",") if item.strip()
            )
            for name, written in classes.items()
        },
        negates_after,
        negates_next,
    )


def folded(form: Form, manner: Manner) -> Form:
    """A form as the language compares words; what is exact, and names of classes and endings, stay."""
    if form.startswith(("@", "=", "#")):
        return form
    if "_" in form:
        return "_".join(folded(part, manner) for part in form.split("_"))
    stem, mark, name = form.partition("~")
    return manner.fold(stem) + mark + name
