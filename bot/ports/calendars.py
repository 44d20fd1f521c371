"""What a calendar needs of the world: a file in the form that calendars read, and addresses that nobody can guess."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.calendar import Sheet


class CalendarWriter(Protocol):
    """Writes calendar files."""

    def written(self, sheet: Sheet, language: str, changed_at: datetime) -> str:
        """The file (RFC 5545, text/calendar), with its titles in a language; `changed_at` is when it last changed."""
        ...


class Addresses(Protocol):
    """Addresses of feeds. What is in them is made of a seed that is kept and a key that is not in the database."""

    @property
    def served(self) -> bool:
        """Whether feeds are served at all."""
        ...

    def token(self, seed: str) -> str:
        """The unguessable part of the address."""
        ...

    def address(self, token: str) -> str:
        """The whole of it, as people put it into their calendar."""
        ...


class About(StrEnum):
    """Whose dates a feed has: one circle's, or those of all circles of a person."""

    CIRCLE = "circle"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that is served: of its address only the hash is kept (`key`).

    `subject` is the id of the circle or person. `mark` tells one content from another, and `changed_at` is when it last
    changed; both are found out when somebody asks for the feed.
    """

    key: str
    about: About
    subject: str
    seed: str
    changed_at: datetime
    mark: str = ""

    def now_is(self, mark: str, at: datetime) -> "Feed":
        """The feed with another content since `at`."""
        return replace(self, mark=mark, changed_at=at)


class Feeds(Protocol):
    """The feeds that there are: one at most of each circle, and of each person."""

    def at(self, key: str) -> Feed | None:
        """The feed whose address has this hash."""
        ...

    def of(self, about: About, subject: str) -> Feed | None: ...
    def put(self, feed: Feed) -> None:
        """Keeps a feed in place of the one that its subject had; that one's address ends."""
        ...

    def remove(self, about: About, subject: str) -> None: ...
