"""What nobody can use: a private sentence that says what would have been right, and nothing changed."""

from tests.cogs.house import House

RTL = "\u202eنور"
NAMES = ("<b>Ana</b>", "{name} %s", RTL, "]]>;--", "O’Brien & Söhne")


def test_an_unknown_command_is_answered_with_the_nearest_one_and_shown_to_nobody(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for line, told in (
        ("/turn dnoe", "I don't know “turn dnoe”. Perhaps “turn done”?"),
        ("/circel show", "I don't know “circel show”. Perhaps “circle show”?"),
        ("/xyzzy", "I don't know “xyzzy”. Perhaps “help”?"),
        ("/", "A command has a name, for example “help”."),
        ("/session", "“session” is the beginning of: session schedule, session start,"),
        ("/<script>alert(1)</script>", "I don't know “<script>alert(1)</script>”. Perhaps “help”?"),
        ("/{oops} %(x)s", "I don't know “{oops} %(x)s”. Perhaps “help”?"),
    ):
        with house.nothing_changes():
            assert ana.types(line).startswith(told), line
    assert "xyzzy" not in house.everything_shown_to_all


def test_an_unknown_command_of_a_form_is_answered_the_same_way(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for path in ("turn dnoe", "", "session; drop", "x" * 200):
        with house.nothing_changes():
            assert "Perhaps “" in ana.calls(path) or "for example “help”" in ana.privately.text, path


def test_hidden_commands_are_not_offered_as_examples(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    assert "session keep" not in ana.types("/session")
    assert "suggestion second" not in ana.types("/suggestion secnd")


def test_five_thousand_characters_are_told_how_many_fit(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        told = ana.types("/agreement set " + "x" * 5000)
    assert told == "That is 5014 characters; up to 5000 are read as a command."
    with house.nothing_changes():
        assert "“words” has 4000 characters; up to 1500 fit." in ana.types("/agreement set " + "x" * 4000)


def test_five_thousand_characters_may_be_said_and_are_kept_nowhere(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    before = house.tables()

    assert ana.says("x" * 5000) == ""

    after = house.tables()
    before["inbox"] = after["inbox"] = []
    assert after == before


def test_names_are_shown_as_they_are_whatever_they_look_like(house: House) -> None:
    guests = [house.guest(name, seat=f"seat-{number}") for number, name in enumerate(NAMES)]
    guests[0].calls("circle create", name="Hearth", zone="Berlin")
    for guest in guests[1:]:
        guest.calls("circle join")
        assert house.told.startswith(f"{guest.name} is in. Welcome!")
    guests[0].calls("session start")
    for guest in guests:
        guest.calls("turn here")
    house.goes_to("round-1")

    assert house.last_cue.text.startswith(f"{house.speaker.name}, the floor is yours")
    told = guests[1].calls("circle show")
    assert all(name in told for name in NAMES)


def test_values_that_do_not_belong_are_named(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for line, told in (
        ("/agreement set words=a words=b", "“words” is there twice; once is enough."),
        ("/session schedule when=Friday colour=blue", "I don't know “colour” as a day or a time. For example: "),
        ("/circle leave reason=x", "“circle leave” stands alone: nothing comes after it."),
        ("/my zone berlin tomorrow", "“zone”: "),
    ):
        with house.nothing_changes():
            assert ana.types(line).startswith(told), (line, ana.privately.text)
    with house.nothing_changes():
        told = ana.calls("my zone", zone="berlin", colour="blue")
    assert told == "“my zone” takes no “colour”. What it takes: zone."


def test_a_question_is_answered_by_the_one_who_was_asked_and_once_it_is_past_by_nobody(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("my zone")
    assert ana.privately.question is not None
    token = ana.privately.question.token

    with house.nothing_changes():
        assert ben.answers_token(token, "Berlin") == "That button was offered to somebody else, so nothing changed."
    house.time_passes(days=7)
    with house.nothing_changes():
        told = ana.answers_token(token, "Berlin")
    assert told == "That button belongs to an earlier moment. “/help” shows what there is now."


def test_a_button_answered_as_if_it_were_a_question_is_past(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.nothing_changes():
        told = ana.answers_token(ana.button("Plan our dates"), "Friday 19:00")

    assert told.startswith("That button belongs to an earlier moment.")


def test_somebody_else_s_private_button_does_nothing(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("session schedule", when="Friday 19:00")
    token = ana.button("Right, keep these")

    with house.nothing_changes():
        assert ben.presses_token(token) == "That button was offered to somebody else, so nothing changed."


def test_an_event_that_comes_twice_happens_once(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")
    ben.event = "the same"
    ben.presses("I'm here")

    with house.nothing_changes():
        assert ben.presses("I'm here") == ""
