"""SESSION.md, A turn: each row of the table, and what may happen around it."""

import pytest

from bot.domain import events, hosting
from bot.domain.ledger import Standing
from bot.domain.session import CueKind, Mode, TurnStage
from bot.domain.turns import Wish
from tests.domain.table import PEOPLE, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


# --- waiting → offered ------------------------------------------------------------------------------------------------


def test_the_turn_is_offered_when_the_turn_before_has_ended() -> None:
    table = seated(*FOUR)
    after = table.queue[0]
    table.takes_turn()
    assert (table.floor, table.stage) == (after, TurnStage.OFFERED)
    assert table.last.kind is CueKind.OFFERED


def test_the_person_after_gets_a_hint() -> None:
    table = seated(*FOUR)
    table.takes_turn()
    offered = table.cues(CueKind.OFFERED)[-1]
    assert offered.person == table.floor
    assert offered.after == table.queue[0]
    table.takes_turn()
    assert table.floor == offered.after


def test_the_last_person_has_nobody_after() -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn()
    table.takes_turn()
    assert table.last.after is None


def test_the_offer_names_the_curious_voice_and_how_the_speaker_would_like_us_to_be() -> None:
    table = Table()
    table.arrives(*FOUR)
    for person in FOUR:
        table.would_like(person, Mode.CHALLENGE)
    table.goes_to("round-1")
    offered = table.last
    assert offered.kind is CueKind.OFFERED
    assert offered.person == table.floor
    assert offered.curious == table.curious
    assert offered.curious not in (None, table.floor)
    assert offered.mode is Mode.CHALLENGE
    assert not offered.witness


def test_whoever_is_owed_the_floor_comes_first() -> None:
    table = Table(standing=Standing({"kim": 1.5, "ana": -1.0}, {}))
    table.arrives(*FOUR)
    table.goes_to("round-1")
    assert table.floor == "kim"
    assert table.queue[-1] == "ana"


def test_the_ring_avoids_earlier_pairings() -> None:
    before = Standing({}, {("ana", "bo"): 1, ("bo", "dev"): 1, ("dev", "ana"): 1})
    table = Table(members=3, standing=before)
    table.arrives("ana", "bo", "dev")
    table.goes_to("round-1")
    assert table.ring() == {"ana": "dev", "dev": "bo", "bo": "ana"}


# --- offered → speaking -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begins", ["presses_start", "says"])
def test_a_turn_begins_with_start_or_simply_with_speaking(begins: str) -> None:
    table = seated(*FOUR)
    person = table.floor
    getattr(table, begins)(person)
    assert (table.floor, table.stage) == (person, TurnStage.SPEAKING)
    assert [share.owner for share in table.session.shares] == [person]


def test_a_beginning_changes_the_line_of_the_offer_in_place() -> None:
    table = seated(*FOUR)
    number = table.session.cues
    table.presses_start(table.floor)
    assert table.last.kind is CueKind.SPEAKING
    assert table.session.cues == number


def test_start_pressed_twice_is_one_beginning() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    state = table.session
    table.presses_start(person)
    assert len(table.session.shares) == 1
    assert table.session == state


@pytest.mark.parametrize("press", ["presses_start", "presses_done"])
def test_nobody_takes_somebody_elses_turn(press: str) -> None:
    table = seated(*FOUR)
    with table.refuses():
        getattr(table, press)(table.queue[0])


@pytest.mark.parametrize("press", ["presses_start", "presses_done"])
def test_without_a_turn_there_is_nothing_to_start_or_end(press: str) -> None:
    table = seated(*FOUR, phase="check-in")
    with table.refuses():
        getattr(table, press)("ana")


def test_what_others_say_does_not_begin_an_offered_turn() -> None:
    table = seated(*FOUR)
    table.says(table.queue[0])
    assert table.stage is TurnStage.OFFERED
    assert not table.session.shares


# --- offered → passed -------------------------------------------------------------------------------------------------


def test_after_a_pass_comes_the_next_persons_offer_and_nothing_else() -> None:
    table = seated(*FOUR)
    after = table.queue[0]
    table.forgets_what_was_said()
    table.passes(table.floor)
    assert table.lines == [CueKind.OFFERED]
    assert table.last.person == after


