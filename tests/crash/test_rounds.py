"""Kill -9 at every step of a round, of an answer and of going round: the same turn, the same ring."""

from typing import Any

import pytest

from tests.crash.evening import Standing
from tests.crash.fates import OnceAStep
from tests.crash.runs import Ground
from tests.crash.scripts import a_round

# What differs between the databases is tried in test_boundaries.py.
pytestmark = [pytest.mark.timeout(60 * 60), pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]


def turn_and_ring(standing: Standing) -> tuple[Any, ...] | None:
    """Whose turn it is, how far, who comes next, and who is curious with whom."""
    running = standing.session["round"] if standing.session else None
    return None if running is None else (running["current"], running["turns"], running["order"], running["ring"])


def test_a_kill_at_every_step_of_a_round_keeps_the_turn_and_the_ring(ground: Ground, every_boundary: bool) -> None:
    measure, spared = ground.measure(a_round)
    before = [turn_and_ring(standing) for standing in measure.standings]
    assert sum(standing is not None for standing in before) > 12
    for place in range(spared.most_in_a_step) if every_boundary else (1,):
        end = ground.survives(a_round, OnceAStep(place))
        assert [turn_and_ring(standing) for standing in end.standings] == before
        assert every_boundary or end.killed > 20
