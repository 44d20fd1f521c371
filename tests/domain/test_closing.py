"""What stays of a session, and what is forgotten with it (MUTUALITY.md, Model; PRODUCT.md, My data)."""

from dataclasses import replace

import pytest

from bot.domain.circles import Circle, Member, join, leave
from bot.domain.closing import after, of_members, record_of, remembered, took_place
from bot.domain.ledger import Exchange, Standing
from bot.domain.ring import Pair
from bot.domain.session import Ending
from bot.domain.turns import Wish
from tests.domain.table import SESSION, START, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


def a_circle(*people: str) -> Circle:
    circle = Circle("circle-1", "local", "room-1", "Thursday hearth", "en", "Europe/Berlin", START)
    for person in people:
        circle = join(circle, person, person.title(), START)
    return circle


def an_evening(*people: str) -> Table:
    """A whole session, in which each share had its curious voice's question."""
    table = seated(*people)
    table.goes_to("close")
    table.only_time_passes()
    return table


# --- the record -------------------------------------------------------------------------------------------------------


def test_the_record_has_shares_turns_exchanges_pairs_and_roles() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("bo")
    table.goes_to("round-1")
    speaker, curious = table.floor, table.curious
    assert curious
    table.takes_turn()
    table.goes_to("close")
    table.only_time_passes()
    record = record_of(table.session)
    assert (record.session, record.circle, record.opened_at) == ("session-1", "circle-1", START)
    assert record.present == FOUR
    assert len(record.shares) == len(record.turns) == 8
    assert record.shares[0].owner == record.turns[0].person == speaker
    assert {(turn.kind, turn.source) for turn in record.turns} == {("share", "declared")}
    assert Exchange(curious, speaker, record.shares[0].id) in record.exchanges
    assert record.pairs[0] == Pair(speaker, curious)
    assert len(record.pairs) == 4
    assert record.roles == (("opener", "bo"),)


def test_an_exchange_is_counted_once_however_many_messages() -> None:
    table = seated(*FOUR)
    speaker, other = table.floor, table.queue[0]
    table.presses_start(speaker)
    table.says(other, other, speaker, other)
    table.is_ended()
    table.only_time_passes()
    record = record_of(table.session)
    assert [(exchange.responder, exchange.owner) for exchange in record.exchanges] == [(other, speaker)]


def test_who_reads_along_is_nowhere_in_the_record() -> None:
    table = seated(*FOUR)
    table.reads_along("noor")
    table.presses_start(table.floor)
    table.says("noor")
    table.goes_to("close")
    table.only_time_passes()
    assert "noor" not in repr(record_of(table.session))


def test_who_left_early_took_part_if_they_had_a_part_in_a_share() -> None:
    table = seated(*FOUR, "eli", "noor")
    shared = table.floor
    table.takes_turn()
    table.leaves(shared)
    silent = next(person for person in table.queue if person != table.curious)
    table.leaves(silent)
    table.goes_to("close")
    table.only_time_passes()
    record = record_of(table.session)
    assert shared in record.present
    assert len(set(record.present)) == len(record.present)
    assert silent not in {turn.person for turn in record.turns}


def test_a_pass_leaves_no_trace_in_the_record() -> None:
    passed_one, stayed_silent = seated(*FOUR), seated(*FOUR)
    person = passed_one.floor
    assert stayed_silent.floor == person
    passed_one.passes(person)
    stayed_silent.later(person)
    for table in (passed_one, stayed_silent):
        while table.phase == "round-1" and table.floor != person:
            table.takes_turn()
        table.is_ended()
        table.only_time_passes()
    assert record_of(passed_one.session) == record_of(stayed_silent.session)
    assert person not in {pair.speaker for pair in record_of(passed_one.session).pairs}


def test_the_record_is_without_those_who_left_the_circle() -> None:
    table = an_evening(*FOUR)
    record = of_members(record_of(table.session), leave(a_circle(*FOUR), "bo"))
    assert "'bo'" not in repr(record)
    assert record.present == ("ana", "dev", "kim")
    assert len(record.shares) == 6


# --- whether it took place --------------------------------------------------------------------------------------------


def test_a_session_that_came_to_its_close_took_place() -> None:
    assert took_place(an_evening(*FOUR).session)


@pytest.mark.parametrize("phase", ["agreement", "round-1", "open"])
def test_a_session_that_one_was_left_of_took_place(phase: str) -> None:
    table = seated("ana", "bo", "dev", phase=phase)
    table.leaves("ana", "bo")
    table.only_time_passes()
    assert table.session.ending is Ending.ALONE
    assert took_place(table.session)


