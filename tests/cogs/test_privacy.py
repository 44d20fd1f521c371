"""One's own data: seen by oneself alone, and gone when one asks."""

from dataclasses import replace

from bot.domain.circles import Circle, Member
from bot.ports.messages import CommandCalled, Origin
from tests.cogs.house import Guest, House, Tables


def told_parts(told: str) -> list[str]:
    return told.splitlines()


def traces(tables: Tables, *signs: str) -> list[str]:
    """Where in the database any of these is still found."""
    return [
        f"{table}: {row}" for table, rows in tables.items() for row in rows if any(sign in repr(row) for sign in signs)
    ]


def whole_session(house: House, *names: str) -> tuple[Guest, ...]:
    """A circle with a finished session, in which everyone had the floor once and was alongside."""
    guests = house.session_of(*names, phase="round-1")
    while house.session is not None and house.live.now_in.id == "round-1":
        speaker, curious = house.speaker, house.curious
        speaker.says("a share")
        speaker.presses("Done")
        curious.says("a question")
        speaker.presses("Done")
    guests[0].calls("session end")
    house.time_passes(minutes=3)
    assert house.session is None
    return guests


# --- my data ------------------------------------------------------------------------------------------------------


def test_of_a_stranger_nothing_is_kept(house: House) -> None:
    house.circle_of("Ana", "Ben")
    kim = house.guest("Kim")

    with house.nothing_changes():
        assert kim.calls("my data") == "Nothing is kept about you."


def test_my_data_says_all_that_is_kept_of_me_in_words(house: House) -> None:
    ana, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    ben.calls("my zone", zone="Kolkata")

    told = ben.types("/data")

    offered = "- Thursday hearth: a role for next time is offered to you."
    assert [line for line in told_parts(told) if line != offered and "Would you" not in line] == [
        "What is kept about you",
        "- Your name here: Ben.",
        "- Your time zone: Asia/Kolkata.",
        "- Thursday hearth: a member since Thursday 3 December, and one number for your place in the order.",
        "- For a week: the buttons that only you were shown, so that they work.",
        "Sessions that you took part in (the last thirteen of a circle at most):",
        "- Thursday 3 December, Thursday hearth: 1 share of yours, alongside 1 other and paired with someone 2 times.",
        "Not kept: what you say, when you pass, when you are away, what you mark for yourself.",
    ]
    assert ben.privately.buttons == ("Forget me",)
    assert "the facilitator's place is yours" in ana.types("/data")


