"""Counting what the process does: how many, how late, why not. Never who, where or what: there is no field for it."""

from enum import StrEnum
from typing import Protocol, runtime_checkable


class Heard(StrEnum):
    """What became of an event of a platform's, before or when it was handed on.

    `earlier`: from before the account's first start, or before it came into the room.
    """

    HANDED_ON = "handed_on"
    MALFORMED = "malformed"
    UNDECRYPTABLE = "undecryptable"
    EARLIER = "earlier"


class Posted(StrEnum):
    """What became of an attempt to send a post."""

    SENT = "sent"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    PARKED = "parked"


class Counts(Protocol):
    """Takes counts from any thread; never raises."""

    def heard(self, what: Heard, times: int = 1) -> None: ...
    def posted(self, what: Posted) -> None: ...
    def fired(self, timers: int, late: float) -> None:
        """A batch of timers was fired, the earliest of them so many seconds after it was due."""
        ...


class Uncounted:
    """The port `Counts` where nobody wants to know."""

    def heard(self, what: Heard, times: int = 1) -> None: ...
    def posted(self, what: Posted) -> None: ...
    def fired(self, timers: int, late: float) -> None: ...


@runtime_checkable
class Counted(Protocol):
    """A part of the house that counts, once it was told where; before `start`."""

    def counted_by(self, counts: Counts) -> None: ...
