"""What a facilitator may do, two members may do together; and the facilitator is a member like the others."""

from tests.cogs.house import Guest, House


def five(house: House) -> tuple[Guest, ...]:
    return house.circle_of("Ana", "Ben", "Cleo", "Dev", "Eli")


def test_what_one_member_suggests_a_second_voice_makes_happen(house: House) -> None:
    _, ben, cleo, *_ = five(house)

    told = ben.calls("session start")
    assert told == "Your suggestion is in the room. It happens as soon as somebody else would like it, too."
    assert house.session is None
    assert house.told == "Ben suggests: Open a session now.\nWhoever would like that too may say so."

    assert cleo.presses("I'd like that, too") == "The doors are open; we begin in a minute."

    assert house.live.now_in.id == "doors"
    assert "Cleo would like that, too: it is done." in "\n".join(line.text for line in house.posts)
    assert not cleo.sees_button("I'd like that, too")


def test_the_same_wish_from_two_is_two_voices(house: House) -> None:
    _, ben, cleo, *_ = five(house)

    ben.calls("session start")
    assert cleo.calls("session start") == "The doors are open; we begin in a minute."

    assert house.session is not None


def test_one_s_own_second_voice_is_not_a_second_voice(house: House) -> None:
    _, ben, *_ = five(house)
    ben.calls("session start")

    with house.nothing_changes():
        assert ben.presses("I'd like that, too") == ("This is your own suggestion; it waits for somebody else's voice.")
    with house.nothing_changes():
        assert ben.calls("session start") == "Your suggestion is in the room already."


def test_two_second_voices_at_once_are_one(house: House) -> None:
    _, ben, cleo, dev, _ = five(house)
    ben.calls("session start")

    with house.at_once():
        cleo.presses("I'd like that, too")
        dev.presses("I'd like that, too")

    assert house.session is not None
    assert dev.privately.text == "That suggestion is settled already."


def test_the_agreement_is_the_circle_s_and_two_may_word_it(house: House) -> None:
    _, ben, cleo, *_ = five(house)

    ben.calls("agreement set", words="We begin with a breath.")
    assert "We begin with a breath." in house.told
    assert house.circle.agreement is None
    cleo.presses("I'd like that, too")

    assert house.circle.agreement is not None


def test_anyone_may_look_at_dates_and_two_may_keep_them(house: House) -> None:
    _, ben, cleo, *_ = five(house)
    with house.nothing_changes():
        told = ben.calls("session schedule", when="Friday 19:00")
    assert "Friday 4 December, 19:00 (Berlin)" in told

    ben.presses("Right, keep these")

    assert house.told.splitlines()[:3] == [
        "Ben suggests: Keep the dates that were shown.",
        "- Friday 4 December, 19:00 (Berlin)",
        "- Friday 11 December, 19:00 (Berlin)",
    ]
    assert "FREQ" not in house.told
    cleo.presses("I'd like that, too")
    assert [plan.series.rrule for plan in house.circle.plans] == ["FREQ=WEEKLY;BYDAY=FR"]


def test_in_a_session_two_may_go_on_or_end_together(house: House) -> None:
    _, ben, cleo, *_ = house.session_of("Ana", "Ben", "Cleo", "Dev", phase="agreement")

    for path, before, after in (("session next", "agreement", "check-in"), ("session end", "check-in", "close")):
        ben.calls(path)
        assert house.live.now_in.id == before
        cleo.calls(path)
        assert house.live.now_in.id == after


def test_a_wish_to_go_on_is_over_with_its_part_and_a_later_one_is_another(house: House) -> None:
    _, ben, cleo, dev = house.session_of("Ana", "Ben", "Cleo", "Dev", phase="agreement")
    ben.types("/session next")
    assert "check-in" not in house.told
    second = cleo.button("I'd like that, too")
    house.time_passes(minutes=3)

    with house.nothing_changes():
        assert cleo.presses_token(second) == "That moment has passed, so nothing changed. All is well."
    dev.types("/session next")
    assert house.live.now_in.id == "check-in"
    cleo.presses("I'd like that, too")
    assert house.live.now_in.id == "round-1"


def test_without_a_session_nobody_can_suggest_to_go_on(house: House) -> None:
    _, ben, *_ = five(house)
    with house.nothing_changes():
        assert "suggestion" not in ben.calls("session next")


