"""Looking back: what one marks for oneself is heard and forgotten."""

from tests.cogs.house import House


def test_a_mark_for_oneself_is_not_written_down_anywhere(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="co-reflection")

    for label in ("I gave", "I received", "Both", "Neither"):
        with house.nothing_changes():
            assert ana.presses(label) == "That is yours alone; it is not written down anywhere."
    with house.nothing_changes():
        assert ana.types("/reflect mark both") == "That is yours alone; it is not written down anywhere."


def test_the_two_questions_are_about_the_circle_and_point_at_nobody(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="co-reflection")

    assert "What made it easier to bring something today?" in house.last_cue.text
    assert not any(guest.name in house.last_cue.text for guest in house.everyone)


def test_marks_are_for_members(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="co-reflection")
    dev = house.guest("Dev")

    with house.nothing_changes():
        assert "That is for the members of Thursday hearth." in dev.presses("I gave")
