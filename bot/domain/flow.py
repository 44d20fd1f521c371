"""Flows: the plan of a session as data. Each phase's length is a function of n, the people with a place in the order.

The tables are SESSION.md's ("Phases of live-75") and, for the other flows, the same rules with other lengths;
docs/flows.md says why each is as it is. Lengths are soft: when the time is up it is said once, and the speaker decides.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.domain.errors import BadValue
from bot.domain.pace import COMPANY, DAYS, TEXT, VOICE, Pace
from bot.domain.prompts import Task
from bot.domain.words import Text, listing, say

DAY = 24 * 60
"""A day in minutes."""
MOST_IN_TURN_TWICE = 6
"""From seven people on, round 1 is the only round in turn (PRODUCT.md, A session)."""


class PhaseKind(StrEnum):
    """What happens in a phase. `together`: everyone at once, one line each. `round`: offered one after the other.
    `shares`: each one's turn stands open, side by side with the others'. `line`: a line to a prompt, in one's own time.
    `being`: no turns at all.
    """

    DOORS = "doors"
    ARRIVE = "arrive"
    AGREEMENT = "agreement"
    TOGETHER = "together"
    ROUND = "round"
    QUIET = "quiet"
    OPEN = "open"
    SHARES = "shares"
    LINE = "line"
    BEING = "being"
    REFLECTION = "reflection"
    CLOSE = "close"


BEFORE_THE_CIRCLE = (PhaseKind.DOORS, PhaseKind.ARRIVE)
"""People come in; nobody waits for anybody yet, and a session that ends here did not take place."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """So many minutes; `late` instead when the session runs late."""

    minutes: float
    late: float | None = None


@dataclass(frozen=True, slots=True)
class PerSeat:
    """`each` minutes a person, or an equal part of `within` where that is less."""

    each: float
    within: float


@dataclass(frozen=True, slots=True)
class UntilBeforeEnd:
    """What is left until `minutes` before the end; never below 0."""

    minutes: float


Length: TypeAlias = Fixed | PerSeat | UntilBeforeEnd


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: `ring` pairs every voice with a curious listener; `reverse` goes round the other way; `goes_on`
    carries the round of the phase before on.
    """

    id: str
    kind: PhaseKind
    length: Length
    task: Task
    ring: bool = False
    reverse: bool = False
    goes_on: bool = False

    @property
    def has_prompt(self) -> bool:
        return self.kind in (PhaseKind.ROUND, PhaseKind.SHARES, PhaseKind.LINE) and not self.goes_on


@dataclass(frozen=True, slots=True)
class Flow:
    """An ordered plan. `minutes` is the whole length from the start; `doors` open so many minutes before it.

    `pair_flow` is the flow to take instead when two people are there at the start. `pace` says how long is waited for
    what. `enough` are so many people that nobody is asked whether we are too few (None: SESSION.md, Who is there).
    """

    id: str
    title: Text
    minutes: int
    phases: tuple[Phase, ...]
    doors: int = 10
    pair_flow: str | None = None
    pace: Pace = TEXT
    enough: int | None = None

    @property
    def has_order(self) -> bool:
        """Whether there are turns in it, and so a place in their order."""
        return any(phase.kind in (PhaseKind.ROUND, PhaseKind.OPEN, PhaseKind.SHARES) for phase in self.phases)

    def index_of(self, kind: PhaseKind) -> int:
        """The place of the first phase of this kind. Raises StopIteration when the flow has none."""
        return next(i for i, phase in enumerate(self.phases) if phase.kind is kind)


def minutes_each(length: Length, n: int) -> float:
    """The minutes of one person's turn in a round of `n`: 6, or 36/n, in `live-75`; an equal part of a fixed round."""
    seats = max(n, 1)
    match length:
        case PerSeat(each, within):
            return min(each, within / seats)
        case Fixed(minutes):
            return minutes / seats
        case UntilBeforeEnd():
            return 0.0


_DOORS = Phase("doors", PhaseKind.DOORS, Fixed(10), Task.CONNECTION)
_QUIET = Phase("quiet", PhaseKind.QUIET, Fixed(1), Task.CONNECTION)
_CLOSE = Phase("close", PhaseKind.CLOSE, Fixed(2), Task.CONNECTION)


def _arrive(minutes: float) -> Phase:
    return Phase("arrive", PhaseKind.ARRIVE, Fixed(minutes), Task.CONNECTION)


def _agreement(minutes: float) -> Phase:
    return Phase("agreement", PhaseKind.AGREEMENT, Fixed(minutes), Task.MUTUALITY)


def _check_in(minutes: float) -> Phase:
    return Phase("check-in", PhaseKind.TOGETHER, Fixed(minutes), Task.CONNECTION)


def _reflection(minutes: float, late: float) -> Phase:
    return Phase("co-reflection", PhaseKind.REFLECTION, Fixed(minutes, late), Task.MUTUALITY)