def test_after_a_pass_nothing_is_redrawn() -> None:
    table = seated(*FOUR)
    ring = table.ring()
    table.passes(table.floor)
    assert table.ring() == ring
    while table.phase == "round-1":
        table.takes_turn()
    assert {pair.speaker: pair.listener for pair in table.session.happened}.items() <= ring.items()
    assert len(table.session.happened) == 3


def test_who_passed_may_still_be_a_curious_voice() -> None:
    table = seated(*FOUR)
    passed = table.floor
    table.passes(passed)
    while table.curious != passed:
        table.takes_turn()
    table.presses_start(table.floor)
    table.presses_done(table.floor)
    assert table.last.kind is CueKind.ASKED
    assert table.last.curious == passed


def test_the_curious_voice_of_a_pass_is_served_when_the_rest_is_drawn_again() -> None:
    table = seated(*PEOPLE[:5])
    passed, served = table.floor, table.curious
    table.passes(passed)
    gone = next(person for person in reversed(table.queue) if person != served)
    table.leaves(gone)
    later = {speaker: listener for speaker, listener in table.ring().items() if speaker != passed}
    assert served not in later.values()
    assert table.ring()[passed] == served


def test_one_can_pass_before_ones_turn() -> None:
    table = seated(*FOUR)
    person = table.queue[0]
    table.passes(person)
    assert person not in table.queue
    table.takes_turn()
    assert table.floor != person


def test_who_passed_may_ask_for_a_turn_later_in_the_round() -> None:
    table = seated(*FOUR)
    passed, curious = table.floor, table.curious
    table.passes(passed)
    table.asks_for_the_floor(passed)
    assert table.queue[-1] == passed
    while table.floor != passed:
        table.takes_turn()
    assert table.curious == curious
    table.takes_turn()
    assert table.phase == "quiet"
    assert len(table.session.shares) == 4


@pytest.mark.parametrize("goes", ["leaves", "reads_along", "rather_not_curious"])
def test_who_passed_and_asks_after_their_curious_voice_went_gets_another(goes: str) -> None:
    table = seated(*FOUR)
    passed, gone = table.floor, table.curious
    assert gone
    table.passes(passed)
    getattr(table, goes)(gone)
    table.asks_for_the_floor(passed)
    assert table.ring()[passed] not in (gone, passed)


def test_who_passed_may_ask_for_a_turn_in_open_dialogue() -> None:
    table = seated(*FOUR)
    passed = table.floor
    table.passes(passed)
    table.goes_to("open")
    table.asks_for_the_floor(passed)
    assert table.floor == passed


def test_a_pass_lets_go_of_what_one_was_owed_and_of_nothing_else() -> None:
    table = Table(standing=Standing({"kim": 1.5, "ana": -1.0}, {}))
    table.arrives(*FOUR)
    table.goes_to("round-1")
    table.passes("kim", "ana")
    assert dict(table.session.debts) == {"kim": 0.0, "ana": -1.0}


def test_there_is_nothing_to_pass_after_ones_turn() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.takes_turn()
    with table.refuses():
        table.passes(person)


def test_there_is_nothing_to_pass_twice() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.passes(person)
    with table.refuses():
        table.passes(person)


