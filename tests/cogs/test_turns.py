"""A person's turn: begun, ended, passed, put off and waited for; who comes next, and why."""

from tests.cogs.house import House
from tests.cogs.in_session import circle_in, others


def test_the_floor_is_offered_with_who_listens_and_who_is_next(house: House) -> None:
    circle_in(house, "round-1")

    first, second = house.last_cue.text.splitlines()[0], house.last_cue.text.splitlines()[1:]

    assert first == f"{house.speaker.name}, the floor is yours if you'd like it: now, later, or pass."
    assert second[0] == f"{house.curious.name} listens with curiosity."
    assert second[1].startswith("After that: ")
    assert house.last_cue.buttons == ("I'll begin", "Later", "Pass", "Another prompt")


def test_a_turn_goes_from_offered_to_speaking_to_asked_to_the_next(house: House) -> None:
    circle_in(house, "round-1")
    speaker, curious = house.speaker, house.curious
    cues = len(house.cues)

    assert speaker.presses("I'll begin") == ""
    assert house.last_cue.text.startswith(f"{speaker.name} has the floor; we listen.")
    assert len(house.cues) == cues, "nothing new is said into a share"
    assert speaker.presses("Done") == ""
    assert house.last_cue.text == (
        f"Thank you, {speaker.name}. {curious.name}, one question from curiosity, if there is one."
    )
    assert f"{curious.name} may ask {speaker.name} one question." in house.panel.text
    curious.says("What did you hear?")
    assert f"{speaker.name} may answer, if there is something to say." in house.panel.text
    assert speaker.presses("Done") == ""
    assert house.speaker is not speaker


def test_simply_speaking_begins_a_turn(house: House) -> None:
    circle_in(house, "round-1")

    house.speaker.says("well then")

    assert house.last_cue.text.startswith(f"{house.speaker.name} has the floor")


def test_somebody_else_s_turn_is_theirs(house: House) -> None:
    circle_in(house, "round-1")
    other = others(house, house.speaker)[0]

    for path in ("turn start", "turn done"):
        with house.nothing_changes():
            assert other.calls(path) == "Someone else has the floor right now."


