"""The prompt of a round: seen again, and exchanged for another one while nobody is with it."""

from tests.cogs.house import Guest, House


def assigned(house: House) -> str:
    prompt = house.live.assigned(house.live.now_in.id)
    assert prompt is not None
    return prompt.prompt


def in_round(house: House) -> tuple[Guest, ...]:
    return house.session_of("Ana", "Ben", "Cleo", phase="round-1")


def test_the_prompt_of_the_round_is_shown_with_what_a_curious_voice_might_ask(house: House) -> None:
    ana, *_ = in_round(house)
    shown = next(cue for cue in house.cues if "A curious voice might ask:" in cue).splitlines()[:2]

    assert ana.calls("prompt now").splitlines() == shown
    assert ana.privately.buttons == ("Another prompt", "Not for us")


def test_who_reads_along_without_being_a_member_may_see_the_prompt_too(house: House) -> None:
    in_round(house)
    dev = house.guest("Dev")

    with house.nothing_changes():
        assert "A curious voice might ask:" in dev.types("/prompt")


def test_another_prompt_is_a_press_and_the_first_comes_back_another_day(house: House) -> None:
    _, ben, _ = in_round(house)
    first = assigned(house)

    assert ben.presses("Another prompt") == ""

    assert assigned(house) != first
    assert house.last_cue.text.startswith("Another one, then:\n“")
    assert "I'll begin" in house.last_cue.buttons, "the turn that was offered is offered still"
    circle = house.circle.id
    kinds = [(draw.prompt, draw.kind) for draw in house.reads(lambda uow: uow.draws.of(circle))]
    assert (first, "another") in kinds


def test_two_who_ask_for_another_at_once_get_one_after_the_other(house: House) -> None:
    _, ben, cleo = in_round(house)
    first = assigned(house)

    with house.at_once():
        ben.presses("Another prompt")
        cleo.presses("Another prompt")

    assert assigned(house) != first
    assert sum(cue.startswith("Another one, then:") for cue in house.cues) == 2


def test_while_somebody_is_with_the_prompt_it_stays(house: House) -> None:
    in_round(house)
    house.speaker.says("a share")
    other = house.order[1]

    with house.nothing_changes():
        told = other.types("/another")

    assert told == "Someone is with this prompt right now. Between two turns you can ask for another."


def test_where_there_is_no_prompt_none_can_be_seen_or_exchanged(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")

    for path in ("prompt now", "prompt another"):
        with house.nothing_changes():
            assert ana.calls(path) == "There is no prompt in this phase; the next round brings one."


def test_without_a_session_there_is_no_prompt(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for path in ("prompt now", "prompt another"):
        with house.nothing_changes():
            assert ana.calls(path) == "No session is open right now."


def test_who_is_no_member_exchanges_nothing(house: House) -> None:
    in_round(house)
    dev = house.guest("Dev")

    with house.nothing_changes():
        assert "That is for the members of Thursday hearth." in dev.calls("prompt another")


def test_a_circle_meets_no_prompt_twice_until_the_deck_is_used_up(house: House) -> None:
    ana, *guests = house.circle_of("Ana", "Ben", "Cleo")
    seen: list[str] = []
    for _ in range(4):
        ana.calls("session start")
        for guest in (ana, *guests):
            guest.calls("turn here")
        house.goes_to("round-1")
        seen.append(assigned(house))
        ana.calls("session end")
        house.time_passes(minutes=3)

    assert len(set(seen)) == 4


def test_not_for_us_is_for_good_and_the_room_gets_another(house: House) -> None:
    ana, *_ = in_round(house)
    first = assigned(house)
    assert ana.calls("prompt not-for-us") == ""
    assert assigned(house) != first
    circle = house.circle.id
    assert (first, "vetoed") in [(one.prompt, one.kind) for one in house.reads(lambda uow: uow.draws.of(circle))]


def test_what_we_had_can_be_seen_and_taken_back(house: House) -> None:
    ana, ben, _ = in_round(house)
    first = assigned(house)
    ana.calls("prompt not-for-us")
    shown = ana.calls("prompt history")
    assert "1: not for us" in shown
    assert ben.calls("prompt back", number="1") == ""
    assert "Taken back" in house.entries[-1].text
    assert "not for us" not in ana.calls("prompt history")
    circle = house.circle.id
    assert house.reads(lambda uow: uow.draws.of(circle))[-1].prompt == first


def test_a_line_that_the_list_does_not_have_cannot_be_taken_back(house: House) -> None:
    (ana,) = house.circle_of("Ana")
    assert ana.calls("prompt history") == "We had no prompt yet."
    with house.nothing_changes():
        assert "0 lines" in ana.calls("prompt back", number="1")


def test_deeper_comes_where_nobody_would_rather_not(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="close")
    assert {"Lighter next time", "Deeper next time"} <= set(house.last_cue.buttons)
    assert ana.presses("Deeper next time") == ""
    assert "would like deeper prompts" in house.entries[-1].text
    assert house.circle.depth == 1
    house.time_passes(minutes=40)
    assert house.circle.depth == 2
    circle = house.circle.id
    assert house.reads(lambda uow: uow.customs.of(circle)).depth_wish is None


def test_one_who_would_rather_not_is_enough_and_is_not_named(house: House) -> None:
    ana, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="close")
    ana.calls("prompt deeper")
    assert ben.calls("prompt as-it-is") == ""
    assert "Ben" not in house.entries[-1].text
    assert "already" in ana.calls("prompt deeper")
    house.time_passes(minutes=40)
    assert house.circle.depth == 1


def test_lighter_wins_over_deeper_and_holds_at_once_between_sessions(house: House) -> None:
    ana, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="close")
    assert "as light as" in ben.calls("prompt lighter")
    ana.calls("prompt deeper")
    house.time_passes(minutes=40)
    assert "can already" not in ana.calls("prompt deeper"), "no session is open: it is asked at a close"
    ben.calls("prompt lighter")
    assert "Next time the prompts will be lighter." in [entry.text for entry in house.entries]
    assert house.circle.depth == 1