@pytest.mark.parametrize("phase", ["arrive", "quiet", "open"])
def test_there_is_nothing_to_pass_where_nothing_is_offered(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    with table.refuses():
        table.passes("ana")


def test_there_is_nothing_to_pass_for_who_did_not_ask_for_the_floor() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana")
    with table.refuses():
        table.passes("bo")


@pytest.mark.parametrize("stage", [TurnStage.SPEAKING, TurnStage.ASKED])
def test_a_pass_of_somebody_else_passes_their_own_turn_and_leaves_the_share_alone(stage: TurnStage) -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    other = next(each for each in table.queue if each != curious)
    table.presses_start(person)
    if stage is TurnStage.ASKED:
        table.presses_done(person)
    table.passes(other)
    assert (table.floor, table.stage) == (person, stage)
    assert table.turn_of(other) is TurnStage.PASSED


def test_a_pass_of_the_curious_voice_during_the_share_passes_their_own_turn() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.passes(curious)
    assert (table.floor, table.stage, table.curious) == (person, TurnStage.SPEAKING, curious)
    assert table.turn_of(curious) is TurnStage.PASSED


def test_a_pass_in_ones_own_share_simply_ends_it() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.passes(person)
    assert table.floor == after
    assert table.turn_of(person) is TurnStage.DONE


def test_everyone_may_pass() -> None:
    table = seated(*FOUR)
    table.passes(*(table.floor, *table.queue))
    assert table.phase == "quiet"
    assert not table.session.shares
    assert not table.session.happened


# --- offered → later --------------------------------------------------------------------------------------------------


def test_later_is_the_end_of_the_round() -> None:
    table = seated(*FOUR)
    person, queue = table.floor, table.queue
    table.later(person)
    assert (table.floor, *table.queue) == (*queue, person)


def test_later_works_before_ones_turn_and_twice() -> None:
    table = seated(*FOUR)
    first, second, third, fourth = (table.floor, *table.queue)
    table.later(second)
    table.later(first)
    assert (table.floor, *table.queue) == (third, fourth, second, first)


def test_the_last_one_who_says_later_is_offered_the_turn_again() -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn()
    table.takes_turn()
    person = table.floor
    table.later(person)
    assert (table.floor, table.stage) == (person, TurnStage.OFFERED)


def test_later_is_for_a_turn_that_is_still_to_come() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    with table.refuses():
        table.later(person)
    table.presses_done(person)
    with table.refuses():
        table.later(person)
    table.presses_done(person)
    with table.refuses():
        table.later(person)
    with table.refuses():
        table.later("noor")


# --- offered → unanswered ---------------------------------------------------------------------------------------------


def test_an_offer_that_nobody_answers_for_three_minutes_goes_on_and_the_place_is_kept_at_the_end() -> None:
    table = seated(*FOUR)
    person, queue = table.floor, table.queue
    table.minutes_pass(2.9)
    assert table.floor == person
    table.minutes_pass(0.1)
    assert (table.floor, *table.queue) == (*queue, person)
    assert [cue.kind for cue in table.cues(CueKind.OFFERED)] == [CueKind.OFFERED]


def test_after_the_second_time_a_person_is_not_waited_for() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.minutes_pass(3)
    for _ in range(3):
        table.takes_turn(question=False)
    assert table.floor == person
    table.minutes_pass(3)
    assert table.phase == "quiet"
    seat = table.session.seat(person)
    assert seat
    assert seat.away


@pytest.mark.parametrize("sign", ["says", "arrives", "asks_for_the_floor", "passes"])
def test_any_press_or_word_brings_the_person_back(sign: str) -> None:
    table = seated(*FOUR)
    person = table.floor
    table.minutes_pass(3)
    later = table.floor
    table.later(later)
    table.takes_turn(question=False)
    table.takes_turn(question=False)
    assert (table.floor, *table.queue) == (person, later)
    table.minutes_pass(3)
    assert (table.floor, *table.queue) == (later,)
    getattr(table, sign)(person)
    seat = table.session.seat(person)
    assert seat
    assert seat.in_order
    if sign != "passes":
        assert table.queue == (person,)


def test_a_person_who_stirs_between_two_offers_is_waited_for_twice_again() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.minutes_pass(3)
    table.presses_start(table.floor)
    table.says(person)
    table.presses_done(table.floor)
    while table.floor != person:
        if table.stage is TurnStage.ASKED:
            table.presses_done(table.floor)
        else:
            table.takes_turn()
    table.minutes_pass(3)
    assert (table.floor, table.stage) == (person, TurnStage.OFFERED)


def test_a_press_that_is_refused_changes_nothing_not_even_being_waited_for() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.minutes_pass(3)
    for _ in range(3):
        table.takes_turn(question=False)
    table.minutes_pass(3)
    assert table.phase == "quiet"
    with table.refuses():
        table.later(person)


# --- speaking → asked, done -------------------------------------------------------------------------------------------


def test_done_brings_the_curious_voices_question() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    table.presses_start(person)
    table.presses_done(person)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)
    assert (table.last.kind, table.last.person, table.last.curious) == (CueKind.ASKED, person, curious)


