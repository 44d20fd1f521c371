"""Simulated circles: people with habits meet for a quarter, with turns sent round by the product's order or without.

They know nothing of how notes are decided: each habit is a plain chance, drawn from a seed.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.domain.ledger import Exchange, SessionRecord, Share
from bot.domain.mutuality import evidence_of, note_for
from bot.domain.ring import Pair
from bot.domain.turns import Place, forgive, late_start, order, settle

QUARTER = 13
START = datetime(2027, 1, 7, 19, 0, tzinfo=UTC)
GIVER = "p0"
_FEWEST = 3
_HALVINGS = 9
_PILOTS = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """What a circle is like. `respond`: the chance that somebody answers a share; `clustered`: how much that differs
    from share to share; `drawn`: how much it differs by whose share it is. `takes`: the chance to take a turn that is
    offered. `eager`: how differently often people respond where turns go round, and bring something where they do not.
    """

    name: str
    people: int = 6
    shares: int = 6
    rotation: bool = True
    respond: float = 0.35
    clustered: float = 0.0
    drawn: float = 0.0
    takes: float = 0.85
    eager: float = 0.0
    absent: float = 0.2
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Habit:
    """What one person does differently: how often they bring something, and how often they respond, beside others."""

    brings: float = 1.0
    responds: float = 1.0


class Circle:
    """One circle of a kind; `giver` is the habit of the first person, where somebody gives by habit."""

    def __init__(self, kind: Kind, seed: int, giver: Habit | None = None) -> None:
        self._kind = kind
        self._chance = Random(f"{kind}/{seed}/{giver}")
        self._people = [f"p{number}" for number in range(kind.people)]
        self._habits = {person: self._habit() for person in self._people}
        self._drawn = {person: self._spread(kind.drawn) for person in self._people}
        if giver is not None:
            self._habits[GIVER], self._drawn[GIVER] = giver, 1.0
        self._debts: Mapping[str, float] = {}

    def sessions(self, count: int = QUARTER) -> list[SessionRecord]:
        return [self._session(number) for number in range(count)]

    def _habit(self) -> Habit:
        eager = self._spread(self._kind.eager)
        return Habit(responds=eager) if self._kind.rotation else Habit(brings=eager)

    def _spread(self, width: float) -> float:
        return math.exp(self._chance.gauss(0, width))

    def _session(self, number: int) -> SessionRecord:
        kind, chance = self._kind, self._chance
        present: list[str] = []
        while len(present) < min(_FEWEST, kind.people):
            present = [person for person in self._people if chance.random() >= kind.absent]
        comes = {person: chance.randrange(kind.shares) if chance.random() < kind.late else 0 for person in present}
        comes[present[0]] = comes[present[-1]] = 0
        owners = self._in_turn(comes, str(number)) if kind.rotation else self._free(comes)
        ring = chance.sample(present, len(present))
        listeners = dict(zip(ring, (*ring[1:], ring[0]), strict=True)) if kind.rotation else {}
        session = f"s{number}"
        shares = tuple(Share(f"{session}/{place}", owner) for place, owner in enumerate(owners))
        exchanges: list[Exchange] = []
        for place, share in enumerate(shares):
            listener = listeners.pop(share.owner, None)
            here = [person for person in present if comes[person] <= place and person != share.owner]
            exchanges += [
                Exchange(person, share.owner, share.id) for person in self._responders(share.owner, here, listener)
            ]
        pairs = (Pair(ring[0], ring[1]),) if kind.rotation else ()
        at = START + timedelta(weeks=number)
        return SessionRecord(session, "c", at, tuple(present), (), shares, tuple(exchanges), pairs)

    def _in_turn(self, comes: Mapping[str, int], seed: str) -> list[str]:
        """Round after round by the product's order; who passes is not asked again in the round."""
        owners: list[str] = []
        places: dict[str, Place] = {}
        left: set[str] = set()
        while len(owners) < self._kind.shares:
            for person, place in comes.items():
                if person not in places and place <= len(owners):
                    start = late_start({each.person: each.turns for each in places.values()})
                    places[person] = Place(person, start)
                    left.add(person)
            left = left or set(places)
            person = order((replace(places[one], debt=self._debts.get(one, 0.0)) for one in sorted(left)), seed)[0]
            left.discard(person)
            if self._chance.random() < self._kind.takes * self._habits[person].brings:
                self._debts = settle(self._debts, places, person)
                places[person] = replace(places[person], turns=places[person].turns + 1, last_spoke=len(owners))
                owners.append(person)
            else:
                self._debts = forgive(self._debts, person)
        return owners

    def _free(self, comes: Mapping[str, int]) -> list[str]:
        owners: list[str] = []
        for place in range(self._kind.shares):
            here = [person for person, since in comes.items() if since <= place]
            owners += self._chance.choices(here, [self._habits[person].brings for person in here])
        return owners

    def _responders(self, owner: str, others: Sequence[str], listener: str | None) -> list[str]:
        kind, chance = self._kind, self._chance
        liveliness = self._drawn[owner]
        if kind.clustered:
            liveliness *= chance.gammavariate(1 / kind.clustered, kind.clustered)
        likely = {one: kind.respond * self._habits[one].responds * liveliness for one in others}
        if listener in likely:
            likely[listener] = max(likely[listener], 0.9)
        return [person for person, chances in likely.items() if chance.random() < chances]


def giver(kind: Kind, share: float, *, responds: float = 1.3) -> Habit:
    """A habit with which the giving share of one person in such circles is `share`: found by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = Habit((low + high) / 2, responds)
        counts = Counter[str]()
        for seed in range(_PILOTS):
            for record in Circle(kind, -1 - seed, middle).sessions():
                counts["gave"] += sum(each.responder == GIVER for each in record.exchanges)
                counts["received"] += sum(each.owner == GIVER for each in record.exchanges)
        if counts["gave"] > share * counts.total():
            low = middle.brings
        else:
            high = middle.brings
    return Habit((low + high) / 2, responds)


def needless(kind: Kind, seeds: range) -> float:
    """In which part of balanced circles somebody gets a note within a quarter."""
    people = [f"p{number}" for number in range(kind.people)]
    return sum(_first_note(kind, seed, None, people) is not None for seed in seeds) / len(seeds)


def noticed(kind: Kind, habit: Habit, seeds: range, by: Sequence[int]) -> list[float]:
    """In which part of the circles the giver has had a note by so many sessions."""
    first = [_first_note(kind, seed, habit, [GIVER]) for seed in seeds]
    return [sum(at is not None and at <= sessions for at in first) / len(seeds) for sessions in by]


def _first_note(kind: Kind, seed: int, habit: Habit | None, people: Sequence[str]) -> int | None:
    records = Circle(kind, seed, habit).sessions()
    for held in range(1, QUARTER + 1):
        if any(note_for(evidence_of(person, records[:held])) is not None for person in people):
            return held
    return None
