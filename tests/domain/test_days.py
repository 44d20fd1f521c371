"""`async-5`: five days, each in their own time. Turns stand open side by side; whose share it is, a press says."""

from datetime import timedelta

import pytest

from bot.domain import closing, events
from bot.domain.flow import DAY
from bot.domain.session import CueKind, Ending, Mode, TurnStage
from tests.domain.table import PEOPLE, START, Table

FOUR = ("ana", "bo", "dev", "kim")
HOUR = 60


def days(*people: str, phase: str = "shares", members: int = 6) -> Table:
    table = Table("async-5", members=members)
    table.arrives(*(people or FOUR))
    comes_to(table, phase)
    table.forgets_what_was_said()
    return table


def comes_to(table: Table, phase: str) -> None:
    while table.phase != phase:
        assert table.session.phase_due
        table.minutes_pass((table.session.phase_due - table.now).total_seconds() / 60)


def shares(table: Table, *people: str) -> None:
    for person in people:
        table.presses_start(person)
        table.presses_done(person)


def due_on_day(table: Table) -> float:
    assert table.session.phase_due
    return (table.session.phase_due - START) / timedelta(days=1)


# --- the five days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 6, 7, 12])
def test_five_days_go_from_doors_to_close_by_time_alone(n: int) -> None:
    table = Table("async-5", members=n)
    table.arrives(*PEOPLE[:n])
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    opened = [(cue.phase, round((at - START) / timedelta(days=1), 1)) for at, cue in table.said]
    phases = dict(pair for pair in opened if pair[0] != "doors")
    assert phases == {"arrive": 0, "shares": 0, "questions": 2, "line": 3, "co-reflection": 4, "close": 5}


def test_it_begins_as_soon_as_we_are_enough_and_day_two_ends_on_day_two() -> None:
    table = Table("async-5", members=6)
    table.arrives("ana", "bo")
    table.minutes_pass(10 + 5 * HOUR)
    assert table.phase == "arrive"
    table.arrives("kim")
    assert table.phase == "shares"
    assert due_on_day(table) == 2


def test_few_are_asked_after_a_day_and_have_half_a_day_for_an_answer() -> None:
    table = Table("async-5", members=6)
    table.arrives("ana", "bo")
    table.minutes_pass(10 + 25 * HOUR)
    assert table.cues(CueKind.FEW)
    table.minutes_pass(12 * HOUR)
    assert table.phase == "shares"


def test_the_only_one_has_a_day_until_somebody_comes() -> None:
    table = Table("async-5", members=6)
    table.arrives("ana")
    table.minutes_pass(10 + 24 * HOUR)
    assert table.last.kind is CueKind.ALONE
    table.minutes_pass(23 * HOUR)
    assert not table.closed
    table.minutes_pass(2 * HOUR)
    assert table.session.ending is Ending.ALONE


def test_nobody_comes_and_it_closes_by_itself() -> None:
    table = Table("async-5", members=6)
    table.only_time_passes()
    assert table.session.ending is Ending.NOBODY


# --- shares, side by side ---------------------------------------------------------------------------------------------


def test_everyone_may_share_at_the_same_time() -> None:
    table = days()
    for person in FOUR:
        table.presses_start(person)
    assert {table.turn_of(person) for person in FOUR} == {TurnStage.SPEAKING}
    assert [share.owner for share in table.session.shares] == list(FOUR)
    assert table.lines == []


def test_a_share_that_is_complete_waits_for_its_curious_voice_and_is_done_with_the_answer() -> None:
    table = days()
    ring = table.ring()
    shares(table, "ana")
    assert (table.last.kind, table.last.person, table.last.curious) == (CueKind.ASKED, "ana", ring["ana"])
    table.minutes_pass(5 * HOUR)
    assert table.turn_of("ana") is TurnStage.ASKED
    table.presses_done("ana")
    assert table.turn_of("ana") is TurnStage.DONE
    (share,) = table.session.shares
    assert share.responders == (ring["ana"],)
    assert [(pair.speaker, pair.listener) for pair in table.session.round.happened] == [("ana", ring["ana"])]  # type: ignore[union-attr]


def test_no_question_ends_the_turn_and_nobody_is_counted_as_having_asked() -> None:
    table = days()
    shares(table, "ana")
    table.has_no_question(table.ring()["ana"])
    assert table.turn_of("ana") is TurnStage.DONE
    assert [share.responders for share in table.session.shares] == [()]


def test_no_question_is_never_a_pass_of_ones_own_turn() -> None:
    table = days()
    with table.refuses():
        table.has_no_question("ana")
    shares(table, "ana")
    curious = table.ring()["ana"]
    table.has_no_question(curious)
    assert table.turn_of(curious) is TurnStage.WAITING


def test_what_is_merely_said_belongs_to_nobody() -> None:
    table = days()
    table.presses_start("ana")
    table.presses_start("bo")
    table.says("kim", "dev", "ana", "bo")
    assert [share.responders for share in table.session.shares] == [(), ()]