def test_with_listening_only_done_is_done_and_the_witness_is_named() -> None:
    table = Table()
    table.arrives(*FOUR)
    for person in FOUR:
        table.would_like(person, Mode.LISTEN)
    table.goes_to("round-1")
    person, witness = table.floor, table.curious
    assert (table.last.curious, table.last.witness) == (witness, True)
    table.presses_start(person)
    assert (table.last.curious, table.last.witness) == (witness, True)
    table.presses_done(person)
    assert table.turn_of(person) is TurnStage.DONE
    assert not table.cues(CueKind.ASKED)
    table.goes_to("quiet")
    assert (person, witness) in {(pair.speaker, pair.listener) for pair in table.session.happened}


def test_listening_only_can_be_wished_for_in_the_middle_of_ones_share() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.would_like(person, Mode.LISTEN)
    table.presses_done(person)
    assert table.turn_of(person) is TurnStage.DONE


def test_listening_only_can_be_wished_for_while_the_question_is_awaited() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.presses_done(person)
    table.would_like(person, Mode.LISTEN)
    assert table.turn_of(person) is TurnStage.DONE


def test_somebody_elses_wish_for_listening_only_leaves_the_question_awaited() -> None:
    table = seated(*FOUR)
    person, other = table.floor, table.queue[0]
    table.presses_start(person)
    table.presses_done(person)
    table.would_like(other, Mode.LISTEN)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)


def test_a_question_that_was_asked_may_be_answered_even_by_who_wishes_for_listening_only_now() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.says(curious)
    table.would_like(person, Mode.LISTEN)
    assert table.stage is TurnStage.ASKED


def test_without_a_ring_done_is_done() -> None:
    table = seated(*FOUR, phase="round-2")
    person = table.floor
    table.presses_start(person)
    table.presses_done(person)
    assert table.turn_of(person) is TurnStage.DONE


def test_done_alone_begins_and_ends_a_share() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_done(person)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)
    assert len(table.session.shares) == 1


# --- asked → done -----------------------------------------------------------------------------------------------------


def test_a_turn_is_done_with_the_owners_second_done() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.presses_done(person)
    table.presses_done(person)
    assert table.turn_of(person) is TurnStage.DONE
    assert table.floor == after


def test_a_turn_is_done_when_the_curious_voice_passes() -> None:
    table = seated(*FOUR)
    person, curious, after = table.floor, table.curious, table.queue[0]
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.passes(curious)
    assert table.floor == after
    assert table.turn_of(curious) in (TurnStage.WAITING, TurnStage.OFFERED)


def test_a_turn_is_done_after_three_minutes_without_a_question() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.presses_done(person)
    table.forgets_what_was_said()
    table.minutes_pass(2.9)
    assert table.floor == person
    table.minutes_pass(0.1)
    assert table.floor == after
    assert table.lines == [CueKind.OFFERED]


def test_an_answer_takes_the_time_that_it_takes() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.says(curious)
    table.minutes_pass(9)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)


def test_the_curious_voice_does_not_cut_an_answer_off_by_passing() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.says(curious)
    with table.refuses():
        table.passes(curious)


def test_a_question_counts_only_from_the_curious_voice() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    other = next(each for each in FOUR if each not in (person, curious))
    table.presses_start(person)
    table.presses_done(person)
    table.says(other, person)
    table.minutes_pass(3)
    assert table.turn_of(person) is TurnStage.DONE


def test_what_the_curious_voice_said_before_the_first_done_is_not_the_question() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.says(curious)
    table.presses_done(person)
    table.minutes_pass(3)
    assert table.turn_of(person) is TurnStage.DONE


def test_a_pass_of_the_owner_while_asked_ends_the_turn() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.presses_done(person)
    table.passes(person)
    assert table.turn_of(person) is TurnStage.DONE


# --- speaking → speaking: the one soft line ---------------------------------------------------------------------------


def test_one_soft_line_when_a_shares_time_is_up_and_nothing_else_into_a_share() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.forgets_what_was_said()
    for _ in range(6):
        table.minutes_pass(5)
        table.says(person)
    assert table.lines == [CueKind.TIME_UP]
    assert (table.last.person, table.last.minutes) == (person, 4)
    assert table.stage is TurnStage.SPEAKING


def test_no_soft_line_in_open_dialogue_where_a_share_has_no_length() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("dev")
    table.presses_start("dev")
    table.forgets_what_was_said()
    table.minutes_pass(9)
    assert table.lines == []


