"""A session from its opening to its end: early, late, past its time, and once more from the start."""

from datetime import timedelta

from tests.cogs.house import Guest, House
from tests.cogs.in_session import plays_on

OF_A_SESSION = (
    "session next", "session end", "session close", "session longer", "session talk", "session skip", "session move",
    "session peace",
)  # fmt: skip
CLOSED = "this session has closed. What was said belongs to whoever said it."


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
