"""What a finished session leaves behind: structure only, and of it what MUTUALITY.md keeps.

No passes, no absences, no words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.ring import Pair

TurnKind = Literal["share", "ask", "respond", "other"]
KEPT_SESSIONS = 13


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody spoke: what it was, to whose share it belongs, and how the owner is known."""

    person: str
    kind: TurnKind
    share: str | None
    source: Literal["declared", "thread", "reply", "mention", "inferred"]
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """What a turn's owner brought."""

    id: str
    owner: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One person responded to another's share: counted once, however many messages."""

    responder: str
    owner: str
    share: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """All that is kept of one session. `roles` are (role, person) that were held."""

    session: str
    circle: str
    opened_at: datetime
    present: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    shares: tuple[Share, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    pairs: tuple[Pair, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RoleHistory:
    """How often somebody held a role in the kept sessions, and the number of the session when they last did."""

    times: int = 0
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What earlier sessions mean for this one: debts by person, earlier pairings by (speaker, listener)."""

    debts: Mapping[str, float] = field(default_factory=dict)
    pairings: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What is kept of one person in one session, for `my data`: only to themselves. `there`: they took part in it."""

    session: str
    circle: str
    opened_at: datetime
    shares: int
    alongside: int
    turns: tuple[Turn, ...] = ()
    pairs: int = 0
    roles: tuple[str, ...] = ()
    there: bool = True