def test_an_explicit_reply_belongs_to_the_share_that_it_answers() -> None:
    table = days()
    table.presses_start("ana")
    table.does(events.Spoke("ana", "Ana", "$of-ana"))
    table.presses_start("bo")
    table.does(events.Spoke("bo", "Bo", "$of-bo"))
    table.does(events.Spoke("kim", "Kim", "$1", "$of-ana"))
    table.does(events.Spoke("bo", "Bo", "$2", "$of-ana"))
    table.does(events.Spoke("ana", "Ana", "$3", "$of-ana"))
    assert {share.owner: share.responders for share in table.session.shares} == {"ana": ("kim", "bo"), "bo": ()}


def test_done_without_start_is_a_whole_share_and_start_twice_is_one() -> None:
    table = days()
    table.presses_done("ana")
    table.presses_start("bo")
    table.presses_start("bo")
    assert [share.owner for share in table.session.shares] == ["ana", "bo"]


def test_whoever_has_shared_does_not_share_twice() -> None:
    table = days()
    shares(table, "ana")
    table.presses_done("ana")
    with table.refuses():
        table.presses_start("ana")


def test_a_pass_needs_nothing_and_a_share_after_it_is_welcome() -> None:
    table = days()
    table.passes("ana")
    assert table.lines == []
    table.presses_start("ana")
    assert table.turn_of("ana") is TurnStage.SPEAKING


def test_with_a_wish_for_listening_only_a_share_is_done_when_it_is_complete() -> None:
    table = days()
    table.would_like("ana", Mode.LISTEN)
    shares(table, "ana")
    assert table.turn_of("ana") is TurnStage.DONE
    shares(table, "bo")
    table.would_like("bo", Mode.LISTEN)
    assert table.turn_of("bo") is TurnStage.DONE


def test_nobody_learns_who_has_not_shared() -> None:
    table = days()
    shares(table, "ana")
    assert table.queue == ()


def test_there_is_no_order_to_be_late_in_and_no_floor_to_go_on_from() -> None:
    table = days()
    for tries in (table.later, table.presses_go_on, table.would_like_to_stay):
        with table.refuses():
            tries("ana")


def test_a_prompt_is_changed_before_the_first_share_and_not_after() -> None:
    table = days()
    table.prompt_is_changed("worldview-9")
    table.presses_start("ana")
    with table.refuses():
        table.prompt_is_changed("worldview-3")


# --- who comes and goes -----------------------------------------------------------------------------------------------


def test_whoever_comes_while_there_are_shares_has_a_turn_and_a_pair() -> None:
    table = days()
    shares(table, "ana")
    table.arrives("eli")
    assert table.turn_of("eli") is TurnStage.WAITING
    assert set(table.ring()) == {*FOUR, "eli"}
    comes_to(table, "questions")
    table.arrives("fay")
    table.presses_start("fay")
    assert table.turn_of("fay") is TurnStage.SPEAKING


def test_whoever_comes_after_the_questions_brings_a_line() -> None:
    table = days(phase="line")
    table.arrives("eli")
    assert table.session.round is None
    with table.refuses():
        table.presses_start("eli")


@pytest.mark.parametrize("goes", ["leaves", "reads_along", "is_forgotten", "rather_not_curious"])
def test_when_a_curious_voice_goes_somebody_else_may_ask(goes: str) -> None:
    table = days()
    shares(table, "ana")
    before = table.ring()["ana"]
    getattr(table, goes)(before)
    now = table.ring()["ana"]
    assert now not in ("ana", before)
    assert table.last.kind is CueKind.ASKED
    assert table.last.curious == now


@pytest.mark.parametrize("goes", ["leaves", "reads_along"])
def test_a_share_of_somebody_who_goes_stays_theirs(goes: str) -> None:
    table = days()
    table.presses_start("ana")
    getattr(table, goes)("ana")
    assert [share.owner for share in table.session.shares] == ["ana"]
    assert "ana" not in table.ring()


def test_whoever_is_forgotten_is_known_to_nothing_any_more() -> None:
    table = days()
    shares(table, "ana", "bo")
    table.would_like_more_time("ana")
    table.does(events.Reminded("ana", "shares"))
    table.is_forgotten("ana")
    assert "ana" not in str(table.session)


def test_one_remains_and_the_round_waits_a_day_for_others() -> None:
    table = days("ana", "bo", "dev")
    table.leaves("bo", "dev")
    assert table.last.kind is CueKind.ALONE
    table.minutes_pass(20 * HOUR)
    table.arrives("kim")
    assert table.phase == "shares"
    assert table.turn_of("kim") is TurnStage.WAITING


def test_reading_along_is_counted_nowhere() -> None:
    table = days()
    table.reads_along("eli")
    assert "eli" not in {*table.ring(), *table.ring().values()}
    with table.refuses():
        table.presses_start("eli")


# --- soft ends --------------------------------------------------------------------------------------------------------