_FLOWS = (
    Flow(
        "live-75",
        say("75 minutes of text"),
        75,
        (
            _DOORS,
            _arrive(4),
            _agreement(3),
            _check_in(6),
            Phase("round-1", PhaseKind.ROUND, PerSeat(6, 36), Task.WORLDVIEW, ring=True),
            _QUIET,
            Phase("open", PhaseKind.OPEN, UntilBeforeEnd(15), Task.MUTUALITY),
            Phase("round-2", PhaseKind.ROUND, Fixed(8), Task.MOVING_TOWARDS, reverse=True),
            _reflection(5, 3),
            _CLOSE,
        ),
        pair_flow="two-of-us",
    ),
    Flow(
        "live-45",
        say("45 minutes of text"),
        45,
        (
            _DOORS,
            _arrive(3),
            _agreement(2),
            _check_in(4),
            Phase("round-1", PhaseKind.ROUND, PerSeat(5, 20), Task.WORLDVIEW, ring=True),
            _QUIET,
            Phase("open", PhaseKind.OPEN, UntilBeforeEnd(10), Task.MUTUALITY),
            Phase("round-2", PhaseKind.ROUND, Fixed(5), Task.MOVING_TOWARDS, reverse=True),
            _reflection(3, 2),
            _CLOSE,
        ),
        pair_flow="two-of-us",
    ),
    Flow(
        "check-in-20",
        say("a short check-in of 20 minutes"),
        20,
        (
            _DOORS,
            _arrive(2),
            Phase("round-1", PhaseKind.ROUND, PerSeat(3, 12), Task.CONNECTION, ring=True),
            Phase("round-2", PhaseKind.ROUND, Fixed(3), Task.MOVING_TOWARDS, reverse=True),
            _reflection(2, 1),
            Phase("close", PhaseKind.CLOSE, Fixed(1), Task.CONNECTION),
        ),
    ),
    Flow(
        "two-of-us",
        say("45 minutes for two, with equal time both ways"),
        45,
        (
            _DOORS,
            _arrive(3),
            _agreement(2),
            _check_in(4),
            Phase("round-1", PhaseKind.ROUND, PerSeat(8, 16), Task.WORLDVIEW, ring=True),
            _QUIET,
            Phase("open", PhaseKind.OPEN, UntilBeforeEnd(14), Task.MUTUALITY),
            Phase("round-2", PhaseKind.ROUND, PerSeat(4, 8), Task.MOVING_TOWARDS, ring=True, reverse=True),
            _reflection(4, 3),
            _CLOSE,
        ),
    ),
    Flow(
        "voice-90",
        say("90 minutes along with a voice call"),
        90,
        (
            _DOORS,
            _arrive(5),
            _agreement(3),
            _check_in(8),
            Phase("round-1", PhaseKind.ROUND, PerSeat(7, 42), Task.WORLDVIEW, ring=True),
            _QUIET,
            Phase("open", PhaseKind.OPEN, UntilBeforeEnd(18), Task.MUTUALITY),
            Phase("round-2", PhaseKind.ROUND, Fixed(10), Task.MOVING_TOWARDS, reverse=True),
            _reflection(6, 4),
            _CLOSE,
        ),
        pace=VOICE,
    ),
    Flow(
        "be-with",
        say("an hour of being together, without turns"),
        60,
        (
            _DOORS,
            _arrive(5),
            Phase("being", PhaseKind.BEING, UntilBeforeEnd(4), Task.CONNECTION),
            Phase("quiet", PhaseKind.QUIET, Fixed(2), Task.CONNECTION),
            _CLOSE,
        ),
        pace=COMPANY,
        enough=2,
    ),
    Flow(
        "async-5",
        say("five days, each of us in our own time"),
        5 * DAY,
        (
            _DOORS,
            _arrive(DAY),
            Phase("shares", PhaseKind.SHARES, UntilBeforeEnd(3 * DAY), Task.WORLDVIEW, ring=True),
            Phase("questions", PhaseKind.SHARES, UntilBeforeEnd(2 * DAY), Task.MUTUALITY, ring=True, goes_on=True),
            Phase("line", PhaseKind.LINE, UntilBeforeEnd(DAY), Task.MOVING_TOWARDS),
            Phase("co-reflection", PhaseKind.REFLECTION, UntilBeforeEnd(2), Task.MUTUALITY),
            _CLOSE,
        ),
        pace=DAYS,
    ),
)

FLOWS = {flow.id: flow for flow in _FLOWS}


def flow_named(flow_id: str) -> Flow:
    """The flow with this id. Raises BadValue naming the flows that there are."""
    flow = FLOWS.get(flow_id)
    if flow is None:
        raise BadValue(say("There is no flow {flow}; there are {flows}.", flow=flow_id, flows=listing(tuple(FLOWS))))
    return flow
