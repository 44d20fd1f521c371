"""Reminders: one line in the room, and privately for whoever asked, in their own time; never late, never to a no."""

from datetime import UTC, datetime

import pytest

from tests.cogs.house import Guest, House
from tests.cogs.test_who_comes import meeting

DATE = "Thursday 10 December, 20:00 (Berlin)"


def reminders(guest: Guest) -> list[str]:
    """What this person was reminded of privately."""
    return [line.text for line in guest.heard if line.text.startswith("A reminder, as you wished")]


def test_the_room_is_reminded_once_a_day_before_at_the_same_hour(house: House) -> None:
    meeting(house, "Ana", "Ben", "Cleo")

    house.time_is(datetime(2026, 12, 9, 18, 59, tzinfo=UTC))
    assert "Will you be there?" not in house.told
    house.time_is(datetime(2026, 12, 9, 19, 0, tzinfo=UTC))
    house.time_is(datetime(2026, 12, 10, 18, 45, tzinfo=UTC))

    assert house.everything_said_by_the_bot.count(f"We meet {DATE}. Will you be there?") == 1


@pytest.mark.parametrize(
    ("when", "times"),
    [("hour", ["10 18:00"]), ("both", ["09 19:00", "10 18:00"]), ("none", [])],
)
def test_the_circle_chooses_when_the_room_is_reminded(house: House, when: str, times: list[str]) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date reminder", when=when)

    house.time_is(datetime(2026, 12, 10, 19, 30, tzinfo=UTC))

    said = [entry for entry in house.entries if "Will you be there?" in entry.text]
    assert [f"{entry.at:%d %H:%M}" for entry in said] == times


@pytest.mark.parametrize(
    ("before", "at"),
    [("day", "09 19:00"), ("hour", "10 18:00"), ("ten", "10 18:50")],
)
def test_each_is_reminded_when_they_wished_and_nobody_else(house: House, before: str, at: str) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    assert "privately" in ben.calls("my reminders", before=before)

    house.time_is(datetime(2026, 12, 10, 19, 30, tzinfo=UTC))

    assert reminders(ben) == [f"A reminder, as you wished: Thursday hearth meets {DATE}."]
    assert not reminders(ana)
    entry = next(entry for entry in house.entries if "as you wished" in entry.text)
    assert f"{entry.at:%d %H:%M}" == at
    assert entry.to == ben.seat.id


