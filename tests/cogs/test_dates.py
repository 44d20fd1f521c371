"""When a circle meets: planned in words or by a rule, shown before it is saved, opened on time, late or not at all."""

from datetime import UTC, datetime, timedelta

from tests.cogs.house import START, Guest, House

DATES = ("3 December", "10 December", "17 December")


def planned(house: House, *names: str, when: str = "Thursday 20:00") -> tuple[Guest, ...]:
    """A circle that meets on Thursdays at 20:00 in Berlin, which is in an hour."""
    guests = house.circle_of(*names)
    guests[0].calls("session schedule", when=when)
    guests[0].presses("Right, keep these")
    return guests


# --- planning -----------------------------------------------------------------------------------------------------


def test_the_next_three_dates_are_shown_before_anything_is_saved(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        told = ana.calls("session schedule", when="Thursday 20:00")

    assert told.splitlines() == [
        "We would meet on these dates next, for 75 minutes of text:",
        *(f"- Thursday {day}, 20:00 (Berlin)" for day in DATES),
        "Nothing is saved yet.",
    ]
    assert ana.privately.buttons == ("Right, keep these", "Change")


def test_dates_that_are_right_are_kept_and_told_to_the_room(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Thursday 20:00")

    assert ana.presses("Right, keep these") == "Kept. The doors open ten minutes before, by themselves."

    assert house.told.splitlines() == [
        "Thursday hearth meets next:",
        *(f"- Thursday {day}, 20:00 (Berlin)" for day in DATES),
    ]
    (plan,) = house.circle.plans
    assert (plan.series.rrule, plan.series.zone, plan.flow) == ("FREQ=WEEKLY;BYDAY=TH", "Europe/Berlin", "live-75")


def test_keeping_the_same_dates_twice_is_keeping_them_once(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Thursday 20:00")
    token = ana.button("Right, keep these")
    ana.presses_token(token)

    with house.nothing_changes():
        assert ana.presses_token(token).startswith("Kept.")


def test_dates_can_be_changed_before_they_are_kept(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Thursday 20:00")

    assert ana.presses("Change") == "When do we meet?"
    ana.answers("Friday 18:30")
    ana.presses("Right, keep these")

    assert "- Friday 4 December, 18:30 (Berlin)" in house.told


def test_every_other_week_is_every_other_week(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    told = ana.calls("session schedule", when="every other Thursday 20:00")

    for day in ("3 December", "17 December", "31 December"):
        assert f"- Thursday {day}, 20:00 (Berlin)" in told
    ana.presses("Right, keep these")
    assert house.circle.plans[0].series.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"


def test_a_rule_is_read_as_it_is_written(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    told = ana.calls("session schedule", when="FREQ=MONTHLY;BYDAY=-1TH 19:00")

    for day in ("31 December", "28 January", "25 February"):
        assert f"- Thursday {day}, 19:00 (Berlin)" in told


def test_dates_in_another_zone_are_shown_in_both_and_kept_in_theirs(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    told = ana.types('/session schedule "Friday 9:00" zone=Kolkata')

    assert "- Friday 4 December, 04:30 (Berlin)" in told
    assert "That is 09:00 in Asia/Kolkata each time." in told
    ana.presses("Right, keep these")
    assert house.circle.zone == "Asia/Kolkata"
    assert "- Friday 4 December, 09:00 (Kolkata)" in house.told


def test_another_flow_is_planned_with_the_dates(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    told = ana.calls("session schedule", when="Thursday 20:00", flow="check-in-20")
    assert "for a short check-in of 20 minutes:" in told
    ana.presses("Right, keep these")

    assert house.circle.flow == "check-in-20"
    assert house.circle.plans[0].series.minutes == 20


def test_when_is_asked_for_where_it_is_missing(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    assert ana.types("/session schedule") == "When do we meet?"
    assert "Thursday 3 December, 20:00" in ana.answers("Thursday 20:00")


def test_a_time_that_is_not_understood_is_answered_with_examples(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for when, why in (
        ("whenever", "I don't know “whenever” as a day or a time. For example: every Thursday 19:00"),
        ("Thursday", "At what time of day? For example: every Thursday 19:00"),
        ("19:00", "On which day? For example: every Thursday 19:00"),
        ("Thorsday 19:00", "I don't know “Thorsday” as a day or a time. For example: Thursday 19:00"),
        ("Thursday 25:00", "“25:00” is no time of day. For example: every Thursday 19:00"),
        ("<b>Fri</b> 19:00", "I don't know “b” as a day or a time. For example: every Thursday 19:00"),
        ("T 9:00", "I don't know “T” as a day or a time. For example: every Thursday 19:00"),
    ):
        with house.nothing_changes():
            assert ana.calls("session schedule", when=when) == why


def test_a_rule_that_cannot_be_used_says_why(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for when, why in (
        ("FREQ=HOURLY 19:00", "A circle meets once a day at most"),
        ("FREQ=WEEKLY;BYDAY=XX 19:00", "“BYDAY=XX” cannot be used"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101 19:00", "by COUNT or by UNTIL, not by both"),
        ("FREQ=WEEKLY;UNTIL=20200101 19:00", "That has no date to come."),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30 19:00", "No date ever fits"),
    ):
        with house.nothing_changes():
            assert why in ana.calls("session schedule", when=when)


def test_a_wrong_time_can_be_answered_again(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule")

    with house.nothing_changes():
        ana.answers("whenever")

    assert ana.presses("Answer again") == "When do we meet?"


def test_a_value_that_cannot_be_used_is_answered_with_one_that_can(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for values, why in (
        ({"when": "Thursday 19:00", "zone": "Atlantis"}, "I know no time zone “Atlantis”"),
        ({"when": "Thursday 19:00 Oslo", "zone": "Kolkata"}, "I don't know “Oslo” as a day or a time."),
        ({"when": "Thursday 19:00", "flow": "live-99"}, "“flow” is one of these: live-75"),
        ({"when": "x" * 5000}, "“when” has 5000 characters; up to 200 fit."),
        ({"when": "Thursday 19:00", "colour": "blue"}, "takes no “colour”. What it takes: when, zone"),
    ):
        with house.nothing_changes():
            assert why in ana.calls("session schedule", **values)


def test_dates_that_nobody_was_shown_are_checked_all_the_same(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for rule, first, why in (
        ("FREQ=SOMETIMES", "2026-12-03 20:00", "“FREQ=SOMETIMES” cannot be used"),
        ("on Thursdays", "2026-12-03 20:00", "is no rule that I can read"),
        ("FREQ=WEEKLY;BYDAY=TH", "soon", "A date and time look like this: 2026-12-03 19:00."),
        ("FREQ=DAILY;COUNT=1", "2020-01-01 20:00", "That has no date to come."),
    ):
        with house.nothing_changes():
            assert why in ana.calls("session keep", rule=rule, first=first, zone="Berlin", flow="live-75")


def test_dates_are_planned_by_members(house: House) -> None:
    house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    with house.nothing_changes():
        assert "That is for the members of Thursday hearth." in cleo.calls("session schedule", when="Thursday 19:00")


# --- due ----------------------------------------------------------------------------------------------------------


def test_the_doors_open_ten_minutes_before_by_themselves(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo")

    house.time_passes(minutes=49)
    assert house.session is None
    house.time_passes(minutes=1)

    assert house.live.now_in.id == "doors"
    assert house.last_cue.text.splitlines()[0] == "The doors are open. We begin at 20:00 (Berlin)."
    assert house.last_cue.buttons == ("I'm here", "I'll read along", "Who can read this?")
    house.time_passes(minutes=10)
    assert house.live.now_in.id == "arrive"


def test_every_date_of_a_series_comes(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo")

    for _ in range(3):
        house.time_passes(days=7)

    opened = [cue for cue in house.cues if cue.startswith("The doors are open.")]
    assert len(opened) == 3


def test_a_session_that_is_due_late_opens_late_and_says_so(house: House) -> None:
    ana, ben, cleo = planned(house, "Ana", "Ben", "Cleo")

    house.is_away(hours=1, minutes=55)

    assert house.live.late
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    house.time_passes(minutes=1)
    assert "We open later than planned today; good that you're here." in house.everything_said_by_the_bot
    assert house.live.ends_at == START + timedelta(hours=1, minutes=55 + 75)


def test_a_session_that_is_due_too_late_is_missed_and_told_once(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo")

    house.is_away(hours=2, minutes=16)
    house.time_passes(hours=1)

    assert house.session is None
    missed = "I was away at Thursday 3 December, 20:00 (Berlin), so that session did not open. I'm sorry."
    said = house.everything_said_by_the_bot
    assert said.count(missed) == 1
    assert "We meet again Thursday 10 December, 20:00 (Berlin)." in house.told


def test_a_session_that_is_late_by_less_than_its_length_opens_late(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo")

    house.is_away(hours=2, minutes=14)

    assert house.live.late


def test_after_weeks_away_what_was_missed_is_told_once_and_the_next_date_stands(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo")

    house.is_away(days=23)
    missed = [line for line in house.everything_said_by_the_bot.splitlines() if line.startswith("I was away")]
    first, last = "Thursday 3 December, 20:00 (Berlin)", "Thursday 24 December, 20:00 (Berlin)"
    assert missed == [f"I was away from {first} to {last}, so 4 sessions did not open. I'm sorry."]

    house.time_is(datetime(2026, 12, 31, 18, 55, tzinfo=UTC))
    assert house.live.now_in.id == "doors"


def test_the_next_session_waits_for_the_live_one_at_most_a_quarter_of_an_hour(house: House) -> None:
    ana, ben, cleo = planned(house, "Ana", "Ben", "Cleo")
    house.time_passes(minutes=45)
    ana.calls("session start")
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    first = house.live.id

    house.time_passes(minutes=29)
    assert house.live.id == first
    house.time_passes(minutes=1)

    assert house.live.id != first
    assert (
        "The next session is due, so this one closes here. What was said belongs to whoever said it."
        in house.everything_said_by_the_bot
    )
    assert house.live.late


def test_the_next_session_opens_as_soon_as_the_live_one_has_closed(house: House) -> None:
    ana, ben, cleo = planned(house, "Ana", "Ben", "Cleo")
    house.time_passes(minutes=45)
    ana.calls("session start")
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    first = house.live.id
    house.time_passes(minutes=8)
    ana.calls("session end")

    house.time_passes(minutes=4)

    assert house.live.id != first
    assert "The next session is due" not in house.everything_said_by_the_bot


def test_new_dates_take_the_place_of_the_ones_before(house: House) -> None:
    ana, *_ = planned(house, "Ana", "Ben", "Cleo")

    ana.calls("session schedule", when="Friday 20:00")
    ana.presses("Right, keep these")

    house.time_passes(hours=2)
    assert house.session is None
    house.time_is(datetime(2026, 12, 4, 18, 51, tzinfo=UTC))
    assert house.live.now_in.id == "doors"


def test_the_wall_clock_stands_when_the_clocks_change(house: House) -> None:
    planned(house, "Ana", "Ben", "Cleo", when="Sunday 20:00")

    house.time_is(datetime(2027, 3, 28, 17, 51, tzinfo=UTC))

    assert house.live.starts_at == datetime(2027, 3, 28, 18, 0, tzinfo=UTC)
    assert "We begin at 20:00 (Berlin)." in house.last_cue.text


def test_a_circle_without_anybody_opens_and_closes_quietly(house: House) -> None:
    ana, ben = planned(house, "Ana", "Ben")
    ana.calls("circle leave")
    ben.calls("circle leave")

    house.time_passes(hours=3)

    assert house.session is None
    assert "didn't" not in house.everything_said_by_the_bot


def test_what_was_missed_is_remembered_for_whoever_asks(house: House) -> None:
    ana, *_ = planned(house, "Ana", "Ben", "Cleo")

    house.is_away(days=2)

    assert "The last time that I was away at a date: Thursday 3 December, 20:00 (Berlin)." in ana.calls("date show")


def test_the_card_of_new_dates_asks_who_comes_to_the_next(house: House) -> None:
    ana, ben, _ = planned(house, "Ana", "Ben", "Cleo")

    assert ben.presses("Maybe").startswith("Noted: maybe, for Thursday 3 December, 20:00")
    ana.calls("circle show")
    assert "- Maybe: Ben." in ana.presses("Who comes?")


def test_a_session_of_few_that_is_moved_keeps_its_answers(house: House) -> None:
    ana, ben, *_ = planned(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date coming")
    ben.calls("date coming")
    house.time_passes(minutes=55)
    for guest in (ana, ben):
        guest.calls("turn here")
    house.time_passes(minutes=10)
    ana.presses("Move it")
    ana.answers("2026-12-05 18:00")
    assert house.session is None

    assert "- Coming: Ana and Ben." in ben.calls("date show")
    house.time_is(datetime(2026, 12, 5, 16, 51, tzinfo=UTC))
    assert house.live.expected == (ana.person, ben.person)
    assert house.tables()["session_records"] == []
