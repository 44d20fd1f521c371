"""What a page may send, as values: everything is checked here, and what cannot be read gets a clear sentence."""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.adapters.local.strings import LONGEST_WORDS, NOT_UNDERSTOOD, TOO_MUCH, words_too_long
from bot.domain.errors import BadValue

LONGEST_FRAME = 64 * 1024
_EVENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHORT = 200
_MOST_VALUES = 30


class BadFrame(BadValue):
    """A message of the page's that cannot be used; `event` is its id where that could be read."""

    event: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A seat that this browser says is its own; the token proves it."""

    seat: str
    token: str
    name: str


@dataclass(frozen=True, slots=True)
class TakeSeat:
    name: str


@dataclass(frozen=True, slots=True)
class Resume:
    claim: Claim


@dataclass(frozen=True, slots=True)
class Known:
    """The seats of this browser: which of them are free to sit down in again?"""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Ping:
    """Is the room still there?"""


@dataclass(frozen=True, slots=True)
class Say:
    event: str
    words: str
    answers: str | None


@dataclass(frozen=True, slots=True)
class Press:
    event: str
    token: str


@dataclass(frozen=True, slots=True)
class Call:
    event: str
    path: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    event: str
    token: str
    value: str


@dataclass(frozen=True, slots=True)
class PutAway:
    event: str
    item: str


@dataclass(frozen=True, slots=True)
class Leave:
    event: str


@dataclass(frozen=True, slots=True)
class SetCompany:
    event: str
    size: int


@dataclass(frozen=True, slots=True)
class SetSpeed:
    event: str
    speed: float


Greeting: TypeAlias = TakeSeat | Resume | Known
Deed: TypeAlias = Say | Press | Call | Answer | PutAway | Leave | SetCompany | SetSpeed
Frame: TypeAlias = Greeting | Deed | Ping


def read_frame(data: str) -> Frame:
    """Reads one message of the page's. Raises BadFrame with a sentence for the person; nothing else."""
    if len(data.encode(errors="replace")) > LONGEST_FRAME:
        raise BadFrame(TOO_MUCH)
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFrame(NOT_UNDERSTOOD) from error
    if not isinstance(raw, dict):
        raise BadFrame(NOT_UNDERSTOOD)
    event = raw.get("id")
    event = event if isinstance(event, str) and _EVENT.fullmatch(event) else None
    try:
        return _greeting(raw) or _deed(raw, event)
    except BadFrame as bad:
        bad.event = event
        raise


def _greeting(raw: dict[str, Any]) -> Greeting | Ping | None:
    match raw:
        case {"ping": _}:
            return Ping()
        case {"take": {"name": str(name)}}:
            return TakeSeat(name)
        case {"hello": claim}:
            return Resume(_claim(claim))
        case {"known": list(claims)}:
            return Known(tuple(_claim(claim) for claim in claims[:100]))
        case _:
            return None


def _claim(raw: object) -> Claim:
    match raw:
        case {"seat": str(seat), "token": str(token), "name": str(name)}:
            return Claim(seat, token, name)
        case _:
            raise BadFrame(NOT_UNDERSTOOD)


def _deed(raw: dict[str, Any], event: str | None) -> Deed:
    if event is None:
        raise BadFrame(NOT_UNDERSTOOD)
    match raw:
        case {"say": str(words)}:
            answers = raw.get("to")
            return Say(event, _words(words.strip()), answers if isinstance(answers, str) else None)
        case {"press": str(token)}:
            return Press(event, _short(token))
        case {"call": {"path": str(path), "values": dict(values)}}:
            return Call(event, _short(path), _values(values))
        case {"answer": {"token": str(token), "value": str(value)}}:
            return Answer(event, _short(token), _words(value))
        case {"dismiss": str(item)}:
            return PutAway(event, _short(item))
        case {"leave": True}:
            return Leave(event)
        case {"company": {"size": int(size)}} if not isinstance(size, bool):
            return SetCompany(event, size)
        case {"speed": int(speed) | float(speed)} if not isinstance(speed, bool):
            return SetSpeed(event, float(speed))
        case _:
            raise BadFrame(NOT_UNDERSTOOD)


def _words(words: str) -> str:
    if len(words) > LONGEST_WORDS:
        raise BadFrame(words_too_long(len(words)))
    return _sound(words)


def _short(word: str) -> str:
    if len(word) > _SHORT:
        raise BadFrame(NOT_UNDERSTOOD)
    return _sound(word)


def _sound(words: str) -> str:
    """The words, unless they hold half a character (a lone surrogate), which no database and no socket takes."""
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise BadFrame(NOT_UNDERSTOOD) from error
    return words


def _values(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if len(raw) > _MOST_VALUES or not all(isinstance(value, str) for value in raw.values()):
        raise BadFrame(NOT_UNDERSTOOD)
    return tuple((_short(name), _words(value)) for name, value in raw.items())
