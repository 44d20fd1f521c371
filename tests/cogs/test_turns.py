"""A person's part in a session: being here, the floor, the pause, the wishes; and what others see of it."""

from datetime import timedelta

from tests.cogs.house import Guest, House

OF_A_SESSION = [
    "turn here", "turn reading", "turn bye", "turn start", "turn done", "turn pass", "turn later", "turn ask",
    "turn decline", "turn go-on", "turn read", "turn pause", "turn ready", "turn stay", "turn queue", "turn why",
]  # fmt: skip


def circle_in(house: House, phase: str, *names: str) -> tuple[Guest, ...]:
    return house.session_of(*(names or ("Ana", "Ben", "Cleo", "Dev")), phase=phase)


def others(house: House, *but: Guest) -> list[Guest]:
    return [guest for guest in house.everyone if guest not in but]


# --- being here ---------------------------------------------------------------------------------------------------


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


# --- the floor ----------------------------------------------------------------------------------------------------


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
    curious.says("What did you hear?")
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


# --- asking for the floor -----------------------------------------------------------------------------------------


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


# --- wishes -------------------------------------------------------------------------------------------------------


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


# --- pause and stay -----------------------------------------------------------------------------------------------


def test_a_pause_needs_no_reason_and_names_nobody(house: House) -> None:
    _, ben, *_ = circle_in(house, "round-1")

    assert ben.presses("Pause") == ""

    assert house.last_cue.text == "A pause was asked for; no reason needed. We go on when someone presses Ready."
    assert house.last_cue.buttons == ("Ready",)
    assert house.panel.buttons == ("Ready",)


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


# --- quiet questions ----------------------------------------------------------------------------------------------


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


# --- roles --------------------------------------------------------------------------------------------------------


def offered(house: House) -> Guest:
    """A circle that arrives; the one who is offered to open."""
    circle_in(house, "arrive")
    house.time_passes(minutes=2)
    for guest in house.everyone:
        guest.calls("turn here")
        if "I'll open" in guest.privately.buttons:
            return guest
    raise AssertionError("nobody was offered to open")


def test_not_today_costs_nothing_and_is_not_asked_again(house: House) -> None:
    guest = offered(house)

    assert guest.presses("Not today") == "All right. That stays between us."

    guest.calls("turn here")
    assert "I'll open" not in guest.privately.buttons
    assert "Not today" not in house.everything_shown_to_all


def test_a_role_that_is_taken_is_taken(house: House) -> None:
    guest = offered(house)
    token = guest.button("I'll open")
    guest.presses_token(token)
    other = others(house, guest)[0]

    with house.nothing_changes():
        told = other.calls("turn role", role="opener", answer="yes")
    assert told == "Someone has taken that for today already. Thank you for being ready to."
    with house.nothing_changes():
        assert other.presses_token(token) == "That button was offered to somebody else, so nothing changed."


def test_an_offer_to_open_that_is_answered_too_late_says_so(house: House) -> None:
    guest = offered(house)
    house.goes_to("check-in")

    with house.nothing_changes():
        told = guest.presses("I'll open")

    assert told == "That has gone by for today. Thank you for being ready to."


def test_a_role_that_nobody_offered_is_not_there_to_take(house: House) -> None:
    circle_in(house, "arrive")
    asked = dict(house.live.roles_offered)
    assert set(asked) == {"opener", "weaver"}

    for role in ("weaver", "welcomer"):
        guest = next(each for each in house.everyone if asked.get(role) != each.person)
        with house.nothing_changes():
            told = guest.calls("turn role", role=role, answer="yes")
        assert told == "That is not offered today. Thank you for being ready to."