def test_the_facilitator_does_it_and_the_suggestion_is_settled(house: House) -> None:
    ana, ben, *_ = five(house)
    ben.calls("session start")

    ana.calls("session start")

    assert "It is done." in "\n".join(line.text for line in house.posts)
    assert house.reads(lambda uow: uow.suggestions.of(ben.person)) == ()


def test_a_suggestion_that_nobody_takes_up_lapses_without_blame(house: House) -> None:
    _, ben, *_ = five(house)
    ben.calls("session start")

    house.time_passes(days=7)

    assert house.session is None
    assert "Nothing came of it this time." in "\n".join(line.text for line in house.posts)


def test_in_a_circle_of_three_one_voice_is_enough_if_nobody_objects_within_a_day(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")

    told = ben.calls("session start")
    assert "It happens Friday 4 December, 19:00 (Berlin) unless somebody would rather not." in told
    house.time_passes(hours=24)

    assert house.live.now_in.id == "doors"


def test_in_a_circle_of_three_one_who_would_rather_not_is_enough_and_not_named(house: House) -> None:
    _, ben, cleo = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("session start")

    assert cleo.presses("I'd rather not") == ""

    shown = "\n".join(line.text for line in house.posts)
    assert "Somebody would rather not, so nothing changes." in shown
    house.time_passes(hours=25)
    assert house.session is None


def test_what_is_not_possible_is_not_possible_for_two(house: House) -> None:
    ana, ben, cleo, *_ = five(house)
    ben.calls("session start")
    ana.calls("session start", flow="live-45")

    with house.nothing_changes():
        assert "A session is open already" in cleo.presses("I'd like that, too")


def test_without_a_session_nobody_can_suggest_to_end_it(house: House) -> None:
    _, ben, *_ = five(house)
    with house.nothing_changes():
        assert ben.calls("session end") == "No session is open right now."


def test_a_wish_that_outlived_its_session_ends_no_other(house: House) -> None:
    ana, ben, cleo, dev = house.session_of("Ana", "Ben", "Cleo", "Dev", phase="agreement")
    ben.calls("session end")
    second = cleo.button("I'd like that, too")
    house.time_passes(hours=3)
    assert house.session is None
    ana.calls("session start")
    opened = house.live

    dev.calls("session end")  # a wish for this session, not the second voice of the old one
    assert house.live.now_in.id == "doors"
    assert cleo.presses_token(second) == "The session that it was suggested for is over, so nothing changes."
    assert (house.live.id, house.live.now_in.id) == (opened.id, "doors")
    cleo.calls("session end")
    assert house.session is None


def test_in_a_circle_of_three_a_session_is_not_ended_a_day_later(house: House) -> None:
    _, ben, cleo = house.session_of("Ana", "Ben", "Cleo", phase="agreement")

    assert "as soon as somebody else would like it, too" in ben.calls("session end")
    cleo.presses("I'd like that, too")

    assert house.live.now_in.id == "close"


def test_a_wrong_value_is_refused_before_anybody_is_asked(house: House) -> None:
    _, ben, *_ = five(house)

    with house.nothing_changes():
        assert "up to 1500 fit." in ben.calls("agreement set", words="x" * 1501)


def test_who_left_takes_their_suggestion_along(house: House) -> None:
    _, ben, cleo, *_ = five(house)
    ben.calls("session start")
    token = cleo.button("I'd like that, too")
    ben.calls("circle leave")

    with house.nothing_changes():
        assert cleo.presses_token(token) == "That suggestion is settled already."


def test_alone_in_a_circle_one_needs_nobody(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("circle leave")

    ben.calls("session start")

    assert house.session is not None


def test_the_facilitator_is_in_the_order_the_pairs_and_the_record_like_everyone(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")

    assert ana in house.order
    assert house.live.round is not None
    assert ana.person in {pair.speaker for pair in house.live.round.ring}
    assert ana.person in {pair.listener for pair in house.live.round.ring}


def test_the_facilitator_sees_no_more_of_others_than_anyone(house: House) -> None:
    ana, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")

    for path in ("circle show", "help", "turn why", "prompt now"):
        assert ana.calls(path) == ben.calls(path), path
