import json
import logging
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.clock import ManualClock, PacedClock, SystemClock

EVENING = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Wall:
    """A wall clock that somebody sets, backwards too."""

    shows: datetime = EVENING

    def now(self) -> datetime:
        return self.shows

    def seconds_until(self, at: datetime) -> float:
        return (at - self.shows).total_seconds()


def test_the_system_clock_is_aware_and_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta()
    assert clock.seconds_until(clock.now() + MINUTE) == pytest.approx(60, abs=5)
    assert clock.seconds_until(clock.now() - MINUTE) < 0


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(EVENING)
    assert clock.now() == EVENING
    clock.advance(MINUTE)
    assert clock.now() == EVENING + MINUTE
    assert clock.seconds_until(EVENING + 3 * MINUTE) == 120
    clock.move_to((EVENING + 5 * MINUTE).astimezone(timezone(timedelta(hours=9))))
    assert clock.now() == EVENING + 5 * MINUTE
    assert clock.now().tzinfo is UTC


def test_a_manual_clock_does_not_go_back() -> None:
    clock = ManualClock(EVENING)
    with pytest.raises(ValueError, match="does not go back"):
        clock.move_to(EVENING - MINUTE)
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(-MINUTE)
    assert clock.now() == EVENING


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        ManualClock(EVENING.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no zone"):
        ManualClock(EVENING).move_to(EVENING.replace(tzinfo=None))


def test_a_paced_clock_runs_as_fast_as_it_is_told() -> None:
    wall = Wall()
    clock = PacedClock(wall, speed=30)
    wall.shows += timedelta(seconds=2)
    assert clock.now() == EVENING + MINUTE
    assert clock.seconds_until(EVENING + 2 * MINUTE) == 2
    assert clock.seconds_until(EVENING) < 0


def test_a_change_of_speed_keeps_the_time_that_passed() -> None:
    wall = Wall()
    clock = PacedClock(wall, speed=60)
    wall.shows += timedelta(seconds=10)
    clock.set_speed(1)
    wall.shows += timedelta(seconds=10)
    assert clock.now() == EVENING + timedelta(minutes=10, seconds=10)
    assert clock.speed == 1


def test_a_clock_at_speed_zero_stands_still_and_nothing_comes_nearer() -> None:
    wall = Wall()
    clock = PacedClock(wall, speed=0)
    wall.shows += timedelta(hours=1)
    assert clock.now() == EVENING
    assert clock.seconds_until(EVENING + MINUTE) == math.inf
    assert clock.seconds_until(EVENING) == 0


@pytest.mark.parametrize("speed", [-1, math.nan, math.inf])
def test_an_impossible_speed_is_refused_and_changes_nothing(speed: float) -> None:
    clock = PacedClock(Wall(), speed=2)
    with pytest.raises(ValueError, match="speed"):
        clock.set_speed(speed)
    assert clock.speed == 2
    with pytest.raises(ValueError, match="speed"):
        PacedClock(Wall(), speed=speed)


def test_skipping_ahead_goes_forward_only_and_whoever_waits_is_told() -> None:
    clock = PacedClock(Wall())
    told: list[datetime] = []
    clock.when_changed(lambda: told.append(clock.now()))
    clock.skip_to(EVENING + 10 * MINUTE)
    clock.skip_to(EVENING)
    clock.set_speed(3)
    assert told == [EVENING + 10 * MINUTE] * 3


def test_after_a_kill_the_clock_goes_on_from_where_it_was(tmp_path: Path) -> None:
    wall, state = Wall(), tmp_path / "clock.json"
    clock = PacedClock(wall, 60, state)
    wall.shows += timedelta(seconds=30)
    clock.save()
    wall.shows += timedelta(seconds=5)
    again = PacedClock(wall, 1, state)
    assert again.now() == EVENING + timedelta(minutes=30)
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]


def test_a_clock_starts_no_earlier_than_the_wall(tmp_path: Path) -> None:
    wall, state = Wall(), tmp_path / "clock.json"
    PacedClock(wall, 1, state).save()
    wall.shows += timedelta(days=3)
    assert PacedClock(wall, 1, state).now() == wall.shows


@pytest.mark.parametrize(
    "written", ["", "{", "[]", '{"reading": 5}', '{"reading": "2026-12-03T18:00:00"}', '{"reading": "soon"}', "{}"]
)
def test_a_broken_state_file_is_reported_and_passed_over(
    written: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = tmp_path / "clock.json"
    state.write_text(written, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert PacedClock(Wall(), 1, state).now() == EVENING
    assert "holds no reading" in caplog.text


def test_a_clock_without_a_state_file_saves_nothing() -> None:
    PacedClock(Wall()).save()


def test_a_reading_that_cannot_be_written_is_an_error_and_the_old_one_stays(tmp_path: Path) -> None:
    state = tmp_path / "clock.json"
    clock = PacedClock(Wall(), 1, state)
    clock.save()
    (tmp_path / "clock.json.new").mkdir()
    with pytest.raises(OSError, match="new"):
        clock.save()
    assert json.loads(state.read_text(encoding="utf-8"))["reading"] == EVENING.isoformat()


steps = st.lists(st.tuples(st.integers(-5_000_000, 5_000_000), st.one_of(st.none(), st.floats(0, 10_000))), max_size=20)


@given(steps)
def test_a_paced_clock_never_goes_back_whatever_the_wall_does(moves: list[tuple[int, float | None]]) -> None:
    wall = Wall()
    clock = PacedClock(wall)
    before = clock.now()
    for microseconds, speed in moves:
        wall.shows += timedelta(microseconds=microseconds)
        if speed is not None:
            clock.set_speed(speed)
        assert clock.now() >= before
        before = clock.now()