def test_a_share_keeps_its_length_when_somebody_comes_in_the_middle_of_it() -> None:
    table = seated(*PEOPLE[:6])
    table.presses_start(table.floor)
    table.arrives(*PEOPLE[6:12])
    table.forgets_what_was_said()
    table.minutes_pass(3.9)
    assert table.lines == []
    table.minutes_pass(0.2)
    assert table.lines == [CueKind.TIME_UP]


# --- speaking → done: ten quiet minutes -------------------------------------------------------------------------------


def test_after_ten_quiet_minutes_anyone_may_press_go_on() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.minutes_pass(9.9)
    with table.refuses():
        table.presses_go_on(after)
    table.minutes_pass(0.1)
    assert table.last.kind is CueKind.SPEAKER_QUIET
    table.presses_go_on(after)
    assert table.turn_of(person) is TurnStage.DONE
    assert table.floor == after


def test_a_message_begins_the_ten_minutes_anew() -> None:
    table = seated(*FOUR)
    person, other = table.floor, table.queue[0]
    table.presses_start(person)
    table.minutes_pass(8)
    table.says(other)
    table.minutes_pass(8)
    table.says(person)
    table.minutes_pass(9.9)
    assert CueKind.SPEAKER_QUIET not in table.lines
    table.minutes_pass(0.1)
    assert CueKind.SPEAKER_QUIET in table.lines


def test_a_press_of_the_owner_begins_the_ten_minutes_anew() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.minutes_pass(8)
    table.would_like(person, Mode.TELL)
    table.minutes_pass(9)
    assert CueKind.SPEAKER_QUIET not in table.lines


def test_going_on_stays_possible_when_others_ask_after_the_quiet_one() -> None:
    table = seated(*FOUR)
    person, other = table.floor, table.queue[0]
    table.presses_start(person)
    table.minutes_pass(10)
    table.says(other)
    table.presses_go_on(other)
    assert table.turn_of(person) is TurnStage.DONE


def test_going_on_is_no_longer_possible_when_the_quiet_one_speaks_again() -> None:
    table = seated(*FOUR)
    person, other = table.floor, table.queue[0]
    table.presses_start(person)
    table.minutes_pass(10)
    table.says(person)
    with table.refuses():
        table.presses_go_on(other)
    table.minutes_pass(10)
    assert table.lines.count(CueKind.SPEAKER_QUIET) == 2


def test_go_on_from_the_one_who_has_the_floor_is_done() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.presses_start(person)
    table.minutes_pass(10)
    table.presses_go_on(person)
    assert table.floor == after


def test_ten_quiet_minutes_after_a_question_let_anyone_go_on_too() -> None:
    table = seated(*FOUR)
    person, curious, after = table.floor, table.curious, table.queue[0]
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.says(curious)
    table.minutes_pass(10)
    assert table.last.kind is CueKind.SPEAKER_QUIET
    table.presses_go_on(after)
    assert table.floor == after


def test_go_on_is_for_those_who_are_here_and_for_a_share() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    table.minutes_pass(10)
    with table.refuses():
        table.presses_go_on("noor")
    table.presses_go_on(table.queue[0])
    for person in (table.floor, table.queue[0]):
        with table.refuses():
            table.presses_go_on(person)


# --- whose share it is ------------------------------------------------------------------------------------------------


def test_what_others_post_between_speaking_and_done_is_addressed_to_the_owner_once_a_person() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    other = next(each for each in FOUR if each not in (person, curious))
    table.says(other)
    table.presses_start(person)
    table.says(person, other, other, person)
    table.presses_done(person)
    table.says(curious)
    table.presses_done(person)
    table.says(curious, other)
    share = table.session.shares[0]
    assert (share.owner, share.responders) == (person, (other, curious))


def test_a_second_share_of_the_same_person_is_a_share_of_its_own() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.presses_start(person)
    table.says(table.queue[0])
    table.goes_to("open")
    table.asks_for_the_floor(person)
    table.says(person)
    table.says(*(each for each in FOUR if each != person))
    shares = [share for share in table.session.shares if share.owner == person]
    assert [len(share.responders) for share in shares] == [2, 3]


