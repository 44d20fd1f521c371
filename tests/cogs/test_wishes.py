"""What a person asks for: the floor in open dialogue, a place in the order, how they would like us to be."""

from tests.cogs.house import House
from tests.cogs.in_session import circle_in


def test_in_open_dialogue_the_floor_is_asked_for_and_offered_at_once(house: House) -> None:
    ana, *_ = circle_in(house, "open")

    assert ana.presses("I'd like to bring something") == "It is free, and offered to you: begin when you like."

    assert house.speaker is ana


def test_who_asks_while_another_has_the_floor_has_a_place(house: House) -> None:
    ana, ben, *_ = circle_in(house, "open")
    ana.presses("I'd like to bring something")
    ana.says("something")

    assert ben.types("/floor") == "You have a place. The floor is offered to you when it is free."
    ana.presses("Done")

    assert house.speaker is ben


def test_when_the_floor_is_free_again_the_way_to_ask_for_it_is_there(house: House) -> None:
    ana, ben, *_ = circle_in(house, "open")
    ana.presses("I'd like to bring something")
    ana.says("something")
    ana.presses("Done")

    assert "The floor is open" in house.last_cue.text
    ben.presses("I'd like to bring something")
    assert house.speaker is ben


def test_who_raises_their_hand_is_offered_a_turn_only_then(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")
    told = ana.calls("turn wish", wish="hand")
    assert told == "You are offered a turn only when you ask for the floor."
    house.goes_to("round-1")
    for _ in range(3):
        assert house.speaker is not ana
        house.speaker.presses("Pass")

    ana.presses("I'd like the floor")

    assert house.speaker is ana


def test_where_there_are_no_turns_none_can_be_asked_for(house: House) -> None:
    ana, *_ = circle_in(house, "arrive")

    for phase in ("arrive", "agreement", "check-in", "quiet", "co-reflection"):
        house.goes_to(phase)
        with house.nothing_changes():
            told = ana.calls("turn ask")
        assert told == "A turn can be asked for in a round or in open dialogue; right now there are no turns.", phase


def test_who_is_not_here_is_invited_to_come_in_first(house: House) -> None:
    ana, *_ = circle_in(house, "open")
    ana.calls("turn bye")

    for path in ("turn ask", "turn stay", "turn pass"):
        with house.nothing_changes():
            assert ana.calls(path) == "Press I'm here first, and there is a place for you."


def test_a_wish_for_one_s_place_is_kept_and_said_back(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    for wish, told in (
        ("early", "Early, then, as far as it goes."),
        ("late", "Late, then, as far as it goes."),
        ("none", "As it comes, then."),
    ):
        assert ana.calls("turn wish", wish=wish) == told
        seat = house.live.seat(ana.person)
        assert seat is not None
        assert seat.wish == wish


def test_a_wish_for_late_bends_the_order(house: House) -> None:
    circle_in(house, "check-in")
    first = house.order[0]

    first.types("/turn wish late")
    house.goes_to("round-1")

    assert house.speaker is not first
    assert house.order[-1] is first


def test_a_choice_that_there_is_not_is_answered_with_those_that_there_are(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    for path, name, value, choices in (
        ("turn wish", "wish", "first", "none, early, late and hand"),
        ("turn how", "mode", "gently", "open, listen, curious, tell and challenge"),
        ("turn staying", "answer", "perhaps", "yes and no"),
        ("turn done", "what", "everything", "share and answer"),
        ("turn pass", "what", "on", "turn and question"),
        ("reflect mark", "mark", "much", "gave, received, both and neither"),
        ("my forget", "where", "there", "here and everywhere"),
    ):
        with house.nothing_changes():
            assert f"“{name}” is one of these: {choices}." in ana.calls(path, **{name: value})


def test_what_is_missing_is_asked_for(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    for path, question in (
        ("turn wish", "Where in the order would you like to be?"),
        ("turn how", "How would you like us to be?"),
        ("reflect mark", "Did you give, receive, both, neither?"),
        ("my forget", "Forget you in this circle, or everywhere?"),
        ("my zone", "Which time zone are you in?"),
    ):
        with house.nothing_changes():
            assert ana.calls(path) == question


def test_how_one_would_like_others_to_be_is_said_back_literally(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    for mode, told in (
        ("listen", "Listening only: with your turn there is a witness, and no question."),
        ("curious", "Be curious: after your share there is one question, if somebody has one."),
        ("tell", "Tell yours: others may answer with something of their own."),
        ("challenge", "Challenge me: others may say where they see it another way."),
        ("open", "As it comes, then."),
    ):
        assert ana.calls("turn how", mode=mode) == told


def test_with_listening_only_there_is_a_witness_and_no_question(house: House) -> None:
    guests = circle_in(house, "check-in")
    for guest in guests:
        guest.presses("Listening only")
    house.goes_to("round-1")
    speaker = house.speaker
    assert f"{house.curious.name} is here to listen only, as you wished." in house.last_cue.text
    speaker.says("a share")

    speaker.presses("Done")

    assert house.speaker is not speaker


def test_being_a_curious_voice_can_be_declined_and_the_pairs_change(house: House) -> None:
    circle_in(house, "round-1")
    curious = house.curious

    assert curious.calls("turn decline") == ""

    assert curious is not house.curious
    assert "The pairs have changed:" in house.everything_said_by_the_bot
    assert f"{curious.name} is curious with" not in house.panel.text


def test_where_nobody_is_paired_there_is_nothing_to_decline(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    with house.nothing_changes():
        assert ana.types("/decline") == "There are no pairs in this phase, so you are nobody's curious voice."
