"""A session from its opening to its end: with many, with few, alone, early, late, and once more from the start."""

from datetime import timedelta

from tests.cogs.house import START, Guest, House

OF_A_SESSION = (
    "session next", "session end", "session close", "session longer", "session talk", "session skip", "session move",
    "session peace",
)  # fmt: skip
CLOSED = "this session has closed. What was said belongs to whoever said it."


def plays_on(house: House) -> None:
    """Lets time pass until the session has closed."""
    for _ in range(60):
        if house.session is None:
            return
        house.time_passes(minutes=5)
    raise AssertionError("the session did not close by itself")


# --- opening ------------------------------------------------------------------------------------------------------


def test_the_facilitator_opens_an_extra_session(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")

    assert ana.calls("session start") == "The doors are open; we begin in a minute."

    assert house.live.now_in.id == "doors"
    assert house.last_cue.text.startswith("The doors are open. We begin at 19:01 (Berlin).")
    assert ben.sees_button("I'm here")


def test_one_session_is_open_at_a_time(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    ana.calls("session start")

    with house.nothing_changes():
        told = ana.calls("session start")

    assert told == "A session is open already: press I'm here and you are in it."


def test_two_presses_that_open_a_session_open_one(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    with house.at_once():
        ana.calls("session start")
        ana.calls("session start")

    assert house.cues.count(house.last_cue.text) == 1
    assert "A session is open already" in ana.privately.text


def test_a_circle_that_rests_opens_no_session(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    house.rests()

    with house.nothing_changes():
        assert ana.calls("session start") == "This circle is resting. It opens no session until it is woken."


def test_who_is_no_member_opens_and_ends_nothing(house: House) -> None:
    house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    for path in ("session start", *OF_A_SESSION):
        with house.nothing_changes():
            assert "That is for the members of Thursday hearth." in cleo.calls(path), path


def test_what_belongs_to_a_session_says_when_none_is_open(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    for path in OF_A_SESSION:
        values = {"when": "2026-12-10 19:00"} if path == "session move" else {}
        with house.nothing_changes():
            assert ana.calls(path, **values) == "No session is open right now.", path


# --- a whole one --------------------------------------------------------------------------------------------------


def test_a_session_goes_from_doors_to_close_by_itself(house: House) -> None:
    guests = house.circle_of("Ana", "Ben", "Cleo")
    guests[0].calls("session start")
    for guest in guests:
        guest.presses("I'm here")
    seen = []
    for _ in range(400):
        session = house.session
        if session is None:
            break
        if session.now_in.id not in seen:
            seen.append(session.now_in.id)
        running = session.round.running if session.round else None
        if running is not None and running.stage == "offered":
            house.speaker.presses("I'll begin")
            house.speaker.says("a share")
        elif running is not None:
            house.speaker.presses("Done")
        house.time_passes(seconds=30)

    assert seen == [
        "doors", "arrive", "agreement", "check-in", "round-1", "quiet", "open", "round-2", "co-reflection", "close",
    ]  # fmt: skip
    assert CLOSED in house.panel.text
    assert house.panel.buttons == ()
    assert house.last_cue.buttons == ()
    assert house.circle.held == 1


def test_nobody_at_the_controls_is_needed_and_nobody_is_named_for_silence(house: House) -> None:
    guests = house.circle_of("Ana", "Ben", "Cleo")
    guests[0].calls("session start")
    for guest in guests:
        guest.presses("I'm here")

    plays_on(house)

    said = house.everything_said_by_the_bot
    for word in ("silent", "hasn't", "not answered", "waiting for", "inactive", "missed"):
        assert word not in said


def test_the_facilitator_goes_on_to_the_next_phase(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")

    assert ana.calls("session next") == ""

    assert house.live.now_in.id == "round-1"


def test_going_on_in_mid_share_keeps_the_share(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")
    speaker = house.speaker
    speaker.says("a share")

    ana.calls("session next")

    assert [share.owner for share in house.live.shares] == [speaker.person]


def test_an_early_end_has_its_close(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")

    assert ana.calls("session end") == ""

    assert house.live.now_in.id == "close"
    assert house.last_cue.text.startswith("What was said belongs to whoever said it.")
    house.time_passes(minutes=2)
    assert house.session is None
    assert CLOSED in house.panel.text


def test_an_end_during_a_pause_has_its_close(house: House) -> None:
    ana, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")
    ben.presses("Pause")

    ana.calls("session end")

    assert house.live.now_in.id == "close"
    assert house.live.pause is None


def test_what_is_asked_of_a_session_that_has_closed_says_so(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="round-1")
    ana.calls("session end")
    house.time_passes(minutes=2)

    with house.nothing_changes():
        assert ana.calls("session end").startswith("No session is open right now.")


# --- past its time ------------------------------------------------------------------------------------------------


def past_its_end(house: House) -> tuple[Guest, ...]:
    """Somebody speaks on past the end; after a quarter of an hour the room is asked."""
    guests = house.session_of("Ana", "Ben", "Cleo", phase="open")
    guests[0].calls("turn ask")
    guests[0].says("a long share")
    for _ in range(40):
        if house.live.end_asked_at is not None:
            break
        house.time_passes(minutes=3)
        if house.live.end_asked_at is None:
            guests[0].says("and more")
    return guests


def test_a_quarter_of_an_hour_past_the_end_the_room_is_asked(house: House) -> None:
    past_its_end(house)

    assert "We are past our time. Close now, or stay fifteen minutes longer?" in house.cues
    assert house.last_cue.buttons == ("Close now", "Stay fifteen minutes")
    assert house.now >= house.live.ends_at + timedelta(minutes=15)


def test_anyone_there_may_close_when_the_time_is_past(house: House) -> None:
    _, ben, _ = past_its_end(house)

    assert ben.presses("Close now") == ""

    assert house.live.now_in.id == "close"


def test_staying_longer_is_fifteen_minutes_and_then_asked_again(house: House) -> None:
    ana, ben, _ = past_its_end(house)

    assert ben.presses("Stay fifteen minutes") == ""
    assert house.last_cue.text.startswith("We stay until ")

    for _ in range(6):
        if house.live.end_asked_at is not None:
            break
        house.time_passes(minutes=3)
        ana.says("still here")
    assert house.live.end_asked_at is not None


def test_without_an_answer_the_session_closes_by_itself_half_an_hour_past(house: House) -> None:
    past_its_end(house)

    house.time_passes(minutes=15)

    assert house.session is None
    assert "We are past our time, so this session closes here." in house.cues[-1]


def test_before_the_end_there_is_nothing_to_close_or_lengthen(house: House) -> None:
    _, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="open")

    for path in ("session close", "session longer"):
        with house.nothing_changes():
            assert ben.calls(path) == "We still have time until the end."


def test_a_member_who_is_not_there_does_not_decide_about_the_end(house: House) -> None:
    *_, cleo = past_its_end(house)
    cleo.calls("turn bye")

    for label in ("Close now", "Stay fifteen minutes"):
        with house.nothing_changes():
            assert cleo.presses(label) == "Press I'm here first, and there is a place for you."


# --- few ----------------------------------------------------------------------------------------------------------


ANSWERS_OF_FEW: tuple[tuple[str, dict[str, str]], ...] = (
    ("session skip", {}),
    ("session move", {"when": "2026-12-10 19:00"}),
    ("session talk", {}),
)


def few(house: House, *there: str) -> tuple[Guest, ...]:
    """A circle of five; only those named are there when it begins."""
    guests = house.circle_of("Ana", "Ben", "Cleo", "Dev", "Eli")
    guests[0].calls("session start")
    for guest in guests:
        if guest.name in there:
            guest.presses("I'm here")
    house.time_passes(minutes=5)
    return guests


def test_few_are_asked_whether_to_talk_move_or_skip(house: House) -> None:
    few(house, "Ana", "Ben")

    assert house.last_cue.text.splitlines() == [
        "2 of us are here today.",
        "Talk anyway, move it, or skip? Anyone here may say. Otherwise we begin at 19:10 (Berlin).",
    ]
    assert house.last_cue.buttons == ("Talk anyway", "Move it", "Skip it", "I'm here")
    assert "Cleo" not in house.everything_said_by_the_bot.split("The doors are open")[1]


def test_few_talk_anyway(house: House) -> None:
    ana, ben, *_ = few(house, "Ana", "Ben")

    ben.presses("Talk anyway")

    assert house.live.flow == "two-of-us"
    assert "We are two today: equal time, both ways." in house.cues
    with house.nothing_changes():
        assert ana.calls("session talk") == "That question is settled already."


def test_few_who_do_not_answer_talk_after_five_minutes(house: House) -> None:
    few(house, "Ana", "Ben")

    house.time_passes(minutes=5)

    assert house.live.flow == "two-of-us"


def test_a_third_who_comes_settles_it(house: House) -> None:
    _, _, cleo, *_ = few(house, "Ana", "Ben")

    cleo.presses("I'm here")

    assert house.live.now_in.id == "agreement"
    assert house.live.flow == "live-75"


def test_few_skip_and_the_series_goes_on(house: House) -> None:
    ana, ben, *_ = few(house, "Ana", "Ben")

    assert ben.presses("Skip it") == ""

    assert house.session is None
    assert house.cues[-1].startswith("We don't meet today.")
    assert house.circle.held == 0
    with house.nothing_changes():
        assert ana.calls("session skip").startswith("No session is open right now.")


def test_few_move_it_to_another_time(house: House) -> None:
    _, ben, *_ = few(house, "Ana", "Ben")

    assert ben.presses("Move it") == "To which date and time?"
    ben.answers("2026-12-05 18:00")

    assert house.session is None
    assert "We meet again Saturday 5 December, 18:00 (Berlin)." in house.told
    house.time_is(START + timedelta(days=1, hours=22, minutes=51))
    assert house.live.now_in.id == "doors"


def test_a_time_to_move_to_that_cannot_be_is_answered_with_one_that_can(house: House) -> None:
    _, ben, *_ = few(house, "Ana", "Ben")

    for when, why in (
        ("tomorrow", "At what time of day? For example: Thursday 19:00"),
        ("2026-02-30 19:00", "“2026-02-30” is no date that exists. For example: Thursday 19:00"),
        ("2026-12-03 18:00", "That time has passed. A time to come is fine, for example: "),
        ("x" * 5000, "“when” has 5000 characters; up to 200 fit."),
    ):
        with house.nothing_changes():
            assert why in ben.calls("session move", when=when)


def test_a_member_who_is_not_there_does_not_decide_for_those_who_are(house: House) -> None:
    *_, eli = few(house, "Ana", "Ben")

    for path, values in ANSWERS_OF_FEW:
        with house.nothing_changes():
            assert eli.calls(path, **values) == "Press I'm here first, and there is a place for you.", path


def test_with_enough_of_us_there_is_nothing_to_settle(house: House) -> None:
    _, ben, _ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")

    for path, values in ANSWERS_OF_FEW:
        with house.nothing_changes():
            assert ben.calls(path, **values) == "That question is settled already.", path


def test_two_answers_at_once_are_one(house: House) -> None:
    ana, ben, *_ = few(house, "Ana", "Ben")

    with house.at_once():
        ana.presses("Talk anyway")
        ben.presses("Skip it")

    assert house.live.flow == "two-of-us"
    assert ben.privately.text == "That question is settled already."


# --- alone --------------------------------------------------------------------------------------------------------


def alone(house: House) -> tuple[Guest, ...]:
    """A circle of five; one of them is there when it begins."""
    return few(house, "Ana")


def test_one_who_is_alone_may_leave_a_line_or_go_in_peace(house: House) -> None:
    ana, *_ = alone(house)

    assert house.last_cue.text == "Ana, it's you alone for now. Leave a line for the others, or go in peace."
    assert ana.presses("Go in peace") == ""

    assert house.session is None
    assert house.cues[-1].startswith("This session closes gently. Thank you for having come.")
    assert house.circle.held == 0


def test_one_who_is_alone_is_waited_with_for_ten_minutes(house: House) -> None:
    ana, *_ = alone(house)
    ana.says("a line for the others")

    house.time_passes(minutes=10)

    assert house.session is None
    assert house.cues[-1].startswith("This session closes gently.")


def test_when_somebody_comes_the_one_is_not_alone(house: House) -> None:
    ana, ben, *_ = alone(house)
    peace = ana.button("Go in peace")

    ben.calls("turn here")

    assert house.live.alone_since is None
    with house.nothing_changes():
        assert ana.presses_token(peace) == "Others are here now; the circle goes on."


def test_only_the_one_who_is_there_goes_in_peace(house: House) -> None:
    _, ben, *_ = alone(house)

    with house.nothing_changes():
        assert ben.calls("session peace") == "Press I'm here first, and there is a place for you."


def test_nobody_at_all_is_no_reproach(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")

    plays_on(house)

    assert house.cues[-1] == "Nobody could make it today. That happens."


# --- earlier sessions and restarts --------------------------------------------------------------------------------


def test_a_button_of_an_earlier_session_says_so_and_changes_nothing(house: House) -> None:
    guests = house.session_of("Ana", "Ben", "Cleo", phase="round-1")
    ana = guests[0]
    old = {label: house.speaker.button(label) for label in (*house.panel.buttons, *house.last_cue.buttons)}
    ana.calls("session end")
    house.time_passes(minutes=2)
    ana.calls("session start")
    for guest in guests:
        guest.calls("turn here")
    house.goes_to("round-1")

    assert {"I'm here", "Pause", "Why this order?", "I'll begin", "Pass", "Another prompt"} <= set(old)
    for label, token in old.items():
        with house.nothing_changes():
            told = house.speaker.presses_token(token)
        assert told == "That button belongs to an earlier session. The newest line has the ones for now.", label


def test_a_button_of_an_older_panel_of_this_session_does_what_it_says(house: House) -> None:
    ana, ben, cleo, dev = house.circle_of("Ana", "Ben", "Cleo", "Dev")
    ana.calls("session start")
    old = {label: dev.button(label) for label in ("I'm here", "I'll read along")}
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    house.goes_to("round-1")

    assert dev.presses_token(old["I'll read along"]).startswith("Reading along is being here too.")
    assert dev.presses_token(old["I'm here"]).startswith("Good that you're here.")

    assert dev in house.order


def test_an_answer_to_an_earlier_session_settles_nothing_now(house: House) -> None:
    ana, ben, *_ = few(house, "Ana", "Ben")
    old = {label: ben.button(label) for label in ("Talk anyway", "Move it", "Skip it")}
    ana.presses("Skip it")
    ana.calls("session start")
    for guest in (ana, ben):
        guest.calls("turn here")
    house.time_passes(minutes=5)

    for label, token in old.items():
        with house.nothing_changes():
            told = ben.presses_token(token)
            if label == "Move it":
                told = ben.answers("2026-12-10 19:00")
        assert told == "That button belongs to an earlier session. The newest line has the ones for now.", label


def test_a_button_that_nobody_made_is_past(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo")

    for token in ("", "token-made-up", "'; DROP TABLE circles; --", "x" * 5000):
        with house.nothing_changes():
            assert ana.presses_token(token).startswith("That button belongs to an earlier moment.")


def test_a_button_of_a_session_fades_after_two_weeks(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="check-in")
    token = ana.button("Pause")
    plays_on(house)
    house.time_passes(days=15)

    with house.nothing_changes():
        assert ana.presses_token(token).startswith("That button belongs to an earlier moment.")


def test_after_a_restart_the_session_goes_on_where_it_was(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="round-1")
    house.speaker.says("a share")
    before, panel, cue = house.live, house.panel.text, house.last_cue.text

    house.reopens()

    assert house.live == before
    assert house.panel.text == panel
    assert house.last_cue.text == cue
    house.speaker.presses("Done")
    assert house.last_cue.text.startswith("Thank you, ")


def test_after_a_restart_between_sessions_the_circle_s_card_is_there(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")

    house.reopens()

    assert house.told.startswith("Thursday hearth")
    assert ben.sees_button("I'd like in")