# --- the order --------------------------------------------------------------------------------------------------------


def test_wishes_bend_the_order_within_a_round() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.wishes("kim", Wish.EARLY)
    table.wishes("ana", Wish.LATE)
    table.goes_to("round-1")
    assert table.floor == "kim"
    assert table.queue[-1] == "ana"
    table.goes_to("round-2")
    assert table.floor == "kim"
    assert table.queue[-1] == "ana"


def test_who_raises_their_hand_is_offered_a_turn_only_when_they_ask() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.wishes("kim", Wish.HAND)
    table.goes_to("round-1")
    assert "kim" not in (table.floor, *table.queue)
    table.asks_for_the_floor("kim")
    assert "kim" in table.queue
    table.goes_to("quiet")
    assert "kim" in {share.owner for share in table.session.shares}


def test_in_round_2_too_a_turn_is_offered_to_a_raised_hand_only_when_it_is_raised() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.goes_to("open")
    table.wishes("kim", Wish.HAND)
    table.wishes("bo", Wish.HAND)
    table.goes_to("round-2")
    assert {table.floor, *table.queue} == {"ana", "dev"}
    table.asks_for_the_floor("bo")
    assert {table.floor, *table.queue} == {"ana", "bo", "dev"}


def test_the_last_done_ends_the_round_at_once_whoever_might_still_raise_a_hand() -> None:
    table = Table(members=3)
    table.arrives("ana", "bo", "dev")
    table.wishes("dev", Wish.HAND)
    table.goes_to("round-1")
    table.takes_turn(minutes=2)
    table.presses_start(table.floor)
    table.minutes_pass(2)
    table.presses_done(table.floor)
    after, _ = hosting.step(table.session, events.Finished(table.floor), table.now)
    assert after.now_in.id == "quiet"


def test_a_round_does_not_wait_for_a_hand_that_is_not_raised() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.wishes("kim", Wish.HAND)
    table.goes_to("round-1")
    for _ in range(3):
        table.takes_turn(minutes=2)
    assert table.phase == "quiet"


def test_a_round_of_raised_hands_waits_three_minutes_for_the_first() -> None:
    table = Table(members=3)
    table.arrives("ana", "bo", "dev")
    for person in ("ana", "bo", "dev"):
        table.wishes(person, Wish.HAND)
    table.goes_to("round-1")
    assert table.floor_is_free()
    table.minutes_pass(2)
    table.asks_for_the_floor("bo")
    assert table.floor == "bo"
    table.takes_turn(minutes=3)
    assert table.phase == "quiet"


def test_a_round_in_which_no_hand_is_raised_ends_after_three_minutes() -> None:
    table = Table(members=3)
    table.arrives("ana", "bo", "dev")
    for person in ("ana", "bo", "dev"):
        table.wishes(person, Wish.HAND)
    table.goes_to("round-1")
    before = table.minute
    table.goes_to("quiet")
    assert table.minute == before + 3


def test_who_no_longer_waits_for_their_hand_is_offered_a_turn() -> None:
    table = Table(members=3)
    table.arrives("ana", "bo", "dev")
    for person in ("ana", "bo", "dev"):
        table.wishes(person, Wish.HAND)
    table.goes_to("round-1")
    table.wishes("dev", Wish.NONE)
    assert table.floor == "dev"


def test_nobody_asks_for_a_second_turn_in_a_round() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.takes_turn()
    with table.refuses():
        table.asks_for_the_floor(person)


def test_asking_for_the_floor_that_one_has_changes_nothing() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    state = table.session
    table.asks_for_the_floor(table.floor)
    assert table.session == state


