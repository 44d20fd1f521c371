"""When a prompt between two sessions comes: in step, at the circle's own time of day, over changes of the clock."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.meanwhile import Meanwhile, first_after, next_after
from bot.domain.prompts import Task

WEEKLY = Meanwhile(7, time(18, 0))
BERLIN = "Europe/Berlin"


def test_the_first_comes_when_it_is_that_time_next() -> None:
    assert first_after(WEEKLY, BERLIN, datetime(2026, 12, 3, 16, 59, tzinfo=UTC)) == datetime(
        2026, 12, 3, 17, 0, tzinfo=UTC
    )
    assert first_after(WEEKLY, BERLIN, datetime(2026, 12, 3, 17, 0, tzinfo=UTC)) == datetime(
        2026, 12, 4, 17, 0, tzinfo=UTC
    )


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    due = datetime(2027, 3, 25, 17, 0, tzinfo=UTC)
    assert next_after(WEEKLY, BERLIN, due, due) == datetime(2027, 4, 1, 16, 0, tzinfo=UTC)


def test_what_fell_into_our_being_away_is_left_out_and_the_step_kept() -> None:
    due = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    assert next_after(WEEKLY, BERLIN, due, due + timedelta(days=20)) == due + timedelta(days=21)


def test_they_take_turns_between_what_sessions_do_not_ask() -> None:
    assert [Meanwhile(1, time(9), given).task for given in range(3)] == [
        Task.CONNECTION, Task.MUTUALITY, Task.CONNECTION
    ]  # fmt: skip