def test_without_a_turn_there_is_nothing_to_begin_or_end(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    for path in ("turn start", "turn done"):
        with house.nothing_changes():
            assert ana.calls(path) == "Nobody has the floor right now."


def test_a_button_of_somebody_else_s_turn_does_nothing_for_another(house: House) -> None:
    circle_in(house, "round-1")
    token = house.speaker.button("I'll begin")
    other = others(house, house.speaker)[0]

    with house.nothing_changes():
        assert other.presses_token(token) == "Someone else has the floor right now."


def test_two_presses_of_done_end_the_share_and_not_the_answer(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")
    token = speaker.button("Done")

    with house.at_once():
        speaker.presses_token(token)
        speaker.presses_token(token)

    assert house.speaker is speaker
    assert house.last_cue.text.startswith(f"Thank you, {speaker.name}.")
    assert speaker.privately.text == "That moment has passed, so nothing changed. All is well."


def test_two_presses_of_no_question_do_not_pass_the_turn_that_comes_after(house: House) -> None:
    circle_in(house, "round-1", "Ana", "Ben")
    speaker, curious = house.speaker, house.curious
    speaker.presses("I'll begin")
    speaker.presses("Done")
    token = curious.button("No question")

    with house.at_once():
        curious.presses_token(token)
        curious.presses_token(token)

    assert house.speaker is curious
    assert curious.privately.text == "That moment has passed, so nothing changed. All is well."
    assert house.last_cue.text.startswith(f"{curious.name}, the floor is yours if you'd like it")


def test_typed_done_ends_what_is_going_on(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")

    speaker.types("/done")
    assert house.speaker is speaker
    speaker.types("/done")

    assert house.speaker is not speaker


def test_done_without_start_is_a_share_too(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker

    speaker.types("/done")

    assert [share.owner for share in house.live.shares] == [speaker.person]


def test_done_stands_under_the_line_that_time_is_up_also_after_a_question(house: House) -> None:
    ana, *_ = circle_in(house, "round-1")
    speaker = house.speaker
    speaker.presses("I'll begin")
    speaker.presses("Done")
    ana.calls("session next")
    assert house.last_cue.text.startswith("The time for this part is up")

    speaker.presses("Done")

    assert house.live.now_in.id != "round-1"


def test_after_a_pass_comes_the_next_person_s_cue_and_nothing_else(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    cues = len(house.cues)

    assert speaker.presses("Pass") == ""

    assert len(house.cues) == cues + 1
    assert house.last_cue.text.startswith(f"{house.speaker.name}, the floor is yours if you'd like it")
    assert house.speaker is not speaker
    assert speaker.name not in house.last_cue.text.splitlines()[0]


def test_two_passes_at_once_are_one(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    token = speaker.button("Pass")

    with house.at_once():
        speaker.presses_token(token)
        speaker.presses_token(token)

    assert speaker.privately.text == "Nothing is offered to you right now, so nothing needs a pass."
    assert house.live.round is not None
    passed = [turn for turn in house.live.round.turns if turn.stage == "passed"]
    assert [turn.person for turn in passed] == [speaker.person]


def test_a_pass_where_there_is_nothing_to_pass_is_answered_kindly(house: House) -> None:
    ana, *_ = circle_in(house, "agreement")

    with house.nothing_changes():
        assert ana.types("/pass") == "Nothing is offered to you right now, so nothing needs a pass."


def test_later_is_the_end_of_the_round(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker

    assert speaker.presses("Later") == "Your turn comes at the end of this round."

    for _ in range(3):
        assert house.speaker is not speaker
        house.speaker.presses("Pass")
    assert house.speaker is speaker


def test_later_is_for_a_turn_to_come(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")

    with house.nothing_changes():
        assert speaker.calls("turn later") == "Later is for a turn that is still to come."


def test_an_offer_that_nobody_answers_goes_on_after_three_minutes_without_a_word_about_it(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker

    house.time_passes(minutes=3)

    assert house.speaker is not speaker
    assert speaker.name not in house.last_cue.text.splitlines()[0]
    assert "After that:" in house.last_cue.text


def test_when_the_time_of_a_share_is_up_one_soft_line_says_so(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")
    cues = len(house.cues)

    house.time_passes(minutes=5)

    assert house.cues[cues:] == [f"That's 4 minutes, {speaker.name}. Finish in your own time."]
    assert house.speaker is speaker
    assert house.last_cue.buttons == ("Done", "Stay with this")


def test_after_ten_quiet_minutes_anyone_may_go_on(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")
    other = others(house, speaker)[0]
    with house.nothing_changes():
        told = other.types("/go-on")
    assert told == "The floor belongs to the one who has it; going on is offered after ten quiet minutes."

    house.time_passes(minutes=10)

    assert house.last_cue.text == "It has been quiet for a while, and that is fine. If we would like to go on, we may."
    assert speaker.name not in house.last_cue.text
    assert other.presses("Go on") == ""
    assert house.speaker is not speaker


def test_a_question_that_nobody_asks_is_not_waited_for_longer_than_three_minutes(house: House) -> None:
    circle_in(house, "round-1")
    speaker = house.speaker
    speaker.says("a share")
    speaker.presses("Done")

    house.time_passes(minutes=3)

    assert house.speaker is not speaker


def test_who_comes_next_is_no_more_than_everyone_can_see(house: House) -> None:
    circle_in(house, "round-1")
    eli_before = house.tables()

    told = others(house, house.speaker)[0].presses("Who comes next?")

    names = [guest.name for guest in house.order]
    assert told == f"The floor is offered to {names[0]}.\nAfter that: {names[1]}, {names[2]} and {names[3]}."
    assert house.tables()["sessions"] == eli_before["sessions"]


def test_where_nobody_waits_the_queue_says_so(house: House) -> None:
    ana, *_ = circle_in(house, "check-in")

    with house.nothing_changes():
        assert ana.types("/queue") == "Nobody is waiting for a turn right now."


def test_why_says_the_rule_in_words_without_numbers_or_names(house: House) -> None:
    ana, *_ = circle_in(house, "round-1")

    with house.nothing_changes():
        told = ana.presses("Why this order?")

    assert told.startswith("Whoever hasn't had the floor today comes first")
    assert not any(character.isdigit() for character in told)
    assert not any(guest.name in told for guest in house.everyone)


def test_why_in_the_second_round_says_that_last_becomes_first(house: House) -> None:
    ana, *_ = circle_in(house, "round-1")
    for _ in range(4):
        house.speaker.presses("Pass")
    house.goes_to("round-2")

    assert ana.calls("turn why") == "This time we go round the other way, so that last becomes first."
