"""Who comes: four answers of one press, places and a fair line, and what the room and the session know of it."""

from datetime import UTC, datetime

from tests.cogs.house import Guest, House

NEXT_WEEK = "2026-12-10"


def meeting(house: House, *names: str, when: str = "Thursday 20:00") -> tuple[Guest, ...]:
    """A circle that meets on Thursdays at 20:00 in Berlin; it is Friday now, six days before."""
    guests = house.circle_of(*names)
    house.time_is(datetime(2026, 12, 4, 12, 0, tzinfo=UTC))
    guests[0].calls("session schedule", when=when)
    guests[0].presses("Right, keep these")
    return guests


def test_one_press_on_the_reminder_says_who_comes(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    house.time_is(datetime(2026, 12, 9, 19, 30, tzinfo=UTC))
    assert house.told.splitlines()[0] == "We meet Thursday 10 December, 20:00 (Berlin). Will you be there?"

    assert ana.presses("Coming").startswith("Good. You are expected Thursday 10 December, 20:00")
    ben.presses("Maybe")
    cleo.presses("Reading along")

    assert house.told.splitlines()[1:] == ["- Coming: Ana.", "- Maybe: Ben.", "- Reading along: Cleo."]


def test_an_answer_can_change_any_time(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date coming")
    ben.calls("date coming")
    ana.calls("date maybe")

    told = ben.calls("date show")

    assert "- Coming: Ben." in told
    assert "- Maybe: Ana." in told


def cards(house: House, words: str) -> list[list[str]]:
    """The messages of the room in which these words are, line by line."""
    return [post.text.splitlines() for post in house.posts if words in post.text]


def test_the_card_of_a_series_stays_one_when_somebody_answers(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    [before] = cards(house, "meets next")

    ana.presses("Coming")
    ben.presses("Maybe")

    assert cards(house, "meets next") == [
        [*before, "Thursday 10 December, 20:00 (Berlin)", "- Coming: Ana.", "- Maybe: Ben."]
    ]
    assert cards(house, "Will you be there?") == []


def test_each_card_of_a_date_goes_on_as_what_it_is(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date add", when="2026-12-06 11:00")
    ana.calls("date move", when="2026-12-11 18:00", date=NEXT_WEEK)
    ben.calls("date coming", date="2026-12-06")
    ben.calls("date coming", date="2026-12-11")

    for words in ("There is an extra date: Sunday", "We meet Friday 11 December, 18:00 (Berlin), instead of"):
        assert ["- Coming: Ben." in card for card in cards(house, words)] == [True]
    assert "instead of Thursday 10 December, 20:00 (Berlin)." in "\n".join(cards(house, "instead of")[0])


def test_an_answer_is_one_private_line_and_the_next_takes_its_place(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ana.presses("Coming")
    assert list(ana.privately.buttons) == ["Remind me privately"]
    before = len(house.room.view(ana.seat.id)["private"])

    for label, told in (("Maybe", "Noted: maybe"), ("Reading along", "Noted: you read along"), ("Coming", "Good. You")):
        assert ana.presses(label).startswith(told)
        assert len(ana.privately.text.splitlines()) == 1
        assert ana.privately.buttons == ()
        assert len(house.room.view(ana.seat.id)["private"]) == before
    ben.calls("my reminders", before="hour")
    ben.presses("Coming")
    assert ben.privately.buttons == ()


def test_the_same_answer_twice_is_given_once(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    ana.calls("date coming")

    with house.nothing_changes():
        assert ana.calls("date coming").startswith("Good.")


def test_nobody_is_told_who_said_not_this_time(house: House) -> None:
    ana, ben, _ = meeting(house, "Ana", "Ben", "Cleo")
    ben.calls("date coming")
    told = house.told

    assert "No reason needed" in ana.calls("date no")

    assert house.told == told
    assert "Ana" not in ben.calls("date show")
    assert "You said not this time; only you see this." in ana.calls("date show")


def test_those_who_said_yes_are_waited_for_and_readers_read_along(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    dev = house.guest("Dev")
    dev.calls("circle join")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")
    dev.calls("date reading")
    house.time_is(datetime(2026, 12, 10, 18, 55, tzinfo=UTC))
    assert house.live.expected == (ana.person, ben.person, cleo.person)

    dev.says("Good evening.")
    assert house.live.seat(dev.person) is not None
    assert dev.person not in {seat.person for seat in house.live.present}
    house.time_is(datetime(2026, 12, 10, 19, 1, tzinfo=UTC))
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    assert house.live.now_in.id == "agreement"


def test_somebody_who_says_no_at_the_doors_is_not_waited_for(house: House) -> None:
    ana, ben, cleo = meeting(house, "Ana", "Ben", "Cleo")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")
    house.time_is(datetime(2026, 12, 10, 18, 55, tzinfo=UTC))

    assert "Noted: not this time." in cleo.presses("Not this time")

    assert house.live.expected == (ana.person, ben.person)


def test_an_answer_to_a_session_that_has_begun_says_how_to_come_in(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    house.time_is(datetime(2026, 12, 10, 18, 55, tzinfo=UTC))
    token = ana.button("Coming")
    house.time_is(datetime(2026, 12, 10, 19, 5, tzinfo=UTC))

    with house.nothing_changes():
        assert ana.presses_token(token).startswith("That session is open: press I'm here")


def test_a_button_of_a_date_that_has_passed_says_so(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")
    house.time_is(datetime(2026, 12, 9, 19, 30, tzinfo=UTC))
    token = ana.button("Coming")
    house.time_is(datetime(2026, 12, 11, 19, 30, tzinfo=UTC))

    with house.nothing_changes():
        assert ana.presses_token(token).startswith("That date has passed, or it was called off.")


# --- places -----------------------------------------------------------------------------------------------------------


def test_who_comes_after_the_last_place_waits_in_line(house: House) -> None:
    ana, ben, cleo, dev = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date places", places="2")
    ana.calls("date coming")
    ben.calls("date coming")

    assert "you are next in line" in cleo.calls("date coming")
    assert "you are number 2 in line" in dev.calls("date coming")


def test_the_one_who_waited_longest_is_offered_a_free_place_and_has_time_to_answer(house: House) -> None:
    ana, ben, cleo, dev = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date places", places="2")
    for guest in (ana, ben, cleo, dev):
        guest.calls("date coming")

    ben.calls("date no")

    assert house.told.startswith("Cleo, a place is free for Thursday 10 December, 20:00 (Berlin), and it is yours")
    assert "until Saturday 5 December, 13:00 (Berlin)" in house.told
    assert cleo.presses("I'd like it").startswith("Good.")
    assert "you are next in line" in dev.calls("date coming")


def test_a_place_that_nobody_answered_for_goes_to_the_next(house: House) -> None:
    ana, ben, cleo, dev = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date places", places="2")
    for guest in (ana, ben, cleo, dev):
        guest.calls("date coming")
    ben.calls("date no")

    house.time_passes(days=1, minutes=1)

    assert house.told.startswith("Dev, a place is free")
    assert "You said maybe." in cleo.calls("date show")


def test_somebody_new_does_not_overtake_whoever_is_offered_a_place(house: House) -> None:
    ana, ben, cleo, dev = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date places", places="2")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")
    ben.calls("date no")

    assert "you are next in line" in dev.calls("date coming")


def test_whoever_leaves_the_circle_makes_room(house: House) -> None:
    ana, ben, cleo, _ = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date places", places="2")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")

    ben.calls("circle leave")
    house.time_passes(seconds=1)

    assert "Cleo, a place is free" in house.everything_said_by_the_bot


def test_places_are_two_to_twelve(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo")

    for wrong, why in (
        ("1", "A session has room for 2 to 12 people; 0 is for everyone"),
        ("13", "“places” goes from 0 to 12"),
        ("many", "“places” is a whole number"),
    ):
        with house.nothing_changes():
            assert why in ana.calls("date places", places=wrong)


# --- the evening before -----------------------------------------------------------------------------------------------


def test_with_few_who_said_yes_the_evening_before_asks_what_to_do(house: House) -> None:
    ana, ben, *_ = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    ana.calls("date coming")
    house.time_is(datetime(2026, 12, 9, 17, 1, tzinfo=UTC))

    assert house.told.splitlines() == [
        "1 of us has said yes for Thursday 10 December, 20:00 (Berlin) so far.",
        "Talk anyway, move it, or skip it? Unless we decide otherwise, the date stands.",
    ]
    ben.presses("Talk anyway")
    assert house.told == "We meet Thursday 10 December, 20:00 (Berlin), few or many."


def test_with_three_who_said_yes_the_evening_before_is_quiet(house: House) -> None:
    ana, ben, cleo, _ = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    for guest in (ana, ben, cleo):
        guest.calls("date coming")

    house.time_is(datetime(2026, 12, 9, 18, 59, tzinfo=UTC))

    assert "so far" not in house.everything_said_by_the_bot


def test_a_date_can_be_skipped_from_the_evenings_question(house: House) -> None:
    ana, *_ = meeting(house, "Ana", "Ben", "Cleo", "Dev")
    house.time_is(datetime(2026, 12, 9, 17, 1, tzinfo=UTC))
    ana.presses("Skip it")

    house.time_is(datetime(2026, 12, 10, 20, 0, tzinfo=UTC))

    assert house.session is None
    assert "We skip Thursday 10 December, 20:00 (Berlin)." in house.everything_said_by_the_bot
