"""The languages that phrases are read in, by code; the words of one are loaded when somebody uses it."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from bot.domain.phrases.lexicon import Lexicon

_LANGUAGES = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}


class _Lexicons(Mapping[str, Lexicon]):
    """Every language's module holds its lexicon under the module's own name in capitals."""

    def __getitem__(self, code: str) -> Lexicon:
        name = _LANGUAGES[code]
        lexicon: Lexicon = getattr(import_module(f"bot.domain.phrases.{name}"), name.upper())
        return lexicon

    def __iter__(self) -> Iterator[str]:
        return iter(_LANGUAGES)

    def __contains__(self, code: object) -> bool:
        return code in _LANGUAGES

    def __len__(self) -> int:
        return len(_LANGUAGES)


LEXICONS: Mapping[str, Lexicon] = _Lexicons()