@pytest.mark.parametrize("phase", ["arrive", "check-in", "quiet", "co-reflection"])
def test_where_there_are_no_turns_none_can_be_asked_for(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    with table.refuses():
        table.asks_for_the_floor("ana")


def test_where_everyone_speaks_at_once_no_turn_can_be_asked_for() -> None:
    table = seated(*PEOPLE[:7], phase="round-2")
    with table.refuses():
        table.asks_for_the_floor("ana")


def test_in_open_dialogue_those_who_ask_come_in_the_order_of_turns() -> None:
    table = Table(standing=Standing({"bo": 1.0}, {}))
    table.arrives(*FOUR)
    table.goes_to("open")
    talker = next(person for person in FOUR if person != "bo")
    table.asks_for_the_floor(talker)
    table.takes_turn()
    others = [person for person in FOUR if person not in (talker, "bo")]
    table.asks_for_the_floor(others[0])
    table.asks_for_the_floor(talker, "bo", others[1])
    assert table.queue[-1] == talker
    assert set(table.queue) == {talker, "bo", others[1]}


def test_in_open_dialogue_nobody_is_offered_a_turn_unasked() -> None:
    table = seated(*FOUR, phase="open")
    assert table.floor_is_free()
    table.says("ana", "bo")
    assert table.floor_is_free()
    assert len(table.session.shares) == 4


def test_when_the_floor_is_given_back_and_nobody_waits_the_room_learns_that_it_is_free() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana", "bo")
    table.takes_turn()
    assert CueKind.FLOOR not in table.lines
    table.forgets_what_was_said()
    table.takes_turn()
    assert table.lines == [CueKind.SPEAKING, CueKind.FLOOR]
    assert table.last.until == table.session.phase_due
    table.says("dev")
    table.minutes_pass(1)
    assert table.lines == [CueKind.SPEAKING, CueKind.FLOOR]


def test_later_and_pass_work_for_the_floor_too() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana", "bo")
    first, second = table.floor, table.queue[0]
    table.later(first)
    assert table.floor == second
    table.passes(second)
    assert table.floor == first


def test_taking_a_turn_is_settled_with_those_present() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.takes_turn()
    assert dict(table.session.debts) == pytest.approx({each: 0.25 - (each == person) for each in FOUR})


# --- being a curious voice can be declined ----------------------------------------------------------------------------


def test_who_declines_is_nobodys_curious_voice_and_the_rest_is_redrawn() -> None:
    table = seated(*FOUR)
    table.rather_not_curious("dev")
    assert "dev" not in table.ring().values()
    assert set(table.ring()) == set(FOUR)
    assert table.last.kind is CueKind.RING
    assert dict(table.last.pairs) == table.ring()


def test_declining_twice_is_declining_once() -> None:
    table = seated(*FOUR)
    table.rather_not_curious("dev")
    state = table.session
    table.rather_not_curious("dev")
    assert table.session == state


def test_declining_says_nothing_into_a_share() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    curious = table.curious
    assert curious
    table.forgets_what_was_said()
    table.rather_not_curious(curious)
    assert table.lines == []
    assert table.curious not in (None, curious, table.floor)
    table.presses_done(table.floor)
    assert table.last.curious == table.curious


def test_declining_while_ones_question_is_awaited_ends_the_turn() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.rather_not_curious(curious)
    assert table.turn_of(person) is TurnStage.DONE
    table.goes_to("quiet")
    assert person not in {pair.speaker for pair in table.session.happened}


def test_declining_after_ones_question_does_not_cut_the_answer_off() -> None:
    table = seated(*FOUR)
    person, curious = table.floor, table.curious
    assert curious
    table.presses_start(person)
    table.presses_done(person)
    table.says(curious)
    table.rather_not_curious(curious)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)
    table.presses_done(person)
    assert table.session.round
    assert (person, curious) in {(pair.speaker, pair.listener) for pair in table.session.round.happened}


def test_when_everyone_declines_done_is_done() -> None:
    table = seated(*FOUR)
    table.rather_not_curious(*FOUR)
    assert table.ring() == {}
    person = table.floor
    table.presses_start(person)
    table.presses_done(person)
    assert table.turn_of(person) is TurnStage.DONE


