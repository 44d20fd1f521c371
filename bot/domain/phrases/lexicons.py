"""The languages that phrases are read in, by code; the words of one are loaded when somebody uses it."""

from collections.abc import Callable, Iterator, Mapping

from bot.domain.phrases.lexicon import Lexicon

# ruff: noqa: PLC0415 - thousands of words in four languages are long to load, and few processes meet them all


def _english() -> Lexicon:
    from bot.domain.phrases.english import ENGLISH

    return ENGLISH


def _german() -> Lexicon:
    from bot.domain.phrases.german import GERMAN

    return GERMAN


def _spanish() -> Lexicon:
    from bot.domain.phrases.spanish import SPANISH

    return SPANISH


def _french() -> Lexicon:
    from bot.domain.phrases.french import FRENCH

    return FRENCH


class _Lexicons(Mapping[str, Lexicon]):
    """By code, in the order in which they are tried."""

    _load: Mapping[str, Callable[[], Lexicon]] = {"en": _english, "de": _german, "es": _spanish, "fr": _french}

    def __getitem__(self, code: str) -> Lexicon:
        return self._load[code]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._load)

    def __contains__(self, code: object) -> bool:
        return code in self._load

    def __len__(self) -> int:
        return len(self._load)


LEXICONS: Mapping[str, Lexicon] = _Lexicons()
