"""Times in plain words, wherever one is typed: shown before they are kept, and asked back where they are in doubt."""

from datetime import UTC, datetime

from tests.cogs.house import Guest, House


def planned(house: House, *names: str) -> tuple[Guest, ...]:
    """A circle that meets on Thursdays at 20:00 in Berlin, which is in an hour."""
    guests = house.circle_of(*names)
    guests[0].calls("session schedule", when="every Thursday 20:00")
    guests[0].presses("Right, keep these")
    return guests


def starts(house: House) -> list[str]:
    return [f"{plan.series.rrule} {plan.series.start:%Y-%m-%d %H:%M}" for plan in house.circle.plans]


def test_a_weekly_circle_is_set_up_with_four_inputs(house: House) -> None:
    ana = house.guest("Ana")

    ana.calls("circle create", name="Thursday hearth", zone="Europe/Berlin")
    ana.presses("Plan our dates")
    assert "- Thursday 3 December, 20:00 (Berlin)" in ana.answers("every Thursday 8pm")
    ana.presses("Right, keep these")

    assert starts(house) == ["FREQ=WEEKLY;BYDAY=TH 2026-12-03 20:00"]


def test_an_hour_of_either_half_of_the_day_is_asked_back_with_a_button_for_each(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        assert ana.calls("session schedule", when="every other Thursday at 7") == "“7”: Which time of day is meant?"
        assert ana.privately.buttons == ("07:00", "19:00")
        assert "- Thursday 10 December, 19:00 (Berlin)" in ana.presses("19:00")
    ana.presses("Right, keep these")

    assert starts(house) == ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 2026-12-10 19:00"]


def test_a_question_keeps_what_was_said_besides(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    ana.calls("session schedule", when="Friday 7", zone="Kolkata", flow="live-45", since="2026-12-10")
    told = ana.presses("19:00")

    assert "for 45 minutes of text:" in told
    assert "- Friday 11 December, 14:30 (Berlin)" in told
    assert "That is 19:00 in Asia/Kolkata each time." in told


def test_a_city_at_the_end_says_whose_time_is_meant(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    assert "That is 19:00 in Asia/Kolkata each time." in ana.calls("session schedule", when="Friday 19:00 Kolkata")
    ana.calls("session schedule", when="Friday 7 in New York")
    assert "That is 19:00 in America/New_York each time." in ana.presses("19:00")


def test_one_question_may_follow_another(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    ana.calls("session schedule", when="every third Thursday at 8")
    assert ana.privately.buttons == ("every 3 weeks on Thursday", "every third Thursday of the month")
    ana.presses("every third Thursday of the month")
    told = ana.presses("20:00")

    for day in ("17 December", "21 January", "18 February"):
        assert f"- Thursday {day}, 20:00 (Berlin)" in told


def test_people_type_in_their_own_language_or_in_the_circles(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ben.language = "de"

    assert "- Thursday 17 December, 20:00" in ana.calls("session schedule", when="every second Thursday 20:00")
    german = "Donnerstag, 17. Dezember, 20:00"
    assert german in ben.calls("session schedule", when="jeden zweiten Donnerstag um 20 Uhr")
    assert german in ben.calls("session schedule", when="every second Thursday 20:00")


def test_another_language_is_answered_with_an_example_in_ones_own(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        told = ana.calls("session schedule", when="jeden zweiten Donnerstag um 20 Uhr")

    assert told == "That reads as German; here I read English. For example: every Thursday 19:00"


def test_a_length_that_was_said_chooses_the_session_that_is_so_long(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    assert "for a short check-in of 20 minutes:" in ana.calls("session schedule", when="weekdays 8:30 for 20 minutes")
    ana.presses("Right, keep these")
    assert house.circle.plans[0].series.minutes == 20


def test_a_length_that_no_session_has_is_told(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for values in (
        {"when": "Thursday 19:00 for 2 hours"},
        {"when": "Thursday 19:00 for 20 minutes", "flow": "live-75"},
    ):
        with house.nothing_changes():
            told = ana.calls("session schedule", **values)
        assert "does not fit; there are sessions of 20, 45, 60, 75 and 90 minutes." in told


def test_how_a_series_ends_is_shown_before_it_is_kept(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    told = ana.calls("session schedule", when="last Sunday of the month 17:00 until June")
    assert "The last of them is Sunday 27 June, 17:00 (Berlin)." in told

    assert "The last of them" not in ana.calls("session schedule", when="Thursday 20:00, three times")
    assert "The last of them" not in ana.calls("session schedule", when="Thursday 20:00")


def test_one_date_is_added_to_those_of_the_series(house: House) -> None:
    ana, *_ = planned(house, "Ana", "Ben")

    with house.nothing_changes():
        told = ana.calls("session schedule", when="tomorrow at 18:00")
    assert told.splitlines() == [
        "We would meet once more, beside our other dates:",
        "- Friday 4 December, 18:00 (Berlin)",
        "Nothing is saved yet.",
    ]
    ana.presses("Right, add it")

    assert starts(house) == ["FREQ=WEEKLY;BYDAY=TH 2026-12-03 20:00", "FREQ=DAILY;COUNT=1 2026-12-04 18:00"]


def test_one_date_can_be_all_that_is_planned(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    ana.calls("session schedule", when="tomorrow at 18:00")
    ana.presses("Right, keep these")

    assert starts(house) == ["FREQ=DAILY;COUNT=1 2026-12-04 18:00"]


def test_a_date_is_moved_and_added_in_plain_words(house: House) -> None:
    ana, *_ = planned(house, "Ana", "Ben")

    ana.calls("date move", when="Friday 18:00")
    assert "Friday 4 December, 18:00" in house.told
    ana.calls("date add", when="on Saturday at 6")
    assert ana.privately.buttons == ("06:00", "18:00")
    ana.presses("18:00")

    assert starts(house)[1:] == ["FREQ=DAILY;COUNT=1 2026-12-05 18:00"]


def test_tomorrow_stays_the_day_that_was_meant_while_a_suggestion_waits(house: House) -> None:
    _, ben, cleo, *_ = planned(house, "Ana", "Ben", "Cleo", "Dev")

    ben.calls("date add", when="tomorrow at 18:00")
    assert "2026-12-04 18:00" in house.told
    house.time_passes(hours=6)
    cleo.presses("I'd like that, too")

    assert starts(house)[1:] == ["FREQ=DAILY;COUNT=1 2026-12-04 18:00"]


def test_a_session_of_few_is_moved_in_plain_words(house: House) -> None:
    ana, ben, *_ = planned(house, "Ana", "Ben", "Cleo", "Dev")
    house.time_passes(minutes=55)
    for guest in (ana, ben):
        guest.calls("turn here")
    house.time_passes(minutes=10)

    ana.presses("Move it")
    assert ana.answers("Saturday at 6").endswith("“6”: Which time of day is meant?")
    ana.presses("18:00")

    assert house.session is None
    house.time_is(datetime(2026, 12, 5, 16, 51, tzinfo=UTC))
    assert house.live.now_in.id == "doors"


def test_what_is_no_date_is_refused_where_one_date_is_meant(house: House) -> None:
    ana, *_ = planned(house, "Ana", "Ben")

    for when, why in (
        ("every Friday 18:00", "That is a series; here it is about one date. For example: Thursday 19:00"),
        ("31 February 18:00", "“31 February” is no date that exists. For example: Thursday 19:00"),
        ("Friday", "At what time of day? For example: Thursday 19:00"),
        ("soon", "I don't know “soon” as a day or a time. For example: Thursday 19:00"),
    ):
        with house.nothing_changes():
            assert ana.calls("date add", when=when) == why