def test_shares_and_questions_go_on_over_the_end_of_day_two() -> None:
    table = days()
    shares(table, "ana")
    table.presses_start("bo")
    ring = table.ring()
    comes_to(table, "questions")
    assert table.ring() == ring
    assert (table.turn_of("ana"), table.turn_of("bo")) == (TurnStage.ASKED, TurnStage.SPEAKING)
    table.presses_start("dev")
    assert table.turn_of("dev") is TurnStage.SPEAKING


def test_what_is_open_at_the_end_of_day_three_is_waited_for_half_a_day() -> None:
    table = days(phase="questions")
    table.presses_start("ana")
    table.minutes_pass(DAY + 1)
    assert table.lines == [CueKind.ROUND_TIME]
    table.minutes_pass(3 * HOUR)
    table.presses_done("ana")
    table.presses_done("ana")
    assert table.phase == "line"


def test_after_half_a_day_we_go_on_and_the_share_counts() -> None:
    table = days(phase="questions")
    shares(table, "ana")
    table.minutes_pass(DAY + 12 * HOUR)
    assert table.phase == "line"
    assert [share.owner for share in table.session.shares] == ["ana"]
    assert table.session.happened
    assert due_on_day(table) == pytest.approx(4.5)


def test_next_waits_for_open_shares_at_the_end_of_the_questions_only() -> None:
    table = days()
    table.presses_start("ana")
    table.next_is_pressed()
    assert table.phase == "questions"
    table.next_is_pressed()
    assert table.last.kind is CueKind.ROUND_TIME
    with table.refuses():
        table.next_is_pressed()
    table.presses_done("ana")
    table.presses_done("ana")
    assert table.phase == "line"


# --- twelve hours more ------------------------------------------------------------------------------------------------


def test_any_two_may_take_twelve_hours_more_and_all_that_follows_moves() -> None:
    table = days()
    table.would_like_more_time("ana")
    table.would_like_more_time("ana")
    assert (table.lines, due_on_day(table)) == ([CueKind.MORE_ASKED], 2)
    table.would_like_more_time("bo")
    assert (table.last.kind, due_on_day(table)) == (CueKind.MORE_TIME, 2.5)
    comes_to(table, "questions")
    assert due_on_day(table) == 3.5


def test_the_opener_alone_may_take_twelve_hours_more() -> None:
    table = Table("async-5", members=6)
    table.arrives("ana", "bo")
    table.takes_role("ana")
    table.arrives("dev")
    comes_to(table, "shares")
    table.would_like_more_time("ana")
    assert due_on_day(table) == 2.5


def test_twelve_hours_more_are_for_once_in_each_part() -> None:
    table = days()
    table.would_like_more_time("ana", "bo")
    with table.refuses():
        table.would_like_more_time("dev")
    comes_to(table, "questions")
    table.would_like_more_time("ana", "bo")
    assert due_on_day(table) == 4


def test_twelve_hours_more_are_for_days_only() -> None:
    table = Table("live-75")
    table.arrives(*FOUR)
    with table.refuses():
        table.would_like_more_time("ana")


# --- restart, pause, close --------------------------------------------------------------------------------------------


def test_a_restart_keeps_every_share_and_every_pair() -> None:
    table = days()
    shares(table, "ana")
    table.presses_start("bo")
    table.would_like_more_time("dev")
    before = table.session
    table.restarts()
    assert table.session == before
    table.presses_done("bo")
    assert table.turn_of("bo") is TurnStage.ASKED


def test_a_part_whose_end_was_slept_through_is_followed_by_whole_days() -> None:
    table = days()
    table.bot_sleeps(2 * DAY + 20 * HOUR)
    assert table.phase == "questions"
    assert table.session.phase_due == table.now + timedelta(days=1)


def test_days_after_the_end_it_closes_with_one_line() -> None:
    table = days()
    table.bot_sleeps(6 * DAY)
    assert table.session.ending is Ending.OVERDUE
    assert table.lines == [CueKind.CLOSED]


def test_a_pause_may_last_for_days_and_moves_all_that_follows() -> None:
    table = days()
    table.asks_for_a_pause("ana")
    table.minutes_pass(DAY)
    table.is_ready("bo")
    assert due_on_day(table) == 3


def test_what_is_kept_of_five_days_is_structure_only() -> None:
    table = days()
    ring = table.ring()
    shares(table, "ana", "bo")
    table.presses_done("ana")
    table.passes("dev")
    table.does(events.Reminded("kim", "shares"))
    table.only_time_passes()
    record = closing.record_of(table.session)
    assert [share.owner for share in record.shares] == ["ana", "bo"]
    assert [(each.responder, each.owner) for each in record.exchanges] == [(ring["ana"], "ana")]
    assert {(pair.speaker, pair.listener) for pair in record.pairs} == {("ana", ring["ana"]), ("bo", ring["bo"])}
    assert not closing.remembered(table.session).reminded
