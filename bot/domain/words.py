"""Texts before they are in any language: a catalogue id in English, and parameters that are safe to show.

Nothing here is a sentence yet. The voice (`bot/ports/voice.py`) makes the sentence in the reader's language, with times
in the reader's zone; so rules, errors and stored posts never carry a language or a platform's markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

MomentStyle: TypeAlias = Literal["time", "day", "full"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in the reader's zone, which is named beside every time of day.

    `time` is "20:15 (Berlin)", `day` "Thursday 3 December", `full` both.
    """

    at: datetime
    style: MomentStyle = "time"
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Named:
    """A person as others see them: the id that a platform can mention, and the name that they chose."""

    person: str
    name: str
    kind: Literal["named"] = "named"


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things in a row, joined as the reader's language does ("Ana, Dev and Kim")."""

    items: tuple["Value", ...]
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Text:
    """One message of the catalogue: its English id, plural id and count where it has them, its parameters in order."""

    id: str
    params: tuple[tuple[str, "Value"], ...] = ()
    plural: str | None = None
    count: int | None = None
    kind: Literal["text"] = "text"


Value: TypeAlias = str | int | Moment | Named | Listing | Text


def say(message: str, **params: Value) -> Text:
    """Names the message `message` of the catalogue with its `{placeholders}`; Babel extracts these calls."""
    return Text(message, tuple(params.items()))


def say_n(one: str, many: str, count: int, **params: Value) -> Text:
    """Names a message that depends on a number; `{n}` in it is `count`."""
    return Text(one, (("n", count), *params.items()), plural=many, count=count)


def listing(items: Sequence["Value"]) -> Listing:
    """Puts several values in a row for one placeholder."""
    return Listing(tuple(items))
