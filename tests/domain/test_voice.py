"""`voice-90`: presses beside a call. What is spoken is not heard, so that silence in the chat means nothing."""

import pytest

from bot.domain.session import CueKind, Ending, Mode, TurnStage
from tests.domain.table import PEOPLE, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


def call(*people: str, phase: str = "round-1") -> Table:
    return seated(*(people or FOUR), flow="voice-90", phase=phase)


@pytest.mark.parametrize("n", [2, 3, 6, 7, 12])
def test_a_call_goes_from_its_doors_to_its_close(n: int) -> None:
    table = Table("voice-90", members=n)
    table.arrives(*PEOPLE[:n])
    table.goes_to("close")
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    assert table.minute <= 90
    assert {cue.phase for cue in table.cues(CueKind.PHASE) if cue.together} == {"check-in"}


def test_an_offer_goes_on_after_half_a_minute_and_the_place_is_kept() -> None:
    table = call()
    first, second = table.floor, table.queue[0]
    table.minutes_pass(0.6)
    assert (table.floor, table.queue[-1]) == (second, first)


def test_a_share_in_which_nothing_is_typed_or_pressed_is_not_quiet() -> None:
    table = call()
    table.presses_start(table.floor)
    table.minutes_pass(14)
    assert CueKind.SPEAKER_QUIET not in table.lines
    assert table.cues(CueKind.TIME_UP)
    assert table.stage is TurnStage.SPEAKING


def test_ten_minutes_past_its_time_anyone_may_go_on_as_done_may_be_forgotten() -> None:
    table = call()
    table.presses_start(table.floor)
    table.minutes_pass(4.7 + 10)
    assert table.lines[-1:] == [CueKind.GO_ON_ASKED]
    table.presses_go_on(table.queue[-1])
    assert table.lines[-1:] == [CueKind.OFFERED]


def test_a_press_of_whoever_speaks_takes_going_on_back() -> None:
    table = call()
    table.presses_start(table.floor)
    table.minutes_pass(15)
    table.says(table.floor)
    with table.refuses():
        table.presses_go_on(table.queue[-1])


def test_a_question_that_is_spoken_is_not_cut_off() -> None:
    table = call()
    person = table.floor
    table.presses_start(person)
    table.presses_done(person)
    table.minutes_pass(8)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)
    table.presses_done(person)
    assert table.floor != person


def test_whoever_answered_a_question_aloud_was_asked_by_their_curious_voice() -> None:
    table = call()
    person, curious = table.floor, table.curious
    table.takes_turn(question=False)
    (share,) = table.session.shares
    assert (share.owner, share.responders) == (person, (curious,))


@pytest.mark.parametrize("way", ["no question", "listening only"])
def test_without_a_question_nobody_is_counted_as_having_asked(way: str) -> None:
    table = call()
    person, curious = table.floor, table.curious
    assert curious
    if way == "listening only":
        table.would_like(person, Mode.LISTEN)
    table.presses_start(person)
    table.presses_done(person)
    if way == "no question":
        table.passes(curious)
    assert table.floor != person
    assert [share.responders for share in table.session.shares] == [()]


def test_typing_is_an_equal_turn() -> None:
    table = call()
    person, curious = table.floor, table.curious
    assert curious
    table.says(person)
    assert table.stage is TurnStage.SPEAKING
    table.says(curious)
    assert table.session.shares[0].responders == (curious,)


def test_whoever_speaks_and_presses_late_has_the_floor_while_nobody_else_has_begun() -> None:
    table = call()
    speaking, after = table.floor, table.queue[0]
    table.minutes_pass(0.6)
    table.presses_start(speaking)
    assert (table.floor, table.stage) == (speaking, TurnStage.SPEAKING)
    table.presses_done(speaking)
    table.presses_done(speaking)
    assert table.floor == after


def test_a_late_press_takes_nothing_from_somebody_who_has_begun() -> None:
    table = call()
    speaking = table.floor
    table.minutes_pass(0.6)
    table.presses_start(table.floor)
    with table.refuses():
        table.presses_start(speaking)


def test_whose_turn_was_never_offered_waits_for_it() -> None:
    table = call()
    with table.refuses():
        table.presses_start(table.queue[-1])


def test_an_offer_that_went_round_unheard_stays_where_it_is_as_somebody_is_probably_speaking() -> None:
    table = call()
    first = table.floor
    table.minutes_pass(2.1)
    assert table.floor == first
    table.minutes_pass(9)
    assert table.floor == first
    assert len(table.session.present) == 4
    table.presses_done(first)
    assert len(table.session.shares) == 1


def test_after_the_second_unanswered_offer_nobody_is_waited_for_and_a_press_brings_them_back() -> None:
    table = call()
    gone = table.floor
    table.minutes_pass(0.6)
    while table.queue:
        table.takes_turn(minutes=0.2, question=False)
    assert table.floor == gone
    table.minutes_pass(0.6)
    assert gone not in {seat.person for seat in table.session.present}
    table.arrives(gone)
    assert gone in {seat.person for seat in table.session.present}


def test_the_check_in_ends_when_everyone_pressed_done_or_typed_or_passed() -> None:
    table = call(phase="check-in")
    table.presses_done("ana")
    table.says("bo")
    table.passes("dev")
    assert table.phase == "check-in"
    table.presses_done("kim")
    assert table.phase == "round-1"
    assert not table.session.shares


def test_in_a_call_the_last_round_goes_in_turn_however_many_we_are() -> None:
    table = call(*PEOPLE[:9], phase="round-2")
    assert table.session.round
    assert not table.floor_is_free()


def test_a_restart_in_a_call_goes_on_with_the_same_turn() -> None:
    table = call()
    table.presses_start(table.floor)
    table.minutes_pass(3)
    person, ring = table.floor, table.ring()
    table.restarts()
    table.minutes_pass(2)
    assert (table.floor, table.ring()) == (person, ring)


def test_leaving_and_being_forgotten_end_a_turn_in_a_call_as_elsewhere() -> None:
    for goes in ("leaves", "is_forgotten"):
        table = call()
        person = table.floor
        table.presses_start(person)
        getattr(table, goes)(person)
        assert table.floor != person
        assert person not in {pair for pairs in table.ring().items() for pair in pairs}
