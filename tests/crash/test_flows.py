"""Kill -9 once in each step, from the doors on: beside a call, without turns, and over five days."""

import pytest

from tests.crash.fates import OnceAStep
from tests.crash.runs import Ground
from tests.crash.scripts import Script, being_together, beside_a_call, five_days

pytestmark = pytest.mark.timeout(60 * 60)


# What differs between the databases is tried in test_boundaries.py: here each flow is on one of them.
@pytest.mark.parametrize(
    ("ground", "script"),
    [("sqlite", beside_a_call), ("sqlite", being_together), ("postgresql", five_days)],
    indirect=["ground"],
)
def test_a_kill_at_every_step_of_each_flow_comes_to_the_same(
    ground: Ground, every_boundary: bool, script: Script
) -> None:
    measure, spared = ground.measure(script)
    assert not measure.standings[-1].session, "the session came to its close"
    for place in range(spared.most_in_a_step) if every_boundary else (1,):
        end = ground.survives(script, OnceAStep(place, since=measure.doors))
        assert every_boundary or end.killed > 8
