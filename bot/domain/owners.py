"""To whose share a message belongs, and to whom one without a reply is addressed: by structure, never from text.

MUTUALITY.md, Model. In a hosted share nothing here is needed: the owner is the speaker (`bot/domain/floor.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

RECENT = 12
"""So far back somebody's conversation is looked for; in a busy channel most people are in one (docs/mutuality.md)."""

Source: TypeAlias = Literal["declared", "thread", "reply"]


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose share a message belongs to, and how that is known."""

    owner: str
    source: Source


def owner_of(*, declared: str | None = None, thread: str | None = None, reply: str | None = None) -> Owned | None:
    """Says whose share a message belongs to; None when that is unknown, and then the message is dropped.

    `declared`: who brought the share that was declared by a press and is still open. `thread`: who began the thread
    that the message is in. `reply`: who wrote the message that it explicitly replies to. The first that is known
    stands. A reply that a platform only adds for old clients (Matrix: `is_falling_back`) is none; adapters leave it
    out.
    """
    known: tuple[tuple[str | None, Source], ...] = ((declared, "declared"), (thread, "thread"), (reply, "reply"))
    return next((Owned(owner, source) for owner, source in known if owner is not None), None)


@dataclass(frozen=True, slots=True)
class Said:
    """A message, as far as addressing goes. `brief`: it is known to have fewer than three words."""

    person: str
    mentions: tuple[str, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a message without a reply is addressed, and how that is known."""

    person: str
    source: Literal["mention", "inferred"]


def addressee_of(message: Said, before: Sequence[Said]) -> Addressee | None:
    """Says to whom `message` is addressed; None where nobody else has spoken.

    Its mention; else whom one is already talking with: of the last dozen messages before it the latest that mentions
    its author, or in which its author mentions somebody; else the previous different speaker, skipping turns of fewer
    than three words where anything longer was said. `before` is what was said in the same place, oldest first.
    """
    mentioned = _other(message.mentions, message.person)
    if mentioned is not None:
        return Addressee(mentioned, "mention")
    partner = next(filter(None, (_partner(said, message.person) for said in reversed(before[-RECENT:]))), None)
    if partner is not None:
        return Addressee(partner, "inferred")
    others = (said for said in reversed(before) if said.person != message.person)
    latest = next(others, None)
    if latest is None:
        return None
    spoken = latest if not latest.brief else next((said for said in others if not said.brief), latest)
    return Addressee(spoken.person, "inferred")


def _partner(said: Said, person: str) -> str | None:
    """With whom `person` talks, by this message: its author if it is to them, who is addressed if it is theirs."""
    if said.person == person:
        return _other(said.mentions, person)
    return said.person if person in said.mentions else None


def _other(people: Sequence[str], person: str) -> str | None:
    return next((each for each in people if each != person), None)
