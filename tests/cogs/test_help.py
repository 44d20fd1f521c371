"""Help: what fits the moment, who reads along, what is kept; and the first steps."""

from tests.cogs.house import House


def test_help_without_a_circle_offers_one(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        told = ana.types("/help")
    assert "Hello, I'm Bothways." in told
    assert ana.privately.buttons == ("Set up a circle", "What do you keep?")

    assert ana.presses("Set up a circle") == "What is the circle called?"


def test_help_for_one_who_is_not_in_yet_offers_the_way_in(house: House) -> None:
    house.circle_of("Ana")
    ben = house.guest("Ben")

    with house.nothing_changes():
        told = ben.types("/what")

    assert told == "There is a circle here. You can join it, or read along; both are fine."
    assert ben.privately.buttons == ("I'd like in", "About this circle", "What do you keep?")


def test_help_in_a_session_says_what_one_can_do_right_now(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")

    with house.nothing_changes():
        told = ana.calls("help")

    assert "A pass needs no reason." in told
    assert ana.privately.buttons == ("I'm here", "Who comes next?", "Pause", "Leave for today")
    ana.presses("Leave for today")
    assert house.live.seat(ana.person) is None


def test_help_between_sessions_promises_the_next_one_only_where_there_is_one(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        assert ana.calls("help") == "No session is open right now, and no dates are planned yet."
    assert "Plan our dates" in ana.privately.buttons
    assert ana.presses("Plan our dates") == "When do we meet?"
    ana.answers("Thursday 20:00")
    ana.presses("Right, keep these")

    assert ana.calls("help") == "No session is open right now. The next one opens its doors by itself."


def test_who_reads_along_and_what_is_kept_is_said_plainly_to_anyone(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        told = ana.types("/who")

    assert "Everyone who is in this room can read what is said here." in told
    assert "Not kept and not written down anywhere: what you say, when you pass, what you mark for yourself." in told
    assert ana.privately.buttons == ("What do you keep of me?",)


def test_beginning_goes_step_by_step(house: House) -> None:
    ana, ben = house.guests("Ana", "Ben")

    with house.nothing_changes():
        assert "Set up a circle here?" in ana.calls("begin")
    with house.nothing_changes():
        assert ana.presses("Not now") == "All right. /begin is there whenever you like."
    with house.nothing_changes():
        assert "you do not have to" not in ana.types("/begin")
    assert ana.presses("Yes") == "What is the circle called?"
    assert ana.answers("Thursday hearth") == "When, and in which city's time?"
    ana.answers("every other Thursday 19:00 Berlin")
    ana.presses("Right")

    assert house.circle.name == "Thursday hearth"
    with house.nothing_changes():
        assert "This room has a circle already: Thursday hearth." in ben.calls("begin")


def test_a_room_of_the_browser_tells_nothing_about_itself(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        assert ana.types("/check") == "This place tells me nothing about who can read along."