@pytest.mark.parametrize("phase", ["check-in", "quiet", "round-2"])
def test_without_a_ring_there_is_nothing_to_decline(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    with table.refuses():
        table.rather_not_curious("ana")


def test_only_who_has_a_place_can_decline() -> None:
    table = seated(*FOUR)
    table.reads_along("eli")
    with table.refuses():
        table.rather_not_curious("eli")
    with table.refuses():
        table.rather_not_curious("noor")


# --- going round, and answering directly, in open dialogue ------------------------------------------------------------


def test_anyone_may_ask_to_go_round_and_everyone_is_offered_the_floor_once() -> None:
    table = seated(*FOUR, phase="open")
    table.does(events.RoundWished("dev"))
    assert CueKind.GO_ROUND in table.lines
    offered = []
    while not table.floor_is_free():
        offered.append(table.floor)
        table.presses_start(table.floor)
        table.presses_done(table.floor)
    assert sorted(offered) == sorted(FOUR)
    assert table.last.kind is CueKind.FLOOR
    assert table.phase == "open"


def test_a_pass_in_going_round_is_a_pass() -> None:
    table = seated(*FOUR, phase="open")
    table.does(events.RoundWished("ana"))
    for _ in FOUR:
        table.passes(table.floor)
    assert table.floor_is_free()
    assert not table.session.shares[4:]


def test_going_round_waits_until_the_share_that_goes_on_is_done() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana")
    table.presses_start("ana")
    table.forgets_what_was_said()
    table.does(events.RoundWished("bo"))
    assert table.lines == []
    table.presses_done("ana")
    assert table.lines[0] is CueKind.GO_ROUND


def test_going_round_is_for_open_dialogue() -> None:
    table = seated(*FOUR, phase="round-1")
    with table.refuses():
        table.does(events.RoundWished("ana"))


def test_who_raises_their_hand_is_not_asked_when_we_go_round() -> None:
    table = seated(*FOUR, phase="check-in")
    for person in FOUR:
        table.does(events.Wished(person, Wish.HAND))
    table.goes_to("open")
    with table.refuses():
        table.does(events.RoundWished("ana"))
    table.does(events.Wished("bo", Wish.NONE))
    table.does(events.RoundWished("ana"))
    assert table.floor == "bo"
    assert table.queue == ()


def test_who_comes_while_we_go_round_has_a_place_at_the_end_of_it() -> None:
    table = seated(*FOUR, phase="open")
    table.does(events.RoundWished("ana"))
    table.arrives("noor")
    assert table.queue[-1] == "noor"


def test_one_direct_answer_jumps_ahead_and_any_other_waits_for_its_place() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana", "bo")
    table.presses_start("ana")
    table.does(events.AnswerWished("kim"))
    table.does(events.AnswerWished("dev"))
    assert table.queue[0] == "kim"
    table.presses_done("ana")
    assert table.floor == "kim"
    assert table.last.answers == "ana"
    shares = table.session.shares
    table.presses_start("kim")
    assert table.session.shares[-1].responders == ("kim",)
    assert len(table.session.shares) == len(shares)
    table.presses_done("kim")
    assert {table.floor, *table.queue} == {"bo", "dev"}


def test_an_answer_that_comes_later_waits_for_its_place_like_any_turn() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana", "bo")
    table.presses_start("ana")
    table.does(events.AnswerWished("kim"))
    table.presses_done("ana")
    table.later("kim")
    assert table.floor == "bo"
    assert table.queue == ("kim",)
    assert table.session.round is not None
    assert all(not turn.answers for turn in table.session.round.turns)


def test_nobody_answers_their_own_share() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana")
    table.presses_start("ana")
    table.presses_done("ana")
    table.does(events.AnswerWished("ana"))
    assert table.floor == "ana"
    assert table.last.answers is None
    table.presses_start("ana")
    assert all("ana" not in share.responders for share in table.session.shares if share.owner == "ana")


def test_who_waits_for_a_turn_and_answers_first_keeps_their_place() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana", "bo")
    table.presses_start("ana")
    table.does(events.AnswerWished("bo"))
    table.presses_done("ana")
    table.presses_start("bo")
    table.presses_done("bo")
    assert table.floor == "bo"
    assert table.last.answers is None


def test_a_reply_belongs_to_the_share_that_it_answers_when_nobody_has_the_floor() -> None:
    table = seated(*FOUR, phase="open")
    table.asks_for_the_floor("ana")
    table.presses_start("ana")
    table.does(events.Spoke("ana", "Ana", "m1"))
    table.presses_done("ana")
    table.does(events.Spoke("bo", "Bo", "m2", "m1"))
    table.does(events.Spoke("kim", "Kim", "m3", "m-unknown"))
    table.does(events.Spoke("dev", "Dev", "m4"))
    table.does(events.Spoke("ana", "Ana", "m5", "m1"))
    assert table.session.shares[-1].responders == ("bo",)