@pytest.mark.parametrize("people", [(), ("ana",)])
def test_a_session_that_nobody_or_one_came_to_did_not_take_place(people: tuple[str, ...]) -> None:
    table = Table()
    table.arrives(*people)
    table.only_time_passes()
    assert not took_place(table.session)
    assert record_of(table.session).present == ()


def test_a_session_that_was_skipped_or_ended_before_it_began_did_not_take_place() -> None:
    for ending in (Ending.SKIPPED, Ending.EARLY, Ending.NEXT_DUE):
        table = Table()
        table.arrives(*FOUR)
        table.takes_role("ana")
        table.is_ended(ending)
        assert not took_place(table.session)
        assert record_of(table.session).present == ()
        assert record_of(table.session).roles == ()


def test_a_session_that_is_called_off_after_it_began_did_not_take_place() -> None:
    table = seated(*FOUR, phase="agreement")
    table.is_ended(Ending.SKIPPED)
    assert not took_place(table.session)


# --- the circle after it ----------------------------------------------------------------------------------------------


def test_debts_go_back_to_the_members_and_a_session_is_counted() -> None:
    table = seated(*FOUR)
    table.takes_turn()
    table.is_ended()
    table.only_time_passes()
    circle = after(a_circle(*FOUR, "noor"), table.session)
    assert {member.person: member.debt for member in circle.members} == {**dict(table.session.debts), "noor": 0.0}
    assert circle.held == 1


def test_absence_changes_nobodys_place_in_the_order() -> None:
    circle = a_circle(*FOUR, "noor")
    circle = replace(circle, members=tuple(replace(member, debt=0.7) for member in circle.members))
    table = Table(standing=Standing({member.person: member.debt for member in circle.members}, {}))
    table.arrives(*FOUR)
    table.goes_to("close")
    table.only_time_passes()
    noor = after(circle, table.session).member("noor")
    assert noor == Member("noor", "Noor", START, debt=0.7)


def test_a_session_that_did_not_take_place_is_not_counted() -> None:
    table = Table()
    table.arrives("ana")
    table.only_time_passes()
    assert after(a_circle(*FOUR), table.session) == a_circle(*FOUR)


def test_who_was_there_and_is_no_member_gets_no_place_in_the_order() -> None:
    circle = after(a_circle("ana", "bo"), an_evening(*FOUR).session)
    assert [member.person for member in circle.members] == ["ana", "bo"]


# --- what is forgotten ------------------------------------------------------------------------------------------------


def test_passes_laters_and_who_was_not_waited_for_are_forgotten_when_the_session_closes() -> None:
    table = Table(expected=("ana", "bo"))
    table.arrives(*FOUR)
    table.not_today("kim")
    table.goes_to("round-1")
    person = table.floor
    table.minutes_pass(3)
    table.passes(table.floor)
    table.later(table.floor)
    table.takes_turn(question=False)
    assert table.floor == person
    table.minutes_pass(3)
    table.is_ended()
    table.only_time_passes()
    closed = table.session
    assert closed.round is None
    assert (closed.first_order, closed.expected, closed.roles_declined) == ((), (), ())
    assert not any(seat.away or seat.answered for seat in closed.seats)


def test_the_remembered_session_holds_nobodys_presence_passes_or_figures() -> None:
    table = Table(expected=FOUR, standing=Standing({"ana": 1.0}, {("ana", "bo"): 2}))
    table.arrives(*FOUR)
    table.takes_role("ana")
    table.wishes("bo", Wish.LATE)
    table.goes_to("round-1")
    table.passes(table.floor)
    table.is_ended()
    table.only_time_passes()
    stored = SESSION.dump_json(remembered(table.session)).decode()
    assert not any(f'"{person}"' in stored or f'"{person.title()}"' in stored for person in FOUR)
    kept = remembered(table.session)
    empty = (kept.seats, kept.shares, kept.happened, kept.first_order, kept.debts, kept.pairings, kept.roles)
    assert empty == ((),) * 7
    assert (kept.roles_declined, kept.expected, kept.prompts, kept.last_cue, kept.round) == ((), (), (), None, None)


def test_the_remembered_session_still_says_when_it_was_and_how_it_ended() -> None:
    table = an_evening(*FOUR)
    kept = remembered(table.session)
    assert (kept.id, kept.starts_at, kept.ending) == ("session-1", START, Ending.SAID)
    assert kept.closed_at == table.session.closed_at
    assert took_place(kept)
