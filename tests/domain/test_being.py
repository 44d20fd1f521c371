"""`be-with`: for grief and heavy days. No prompt, no ring, no order; nothing asks anything of anyone; a soft close."""

from bot.domain import closing
from bot.domain.session import CueKind, Ending
from tests.domain.table import Table


def together(*people: str, members: int = 5) -> Table:
    table = Table("be-with", members=members)
    table.arrives(*(people or ("ana", "bo", "dev")))
    table.goes_to("being")
    table.forgets_what_was_said()
    return table


def test_it_goes_from_its_doors_to_its_close_by_time_alone() -> None:
    table = together()
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    assert table.minute <= 60
    assert [cue.phase for cue in table.cues(CueKind.PHASE)] == ["quiet", "close"]


def test_nobody_is_offered_a_turn_and_nothing_is_said_while_we_are_together() -> None:
    table = together()
    for _ in range(8):
        table.says("ana", "bo", "dev")
        table.minutes_pass(5)
    assert table.lines == []
    assert table.session.round is None


def test_words_belong_to_nobody_and_nothing_but_who_was_there_is_kept() -> None:
    table = together()
    table.says("ana", "bo", "ana")
    table.only_time_passes()
    record = closing.record_of(table.session)
    assert set(record.present) == {"ana", "bo", "dev"}
    assert (record.shares, record.exchanges, record.turns, record.pairs) == ((), (), (), ())


def test_somebody_who_speaks_at_the_end_is_waited_for() -> None:
    table = together()
    table.minutes_pass(56 - table.minute - 1)
    table.says("ana")
    table.minutes_pass(1.5)
    assert table.lines == [CueKind.ROUND_TIME]
    table.says("ana")
    table.minutes_pass(2.9)
    assert table.phase == "being"
    table.minutes_pass(0.2)
    assert table.phase == "quiet"


def test_two_are_enough_and_nobody_is_asked_whether_we_are_too_few() -> None:
    table = Table("be-with", members=8)
    table.arrives("ana", "bo")
    table.minutes_pass(30)
    assert table.phase == "being"
    assert not {CueKind.FEW, CueKind.PAIR} & set(table.lines)


def test_the_only_one_there_may_stay_until_the_end() -> None:
    table = Table("be-with", members=8)
    table.arrives("ana")
    table.minutes_pass(65)
    assert table.cues(CueKind.ALONE)
    assert not table.closed
    table.minutes_pass(6)
    assert table.session.ending is Ending.ALONE


def test_the_only_one_there_may_go_in_peace() -> None:
    table = Table("be-with", members=8)
    table.arrives("ana")
    table.minutes_pass(20)
    table.goes_in_peace("ana")
    assert table.session.ending is Ending.ALONE


def test_somebody_joins_the_only_one_and_we_are_together() -> None:
    table = Table("be-with", members=8)
    table.arrives("ana")
    table.minutes_pass(20)
    table.arrives("bo")
    assert table.phase == "being"


def test_reading_along_is_being_there_like_everyone_else() -> None:
    table = Table("be-with", members=8)
    table.arrives("ana")
    table.reads_along("bo")
    table.minutes_pass(20)
    assert table.phase == "being"
    table.leaves("ana")
    assert table.last.kind is CueKind.ALONE
    table.goes_in_peace("bo")
    assert table.closed


def test_whoever_comes_later_is_simply_there() -> None:
    table = together()
    table.says("kim")
    table.reads_along("eli")
    assert table.lines == []
    assert len(table.session.seats) == 5


def test_without_turns_there_is_nothing_to_begin_to_pass_or_to_ask_for() -> None:
    table = together()
    for tries in (table.presses_start, table.presses_done, table.passes, table.later, table.asks_for_the_floor):
        with table.refuses():
            tries("ana")


def test_leaving_and_being_forgotten_bring_no_comment() -> None:
    table = together("ana", "bo", "dev", "kim")
    table.leaves("ana")
    table.is_forgotten("bo")
    assert table.lines == []
    assert {seat.person for seat in table.session.seats} == {"dev", "kim"}


def test_a_pause_stands_and_a_restart_changes_nothing() -> None:
    table = together()
    table.asks_for_a_pause("ana")
    table.minutes_pass(5)
    table.restarts()
    table.is_ready("ana")
    assert table.phase == "being"
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
