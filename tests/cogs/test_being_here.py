"""Being here, late or reading along, and leaving: what one hears oneself, and what others see of it."""

from tests.cogs.house import House
from tests.cogs.in_session import circle_in

OF_A_SESSION = [
    "turn here", "turn reading", "turn bye", "turn start", "turn done", "turn pass", "turn later", "turn ask",
    "turn decline", "turn go-on", "turn read", "turn pause", "turn ready", "turn stay", "turn queue", "turn why",
]  # fmt: skip


def test_between_sessions_there_is_nothing_to_do_and_it_is_said(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for path in OF_A_SESSION:
        with house.nothing_changes():
            assert ana.calls(path) == "No session is open right now.", path


def test_a_session_s_commands_are_for_members(house: House) -> None:
    circle_in(house, "round-1")
    eli = house.guest("Eli")

    for path in OF_A_SESSION:
        with house.nothing_changes():
            assert "That is for the members of Thursday hearth." in eli.calls(path), path
        assert eli.privately.buttons == ("I'd like in",)


def test_between_sessions_the_next_one_is_promised_where_dates_are_planned(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Friday 19:00")
    ana.presses("Right, keep these")

    assert ana.types("/here") == "No session is open right now. The next one opens its doors by itself."


def test_being_here_is_a_press_and_its_answer_is_private(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")
    said = len(house.posts)

    told = ben.presses("I'm here")

    assert told.startswith("Good that you're here.\nWe begin at 19:01 (Berlin).")
    assert {"Early", "Late", "I'll raise my hand"} <= set(ben.privately.buttons)
    assert len(house.posts) == said
    seat = house.live.seat(ben.person)
    assert seat is not None
    assert seat.in_order


def test_being_here_twice_is_being_here_once(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")

    with house.at_once():
        ben.presses("I'm here")
        ben.presses("I'm here")

    assert [seat.person for seat in house.live.seats] == [ben.person]


def test_speaking_is_being_here_too(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")

    assert ben.says("hello") == ""

    assert house.live.seat(ben.person) is not None


def test_who_is_no_member_may_talk_and_is_not_counted(house: House) -> None:
    circle_in(house, "round-1")
    eli = house.guest("Eli")
    speaker = house.speaker
    speaker.says("a share")

    with house.nothing_changes():
        assert eli.says("hello from the side") == ""

    assert eli.person not in repr(house.live)


def test_who_comes_late_is_told_who_has_the_floor_and_where_their_place_is(house: House) -> None:
    *_, kim = circle_in(house, "check-in", "Ana", "Ben", "Cleo", "Kim")
    kim.calls("turn bye")
    house.goes_to("round-1")
    house.speaker.presses("I'll begin")

    told = kim.calls("turn here")

    last = [guest for guest in house.everyone if guest not in (kim, house.speaker)]
    assert told.startswith(f"Good that you're here.\n{house.speaker.name} has the floor; your place is after ")
    assert any(f"your place is after {guest.name}, or read along." in told for guest in last)


def test_reading_along_is_a_seat_without_a_turn(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    told = ana.presses("I'll read along")

    assert told == "Reading along is being here too. If you would like a place, I'm here gives you one any time."
    house.goes_to("round-1")
    assert house.live.round is not None
    assert house.live.round.turn(ana.person) is None
    assert "Ana" not in house.last_cue.text
    ana.presses("I'm here")
    assert house.live.round is not None
    assert house.live.round.turn(ana.person) is not None


def test_reading_along_by_who_has_the_floor_passes_it_on(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker

    speaker.calls("turn reading")

    assert house.speaker is not speaker


def test_leaving_for_today_brings_no_comment(house: House) -> None:
    _, ben, *_ = circle_in(house, "check-in")
    said = len(house.cues)

    assert ben.types("/bye") == "Go well. You are welcome back any time, also today."

    assert len(house.cues) == said
    assert house.live.seat(ben.person) is None
