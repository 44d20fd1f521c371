"""The order of turns: rounds, then debt. Whoever hasn't had the floor today comes first (MUTUALITY.md)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

MOST_DEBT = 2.0
NEVER_SPOKE = -1


class Wish(StrEnum):
    """What somebody wished for in a round; `hand`: "I'll raise my hand", offered a turn only when they ask."""

    NONE = "none"
    EARLY = "early"
    LATE = "late"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place in the order of a session.

    `turns`: turns taken in this session. `laters`: how often they said "later" in this round. `debt`: what the circle
    owes them, between -2 and 2 turns, carried over sessions. `last_spoke`: ordinal of their last turn in this session,
    -1 for none.
    """

    person: str
    turns: int = 0
    laters: int = 0
    debt: float = 0.0
    last_spoke: int = NEVER_SPOKE
    wish: Wish = Wish.NONE
    hand_raised: bool = False


_WITHIN_ROUND = {Wish.EARLY: 0, Wish.NONE: 1, Wish.HAND: 1, Wish.LATE: 2}


def order(places: Iterable[Place], seed: str) -> tuple[str, ...]:
    """Names the people who can be offered a turn, whoever is next first.

    `places` are those present who have not passed in this round, in any order; `seed` is the session's and decides
    between equals. A wish never outweighs a turn or a "later": it bends the order within a round.
    """
    offerable = [place for place in places if place.wish is not Wish.HAND or place.hand_raised]
    return tuple(place.person for place in sorted(offerable, key=lambda place: _rank(place, seed)))


def settle(debts: Mapping[str, float], present: Collection[str], taker: str) -> dict[str, float]:
    """Returns the debts after `taker` took a turn: everyone present gains an equal part of it, the taker gives it all.

    Only those present change, each within two turns either way. Raises ValueError when the taker is not present.
    """
    if taker not in present:
        raise ValueError(f"{taker!r} took a turn without being present")
    part = 1 / len(present)
    after = dict(debts)
    for person in present:
        moved = debts.get(person, 0.0) + part - (1 if person == taker else 0)
        after[person] = max(-MOST_DEBT, min(MOST_DEBT, moved))
    return after


def forgive(debts: Mapping[str, float], person: str) -> dict[str, float]:
    """Returns the debts after a pass: what was owed is let go, so that nobody is asked first next time for passing."""
    return {**debts, person: min(0.0, debts.get(person, 0.0))}


def late_start(turns: Mapping[str, int]) -> int:
    """With how many turns somebody who arrives late starts: the fewest of those present, so nothing to catch up.

    `turns` are of those whom the order offers turns to: who only raises their hand holds nobody back.
    """
    return min(turns.values(), default=0)


def _rank(place: Place, seed: str) -> tuple[int, int, int, float, int, str]:
    # Debts are sums of fractions: rounding keeps the order in which they were added from deciding between equals.
    owed = round(place.debt, 9)
    lot = sha256(f"{seed}\n{place.person}".encode()).hexdigest()
    return (place.turns, place.laters, _WITHIN_ROUND[place.wish], -owed, place.last_spoke, lot)
