"""A session of few, of two, of one, and of nobody."""

from datetime import timedelta

from tests.cogs.house import START, Guest, House
from tests.cogs.in_session import plays_on

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
