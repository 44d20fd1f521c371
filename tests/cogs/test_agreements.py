"""The circle's own words: set by the circle, shown to anyone, read in the session."""

from dataclasses import replace

from bot.domain import circles
from cogs import agreements
from tests.cogs.house import START, House

WORDS = "We speak for ourselves.\nWe can always pass."


def test_the_facilitator_puts_the_agreement_into_words_and_the_room_sees_it(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")

    assert ana.calls("agreement set", words=WORDS) == ""

    assert house.told == f"Our agreement has new words; they can be changed again any time.\n“{WORDS}”"
    assert house.circle.agreement is not None
    assert house.circle.agreement.words == WORDS
    assert house.circle.agreement.version == 1


def test_other_words_are_offered_privately_and_the_circles_own_stand(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben")
    words = "We listen.\nThe helpers give advice. Everyone must speak. Don't interrupt. Why do you ask?"

    offered = ana.calls("agreement set", words=words)

    assert offered.startswith("Kept as it is written. Here are other words, as an offer; only you see this")
    assert "“helpers”: No fixed helper, no fixed helped" in offered
    assert offered.count("Perhaps: “") == 3
    assert house.told.endswith(f"“{words}”")
    assert house.circle.agreement is not None
    assert house.circle.agreement.words == words


def test_a_language_that_the_lint_does_not_read_gets_no_offers(house: House) -> None:
    ana, *_ = house.circle_of("Ana")
    assert agreements.offered(circles.set_agreement(replace(house.circle, language="nl"), "You must!", START)) is None
    assert agreements.offered(house.circle) is None
    assert ana.calls("agreement set", words="We listen.") == ""


def test_the_words_are_asked_for_in_several_lines_and_the_answer_is_kept(house: House) -> None:
    ana, *_ = house.circle_of("Ana")

    assert ana.types("/agreement set") == "How would we like to be together? A few lines are enough."
    assert ana.privately.question is not None
    assert ana.privately.question.long
    ana.answers(WORDS)

    assert ana.calls("agreement show").startswith(f"“{WORDS}”")


def test_new_words_are_a_new_version(house: House) -> None:
    ana, *_ = house.circle_of("Ana")
    ana.calls("agreement set", words=WORDS)
    house.time_passes(days=1)

    ana.calls("agreement set", words="We begin with a breath.")

    assert house.circle.agreement is not None
    assert house.circle.agreement.version == 2
    assert "In these words since Friday 4 December." in ana.calls("agreement show")


def test_the_same_words_again_change_nothing(house: House) -> None:
    ana, *_ = house.circle_of("Ana")
    ana.calls("agreement set", words=WORDS)

    with house.nothing_changes():
        assert (
            ana.calls("agreement set", words=f" {WORDS} ") == "These are our words already, so they stand as they are."
        )


def test_words_that_are_too_long_can_be_answered_again(house: House) -> None:
    ana, *_ = house.circle_of("Ana")

    with house.nothing_changes():
        told = ana.calls("agreement set", words="x" * 5000)
    assert "“words” has 5000 characters; up to 1500 fit." in told

    ana.calls("agreement set")
    with house.nothing_changes():
        ana.answers("x" * 1501)
    assert ana.privately.buttons == ("Answer again",)
    assert "together?" in ana.presses("Answer again")
    ana.answers("x" * 1500)
    assert house.circle.agreement is not None


def test_an_empty_answer_is_asked_for_again(house: House) -> None:
    ana, *_ = house.circle_of("Ana")
    ana.calls("agreement set")

    with house.nothing_changes():
        assert "How would we like to be together?" in ana.answers(" \n ")


def test_markup_in_the_words_stays_what_it_is(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    words = "<b>We</b> **speak** {freely}.\n\u202e\u05e2\u05d1\u200f <script>alert('x')</script>"

    ana.calls("agreement set", words=words)

    assert f"“{words}”" in ben.calls("agreement show")


def test_anyone_in_the_room_can_read_the_agreement(house: House) -> None:
    ana, *_ = house.circle_of("Ana")
    ana.calls("agreement set", words=WORDS)
    ben = house.guest("Ben")

    with house.nothing_changes():
        assert ben.types("/agreement").startswith(f"“{WORDS}”")


def test_without_an_agreement_there_is_an_example_and_a_way_to_write_one(house: House) -> None:
    ana, *_ = house.circle_of("Ana")

    with house.nothing_changes():
        told = ana.calls("agreement show")
    assert "We have no agreement in words yet." in told
    assert ana.privately.buttons == ("Write one",)

    assert "together?" in ana.presses("Write one")


def test_who_is_no_member_cannot_set_it(house: House) -> None:
    house.circle_of("Ana", "Ben")
    cleo = house.guest("Cleo")

    with house.nothing_changes():
        assert "That is for the members of Thursday hearth." in cleo.calls("agreement set", words="Mine")


def test_there_is_no_agreement_without_a_circle(house: House) -> None:
    (ana,) = house.guests("Ana")

    with house.nothing_changes():
        assert "There is no circle in this room yet." in ana.calls("agreement show")
    with house.nothing_changes():
        assert "There is no circle in this room yet." in ana.calls("agreement set", words="x")


def test_the_agreement_is_read_in_the_session_and_the_opener_says_when_we_go_on(house: House) -> None:
    ana, *others = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("agreement set", words=WORDS)
    ana.calls("session start")
    guests = [ana, *others]
    for guest in guests:
        guest.calls("turn here")
    opener = next(guest for guest in guests if "I'll open" in guest.privately.buttons)
    told = opener.presses("I'll open")
    assert "Thank you. When we come to our agreement, you read it out" in told

    house.time_passes(minutes=6)

    assert house.live.now_in.id == "agreement"
    assert house.last_cue.text == f"{opener.name}, would you read this out for us? It is ours.\n“{WORDS}”"
    other = next(guest for guest in guests if guest is not opener)
    with house.nothing_changes():
        assert other.presses("Read; on we go") == "Whoever opens today says when we go on; or the time does."
    opener.presses("Read; on we go")
    assert house.live.now_in.id == "check-in"


def test_without_an_opener_anyone_may_read_it_out(house: House) -> None:
    ana, ben, cleo = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("agreement set", words=WORDS)
    ana.calls("session start")
    for guest in (ana, ben, cleo):
        guest.calls("turn here")
    house.goes_to("agreement")

    assert house.last_cue.text.startswith("This is what we agreed. Anyone may read it out.")
    cleo.presses("Read; on we go")

    assert house.live.now_in.id == "check-in"
    with house.nothing_changes():
        assert cleo.types("/read") == "This is for the moment when the agreement is read."


def test_a_session_of_a_circle_without_an_agreement_asks_what_would_make_it_easier(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="agreement")

    assert house.last_cue.text.startswith("We have no agreement in words yet.")


def test_who_reads_it_out_is_not_asked_twice_at_once(house: House) -> None:
    _, ben, cleo = house.session_of("Ana", "Ben", "Cleo", phase="agreement")

    with house.at_once():
        ben.presses("Read; on we go")
        cleo.presses("Read; on we go")

    assert house.live.now_in.id == "check-in"
    assert cleo.privately.text == "This is for the moment when the agreement is read."
