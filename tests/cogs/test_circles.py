"""Setting a circle up, coming in, going, and seeing what it is."""

import pytest

from tests.cogs.house import House

NAMES = ("Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea")


def test_a_circle_is_set_up_with_a_name_and_its_maker_is_a_member_like_the_others(house: House) -> None:
    ana, ben = house.guests("Ana", "Ben")

    told = ana.calls("circle create", name="Thursday hearth")

    assert "Thursday hearth is here, and you are in it: a member like everyone else." in told
    notes = ("Yes, please", "No, thanks")
    assert ana.privately.buttons == ("Plan our dates", "Write our agreement", "Open a session now", *notes)
    assert "A circle is forming: Thursday hearth" in house.told
    assert [member.person for member in house.circle.members] == [ana.person]
    assert house.circle.facilitator == ana.person
    assert ben.sees_button("I'd like in")


def test_a_circle_without_a_name_is_asked_for_one_and_the_answer_completes_it(house: House) -> None:
    (ana,) = house.guests("Ana")

    assert ana.calls("circle create") == "What is the circle called?"
    assert "Thursday hearth is here" in ana.answers("Thursday hearth")

    assert house.circle.name == "Thursday hearth"


def test_a_circle_takes_the_zone_that_it_is_given_however_that_is_written(house: House) -> None:
    (ana,) = house.guests("Ana")

    ana.types('/circle create "Thursday hearth" kolkata')

    assert house.circle.zone == "Asia/Kolkata"


def test_a_room_has_one_circle(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    with house.nothing_changes():
        assert "This room has a circle already: Thursday hearth. You could join it." in cleo.calls(
            "circle create", name="Another"
        )
    with house.nothing_changes():
        assert "This room has a circle already: Thursday hearth, and you are in it." in ben.calls(
            "circle create", name="Another"
        )


def test_two_who_set_up_a_circle_at_once_get_one_circle(house: House) -> None:
    ana, ben = house.guests("Ana", "Ben")

    with house.at_once():
        ana.calls("circle create", name="Hearth of Ana")
        ben.calls("circle create", name="Hearth of Ben")

    assert house.circle.name == "Hearth of Ana"
    assert "This room has a circle already: Hearth of Ana." in ben.privately.text
    assert ben.person not in {member.person for member in house.circle.members}


def test_a_name_that_is_too_long_is_told_how_long_it_may_be(house: House) -> None:
    (ana,) = house.guests("Ana")

    for length in (61, 5000):
        with house.nothing_changes():
            told = ana.calls("circle create", name="x" * length)
        assert f"“name” has {length} characters; up to 60 fit. For example: Thursday hearth" in told


def test_an_empty_name_is_asked_for(house: House) -> None:
    (ana,) = house.guests("Ana")

    for name in ("", "   ", "\n\t", "\x00\x07"):
        with house.nothing_changes():
            assert ana.calls("circle create", name=name) == "What is the circle called?"


def test_a_name_that_nobody_can_see_is_no_name(house: House) -> None:
    (ana,) = house.guests("Ana")

    for name in ("\u200b", "\u202e\u2066"):
        with house.nothing_changes():
            assert ana.calls("circle create", name=name) == "A circle needs a name, for example: Thursday hearth."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("**bold** _and_ [link](http://x)", "**bold** _and_ [link](http://x)"),
        ("{name} {circle}", "{name} {circle}"),
        ("  Thursday \n hearth ", "Thursday hearth"),
        ("دائرة الخميس", "دائرة الخميس"),
        ("Hearth \u202egnitteem\u202c", "Hearth gnitteem"),
        ("Kreis 🔥", "Kreis 🔥"),
    ],
)
def test_a_name_is_kept_as_words_whatever_it_looks_like(house: House, given: str, kept: str) -> None:
    (ana,) = house.guests("Ana")

    told = ana.calls("circle create", name=given)

    assert house.circle.name == kept
    assert f"{kept} is here" in told
    assert f"A circle is forming: {kept}" in house.told


