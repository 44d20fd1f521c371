"""One date: skipped, moved, called off, added; the series paused, ended, changed from a day on, its hours in turn."""

from datetime import UTC, datetime

import pytest

from bot.domain.meetings import coming
from tests.cogs.house import House
from tests.cogs.test_who_comes import meeting


def dates(house: House, count: int = 3) -> list[str]:
    """The circle's next dates, as they are in Berlin."""
    return [
        each.occurrence.starts_at.astimezone(UTC).strftime("%d %b %H:%M")
        for each in coming(house.circle, house.now, count)
    ]


def test_a_skipped_date_is_let_go_and_the_series_goes_on(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    assert ana.calls("date skip", date="2026-12-17") == "Done; the room is told."

    assert dates(house) == ["10 Dec 19:00", "24 Dec 19:00", "31 Dec 19:00"]
    assert house.told.splitlines()[0] == "We skip Thursday 17 December, 20:00 (Berlin)."
    house.time_is(datetime(2026, 12, 17, 20, 0, tzinfo=UTC))
    assert house.session is None


def test_a_moved_date_keeps_its_answers_and_opens_once(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")

    ana.calls("date move", when="2026-12-12 18:00")

    told, coming_now, *_ = house.told.splitlines()
    before, after = "Thursday 10 December, 20:00 (Berlin)", "Saturday 12 December, 18:00 (Berlin)"
    assert told == f"We meet {after}, instead of {before}."
    assert coming_now == "- Coming: Ana, Ben and Cleo."
    assert "The time has changed since you said so; is it still right for you?" in ben.calls("date show")
    ben.calls("date coming")
    assert "The time has changed" not in ben.calls("date show")
    house.time_is(datetime(2026, 12, 11, 12, 0, tzinfo=UTC))
    assert house.session is None
    house.time_is(datetime(2026, 12, 12, 16, 51, tzinfo=UTC))
    assert house.live.expected == (ana.person, ben.person, cleo.person)
    assert dates(house)[1] == "17 Dec 19:00"


def test_a_moved_date_can_be_moved_again_and_back(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date move", when="2026-12-12 18:00")
    ana.calls("date move", when="2026-12-13 18:00")
    assert dates(house)[:2] == ["13 Dec 17:00", "17 Dec 19:00"]

    ana.calls("date move", when="2026-12-10 20:00")

    assert dates(house) == ["10 Dec 19:00", "17 Dec 19:00", "24 Dec 19:00"]
    assert not house.circle.plans[0].series.moved


def test_new_dates_leave_a_moved_date_standing_and_its_day_empty(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date move", when="2026-12-12 18:00")
    ana.calls("date skip", date="2026-12-17")

    ana.calls("session schedule", when="Thursday 19:30")
    ana.presses("Right, keep these")

    assert dates(house) == ["12 Dec 17:00", "24 Dec 18:30", "31 Dec 18:30"]
    house.time_is(datetime(2026, 12, 12, 16, 51, tzinfo=UTC))
    assert house.live.starts_at == datetime(2026, 12, 12, 17, 0, tzinfo=UTC)


def test_a_series_can_change_from_a_day_on_and_keeps_what_comes_before(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    told = ana.calls("session schedule", when="Friday 18:00", since="2026-12-20")
    assert "- Friday 25 December, 18:00 (Berlin)" in told
    ana.presses("Right, keep these")

    assert dates(house, 4) == ["10 Dec 19:00", "17 Dec 19:00", "25 Dec 17:00", "01 Jan 17:00"]
    house.time_is(datetime(2026, 12, 17, 18, 51, tzinfo=UTC))
    assert house.live.now_in.id == "doors"
    house.time_is(datetime(2026, 12, 25, 16, 51, tzinfo=UTC))
    assert house.live.starts_at == datetime(2026, 12, 25, 17, 0, tzinfo=UTC)


def test_a_date_is_called_off_with_a_word_to_those_who_said_yes(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("my reminders", before="hour")
    cleo.calls("my reminders", before="hour")
    ben.calls("date coming")
    cleo.calls("date no")
    heard = len(cleo.heard)

    ana.calls("date cancel", word="I'm ill; see you next week.")

    assert house.told.startswith("Thursday 10 December, 20:00 (Berlin) is called off.")
    assert "I'm ill; see you next week." in house.told
    assert "is called off" in ben.privately.text
    assert len(cleo.heard) == heard
    assert dates(house)[0] == "17 Dec 19:00"


def test_calling_off_is_a_button_with_a_step_before_it(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date change")
    with house.nothing_changes():
        assert ana.presses("Call it off").startswith("Call off Thursday 10 December, 20:00 (Berlin)?")
        ana.presses("Not now")
        ana.presses("Call it off")

    ana.presses("Yes, with a word")
    ana.answers("I'm ill; see you next week.")

    assert "I'm ill; see you next week." in house.told
    assert dates(house)[0] == "17 Dec 19:00"
    ana.calls("date change")
    ana.presses("Call it off")
    ana.presses("Yes, call it off")
    assert house.told.startswith("Thursday 17 December, 20:00 (Berlin) is called off.")
    assert dates(house)[0] == "24 Dec 19:00"
    ben.calls("date change")
    ben.presses("Call it off")
    assert ben.presses("Yes, call it off").startswith("Your suggestion is in the room.")


def test_ending_the_series_is_a_button_with_a_step_before_it_and_a_last_date_to_choose(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date change")
    with house.nothing_changes():
        assert ana.presses("End the series").startswith("End our series of dates?")

    ana.presses("Yes, after Thursday 10 December, 20:00 (Berlin)")

    assert dates(house) == ["10 Dec 19:00"]
    assert house.told.startswith("Our series comes to its end. Still to come:")
    ana.calls("date change")
    ana.presses("End the series")
    ana.presses("Yes, now")
    assert dates(house) == []


def test_a_pause_can_be_ended_where_there_is_one(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("date change")
    assert "End the pause" not in ana.privately.buttons
    ana.calls("session schedule", when="Thursday 20:00")
    ana.presses("Right, keep these")
    ana.calls("date change")
    assert "End the pause" not in ana.privately.buttons

    ana.calls("date pause", first="2026-12-03")
    ana.calls("date change")
    assert "End the pause" in ana.privately.buttons
    ana.presses("End the pause")
    ana.calls("date pause", first="2026-12-03", last="2026-12-20")
    ana.calls("date change")
    assert "End the pause" in ana.privately.buttons
    house.time_is(datetime(2026, 12, 22, 12, 0, tzinfo=UTC))
    ana.calls("date change")
    assert "End the pause" not in ana.privately.buttons


def test_an_extra_date_comes_on_top(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    ana.calls("date add", when="2026-12-06 11:00")

    assert dates(house) == ["06 Dec 10:00", "10 Dec 19:00", "17 Dec 19:00"]
    assert house.told == "There is an extra date: Sunday 6 December, 11:00 (Berlin). Will you be there?"
    house.time_is(datetime(2026, 12, 6, 9, 51, tzinfo=UTC))
    assert house.live.now_in.id == "doors"


def test_a_pause_leaves_out_its_days_and_resuming_ends_it(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    ana.calls("date pause", first="2026-12-10", last="2026-12-24")
    assert dates(house, 1) == ["31 Dec 19:00"]
    house.time_is(datetime(2026, 12, 15, 12, 0, tzinfo=UTC))
    ana.calls("date resume")

    assert dates(house, 2) == ["17 Dec 19:00", "24 Dec 19:00"]
    house.time_is(datetime(2026, 12, 17, 18, 51, tzinfo=UTC))
    assert house.live.now_in.id == "doors"
    assert "I was away" not in house.everything_said_by_the_bot


def test_a_pause_without_an_end_lasts_until_somebody_resumes(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    ana.calls("date pause", first="2026-12-05")

    assert dates(house) == []
    assert house.told.splitlines() == [
        "We pause from Saturday 5 December on, until one of us ends the pause.",
        "No dates are planned now.",
    ]
    house.time_is(datetime(2027, 2, 1, 12, 0, tzinfo=UTC))
    ana.calls("date resume")
    assert dates(house, 1) == ["04 Feb 19:00"]


def test_a_series_ends_on_a_day(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    ana.calls("date end", last="2026-12-17")

    assert dates(house) == ["10 Dec 19:00", "17 Dec 19:00"]
    assert house.told.splitlines()[0] == "Our series comes to its end. Still to come:"


def test_the_hours_of_a_series_take_turns(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    ana.calls("date hours", times="20:00, 8:00")

    assert dates(house, 4) == ["10 Dec 19:00", "17 Dec 07:00", "24 Dec 19:00", "31 Dec 07:00"]
    ana.calls("date skip", date="2026-12-17")
    assert dates(house, 3) == ["10 Dec 19:00", "24 Dec 19:00", "31 Dec 07:00"]
    house.time_is(datetime(2026, 12, 31, 6, 51, tzinfo=UTC))
    assert house.live.starts_at == datetime(2026, 12, 31, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("command", "values", "why"),
    [
        ("date move", {"when": "2026-12-17 19:30"}, "We meet then already: Thursday 17 December, 20:00"),
        ("date move", {"when": "2026-12-01 19:30"}, "That time has passed."),
        ("date move", {"when": "2029-12-01 19:30"}, "That is more than two years from now."),
        ("date move", {"when": "2026-12-10 20:00"}, "We meet at that time already, so nothing changes."),
        ("date move", {"when": "2026-12-12 18:00", "date": "2026-12-11"}, "We don't meet on that day."),
        ("date move", {"when": "2026-12-12 18:00", "date": "2026-02-31"}, "A date is named by its day"),
        ("date move", {"when": "2026-12-12 18:00", "date": "Doomsday"}, "A date is named by its day"),
        ("date move", {"when": "2026-02-31 18:00"}, "“2026-02-31” is no date that exists."),
        ("date add", {"when": "2026-12-10 21:00"}, "We meet then already: Thursday 10 December, 20:00"),
        ("date add", {"when": "2026-11-10 21:00"}, "That time has passed."),
        ("date skip", {"date": "2026-12-09"}, "We don't meet on that day. The next date: Thursday 10 December"),
        (
            "date pause",
            {"first": "2026-12-24", "last": "2026-12-10"},
            "A pause ends on the day that it begins, or later",
        ),
        ("date pause", {"first": "2026-11-01", "last": "2026-11-20"}, "Those days have passed."),
        ("date pause", {"first": "soon"}, "“first” is a date written as year-month-day"),
        ("date resume", {}, "There is no pause now, and none to come."),
        ("date end", {"last": "2026-12-01"}, "That day has passed."),
        ("date hours", {"times": "19:00"}, "Two to six different times of day take turns"),
        ("date hours", {"times": "19:00 19:00"}, "Two to six different times of day take turns"),
        ("date hours", {"times": "19:00 25:00"}, "Times of day look like this: 19:00 8:00."),
        ("session schedule", {"when": "Friday 19:00", "since": "2026-11-20"}, "That day has passed."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    house: House, command: str, values: dict[str, str], why: str
) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    with house.nothing_changes():
        told = ana.calls(command, **values)

    assert why in told
    assert len(told.splitlines()) == 1


def test_without_dates_there_is_none_to_change(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")

    for command, values in (
        ("date skip", {}),
        ("date pause", {"first": "2026-12-24"}),
        ("date hours", {"times": "8:00 9:00"}),
    ):
        with house.nothing_changes():
            assert ana.calls(command, **values).startswith("No dates are planned yet")


def test_nothing_is_moved_into_a_pause(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date pause", first="2026-12-20", last="2026-12-26")

    with house.nothing_changes():
        assert ana.calls("date move", when="2026-12-22 18:00").startswith("We pause on that day.")


def test_a_member_suggests_and_a_second_voice_skips(house: House) -> None:
    _, ben, cleo, _ = meeting(house, "Ana", "Ben", "Cleo", "Dev")

    ben.calls("date skip")
    assert dates(house, 1) == ["10 Dec 19:00"]
    cleo.presses("I'd like that, too")

    assert dates(house, 1) == ["17 Dec 19:00"]


def test_changing_one_date_does_not_open_another_twice(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    house.time_is(datetime(2026, 12, 10, 18, 51, tzinfo=UTC))
    first = house.live.id
    ana.calls("date skip", date="2026-12-17")

    house.time_passes(minutes=5)

    assert house.live.id == first
    with house.nothing_changes():
        assert ana.calls("date skip").startswith("The doors of that date are open already.")
