"""What comes of reading a phrase: understood, a question back, or a sentence that says what would have been right."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.words import Text, say

ONCE = "FREQ=DAILY;COUNT=1"
"""The rule of a single date."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`rrule` as `parse_rrule` returns it, from the local wall time `start` on; `minutes` where a length was said."""

    rrule: str
    start: datetime
    minutes: int | None = None

    @property
    def once(self) -> bool:
        """Whether it is a single date, and no series."""
        return self.rrule == ONCE


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read it: `label` in the phrase's own language, and the whole phrase said without that doubt."""

    label: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The phrase can be read in more than one way; nothing is guessed. Reading a choice's phrase goes on from there."""

    question: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why not, and a phrase that is understood, as near as there is one."""

    why: Text
    example: str

    @property
    def text(self) -> Text:
        return say("{why} For example: {example}", why=self.why, example=self.example)


Reading: TypeAlias = Understood | Ask | NotUnderstood
