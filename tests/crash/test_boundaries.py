"""Kill -9 at each commit and send boundary: nothing lost, nothing doubled, and the session where it was.

Each run is compared with one without a death, after every step of the evening: what the room shows, every table, every
answer, and what the next process finds when it starts. So each death is one by itself, though an evening has many.
`--every-boundary` (`make crash`) tries every boundary of every step; without it, each kind of boundary a few times.
"""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.crash.fates import Both, EachInTurn, EveryNth, Fate, Once, OnceAStep, Spared, plan_for
from tests.crash.runs import Ground, How
from tests.crash.scripts import check_in, founding, long_evening

TRANSACTIONS = ("event", "timer", "claim", "mark", "tidy")
KINDS = frozenset(
    (
        *(f"{doing} {place}" for doing in TRANSACTIONS for place in ("statement", "commit", "after")),
        *(f"{doing} {place}" for doing in ("send", "edit") for place in ("before", "arrived", "stored", "after")),
    )
)
FOUNDED = 6
THE_PANEL_IS_SENT = "send stored", 1
"""When the doors open: the panel is edited next, and the next process does not know that it was sent."""

pytestmark = pytest.mark.timeout(3 * 60 * 60)


def test_an_evening_passes_every_kind_of_boundary(ground: Ground) -> None:
    _, spared = ground.measure(check_in)
    assert {boundary.kind for _, boundary in spared.passed if boundary.doing != "open"} == KINDS


@pytest.mark.parametrize("hurried", [False, True], ids=["patient", "hurried"])
def test_a_kill_at_any_boundary_loses_and_doubles_nothing(hurried: bool, ground: Ground, every_boundary: bool) -> None:
    """Hurried: people go on before the relay of the next process has sent what waited."""
    measure, spared = ground.measure(check_in)
    how = How(hurried=hurried)
    if every_boundary:
        places = range(0, spared.most_in_a_step, 3 if hurried else 1)
        deaths = sum(ground.survives(check_in, OnceAStep(place), how).killed for place in places)
        assert hurried or deaths >= sum(boundary.doing != "open" for _, boundary in spared.passed)
        return
    tried = Counter[str]()
    while not tried >= Counter(KINDS):
        plan = plan_for(spared.passed, tried)
        plan.plan[measure.doors] = THE_PANEL_IS_SENT
        assert ground.survives(check_in, plan, how).killed == len(plan.plan)


def test_a_long_evening_of_short_lives_loses_and_doubles_nothing(ground: Ground, every_boundary: bool) -> None:
    _, spared = ground.measure(long_evening)
    if every_boundary:
        for place in range(spared.most_in_a_step):
            ground.survives(long_evening, OnceAStep(place))
    else:
        fate = EveryNth((61, 67, 73))
        assert ground.survives(long_evening, fate).killed == fate.deaths > 20


def test_a_process_killed_at_every_boundary_in_turn_gets_through(ground: Ground, every_boundary: bool) -> None:
    """The worst evening: no process ever gets past a boundary that none was killed at before."""
    fate = EachInTurn() if every_boundary else EveryNth((5, 7, 11))
    end = ground.survives(check_in if every_boundary else founding, fate)
    assert end.killed == fate.deaths > 0


@pytest.mark.parametrize("what", ["send", "edit"])
def test_a_connection_that_ends_before_the_answer_loses_and_doubles_nothing(what: str, ground: Ground) -> None:
    """The gateway knows nothing (SendUnknown), the relay tries again with the same id, and is killed meanwhile."""
    unheard, unanswered = Once(f"{what} arrived", 5, Fate.CUT), Once(f"{what} stored", 9, Fate.CUT)
    killed = Both(Once("retry commit", 0), Once("retry after", 0))
    assert ground.survives(check_in, Both(Both(unheard, unanswered), killed)).killed == 2
    assert unheard.struck
    assert unanswered.struck


def test_a_kill_while_the_database_is_made_leaves_one_that_can_be_opened(ground: Ground, every_boundary: bool) -> None:
    passed = Spared()
    ground.run(founding, passed, How(migrated=False))
    kinds = Counter({kind: times for kind, times in passed.kinds().items() if kind.startswith("open ")})
    assert set(kinds) == {"open statement", "open commit", "open after"}
    for kind, times in kinds.items():
        for number in range(times) if every_boundary else (times // 2,):
            assert ground.survives(founding, Once(kind, number), How(migrated=False)).killed == 1


def test_a_kill_at_any_moment_loses_and_doubles_nothing(ground: Ground, every_boundary: bool) -> None:
    """Not at a boundary but somewhere: in the middle of a statement, a commit, an answer."""
    for seed in range(20 if every_boundary else 1):
        assert ground.survives(check_in, Spared(), How(shot=_now_and_then(seed))).killed > 0


def _now_and_then(seed: int) -> Callable[[int], float | None]:
    """Shots within 40 ms, in two of five steps once there is a circle.

    Before, PostgreSQL may still be keeping what a dead process asked for when the next one asks for the same, and no
    circle is there yet to be locked: the second is refused, as it should be.
    """
    chance = random.Random(seed)
    return lambda step: chance.uniform(0, 0.04) if step > FOUNDED and chance.random() < 0.4 else None
