"""Texts become sentences here: in the reader's language, with times in the reader's zone."""

from typing import Protocol

from bot.domain.words import Moment, Named, Text
from bot.ports.messages import Reader


class Dress(Protocol):
    """How a platform writes the parts of a sentence: escaped literals, its own timestamps, its own mentions."""

    def literal(self, words: str) -> str: ...
    def named(self, named: Named) -> str: ...
    def moment(self, moment: Moment) -> str | None:
        """The platform's own timestamp, or None to have it written out in the reader's zone."""
        ...


class Voice(Protocol):
    """Makes sentences from catalogue messages."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    def say(self, text: Text, reader: Reader, dress: Dress | None = None) -> str:
        """The sentence for `reader`; without `dress` plain text. A missing translation falls back to English."""
        ...
