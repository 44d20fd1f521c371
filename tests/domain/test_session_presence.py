"""SESSION.md, Who is there: arriving, leaving, being few, reading along; and being forgotten in mid-session."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.domain import events
from bot.domain.ledger import Standing
from bot.domain.session import CueKind, Ending, Mode, TurnStage
from bot.domain.turns import Wish
from tests.domain.table import PEOPLE, SESSION, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


def present(table: Table) -> tuple[str, ...]:
    return tuple(seat.person for seat in table.session.present)


# --- being here -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("comes", ["arrives", "says"])
def test_present_is_who_pressed_here_or_spoke_since_the_doors(comes: str) -> None:
    table = Table()
    assert present(table) == ()
    getattr(table, comes)("ana", "ana")
    assert present(table) == ("ana",)


def test_pressing_here_twice_changes_nothing_but_the_name() -> None:
    table = seated(*FOUR)
    state = table.session
    table.arrives("bo")
    assert table.session == state
    table.does(events.Here("bo", "Bobby"))
    assert [seat.name for seat in table.session.seats] == ["Ana", "Bobby", "Dev", "Kim"]


def test_a_press_of_somebody_who_is_not_here_is_refused_with_the_way_in() -> None:
    table = seated(*FOUR)
    for press in ("passes", "asks_for_the_floor", "would_like_to_stay", "would_stay_longer", "takes_role"):
        with table.refuses():
            getattr(table, press)("noor")
    with table.refuses():
        table.wishes("noor", Wish.LATE)
    with table.refuses():
        table.would_like("noor", Mode.LISTEN)


# --- reading along ----------------------------------------------------------------------------------------------------


def test_reading_along_is_counted_nowhere() -> None:
    table = Table(members=7)
    table.arrives(*FOUR)
    table.reads_along("noor", "lea")
    table.goes_to("round-1")
    assert present(table) == FOUR
    assert table.session.round
    assert {turn.person for turn in table.session.round.turns} == set(FOUR)
    assert set(table.ring()) == set(table.ring().values()) == set(FOUR)
    assert table.session.share_length.total_seconds() == 240
    table.presses_start(table.floor)
    table.says("noor", "lea")
    assert table.session.shares[0].responders == ()
    table.goes_to("round-2")
    assert not table.floor_is_free(), "six seats, four of them in the order: still in turn"
    table.goes_to("close")
    assert "noor" not in dict(table.session.debts)


def test_who_reads_along_from_a_place_gives_it_up_and_can_have_it_again() -> None:
    table = seated(*FOUR)
    person = table.queue[0]
    table.reads_along(person)
    assert person not in (table.floor, *table.queue)
    assert person not in {*table.ring(), *table.ring().values()}
    table.arrives(person)
    assert table.queue[-1] == person
    assert set(table.ring().values()) == set(FOUR)


def test_who_reads_along_in_the_middle_of_their_share_has_shared() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.reads_along(person)
    assert table.floor == after
    assert table.session.shares[0].owner == person
    assert dict(table.session.debts)[person] < 0


def test_who_reads_along_may_ask_for_the_floor_and_has_a_place_with_that() -> None:
    table = seated(*FOUR, phase="open")
    table.reads_along("noor")
    table.asks_for_the_floor("noor")
    assert table.floor == "noor"
    assert "noor" in present(table)


def test_who_reads_along_may_speak_and_stays_without_a_place() -> None:
    table = seated(*FOUR)
    table.reads_along("noor")
    table.says("noor")
    table.arrives("ana")
    assert "noor" not in present(table)


def test_reading_along_holds_no_role() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("ana")
    table.reads_along("ana")
    assert table.session.roles == ()
    with table.refuses():
        table.takes_role("ana")


def test_who_reads_along_decides_nothing_for_those_with_a_place() -> None:
    table = Table()
    table.arrives("ana", "bo")
    table.reads_along("noor")
    table.goes_to("arrive")
    table.minutes_pass(4)
    assert table.last.kind is CueKind.FEW
    with table.refuses():
        table.talks_anyway("noor")


# --- arriving late ----------------------------------------------------------------------------------------------------


def test_who_arrives_before_round_1_is_in_it() -> None:
    table = seated(*FOUR, phase="check-in")
    table.arrives("noor")
    table.goes_to("round-1")
    assert "noor" in (table.floor, *table.queue)
    assert set(table.ring().values()) == {*FOUR, "noor"}


@pytest.mark.parametrize("comes", ["arrives", "says"])
def test_who_arrives_during_round_1_is_last_and_the_ring_is_redrawn(comes: str) -> None:
    table = seated(*FOUR)
    table.takes_turn()
    table.presses_start(table.floor)
    running = (table.floor, table.curious)
    happened = table.session.round.happened if table.session.round else ()
    getattr(table, comes)("noor")
    assert table.queue[-1] == "noor"
    assert (table.floor, table.curious) == running
    ring = table.ring()
    assert all(ring[pair.speaker] == pair.listener for pair in happened)
    assert set(ring) == set(ring.values()) == {*FOUR, "noor"}


def test_two_who_arrive_late_come_in_the_order_of_their_arrival() -> None:
    table = seated(*FOUR)
    table.later(table.queue[0])
    table.arrives("noor", "lea")
    assert table.queue[-2:] == ("noor", "lea")


def test_who_arrives_during_the_last_share_has_a_turn_too() -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn()
    table.takes_turn()
    table.presses_start(table.floor)
    table.arrives("noor")
    table.presses_done(table.floor)
    table.presses_done(table.floor)
    assert table.floor == "noor"
    assert table.curious in ("ana", "bo", "dev")
    table.takes_turn()
    assert table.phase == "quiet"


@pytest.mark.parametrize("phase", ["quiet", "open"])
def test_who_arrives_after_round_1_is_last_in_round_2(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    table.arrives("noor", "lea")
    table.goes_to("round-2")
    assert table.queue[-2:] == ("noor", "lea")


def test_who_arrives_during_round_2_is_last_in_it() -> None:
    table = seated(*FOUR, phase="round-2")
    table.arrives("noor")
    assert table.queue[-1] == "noor"


def test_who_arrives_while_everyone_speaks_at_once_is_one_of_them() -> None:
    table = seated(*PEOPLE[:7], phase="round-2")
    table.arrives("noor")
    assert table.session.round is None
    table.says(*PEOPLE[:7])
    assert table.phase == "round-2"
    table.says("noor")
    assert table.phase == "co-reflection"


def test_who_arrives_in_open_dialogue_asks_for_the_floor_like_everyone() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana")
    table.arrives("noor")
    assert table.session.round
    assert table.session.round.turn("noor") is None
    table.asks_for_the_floor("noor")
    assert table.queue == ("noor",)


def test_who_comes_back_comes_after_those_who_said_later_meanwhile() -> None:
    table = seated(*PEOPLE[:5])
    person = table.floor
    table.minutes_pass(3)
    others = list(table.queue)
    for _ in range(4):
        table.later(table.floor)
    assert table.floor == person
    table.minutes_pass(3)
    table.later(table.floor)
    table.says(person)
    assert table.queue[-1] == person
    assert len(table.queue) == len(others)


def test_who_arrives_late_has_nothing_to_catch_up() -> None:
    table = seated(*FOUR, phase="open")
    table.arrives("noor")
    seat = table.session.seat("noor")
    assert seat
    assert seat.turns == 1


def test_who_only_raises_their_hand_holds_no_latecomer_back() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.wishes("kim", Wish.HAND)
    table.goes_to("open")
    table.arrives("noor")
    seat = table.session.seat("noor")
    assert seat
    assert seat.turns == 1


def test_an_arrival_says_nothing() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    table.forgets_what_was_said()
    table.arrives("noor")
    assert table.lines == []


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_leaving_brings_no_comment() -> None:
    table = seated(*PEOPLE[:5])
    table.forgets_what_was_said()
    table.leaves(table.queue[-1])
    assert table.lines == []


def test_who_leaves_before_their_turn_is_not_offered_one_and_the_ring_is_redrawn() -> None:
    table = seated(*PEOPLE[:5])
    gone = table.queue[1]
    table.leaves(gone)
    here = set(PEOPLE[:5]) - {gone}
    assert set(table.ring()) == set(table.ring().values()) == here
    table.goes_to("quiet")
    assert {share.owner for share in table.session.shares} == here


def test_who_leaves_while_offered_the_floor_is_followed_by_the_next() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.leaves(person)
    assert table.floor == after
    assert not table.session.shares
    assert person not in dict(table.session.debts)


def test_who_leaves_in_the_middle_of_their_share_has_shared() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.says(after)
    table.leaves(person)
    assert table.floor == after
    assert (table.session.shares[0].owner, table.session.shares[0].responders) == (person, (after,))
    assert dict(table.session.debts)[person] == pytest.approx(-0.75)


def test_a_pair_whose_question_was_awaited_has_met_when_the_owner_leaves() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    table.presses_start(person)
    table.presses_done(person)
    table.leaves(person)
    assert table.session.round
    assert [(pair.speaker, pair.listener) for pair in table.session.round.happened] == [(person, curious)]


def test_a_witness_was_with_the_owner_who_leaves_in_the_middle_of_their_share() -> None:
    table = seated(*FOUR)
    person, witness = table.floor, table.curious
    table.would_like(person, Mode.LISTEN)
    table.presses_start(person)
    table.leaves(person)
    assert table.session.round
    assert [(pair.speaker, pair.listener) for pair in table.session.round.happened] == [(person, witness)]


def test_a_curious_voice_whose_moment_had_not_come_has_not_met_the_owner_who_leaves() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.leaves(person)
    assert table.session.round
    assert table.session.round.happened == ()


def test_when_the_curious_voice_leaves_another_is_drawn_for_the_running_share() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    gone = table.curious
    assert gone
    table.leaves(gone)
    assert table.curious not in (None, gone, table.floor)
    table.presses_done(table.floor)
    assert table.last.curious == table.curious


def test_when_the_curious_voice_leaves_before_asking_another_is_asked_with_time_of_their_own() -> None:
    table = seated(*FOUR)
    person, gone = table.floor, table.curious
    assert gone
    table.presses_start(person)
    table.presses_done(person)
    table.minutes_pass(2)
    table.leaves(gone)
    assert (table.last.kind, table.last.person, table.last.curious) == (CueKind.ASKED, person, table.curious)
    table.minutes_pass(2)
    assert table.floor == person
    table.minutes_pass(1)
    assert table.floor != person


def test_when_somebody_else_leaves_the_question_is_awaited_as_before() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    table.presses_start(person)
    table.presses_done(person)
    table.minutes_pass(2)
    table.forgets_what_was_said()
    table.leaves(next(each for each in table.queue if each != curious))
    assert (table.curious, table.lines) == (curious, [])
    table.minutes_pass(1)
    assert table.turn_of(person) is TurnStage.DONE


def test_when_the_curious_voice_leaves_and_nobody_else_is_willing_the_turn_is_done() -> None:
    table = seated(*FOUR)
    person, gone = table.floor, table.curious
    assert gone
    table.presses_start(person)
    table.presses_done(person)
    table.rather_not_curious(*(each for each in FOUR if each not in (person, gone)))
    table.leaves(gone)
    assert table.turn_of(person) is TurnStage.DONE


def test_when_the_curious_voice_leaves_after_asking_the_answer_goes_on() -> None:
    table = seated(*FOUR)
    person, gone = table.floor, table.curious
    assert gone
    table.presses_start(person)
    table.presses_done(person)
    table.says(gone)
    table.forgets_what_was_said()
    table.leaves(gone)
    assert (table.floor, table.stage, table.lines) == (person, TurnStage.ASKED, [])
    table.presses_done(person)
    assert table.session.round
    assert (person, gone) in {(pair.speaker, pair.listener) for pair in table.session.round.happened}


def test_who_is_not_waited_for_is_out_of_the_ring_until_they_are_back() -> None:
    table = seated(*PEOPLE[:5])
    person = table.floor
    table.minutes_pass(3)
    table.takes_turn(question=False)
    for _ in range(2):
        table.later(table.floor)
    table.later(table.floor)
    assert table.floor == person
    table.minutes_pass(3)
    assert person not in table.ring().values()
    table.says(person)
    assert table.queue[-1] == person
    assert set(table.ring()) == set(PEOPLE[:5])


def test_who_is_not_waited_for_is_back_in_the_next_round() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.minutes_pass(3)
    for _ in range(3):
        table.takes_turn(question=False)
    table.minutes_pass(3)
    table.goes_to("open")
    assert person not in present(table)
    table.says(person)
    table.goes_to("round-2")
    assert person in (table.floor, *table.queue)


def test_who_has_had_the_floor_leaves_and_comes_back_has_had_it() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.takes_turn()
    table.leaves(person)
    table.arrives(person)
    assert person not in table.queue
    assert person in table.ring().values(), "and may be a curious voice again"
    seat = table.session.seat(person)
    assert seat
    assert seat.turns == 1
    table.goes_to("quiet")
    assert [share.owner for share in table.session.shares].count(person) == 1


def test_who_left_before_their_turn_and_comes_back_is_last() -> None:
    table = seated(*FOUR)
    person = table.queue[0]
    table.leaves(person)
    table.arrives(person)
    assert table.queue[-1] == person


def test_leaving_without_having_come_changes_nothing() -> None:
    table = seated(*FOUR)
    state = table.session
    table.leaves("noor")
    assert table.session == state


def test_who_leaves_lets_go_of_their_role() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("bo")
    table.leaves("bo")
    assert table.session.holder("opener") is None


def test_who_is_done_or_has_passed_gets_no_new_pair_when_the_rest_is_drawn_again() -> None:
    table = seated(*PEOPLE[:6])
    done, declined = table.floor, table.curious
    assert declined
    table.presses_start(done)
    table.presses_done(done)
    table.rather_not_curious(declined)
    passed, served = table.floor, table.curious
    assert served
    table.passes(passed)
    table.leaves(served)
    assert done not in table.ring()
    assert passed not in table.ring()


def test_the_ring_gives_as_few_people_as_possible_two_places_or_none() -> None:
    table = seated(*PEOPLE[:6])
    heard = table.curious
    table.takes_turn()
    table.leaves(next(person for person in table.queue if person != heard))
    table.arrives("noor", "lea")
    table.takes_turn()
    places = [list(table.ring().values()).count(person) for person in present(table)]
    assert places == [1] * 7


# --- two, one, nobody -------------------------------------------------------------------------------------------------


def test_when_two_remain_the_session_goes_on_with_two() -> None:
    table = seated(*FOUR)
    table.forgets_what_was_said()
    table.leaves(*table.queue[:2])
    assert table.lines == []
    table.goes_to("close")
    assert table.session.flow == "live-75"


def test_when_one_remains_they_may_leave_a_line_or_go_in_peace() -> None:
    table = seated("ana", "bo", "dev")
    one, *others = (table.floor, *table.queue)
    table.leaves(*others)
    assert (table.last.kind, table.last.person) == (CueKind.ALONE, one)
    assert table.lines.count(CueKind.ALONE) == 1
    table.goes_in_peace(one)
    assert table.session.ending is Ending.ALONE


def test_when_one_remains_and_says_nothing_the_session_closes_after_ten_minutes_with_one_line() -> None:
    table = seated("ana", "bo", "dev")
    table.leaves("ana", "bo")
    table.forgets_what_was_said()
    table.minutes_pass(9.9)
    assert not table.closed
    table.minutes_pass(0.1)
    assert table.session.ending is Ending.ALONE
    assert table.lines == [CueKind.CLOSED]


def test_a_line_for_the_others_can_be_written_in_peace() -> None:
    table = seated("ana", "bo", "dev")
    table.leaves("ana", "bo")
    table.minutes_pass(9)
    table.says("dev")
    table.minutes_pass(9)
    table.says("dev")
    assert not table.closed
    table.minutes_pass(10)
    assert table.closed


def test_words_of_those_who_read_along_do_not_keep_the_one_who_was_left() -> None:
    table = seated("ana", "bo", "dev")
    table.reads_along("noor")
    table.leaves("ana", "bo")
    table.minutes_pass(9)
    table.says("noor")
    table.minutes_pass(1)
    assert table.session.ending is Ending.ALONE


def test_when_somebody_joins_the_one_who_was_left_the_circle_goes_on() -> None:
    table = seated("ana", "bo", "dev")
    first = table.floor
    table.leaves(*table.queue)
    table.minutes_pass(8)
    table.arrives("noor")
    assert table.session.alone_since is None
    assert table.floor == first
    table.minutes_pass(2)
    assert (table.floor, table.stage) == (first, TurnStage.OFFERED)
    with table.refuses():
        table.goes_in_peace(first)
    table.goes_to("close")


def test_going_in_peace_is_for_the_one_who_is_alone() -> None:
    table = seated("ana", "bo", "dev")
    table.reads_along("noor")
    with table.refuses():
        table.goes_in_peace("ana")
    table.leaves("ana", "bo")
    with table.refuses():
        table.goes_in_peace("noor")
    with table.refuses():
        table.goes_in_peace("ana")


def test_a_share_that_goes_on_keeps_its_time_when_somebody_joins_the_one_who_was_left() -> None:
    table = seated("ana", "bo", "dev")
    one = table.floor
    table.presses_start(one)
    table.leaves(*table.queue)
    table.minutes_pass(2)
    table.arrives("noor")
    table.minutes_pass(1.9)
    assert CueKind.TIME_UP not in table.lines
    table.minutes_pass(0.1)
    assert CueKind.TIME_UP in table.lines


def test_nothing_goes_on_around_the_one_who_is_alone() -> None:
    table = seated("ana", "bo", "dev", phase="quiet")
    table.leaves("ana", "bo")
    table.minutes_pass(9)
    assert table.phase == "quiet"
    with table.refuses():
        table.next_is_pressed()


def test_one_of_two_who_is_not_waited_for_leaves_the_other_alone_until_they_stir() -> None:
    table = seated("ana", "bo")
    person, other = table.floor, table.queue[0]
    table.minutes_pass(3)
    table.takes_turn(question=False)
    table.minutes_pass(3)
    assert (table.last.kind, table.last.person) == (CueKind.ALONE, other)
    table.says(person)
    assert table.session.alone_since is None
    assert table.floor == person


def test_a_goodbye_of_somebody_who_was_not_waited_for_says_nothing_again_to_the_one_alone() -> None:
    table = seated("ana", "bo")
    person = table.floor
    table.minutes_pass(3)
    table.takes_turn(question=False)
    table.minutes_pass(3)
    since = table.session.alone_since
    table.forgets_what_was_said()
    table.leaves(person)
    assert table.lines == []
    assert table.session.alone_since == since


def test_without_anyone_the_session_closes_at_once() -> None:
    table = seated("ana", "bo", "dev")
    table.leaves("ana", "bo", "dev")
    assert table.session.ending is Ending.NOBODY
    assert table.lines[-1] is CueKind.CLOSED


def test_when_only_those_who_read_along_are_left_the_session_closes() -> None:
    table = seated("ana", "bo", "dev")
    table.reads_along("ana", "bo", "dev")
    assert table.session.ending is Ending.NOBODY


def test_those_who_leave_at_the_close_leave_the_close_to_itself() -> None:
    table = seated("ana", "bo", "dev", phase="close")
    table.leaves("ana", "bo", "dev")
    assert not table.closed
    table.minutes_pass(2)
    assert table.session.ending is Ending.SAID


def test_when_everyone_falls_silent_the_session_closes_gently() -> None:
    table = seated(*FOUR)
    table.only_time_passes()
    assert table.session.ending is Ending.ALONE
    assert table.minute < 60


# --- fewer than three at the start ------------------------------------------------------------------------------------


def at_the_end_of_arriving(*people: str, members: int = 6) -> Table:
    table = Table(members=members)
    table.arrives(*people)
    table.minutes_pass(14)
    return table


def test_with_three_the_circle_begins() -> None:
    assert at_the_end_of_arriving("ana", "bo", "dev").phase == "agreement"


def test_with_two_those_present_are_asked_and_anyone_of_them_answers() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    assert (table.phase, table.last.kind, table.last.count) == ("arrive", CueKind.FEW, 2)
    with table.refuses():
        table.talks_anyway("noor")
    table.talks_anyway("bo")
    assert table.phase == "agreement"
    with table.refuses():
        table.talks_anyway("ana")


def test_with_two_and_no_answer_for_five_minutes_they_talk_anyway() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    table.minutes_pass(4.9)
    assert table.phase == "arrive"
    table.minutes_pass(0.1)
    assert table.phase == "agreement"
    assert table.lines.count(CueKind.FEW) == 1


def test_a_third_who_comes_while_two_are_asked_answers_the_question() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    table.arrives("dev")
    assert table.phase == "agreement"
    assert table.session.flow == "live-75"


def test_somebody_who_reads_along_is_no_third() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    table.reads_along("dev")
    assert table.phase == "arrive"


@pytest.mark.parametrize("members", [2, 3])
def test_in_a_circle_of_up_to_three_two_are_enough(members: int) -> None:
    table = at_the_end_of_arriving("ana", "bo", members=members)
    assert table.phase == "agreement"
    assert CueKind.FEW not in table.lines


@pytest.mark.parametrize("members", [2, 6])
def test_two_at_the_start_have_the_flow_for_two(members: int) -> None:
    table = at_the_end_of_arriving("ana", "bo", members=members)
    table.minutes_pass(5)
    assert table.session.flow == "two-of-us"
    assert CueKind.PAIR in table.lines
    table.goes_to("round-1")
    prompt = table.session.assigned("round-1")
    assert prompt
    assert prompt.shown
    table.goes_to("round-2")
    assert table.ring() == {"ana": "bo", "bo": "ana"}
    table.goes_to("close")
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    assert table.minute <= 45


def test_two_in_a_short_check_in_stay_in_it() -> None:
    table = Table("check-in-20", members=2)
    table.arrives("ana", "bo")
    table.minutes_pass(12)
    assert (table.session.flow, table.phase) == ("check-in-20", "round-1")
    assert CueKind.PAIR not in table.lines


def test_a_third_who_joins_two_has_a_place_in_the_flow_for_two() -> None:
    table = at_the_end_of_arriving("ana", "bo", members=2)
    table.arrives("dev")
    table.goes_to("round-1")
    assert set(table.ring()) == {"ana", "bo", "dev"}
    assert table.session.share_length.total_seconds() == pytest.approx(16 / 3 * 2 / 3 * 60)


def test_with_one_they_may_leave_a_line_or_go_in_peace() -> None:
    table = at_the_end_of_arriving("ana")
    assert (table.last.kind, table.last.person) == (CueKind.ALONE, "ana")
    assert CueKind.FEW not in table.lines
    table.minutes_pass(10)
    assert table.session.ending is Ending.ALONE


def test_a_second_and_a_third_who_come_to_the_one_begin_the_circle() -> None:
    table = at_the_end_of_arriving("ana")
    table.minutes_pass(5)
    table.arrives("bo")
    assert (table.last.kind, table.last.count) == (CueKind.FEW, 2)
    assert table.session.alone_since is None
    table.arrives("dev")
    assert table.phase == "agreement"


def test_one_of_two_who_leaves_while_they_are_asked_leaves_one() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    table.leaves("bo")
    assert (table.last.kind, table.last.person) == (CueKind.ALONE, "ana")
    assert table.session.few_asked_at is None


def test_with_nobody_the_session_waits_five_minutes_in_silence_and_closes_with_one_line() -> None:
    table = at_the_end_of_arriving()
    table.forgets_what_was_said()
    table.minutes_pass(4.9)
    assert not table.closed
    table.minutes_pass(0.1)
    assert table.session.ending is Ending.NOBODY
    assert table.lines == [CueKind.CLOSED]


def test_one_who_comes_into_the_empty_room_is_alone_and_not_closed_upon() -> None:
    table = at_the_end_of_arriving()
    table.minutes_pass(4)
    table.arrives("ana")
    assert table.last.kind is CueKind.ALONE
    table.minutes_pass(9)
    assert not table.closed


def test_a_date_that_the_few_skip_closes_with_one_line() -> None:
    table = at_the_end_of_arriving("ana", "bo")
    table.forgets_what_was_said()
    table.is_ended(Ending.SKIPPED)
    assert table.lines == [CueKind.CLOSED]


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_held_by_one_and_everyone_holds_one_at_most() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("ana")
    table.takes_role("ana")
    with table.refuses():
        table.takes_role("bo")
    with table.refuses():
        table.takes_role("ana", "weaver")
    table.takes_role("bo", "weaver")
    assert dict(table.session.roles) == {"opener": "ana", "weaver": "bo"}


def test_an_offer_of_a_role_is_known_once() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.is_offered_role("ana")
    table.is_offered_role("ana")
    assert dict(table.session.roles_offered) == {"opener": "ana"}
    assert len(table.session.roles_offered) == 1


def test_not_today_costs_nothing_and_can_be_changed() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.not_today("ana")
    table.not_today("ana")
    assert dict(table.session.roles_declined) == {"opener": "ana"}
    table.takes_role("ana")
    assert dict(table.session.roles) == {"opener": "ana"}
    assert len(table.session.roles_declined) == 0
    table.not_today("ana")
    assert table.session.holder("opener") is None


# --- being forgotten --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["doors", "check-in", "round-1", "open", "round-2", "close"])
def test_who_is_forgotten_leaves_and_the_session_no_longer_knows_them(phase: str) -> None:
    table = Table(expected=("ana", "bo"))
    table.arrives(*FOUR, "eli")
    table.is_offered_role("ana")
    table.takes_role("ana")
    table.not_today("ana", "weaver")
    table.goes_to(phase)
    if phase not in ("doors", "close"):
        table.asks_for_a_pause("ana")
    table.is_forgotten("ana")
    assert b'"ana"' not in SESSION.dump_json(table.session)
    assert not table.closed
    if phase not in ("doors", "close"):
        table.is_ready("bo")


def test_who_is_forgotten_in_the_middle_of_their_share_leaves_it_to_the_next() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.says(after)
    table.would_like_to_stay(person)
    table.is_forgotten(person)
    assert table.floor == after
    assert table.session.shares == ()


def test_who_is_forgotten_in_mid_round_is_gone_from_its_pairs_and_from_those_of_earlier_sessions() -> None:
    table = Table(standing=Standing({"ana": 1.0}, {("ana", "bo"): 2, ("kim", "ana"): 1, ("bo", "dev"): 1}))
    table.arrives(*PEOPLE[:5])
    table.goes_to("round-1")
    met = {table.floor, table.curious or ""}
    table.takes_turn()
    table.rather_not_curious(table.queue[-1])
    for person in met:
        table.is_forgotten(person)
        assert f'"{person}"'.encode() not in SESSION.dump_json(table.session)
    assert ("bo", "dev", 1) in table.session.pairings or met & {"bo", "dev"}
    assert len(present(table)) == 3


def test_somebody_elses_pause_stays_theirs_when_one_is_forgotten() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.is_forgotten("bo")
    with table.refuses():
        table.is_ready("dev")
    table.is_ready("ana")


def test_what_the_forgotten_gave_to_others_is_gone_and_the_rest_stays() -> None:
    table = seated(*FOUR)
    owner, gone, other = table.floor, table.queue[0], table.queue[1]
    table.presses_start(owner)
    table.says(gone, other)
    table.is_forgotten(gone)
    (share,) = table.session.shares
    assert (share.owner, share.responders) == (owner, (other,))


def test_the_last_line_can_be_shown_again_without_the_forgotten() -> None:
    table = seated(*PEOPLE[:5])
    person, gone = table.floor, table.queue[0]
    shown = table.session.last_cue
    assert shown is not None
    assert shown.after == gone
    table.is_forgotten(gone)
    assert table.session.last_cue == replace(
        shown, after=None, curious=None if shown.curious == gone else shown.curious
    )
    assert table.floor == person


def test_someone_who_was_never_here_can_be_forgotten() -> None:
    table = seated(*FOUR)
    table.is_forgotten("noor")
    assert present(table) == FOUR


def test_seats_are_in_the_order_of_arrival() -> None:
    table = Table()
    table.arrives("kim", "ana", "bo")
    moments = [seat.arrived_at for seat in table.session.seats]
    assert [seat.person for seat in table.session.seats] == ["kim", "ana", "bo"]
    assert all(first <= second for first, second in pairwise(moments))
