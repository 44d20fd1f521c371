"""The room in the browser dies with the process, and its memory with it: what a session needs is shown again, once."""

import pytest

from tests.crash.fates import Later, OnceAStep
from tests.crash.runs import Ground, How
from tests.crash.scripts import check_in


# What differs between the databases is tried in test_boundaries.py.
@pytest.mark.parametrize("ground", ["postgresql"], indirect=True)
@pytest.mark.timeout(3 * 60 * 60)
def test_a_room_that_forgot_with_the_kill_shows_panel_and_newest_cue_once(ground: Ground, every_boundary: bool) -> None:
    """As in the house: the next process is told that the room is empty before its relay sends anything."""
    measure, spared = ground.measure(check_in)
    most = spared.most_in_a_step
    for place in range(most) if every_boundary else (most // 4,):
        fate = OnceAStep(place)
        ground.survives(check_in, Later(measure.doors, fate), How(amnesia=True))
        assert fate.deaths > 0
