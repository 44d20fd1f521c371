"""Find a time: up to six are proposed, members mark what works, one is picked; nobody is named or ranked."""

from datetime import UTC, datetime

import pytest

from tests.cogs.house import House
from tests.cogs.test_one_date import dates
from tests.cogs.test_who_comes import meeting

TWO = "2026-12-05 18:00; 2026-12-06 10:00"


def test_members_mark_what_works_and_nobody_is_named(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO)
    ben.presses("Saturday 5 December, 18:00 (Berlin)")
    cleo.presses("Saturday 5 December, 18:00 (Berlin)")
    assert "- Sunday 6 December, 10:00" in cleo.presses("Sunday 6 December, 10:00 (Berlin)")

    assert house.told.splitlines() == [
        "Which of these times work for you? Mark as many as you like.",
        "- Saturday 5 December, 18:00 (Berlin): works for 2 of us",
        "- Sunday 6 December, 10:00 (Berlin): works for 1 of us",
    ]


def test_a_mark_is_taken_back_with_the_same_press(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO)
    ben.presses("Saturday 5 December, 18:00 (Berlin)")
    assert ben.presses("Saturday 5 December, 18:00 (Berlin)") == "Noted: none of these."

    assert "works for" not in house.told


def test_the_facilitator_picks_and_an_extra_date_stands(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO)
    token = ben.button("Saturday 5 December, 18:00 (Berlin)")

    ana.presses("Pick Sunday 6 December, 10:00 (Berlin)")

    assert dates(house, 2) == ["06 Dec 09:00", "10 Dec 19:00"]
    assert house.told == "There is an extra date: Sunday 6 December, 10:00 (Berlin). Will you be there?"
    assert "A time is found: Sunday 6 December, 10:00 (Berlin)." in house.everything_said_by_the_bot
    with house.nothing_changes():
        assert ben.presses_token(token).startswith("These proposals are closed")


def test_a_date_is_moved_to_the_time_that_was_found(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO, date="2026-12-10")

    ana.presses("Pick Sunday 6 December, 10:00 (Berlin)")

    assert dates(house, 2) == ["06 Dec 09:00", "17 Dec 19:00"]


def test_by_the_circles_rule_what_works_for_most_is_picked_when_all_have_said(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO, picks="most")
    for guest in (ana, ben):
        guest.presses("Sunday 6 December, 10:00 (Berlin)")
    assert dates(house, 1) == ["10 Dec 19:00"]

    cleo.presses("None of these")

    assert dates(house, 1) == ["06 Dec 09:00"]


def test_by_the_circles_rule_the_time_to_answer_ends(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO, picks="most")
    for guest in (ana, ben):
        guest.presses("Saturday 5 December, 18:00 (Berlin)")

    house.time_is(datetime(2026, 12, 5, 3, 0, tzinfo=UTC))

    assert dates(house, 1) == ["05 Dec 17:00"]


def test_what_works_for_nobody_is_not_picked(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO, picks="most")
    ben.presses("Saturday 5 December, 18:00 (Berlin)")

    house.time_is(datetime(2026, 12, 5, 3, 0, tzinfo=UTC))

    assert dates(house, 1) == ["10 Dec 19:00"]
    assert "None of these times works for two of us." in house.everything_said_by_the_bot


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ("2026-12-05 18:00", "Two to six different times can be proposed"),
        ("; ".join(f"2026-12-{day} 18:00" for day in range(11, 18)), "Two to six different times can be proposed"),
        ("2026-12-05 18:00; 2026-12-05 18:00", "Two to six different times can be proposed"),
        ("2026-12-01 18:00; 2026-12-05 18:00", "One of those times has passed."),
        ("soon; later", "For example: Thursday 19:00"),
    ],
)
def test_times_that_cannot_be_proposed_say_why(house: House, times: str, why: str) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    with house.nothing_changes():
        assert why in ana.calls("date find", times=times)


def test_a_time_that_was_taken_meanwhile_cannot_be_picked(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO)
    token = ana.button("Pick Sunday 6 December, 10:00 (Berlin)")
    ana.calls("date add", when="2026-12-06 10:30")

    with house.nothing_changes():
        assert ana.presses_token(token).startswith("We meet then already: Sunday 6 December, 10:30")


def test_ones_data_shows_answers_marks_and_wishes(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date find", times=TWO)
    ben.presses("Saturday 5 December, 18:00 (Berlin)")
    ben.calls("date no")
    ben.calls("my reminders", before="day")

    told = ben.calls("my data")

    assert "- Your answer for Thursday 10 December, 20:00 (Berlin); it goes a week after that." in told
    assert "- The times that you marked where a time is looked for, until it is found." in told
    assert "- What you asked to be told of dates of Thursday hearth, and your quiet hours." in told
    assert "Your answer for" not in ana.calls("my data")
