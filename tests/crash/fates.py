"""When a process dies: who decides at each boundary, and what is remembered of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from tests.crash.wire import Boundary


class Fate(Enum):
    """What happens at a boundary: the process goes on, is killed, or loses its connection to the platform."""

    GO_ON = "go on"
    KILL = "kill"
    CUT = "cut"


class Fates(Protocol):
    def at(self, step: int, boundary: Boundary) -> Fate: ...


@dataclass(slots=True)
class Spared:
    """Nobody dies; every boundary is written down, with the step of the evening that it belongs to."""

    passed: list[tuple[int, Boundary]] = field(default_factory=list)

    def at(self, step: int, boundary: Boundary) -> Fate:
        self.passed.append((step, boundary))
        return Fate.GO_ON

    def kinds(self) -> Counter[str]:
        return Counter(boundary.kind for _, boundary in self.passed)

    @property
    def most_in_a_step(self) -> int:
        steps = Counter(step for step, boundary in self.passed if boundary.doing != "open")
        return max(steps.values())


@dataclass(slots=True)
class Once:
    """One blow: at the `number`-th boundary (from 0) of a kind, and never again."""

    kind: str
    number: int
    blow: Fate = Fate.KILL
    struck: tuple[int, Boundary] | None = None
    _count: int = 0

    def at(self, step: int, boundary: Boundary) -> Fate:
        if self.struck is not None or boundary.kind != self.kind:
            return Fate.GO_ON
        self._count += 1
        if self._count <= self.number:
            return Fate.GO_ON
        self.struck = step, boundary
        return self.blow


@dataclass(slots=True)
class OnceAStep:
    """In each step of the evening, from `since` on, one death: at the `place`-th boundary (from 0) passed in it."""

    place: int
    since: int = 0
    deaths: int = 0
    _step: int = -1
    _passed: int = 0

    def at(self, step: int, boundary: Boundary) -> Fate:
        if boundary.doing == "open" or step < self.since:
            return Fate.GO_ON
        if step != self._step:
            self._step, self._passed = step, 0
        self._passed += 1
        if self._passed != self.place + 1:
            return Fate.GO_ON
        self.deaths += 1
        return Fate.KILL


@dataclass(slots=True)
class AsPlanned:
    """In each step at most one death: at the kind of boundary planned for it, the number-th of that kind (from 0)."""

    plan: dict[int, tuple[str, int]]
    _died: set[int] = field(default_factory=set)
    _passed: Counter[int] = field(default_factory=Counter)

    def at(self, step: int, boundary: Boundary) -> Fate:
        kind, number = self.plan.get(step, ("", 0))
        if kind != boundary.kind or step in self._died:
            return Fate.GO_ON
        self._passed[step] += 1
        if self._passed[step] <= number:
            return Fate.GO_ON
        self._died.add(step)
        return Fate.KILL


def plan_for(passed: Iterable[tuple[int, Boundary]], so_far: Counter[str]) -> AsPlanned:
    """Plans a death for each step: at the kind that had the fewest `so_far` (it is counted), its first or a later."""
    kinds: dict[int, Counter[str]] = {}
    for step, boundary in passed:
        if boundary.doing != "open":
            kinds.setdefault(step, Counter())[boundary.kind] += 1
    plan = {}
    for step, there in kinds.items():
        kind = min(there, key=lambda each: so_far[each])
        so_far[kind] += 1
        plan[step] = kind, 5 * step % there[kind]
    return AsPlanned(plan)


@dataclass(slots=True)
class EachInTurn:
    """A process is killed at every boundary that none was killed at before: one evening, and death at every turn.

    A boundary is known again by its step of the evening, by how many posts were marked in that step, and by how many
    of its kind this process has passed since. Opening is left out, or no process would ever be open.
    """

    deaths: int = 0
    _died_at: set[tuple[int, int, str, int]] = field(default_factory=set)
    _here: tuple[int, int] = (0, 0)
    _passed: Counter[str] = field(default_factory=Counter)

    def at(self, step: int, boundary: Boundary) -> Fate:
        if boundary.doing == "open":
            return Fate.GO_ON
        if self._here[0] != step:
            self._be_at(step, 0)
        self._passed[boundary.kind] += 1
        this = (*self._here, boundary.kind, self._passed[boundary.kind])
        if boundary.kind == "mark after":
            self._be_at(step, self._here[1] + 1)
        if this in self._died_at:
            return Fate.GO_ON
        self._died_at.add(this)
        self.deaths += 1
        self._passed.clear()
        return Fate.KILL

    def _be_at(self, step: int, marks: int) -> None:
        self._here = step, marks
        self._passed.clear()


@dataclass(slots=True)
class EachKind:
    """A process is killed once at each kind of boundary: the n-th time (from 1) that one of the kind is passed."""

    when: dict[str, int]
    left: set[str] = field(init=False)
    _passed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.left = set(self.when)

    def at(self, step: int, boundary: Boundary) -> Fate:
        if boundary.kind not in self.left:
            return Fate.GO_ON
        self._passed[boundary.kind] += 1
        if self._passed[boundary.kind] < self.when[boundary.kind]:
            return Fate.GO_ON
        self.left.discard(boundary.kind)
        return Fate.KILL


@dataclass(slots=True)
class EveryNth:
    """Each process is killed at its n-th boundary, `n` going round: short lives, and an evening all the same."""

    lengths: tuple[int, ...]
    deaths: int = 0
    _passed: int = 0

    def at(self, step: int, boundary: Boundary) -> Fate:
        self._passed += 1
        if self._passed < self.lengths[self.deaths % len(self.lengths)]:
            return Fate.GO_ON
        self._passed = 0
        self.deaths += 1
        return Fate.KILL


@dataclass(slots=True)
class Both:
    """The worse of two fates."""

    one: Fates
    other: Fates

    def at(self, step: int, boundary: Boundary) -> Fate:
        fates = self.one.at(step, boundary), self.other.at(step, boundary)
        return next((fate for fate in fates if fate is not Fate.GO_ON), Fate.GO_ON)


@dataclass(slots=True)
class Later:
    """Another fate, from a step on."""

    step: int
    fate: Fates

    def at(self, step: int, boundary: Boundary) -> Fate:
        return self.fate.at(step, boundary) if step >= self.step else Fate.GO_ON
