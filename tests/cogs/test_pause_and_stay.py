"""Pausing, and staying with a share."""

from datetime import timedelta

from tests.cogs.house import House
from tests.cogs.in_session import circle_in, others


def test_a_pause_needs_no_reason_and_names_nobody(house: House) -> None:
    _, ben, *_ = circle_in(house, "round-1")

    assert ben.presses("Pause") == ""

    assert house.last_cue.text == "A pause was asked for; no reason needed. We go on when someone presses Ready."
    assert house.last_cue.buttons == ("Ready",)
    assert house.panel.buttons == ("Ready",)
    assert "A pause. We go on when someone presses Ready." in house.panel.text
    assert "A curious voice might ask" not in house.panel.text
    ben.presses("Ready")
    assert "A curious voice might ask" in house.panel.text


def test_in_a_pause_every_clock_stands(house: House) -> None:
    _, ben, *_ = circle_in(house, "round-1")
    speaker, ends = house.speaker, house.live.ends_at
    ben.presses("Pause")

    house.time_passes(minutes=9)
    assert house.speaker is speaker
    ben.presses("Ready")

    assert house.live.ends_at == ends + timedelta(minutes=9)
    assert house.last_cue.text == f"We go on where we were, with {speaker.name}."
    assert "I'll begin" in house.last_cue.buttons


def test_the_one_who_asked_for_the_pause_goes_first_and_after_ten_minutes_anyone(house: House) -> None:
    _, ben, cleo, _ = circle_in(house, "round-1")
    ben.presses("Pause")
    with house.nothing_changes():
        told = cleo.presses("Ready")
    assert told == "Thank you. We go on when the one who asked for the pause is ready, or after ten minutes."

    house.time_passes(minutes=10)

    assert house.last_cue.text == "We have paused for ten minutes. There is no rush; anyone may press Ready."
    assert cleo.presses("Ready") == ""
    assert house.live.pause is None


def test_pausing_twice_is_one_pause_and_ready_without_one_says_so(house: House) -> None:
    _, ben, cleo, _ = circle_in(house, "check-in")
    with house.nothing_changes():
        assert ben.calls("turn ready") == "There is no pause right now; we are on our way."

    with house.at_once():
        ben.calls("turn pause")
        cleo.calls("turn pause")

    assert sum("A pause was asked for" in cue for cue in house.cues) == 1


def test_before_we_begin_there_is_nothing_to_pause(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session start")

    with house.nothing_changes():
        assert ana.types("/pause") == "We have not begun yet, so there is nothing to pause."


def test_staying_with_a_share_is_asked_of_everyone_and_granted_when_nobody_objects(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")
    asker = others(house, speaker)[0]

    assert asker.presses("Stay with this") == ""
    assert house.last_cue.text == f"Someone would like to stay with {speaker.name}'s share, 5 minutes more. Shall we?"
    assert house.last_cue.buttons == ("Yes, stay", "Rather go on")
    house.time_passes(minutes=1)

    assert house.last_cue.text == f"We stay with {speaker.name}, 5 minutes more."


def test_staying_is_granted_as_soon_as_everyone_agrees(house: House) -> None:
    guests = circle_in(house, "round-1")
    house.speaker.says("a share")
    asker = others(house, house.speaker)[0]
    asker.presses("Stay with this")

    for guest in guests:
        if guest is not asker:
            assert guest.calls("turn staying", answer="yes") == "Thank you. Nobody sees who said what."

    assert house.last_cue.text.startswith("We stay with ")


def test_one_who_would_rather_go_on_is_enough_and_is_named_to_nobody(house: House) -> None:
    circle_in(house, "round-1")
    house.speaker.says("a share")
    asker, other = others(house, house.speaker)[:2]
    asker.presses("Stay with this")

    assert other.presses("Rather go on") == "Thank you. Nobody sees who said what."

    assert house.last_cue.text == "We go on for now; this can come back in open dialogue."
    assert other.name not in house.last_cue.text


def test_staying_needs_a_share(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    with house.nothing_changes():
        told = ana.types("/stay")
    assert told == "Staying is for a share that is going on. Right now nobody has the floor."
    with house.nothing_changes():
        assert ana.calls("turn staying", answer="yes") == "That question is settled already."