def test_my_data_names_nobody_else_and_no_number_but_one_s_own_counts(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")

    told = ben.types("/data")

    for other in ("Ana", "Cleo"):
        assert other not in told
    assert "%" not in told


def test_my_data_in_mid_session_says_that_i_am_in_it(house: House) -> None:
    _, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")

    assert "The session of Thursday hearth that is open: that you are in it, your turn, and your wishes" in ben.types(
        "/data"
    )


def test_my_data_counts_what_i_suggested(house: House) -> None:
    _, ben, *_ = house.circle_of("Ana", "Ben", "Cleo", "Dev")
    ben.calls("session start")

    assert "1 suggestion of yours that waits." in ben.types("/data")


def test_my_data_is_seen_by_me_alone(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    said = len(house.posts)

    ben.types("/data")

    assert len(house.posts) == said
    assert "What is kept about you" not in house.everything_shown_to_all


# --- forget me ----------------------------------------------------------------------------------------------------


def test_forgotten_everywhere_nothing_of_me_is_left_in_any_table(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    ben.calls("my zone", zone="Kolkata")
    ben.types("/data")
    assert traces(house.tables(), ben.person, ben.seat.id, "Ben")

    told = ben.calls("my forget", where="everywhere")

    assert told_parts(told) == [
        "Done: you have left Thursday hearth, and what was kept about you is gone.",
        "Thank you for what we made together.",
    ]
    assert traces(house.tables(), ben.person, ben.seat.id, "Ben") == []
    with house.nothing_changes():
        assert ben.calls("my data") == "Nothing is kept about you."


def test_forgotten_in_mid_session_the_turn_ends_as_if_i_had_left(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", "Dev", phase="round-1")
    kim = house.speaker
    kim.says("a share")

    kim.calls("my forget", where="everywhere")

    assert traces(house.tables(), kim.person, kim.seat.id, f"'{kim.name}'", f'"{kim.name}"') == []
    assert house.speaker is not kim
    assert kim.name not in house.panel.text
    assert kim.name not in house.last_cue.text
    assert len(house.live.seats) == 3


def test_forgotten_while_somebody_else_speaks_the_line_that_named_me_names_me_no_more(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", "Dev", phase="round-1")
    house.speaker.says("a share")
    curious, after = house.curious, house.order[1]
    for kim in dict.fromkeys((after, curious)):
        assert kim.name in house.last_cue.text or kim.name in house.panel.text
        said = len(house.cues)

        kim.calls("my forget", where="everywhere")

        assert len(house.cues) == said, "nothing new is said into a share"
        assert kim.name not in house.last_cue.text
        assert kim.name not in house.panel.text
        assert traces(house.tables(), kim.person, kim.seat.id) == []
    assert house.last_cue.buttons == ("Done", "Stay with this", "Pause")


def test_at_any_moment_of_a_session_nothing_of_me_is_left(house: House) -> None:
    names = ("Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana")
    ana, *others = house.session_of(*names, phase="arrive")
    for phase, kim in zip(
        ("agreement", "check-in", "round-1", "open", "round-2", "co-reflection"), others, strict=False
    ):
        house.goes_to(phase)
        kim.calls("turn wish", wish="late")
        kim.calls("turn pause")
        kim.calls("my forget", where="everywhere")
        assert traces(house.tables(), kim.person, kim.seat.id) == [], phase
        ana.calls("turn ready")
    ana.calls("session end")
    house.time_passes(minutes=3)
    assert all(traces(house.tables(), guest.person) == [] for guest in others[:6])


def test_a_facilitator_is_forgotten_like_anyone(house: House) -> None:
    ana, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    ana.calls("agreement set", words="We begin with a breath.")

    ana.calls("my forget", where="everywhere")

    assert traces(house.tables(), ana.person, ana.seat.id) == []
    assert house.circle.facilitator is None
    assert "We begin with a breath." in ben.calls("agreement show"), "what the circle agreed on is the circle's"


def test_what_i_suggested_is_forgotten_with_me(house: House) -> None:
    ana, ben, *_ = house.circle_of("Ana", "Ben", "Cleo", "Dev")
    ben.calls("agreement set", words="We speak in turns.")
    token = ana.button("I'd like that, too")

    ben.calls("my forget", where="everywhere")

    assert traces(house.tables(), ben.person, ben.seat.id, "We speak in turns.") == []
    with house.nothing_changes():
        assert ana.presses_token(token) == "That suggestion is settled already."


def test_the_figures_of_the_others_stay(house: House) -> None:
    ana, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    before = ana.types("/data").splitlines()[-2]

    ben.calls("my forget", where="everywhere")

    after = ana.types("/data").splitlines()[-2]
    assert "1 share of yours, alongside 1 other" in before
    assert "1 share of yours, alongside 1 other" in after


def test_forgotten_in_one_circle_i_stay_in_the_other(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    ben.calls("session start")
    other = elsewhere(house, ben)

    told = ben.calls("my forget", where="here")

    assert "Done: you have left Thursday hearth, and what was kept about you there is gone." in told
    left = traces(house.tables(), ben.person, ben.seat.id)
    assert all(other.id in line or other.room in line or line.startswith("people: ") for line in left), left
    assert house.reads(lambda uow: uow.circles.of(ben.person)) == (other,)
    assert "Another hearth: a member since" in ben.types("/data")


def test_forgotten_in_my_only_circle_nothing_is_left(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")

    ben.types("/my forget here")

    assert traces(house.tables(), ben.person, ben.seat.id, "'Ben'") == []


def test_who_is_in_no_circle_here_is_told_where_to_look(house: House) -> None:
    house.circle_of("Ana", "Ben")
    kim = house.guest("Kim")
    elsewhere(house, kim)

    with house.nothing_changes():
        assert kim.calls("my forget", where="here").startswith("You are in no circle here, so nothing changes.")


def test_a_stranger_may_ask_to_be_forgotten_and_is_told_that_nothing_is_kept(house: House) -> None:
    kim = house.guest("Kim")

    assert kim.calls("my forget", where="everywhere") == "Done. Nothing is kept about you."
    assert traces(house.tables(), kim.person, kim.seat.id) == []


def test_two_requests_at_once_are_one(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")

    with house.at_once():
        ben.calls("my forget", where="everywhere")
        ben.calls("my forget", where="everywhere")

    assert ben.heard[-2].text.startswith("Done: you have left Thursday hearth")
    assert ben.privately.text == "Done. Nothing is kept about you."


def test_forget_me_asks_where_and_may_be_answered_by_a_press(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")
    ben.types("/data")

    assert ben.presses("Forget me") == "Forget you in this circle, or everywhere?"
    assert ben.privately.question is not None
    assert [value for value, _ in ben.privately.question.choices] == ["here", "everywhere"]
    ben.answers("everywhere")

    assert [member.name for member in house.circle.members] == ["Ana"]


def test_leaving_a_circle_leaves_nothing_of_me_in_it(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", "Dev", phase="round-1")
    kim = house.speaker
    kim.says("a share")

    kim.calls("circle leave")

    left = traces(house.tables(), kim.person, kim.seat.id)
    assert all(line.startswith("people: ") for line in left), left


def test_who_comes_back_after_being_forgotten_is_new(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")
    ben.calls("my forget", where="everywhere")

    ben.calls("circle join")

    assert ben.types("/data").count("a member since") == 1


# --- zone and language --------------------------------------------------------------------------------------------


def test_times_are_shown_to_me_in_my_zone_and_to_the_room_in_the_circle_s(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")

    told = ben.calls("my zone", zone="kolkata")
    assert told == ("Times are shown in Asia/Kolkata from now on. There it is Thursday 3 December, 23:30 (Kolkata).")
    ana.calls("session start")

    assert house.last_cue.text.startswith("The doors are open. We begin at 19:01 (Berlin).")
    assert "We begin at 23:31 (Kolkata)." in ben.presses("I'm here")
    assert "We begin at 19:01 (Berlin)." in ana.presses("I'm here")


def test_an_unknown_zone_is_answered_with_those_that_are_near(house: House) -> None:
    ana, *_ = house.circle_of("Ana")

    for zone, near in (("Berlinn", "Close to it: Europe/Berlin"), ("x" * 5000, "“zone”: I know no time zone")):
        with house.nothing_changes():
            assert near in ana.calls("my zone", zone=zone)


def test_my_zone_can_be_set_without_a_circle(house: House) -> None:
    (ana,) = house.guests("Ana")

    assert "Times are shown in Europe/Berlin from now on." in ana.types("/my zone berlin")

    ana.calls("circle create", name="Hearth")
    assert house.circle.zone == "Europe/Berlin"


def test_private_answers_come_as_my_browser_reads_and_the_room_as_the_circle_does(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.language = "en-US"
    ana.calls("session start")

    assert "We begin at 7:01 PM (Berlin)." in ben.presses("I'm here")
    assert "We begin at 19:01 (Berlin)." in house.last_cue.text


def elsewhere(house: House, guest: Guest) -> Circle:
    """Another circle that this person is in, in a room of another place; with buttons that they were shown there."""
    at = house.now
    other = Circle("circle-b", "local", "local:other", "Another hearth", "en", "UTC", at)
    other = replace(other, members=(Member(guest.person, guest.name, at), Member("local:x", "Xi", at)))
    house.keeps(lambda uow: uow.circles.put(other))
    house.handles(CommandCalled(Origin("o1", "local", "local:other", guest.person, guest.name, at), "circle show"))
    return other