def test_an_unknown_zone_is_told_what_a_zone_looks_like(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        told = ana.calls("circle create", name="Hearth", zone="Berlinn")

    assert "Europe/Berlin" in told


def test_joining_is_a_press_and_the_room_hears_of_it(house: House) -> None:
    house.circle_of("Ana")
    ben, cleo = house.guests("Ben", "Cleo")

    told = ben.presses("I'd like in")

    assert "Welcome to Thursday hearth." in told
    assert "Not kept: what you say, and when you pass." in told
    assert house.told == "Ben is in. Welcome!"
    assert "What do you keep of me?" in ben.privately.buttons

    cleo.types("/join")
    assert house.told == "Cleo is in. Welcome!\nWe are three: enough for a circle."
    assert [member.name for member in house.circle.members] == ["Ana", "Ben", "Cleo"]


def test_joining_twice_changes_nothing(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        assert ben.calls("circle join") == "You are in Thursday hearth already. Good that you're here."


def test_there_is_nothing_to_join_in_a_room_without_a_circle(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        assert ana.calls("circle join") == "There is no circle in this room yet. Would you like to begin one?"

    assert ana.privately.buttons == ("Begin a circle",)


def test_a_circle_holds_twelve_and_the_thirteenth_is_told_that_reading_along_is_welcome(house: House) -> None:
    house.circle_of(*NAMES)
    mio = house.guest("Mio")

    with house.nothing_changes():
        told = mio.calls("circle join")

    assert len(house.circle.members) == 12
    assert "This circle has 12 members" in told
    assert "reading along" in told.lower()


def test_two_who_want_the_last_place_at_once_are_told_apart(house: House) -> None:
    house.circle_of(*NAMES[:11])
    lea, mio = house.guests("Lea", "Mio")

    with house.at_once():
        lea.calls("circle join")
        mio.calls("circle join")

    assert [member.name for member in house.circle.members][-1] == "Lea"
    assert len(house.circle.members) == 12
    assert "This circle has 12 members" in mio.privately.text


def test_joining_during_a_session_brings_a_place_in_it(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="round-1")
    dev = house.guest("Dev")

    dev.presses("I'd like in")

    seat = house.live.seat(dev.person)
    assert seat is not None
    assert seat.in_order
    assert house.live.round is not None
    assert house.live.round.turn(dev.person) is not None


def test_leaving_brings_no_comment(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    said = len(house.posts)

    assert ben.calls("circle leave") == "You have left Thursday hearth. Thank you for what we made together."

    assert len(house.posts) == said
    assert [member.name for member in house.circle.members] == ["Ana", "Cleo"]


def test_a_facilitator_who_leaves_leaves_that_place_empty_and_the_others_go_on(house: House) -> None:
    ana, ben, cleo = house.circle_of("Ana", "Ben", "Cleo")

    ana.calls("circle leave")

    assert house.circle.facilitator is None
    assert [member.name for member in house.circle.members] == ["Ben", "Cleo"]
    ben.calls("session start")
    assert "Ben suggests: Open a session now." in house.told
    house.time_passes(days=1)
    assert house.session is not None
    assert cleo.calls("turn here").startswith("Good that you're here.")


def test_leaving_in_mid_share_passes_the_floor_on(house: House) -> None:
    guests = house.session_of("Ana", "Ben", "Cleo", "Dev", phase="round-1")
    leaver = house.speaker
    leaver.says("something")

    leaver.calls("circle leave")

    assert house.live.seat(leaver.person) is None
    assert house.speaker in guests
    assert house.speaker is not leaver
    assert f"{house.speaker.name}, the floor is yours if you'd like it" in house.last_cue.text
    assert "left" not in house.last_cue.text


def test_who_leaves_and_comes_back_is_new(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("circle leave")

    ben.calls("circle join")

    member = house.circle.member(ben.person)
    assert member is not None
    assert member.debt == 0
    assert house.told.startswith("Ben is in.")


def test_who_is_no_member_cannot_leave(house: House) -> None:
    house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    with house.nothing_changes():
        told = cleo.calls("circle leave")

    assert "That is for the members of Thursday hearth." in told
    assert cleo.privately.buttons == ("I'd like in",)


def test_anyone_in_the_room_may_see_what_the_circle_is(house: House) -> None:
    house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    with house.nothing_changes():
        told = cleo.calls("circle show")

    assert "2 members: Ana and Ben." in told
    assert "A session is 75 minutes of text." in told
    assert "No dates are planned yet." in told
    assert "I'd like in" in cleo.privately.buttons


def test_a_member_is_not_asked_to_join_again(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")

    ben.calls("circle show")

    assert "I'd like in" not in ben.privately.buttons


def test_the_circle_shows_its_next_three_dates(house: House) -> None:
    ana, _ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Thursday 19:30")
    ana.presses("Right, keep these")

    told = ana.calls("circle show")

    assert "We meet next:" in told
    for day in ("3 December", "10 December", "17 December"):
        assert f"Thursday {day}, 19:30 (Berlin)" in told


def test_leaving_the_room_is_leaving_the_session_and_membership_stays(house: House) -> None:
    _, ben, *_ = house.session_of("Ana", "Ben", "Cleo", "Dev", phase="check-in")

    ben.leaves_the_room()

    assert house.live.seat(ben.person) is None
    assert house.circle.member(ben.person) is not None
    ben.comes_back()
    ben.calls("turn here")
    assert house.live.seat(ben.person) is not None


def test_the_circle_s_zone_is_the_room_s_and_dates_that_stand_keep_theirs(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Thursday 20:00")
    ana.presses("Right, keep these")

    assert ana.calls("circle zone", zone="kolkata") == ""

    assert house.told == (
        "Times here are in Asia/Kolkata from now on. There it is Thursday 3 December, 23:30 (Kolkata)."
    )
    assert house.circle.zone == "Asia/Kolkata"
    assert house.circle.plans[0].series.zone == "Europe/Berlin"
    house.time_passes(minutes=50)
    assert house.last_cue.text.startswith("The doors are open. We begin at 00:30 (Kolkata).")


def test_a_zone_that_is_there_already_or_nowhere_changes_nothing(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    kim = house.guest("Kim")

    for guest, zone, told in (
        (ana, "berlin", "Times here are in Europe/Berlin already."),
        (ana, "Atlantis", "“zone”: I know no time zone “Atlantis”"),
        (ana, "", "In which time zone does the circle meet?"),
        (kim, "kolkata", "That is for the members of Thursday hearth."),
    ):
        with house.nothing_changes():
            assert guest.calls("circle zone", zone=zone).startswith(told)


def test_the_commands_of_a_circle_stand_alone(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")

    for line, path in (("/circle leave now", "circle leave"), ("/join us", "circle join"), ("/circle show x", "show")):
        with house.nothing_changes():
            told = ben.types(line)
        assert "stands alone: nothing comes after it." in told
        assert path in told
