"""The circle picture at the close: off until wanted, names only by agreement, and the same in words."""

import re

import pytest

from bot.domain.customs import Keepsake
from bot.ports.messages import Picture
from tests.cogs.house import House

NAMES = ("Ana", "Ben", "Cleo", "Dev")


def keepsake(house: House) -> Picture | None:
    """The picture that stands in the room."""
    found = [line.entry.document.picture for line in house.posts if line.entry.document]
    shown = [picture for picture in found if picture is not None]
    assert len(shown) <= 1
    return shown[0] if shown else None


def closes(house: House) -> None:
    """A session, from doors to close, in the circle that there is."""
    ana = house.everyone[0]
    ana.calls("session start")
    for guest in house.everyone:
        guest.calls("turn here")
    house.goes_to("close")


def wanted(house: House) -> Keepsake:
    circle = house.circle.id
    return house.reads(lambda uow: uow.customs.of(circle).picture)


def test_there_is_no_picture_until_the_circle_wants_one(house: House) -> None:
    house.circle_of(*NAMES)
    closes(house)
    assert keepsake(house) is None


def test_a_suggested_picture_is_told_in_words(house: House) -> None:
    _, ben, *_ = house.circle_of(*NAMES)
    ben.calls("circle picture", show="on")
    assert "its seats and today's pairs, without names." in house.told
    assert "? on" not in house.told


def test_the_picture_comes_once_with_the_close_and_names_nobody(house: House) -> None:
    ana, *_ = house.circle_of(*NAMES)
    assert ana.types("/circle picture on") == "Done."
    closes(house)
    picture = keepsake(house)
    assert picture is not None
    assert picture.drawing is not None
    assert len(picture.drawing.seats) == len(NAMES)
    assert len(picture.drawing.pairs) == len(NAMES)
    told = house.told
    assert told.startswith("Our circle today, to keep for whoever likes to.")
    assert "A picture of our circle, with 4 seats, all alike: " in told
    assert not any(name in told for name in NAMES)
    house.time_passes(minutes=30)
    assert keepsake(house) == picture
    assert house.everything_said_by_the_bot.count("Our circle today") == 1


def test_the_words_say_what_the_picture_shows(house: House) -> None:
    ana, ben, *_ = house.circle_of(*NAMES)
    ana.types("/circle picture names")
    ben.presses("I'd like that, too")
    closes(house)
    picture = keepsake(house)
    assert picture is not None
    assert picture.drawing is not None
    seats = [seat.written for seat in picture.drawing.seats]
    said = house.told
    assert re.search(r"all alike: (.*?)\. Lines", said)[1] == "{}, {}, {} and {}".format(*seats)  # type: ignore[index]
    for curious, speaker in picture.drawing.pairs:
        assert f"{seats[curious]} with {seats[speaker]}" in said


def test_a_pass_is_not_to_be_seen(house: House) -> None:
    house.circle_of(*NAMES)
    house.everyone[0].types("/circle picture on")
    ana = house.everyone[0]
    ana.calls("session start")
    for guest in house.everyone:
        guest.calls("turn here")
    house.goes_to("round-1")
    house.speaker.calls("turn pass")
    house.goes_to("close")
    picture = keepsake(house)
    assert picture is not None
    assert picture.drawing is not None
    assert sorted(place for pair in picture.drawing.pairs for place in pair) == sorted([0, 1, 2, 3] * 2)


def test_names_take_two_voices_the_facilitators_too(house: House) -> None:
    ana, ben, *_ = house.circle_of(*NAMES)
    ana.types("/circle picture names")
    assert wanted(house) is Keepsake.ON
    assert house.told.startswith("Ana would like our names in the picture of our circle. Shall we?")
    with house.nothing_changes():
        assert "your own suggestion" in ana.presses("I'd like that, too")
    ben.presses("I'd like that, too")
    assert wanted(house) is Keepsake.NAMES
    assert house.told.endswith("with our names.")


def test_nobody_can_agree_to_what_nobody_asked(house: House) -> None:
    ana, ben, *_ = house.circle_of(*NAMES)
    with house.nothing_changes():
        assert "settled already" in ben.types("/circle named")
    ana.types("/circle picture names")
    ana.types("/circle leave")
    ben.presses("I'd like that, too")
    assert wanted(house) is Keepsake.ON


def test_anyone_can_have_the_names_taken_out(house: House) -> None:
    ana, ben, cleo, _ = house.circle_of(*NAMES)
    ana.types("/circle picture names")
    ben.presses("I'd like that, too")
    assert cleo.presses("Rather without names") == "Done."
    assert wanted(house) is Keepsake.ON
    with house.nothing_changes():
        assert cleo.types("/circle signs") == "No names are in it; all is well."


def test_any_two_members_can_wish_for_it(house: House) -> None:
    _, ben, cleo, _ = house.circle_of(*NAMES)
    ben.types("/circle picture names")
    assert wanted(house) is Keepsake.OFF
    cleo.presses("I'd like that, too")
    assert wanted(house) is Keepsake.NAMES


def test_a_name_that_the_font_cannot_draw_stands_beside_the_picture(house: House) -> None:
    ana, ben, *_ = house.circle_of("Ana", "Ben", "שרה")
    ana.types("/circle picture names")
    ben.presses("I'd like that, too")
    closes(house)
    picture = keepsake(house)
    assert picture is not None
    assert picture.drawing is not None
    assert sorted(seat.written for seat in picture.drawing.seats) == ["", "Ana", "Ben"]
    sign = next(seat.sign for seat in picture.drawing.seats if not seat.written)
    assert f"- {sign}: שרה" in house.told


@pytest.mark.parametrize("wrong", ["maybe", "<b>on</b>"])
def test_what_is_no_choice_changes_nothing(house: House, wrong: str) -> None:
    ana, *_ = house.circle_of(*NAMES)
    with house.nothing_changes():
        assert ana.types(f'/circle picture "{wrong}"')