def test_a_reminder_is_in_the_persons_own_time(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my zone", zone="Asia/Kolkata")
    ben.calls("my reminders", before="hour")

    house.time_is(datetime(2026, 12, 10, 18, 30, tzinfo=UTC))

    assert "Friday 11 December, 00:30 (Kolkata)" in reminders(ben)[0]


def test_whoever_said_no_is_not_reminded(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour", prompt="yes")
    ben.calls("date no")

    house.time_is(datetime(2026, 12, 10, 19, 30, tzinfo=UTC))

    assert not reminders(ben)
    assert "think ahead" not in ben.privately.text


def test_reminders_can_be_stopped_with_one_press(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    house.time_is(datetime(2026, 12, 10, 18, 30, tzinfo=UTC))

    assert ben.presses("No more of these") == "You are not reminded of dates."
    house.time_is(datetime(2026, 12, 17, 19, 30, tzinfo=UTC))

    assert len(reminders(ben)) == 1


def test_a_day_before_waits_until_quiet_hours_are_over(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my zone", zone="Asia/Kolkata")  # the same hour the day before is half past midnight there
    ben.calls("my reminders", before="day")

    house.time_is(datetime(2026, 12, 10, 2, 29, tzinfo=UTC))
    assert not reminders(ben)
    house.time_is(datetime(2026, 12, 10, 2, 30, tzinfo=UTC))

    assert len(reminders(ben)) == 1


def test_ones_own_quiet_hours_hold_for_everything_and_it_comes_before_them(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    assert ben.calls("my quiet", begins="18:30", over="20:30") == "Quiet for you from 18:30 to 20:30, in your own time."

    house.time_is(datetime(2026, 12, 10, 17, 28, tzinfo=UTC))
    assert not reminders(ben)
    house.time_is(datetime(2026, 12, 10, 17, 29, tzinfo=UTC))
    assert len(reminders(ben)) == 1
    house.time_is(datetime(2026, 12, 10, 18, 59, tzinfo=UTC))
    assert len(reminders(ben)) == 1


def test_tomorrows_prompt_comes_the_evening_before_and_is_the_one_of_the_session(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    assert "the prompt to think about" in ben.calls("my reminders", before="none", prompt="yes")
    house.time_is(datetime(2026, 12, 9, 17, 0, tzinfo=UTC))

    ahead = ben.privately.text
    assert ahead.startswith(f"If you like to think ahead, this is the prompt for {DATE}:")
    assert "think ahead" not in ana.privately.text
    house.time_is(datetime(2026, 12, 10, 18, 55, tzinfo=UTC))
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    house.time_is(datetime(2026, 12, 10, 19, 5, tzinfo=UTC))
    house.goes_to("round-1")
    assert ahead.splitlines()[1] in house.last_cue.text or ahead.splitlines()[1] in house.panel.text


def test_a_moved_date_is_reminded_of_at_its_new_time_only(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    ben.calls("date coming")
    ana.calls("date move", when="2026-12-12 18:00")
    assert "You are still counted on; is the new time right for you?" in ben.privately.text

    house.time_is(datetime(2026, 12, 12, 16, 30, tzinfo=UTC))

    assert reminders(ben) == ["A reminder, as you wished: Thursday hearth meets Saturday 12 December, 18:00 (Berlin)."]


def test_a_skipped_date_is_not_reminded_of(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    ana.calls("date skip")

    house.time_is(datetime(2026, 12, 10, 19, 30, tzinfo=UTC))

    assert not reminders(ben)
    assert "Will you be there?" not in house.everything_said_by_the_bot


def test_whoever_was_forgotten_is_reminded_of_nothing(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    ben.calls("date coming")

    ben.calls("my forget", where="everywhere")

    assert not house.tables()["wishes"]
    assert all(ben.person not in str(row) for row in house.tables()["rsvps"])
    house.time_is(datetime(2026, 12, 10, 19, 30, tzinfo=UTC))
    assert not reminders(ben)


# --- after time away --------------------------------------------------------------------------------------------------


def test_an_hour_away_says_what_was_due_once(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="day")
    house.time_is(datetime(2026, 12, 9, 18, 30, tzinfo=UTC))

    house.is_away(hours=1)
    house.is_away(hours=1)

    assert house.everything_said_by_the_bot.count(f"We meet {DATE}. Will you be there?") == 1
    assert len(reminders(ben)) == 1


def test_a_day_away_past_the_session_drops_its_reminders(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date reminder", when="both")
    ben.calls("my reminders", before="hour", prompt="yes")
    house.time_is(datetime(2026, 12, 9, 16, 30, tzinfo=UTC))
    before = len(house.entries)

    house.is_away(hours=28)

    (told,) = (entry.text for entry in house.entries[before:])
    assert told.splitlines() == [
        f"I was away at {DATE}, so that session did not open. I'm sorry.",
        "We meet again Thursday 17 December, 20:00 (Berlin).",
    ]
    assert not reminders(ben)


def test_a_day_away_before_the_session_says_the_latest_of_each_only(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date reminder", when="both")
    ben.calls("my reminders", before="hour")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")
    house.time_is(datetime(2026, 12, 9, 16, 30, tzinfo=UTC))
    before = len(house.entries)

    house.is_away(hours=26)  # it is half past six now, half an hour before

    assert [(entry.to, entry.text.splitlines()[0]) for entry in house.entries[before:]] == [
        (ben.seat.id, f"A reminder, as you wished: Thursday hearth meets {DATE}."),
        ("all", f"We meet {DATE}. Will you be there?"),
    ]


def test_a_week_away_across_a_clock_change_says_exactly_the_right_things_once(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="day")
    house.time_is(datetime(2027, 3, 23, 12, 0, tzinfo=UTC))
    before = len(house.entries)

    house.is_away(days=8, hours=5, minutes=30)  # Wednesday 31 March, 19:30 in Berlin: summer time since Sunday

    assert sorted(entry.text.splitlines()[0] for entry in house.entries[before:]) == [
        "I was away at Thursday 25 March, 20:00 (Berlin), so that session did not open. I'm sorry.",
        "Nobody has said yes for Thursday 1 April, 20:00 (Berlin) yet, and that may mean nothing.",
    ]
    house.time_is(datetime(2027, 3, 31, 18, 0, tzinfo=UTC))
    assert sorted(entry.text.splitlines()[0] for entry in house.entries[before + 2 :]) == [
        "A reminder, as you wished: Thursday hearth meets Thursday 1 April, 20:00 (Berlin).",
        "We meet Thursday 1 April, 20:00 (Berlin). Will you be there?",
    ]
    house.time_is(datetime(2027, 4, 1, 17, 51, tzinfo=UTC))
    assert house.live.starts_at == datetime(2027, 4, 1, 18, 0, tzinfo=UTC)


def test_after_a_restart_nothing_is_said_again(house: House) -> None:
    _, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="day")
    house.time_is(datetime(2026, 12, 9, 19, 30, tzinfo=UTC))

    house.reopens()
    house.time_passes(hours=2)

    assert not reminders(ben)
    assert "Will you be there?" not in house.everything_said_by_the_bot
