"""SESSION.md: pausing and staying with a share, the end, restart and lateness."""

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import events, hosting
from bot.domain.errors import DomainError, NotPossibleNow
from bot.domain.flow import FLOWS
from bot.domain.session import Cue, CueKind, Ending, Mode, TurnStage
from bot.domain.turns import Wish
from tests.domain.table import PEOPLE, START, Table, seated, wander


@dataclass(frozen=True)
class Vote:
    """What no session knows."""

    person: str


FOUR = ("ana", "bo", "dev", "kim")
seeds = st.integers(0, 10_000)
few = settings(max_examples=40)
PAUSES = {CueKind.PAUSED, CueKind.PAUSED_LONG, CueKind.RESUMED}


def some_evening(seed: int, members: int | None = None) -> Table:
    """A session in the middle of anything, not paused."""
    chance = Random(seed)
    n = members or chance.randint(2, 12)
    table = Table(chance.choice(sorted(FLOWS)), members=n)
    table.arrives(*chance.sample(PEOPLE, n))
    wander(table, chance, chance.randint(5, 90))
    if table.session.pause is not None:
        table.minutes_pass(table.session.plan.pace.guard / timedelta(minutes=1))
        if not table.closed:
            table.is_ready("zoe")
    return table


def gist(table: Table, shifted: timedelta = timedelta()) -> list[tuple[object, ...]]:
    """When what was said, less the pauses themselves, and with times moved back."""
    return [
        (at - shifted, cue.kind, cue.phase, cue.person, cue.curious, cue.after, cue.minutes, cue.ending)
        for at, cue in table.said
        if cue.kind not in PAUSES
    ]


# --- pause ------------------------------------------------------------------------------------------------------------


@few
@given(seeds, st.floats(0.01, 59.9))
def test_a_pause_of_any_length_at_any_moment_moves_all_that_follows_by_exactly_that_length(
    seed: int, minutes: float
) -> None:
    table = some_evening(seed)
    if table.closed or table.phase == "doors":
        return
    plain, paused = table.again(), table.again()
    plain.only_time_passes()

    length = timedelta(minutes=minutes)
    paused.asks_for_a_pause("zoe")
    due = hosting.next_due(table.session)
    assert due
    paused.minutes_pass(minutes)
    paused.now = table.now + length
    paused.is_ready("zoe")
    moved = hosting.next_due(paused.session)
    assert moved == due + length
    paused.only_time_passes()
    assert gist(paused, length) == gist(plain)
    assert plain.session.closed_at
    assert paused.session.closed_at == plain.session.closed_at + length
    assert paused.session.ending is plain.session.ending


def test_a_pause_stops_the_share_the_phase_and_the_end() -> None:
    table = seated(*FOUR, phase="round-2")
    table.presses_start(table.floor)
    ends_at, due, turn = table.session.ends_at, table.session.phase_due, table.session.round
    assert due
    assert turn
    table.asks_for_a_pause("bo")
    table.forgets_what_was_said()
    table.minutes_pass(9)
    assert table.lines == []
    table.is_ready("bo")
    assert table.lines == [CueKind.RESUMED]
    nine = timedelta(minutes=9)
    assert table.session.ends_at == ends_at + nine
    assert table.session.phase_due == due + nine


def test_what_begins_in_a_pause_has_all_its_time_after_it() -> None:
    table = seated(*FOUR)
    person = table.floor
    table.asks_for_a_pause("bo")
    table.minutes_pass(4)
    table.presses_start(person)
    table.minutes_pass(5)
    table.is_ready("bo")
    table.minutes_pass(3.9)
    assert CueKind.TIME_UP not in table.lines
    table.minutes_pass(0.1)
    assert CueKind.TIME_UP in table.lines


def test_in_a_pause_nothing_is_offered_and_no_phase_ends() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    table.presses_done(table.floor)
    table.asks_for_a_pause("bo")
    table.presses_done(table.floor)
    assert table.floor_is_free()
    table.is_ready("bo")
    assert not table.floor_is_free()
    waiting = seated(*FOUR, phase="check-in")
    waiting.asks_for_a_pause("bo")
    waiting.says(*FOUR)
    assert waiting.phase == "check-in"
    waiting.is_ready("bo")
    assert waiting.phase == "round-1"


def test_who_arrives_in_a_pause_answers_the_question_of_the_few_when_it_ends() -> None:
    table = Table()
    table.arrives("ana", "bo")
    table.minutes_pass(14)
    table.asks_for_a_pause("ana")
    table.arrives("dev")
    assert table.phase == "arrive"
    table.is_ready("ana")
    assert table.phase == "agreement"


def test_anyone_may_pause_with_or_without_a_place() -> None:
    for person in ("ana", "noor", "zoe"):
        table = seated(*FOUR)
        table.reads_along("noor")
        table.asks_for_a_pause(person)
        assert table.session.pause
        assert table.last.kind is CueKind.PAUSED
        assert table.last.person is None, "nobody learns who asked"


def test_a_second_wish_for_a_pause_changes_nothing() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    state = table.session
    table.minutes_pass(2)
    table.asks_for_a_pause("bo")
    assert table.session == state


def test_there_is_no_pause_before_the_start() -> None:
    table = Table()
    table.arrives("ana")
    with table.refuses():
        table.asks_for_a_pause("ana")


def test_ready_goes_on_when_the_one_who_asked_is_ready() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.minutes_pass(2)
    with table.refuses():
        table.is_ready("bo")
    table.is_ready("ana")
    assert table.session.pause is None
    assert table.last.person == table.floor
    with table.refuses():
        table.is_ready("ana")


def test_after_ten_minutes_anyones_ready_goes_on_and_the_room_learns_that_once() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.minutes_pass(9.9)
    with table.refuses():
        table.is_ready("bo")
    table.minutes_pass(0.1)
    assert table.last.kind is CueKind.PAUSED_LONG
    table.minutes_pass(20)
    assert table.lines.count(CueKind.PAUSED_LONG) == 1
    table.is_ready("bo")
    assert table.session.pause is None


def test_when_the_one_who_asked_leaves_anyone_goes_on() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.leaves("ana")
    table.is_ready("bo")
    assert table.session.pause is None


def test_a_pause_of_an_hour_closes_the_session_with_one_line() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.minutes_pass(59.9)
    table.forgets_what_was_said()
    table.minutes_pass(0.1)
    assert table.session.ending is Ending.OVERDUE
    assert table.lines == [CueKind.CLOSED]


# --- staying with a share ---------------------------------------------------------------------------------------------


def sharing(*people: str, phase: str = "round-1") -> Table:
    table = seated(*(people or FOUR), phase=phase)
    if phase == "open":
        table.asks_for_the_floor("ana")
    table.presses_start(table.floor)
    return table


def test_staying_asks_everyone_and_names_nobody_but_the_speaker() -> None:
    table = sharing()
    table.would_like_to_stay(table.queue[0])
    asked = table.last
    assert (asked.kind, asked.person, asked.minutes) == (CueKind.STAY_ASKED, table.floor, 5)
    table.would_like_to_stay(table.queue[1])
    assert table.lines.count(CueKind.STAY_ASKED) == 1


def test_staying_is_granted_when_everyone_agrees() -> None:
    table = sharing()
    wisher, *others = (each for each in FOUR)
    table.would_like_to_stay(wisher)
    table.agrees(*others[:-1])
    assert table.session.stay
    table.agrees(others[-1])
    assert table.last.kind is CueKind.STAY_GRANTED


def test_a_minute_of_silence_is_consent() -> None:
    table = sharing()
    table.would_like_to_stay("ana")
    table.minutes_pass(0.9)
    assert CueKind.STAY_GRANTED not in table.lines
    table.minutes_pass(0.1)
    assert CueKind.STAY_GRANTED in table.lines


def test_one_who_would_rather_go_on_is_enough_and_nobody_learns_who() -> None:
    table = sharing()
    table.would_like_to_stay("ana")
    table.agrees("bo")
    table.would_rather_go_on("kim")
    assert table.last == Cue(CueKind.STAY_NOT_NOW, table.phase)
    assert "kim" not in repr(table.session.stay)
    table.minutes_pass(2)
    assert CueKind.STAY_GRANTED not in table.lines


def test_in_a_share_that_somebody_would_rather_end_nobody_is_asked_again() -> None:
    table = sharing()
    table.would_like_to_stay("ana")
    table.would_rather_go_on("kim")
    with table.refuses():
        table.would_like_to_stay("bo")
    with table.refuses():
        table.agrees("bo")
    table.presses_done(table.floor)
    table.presses_done(table.floor)
    table.presses_start(table.floor)
    table.would_like_to_stay("bo")
    assert table.session.stay


def test_only_those_with_a_place_are_asked_for_their_consent() -> None:
    table = sharing()
    table.reads_along("noor")
    table.would_like_to_stay("ana")
    with table.refuses():
        table.would_rather_go_on("noor")
    with table.refuses():
        table.agrees("zoe")
    table.agrees("bo", "dev", "kim")
    assert table.last.kind is CueKind.STAY_GRANTED


def test_who_reads_along_may_wish_to_stay() -> None:
    table = sharing()
    table.reads_along("noor")
    table.would_like_to_stay("noor")
    assert table.last.kind is CueKind.STAY_ASKED


@pytest.mark.parametrize(("asked_at", "line_at"), [(1, 9), (3, 9), (3.7, 9.7), (6, 12)])
def test_a_share_that_is_stayed_with_has_five_minutes_more(asked_at: float, line_at: float) -> None:
    table = sharing()
    table.minutes_pass(asked_at)
    table.forgets_what_was_said()
    table.would_like_to_stay("ana")
    table.minutes_pass(line_at - asked_at - 0.1)
    assert CueKind.TIME_UP not in table.lines
    table.says(table.floor)
    table.minutes_pass(0.2)
    assert table.lines.count(CueKind.TIME_UP) == 1
    assert table.last.minutes == round(line_at)


def test_while_staying_is_asked_the_soft_line_waits() -> None:
    table = sharing()
    table.minutes_pass(3.5)
    table.forgets_what_was_said()
    table.would_like_to_stay("ana")
    table.minutes_pass(0.7)
    assert table.lines == [CueKind.STAY_ASKED]
    table.would_rather_go_on("bo")
    assert table.lines == [CueKind.STAY_ASKED, CueKind.STAY_NOT_NOW, CueKind.TIME_UP]


def test_staying_gives_the_question_time_as_well() -> None:
    table = sharing()
    person = table.floor
    table.presses_done(person)
    table.minutes_pass(2.5)
    table.would_like_to_stay(person)
    table.minutes_pass(5.9)
    assert (table.floor, table.stage) == (person, TurnStage.ASKED)
    table.minutes_pass(0.2)
    assert table.turn_of(person) is TurnStage.DONE


def test_staying_takes_from_open_dialogue_first() -> None:
    plain, stayed = sharing(), sharing()
    stayed.would_like_to_stay("ana")
    for table, minutes in ((plain, 4), (stayed, 9)):
        table.minutes_pass(minutes)
        table.presses_done(table.floor)
        table.goes_to("open")
    assert stayed.minute == plain.minute + 5
    for table in (plain, stayed):
        table.goes_to("round-2")
        assert table.minute == 60


def test_staying_in_open_dialogue_lets_five_minutes_pass_before_its_time_is_up() -> None:
    table = seated(*FOUR, phase="open")
    table.minutes_pass(57 - table.minute)
    table.asks_for_the_floor("ana")
    table.presses_start("ana")
    table.would_like_to_stay("bo")
    table.agrees("ana", "dev", "kim")
    table.forgets_what_was_said()
    table.minutes_pass(4.9)
    assert table.lines == []
    table.minutes_pass(0.2)
    assert len(table.lines) == 1, "one soft line, not two"
    table.presses_done("ana")
    assert table.phase == "round-2"


def test_staying_in_a_round_with_a_time_of_its_own_takes_nobodys_turn() -> None:
    table = seated(*FOUR, phase="round-2")
    table.presses_start(table.floor)
    table.would_like_to_stay(table.floor)
    table.agrees(*FOUR)
    table.minutes_pass(7)
    table.presses_done(table.floor)
    for _ in range(3):
        table.takes_turn(minutes=1.9)
    assert table.phase == "co-reflection"
    assert {share.owner for share in table.session.shares[4:]} == set(FOUR)
    assert table.last.minutes == 3


def test_who_is_not_here_cannot_ask_to_stay() -> None:
    table = sharing()
    with table.refuses():
        table.would_like_to_stay("zoe")


def test_staying_is_for_a_share_that_goes_on() -> None:
    table = seated(*FOUR)
    with table.refuses():
        table.would_like_to_stay("ana")
    table.presses_start(table.floor)
    with table.refuses():
        table.agrees("ana")


def test_the_question_of_staying_ends_with_the_share() -> None:
    table = sharing()
    person = table.floor
    table.would_like_to_stay("ana")
    table.leaves(person)
    assert table.session.stay is None
    table.minutes_pass(1)
    assert CueKind.STAY_GRANTED not in table.lines


def test_staying_alone_with_ones_share_needs_nobody() -> None:
    table = sharing("ana", "bo", "dev", phase="open")
    table.reads_along("bo", "dev")
    assert table.session.alone_since
    table.would_like_to_stay("ana")
    assert table.last.kind is CueKind.STAY_GRANTED


# --- the end ----------------------------------------------------------------------------------------------------------


def over_time() -> Table:
    """A share that goes on and on: the end was fifteen minutes ago."""
    table = sharing()
    while table.minute < 90:
        table.says(table.floor)
        table.minutes_pass(1)
    table.forgets_what_was_said()
    return table


def test_fifteen_minutes_past_the_end_those_present_are_asked_once() -> None:
    table = sharing()
    table.minutes_pass(89.9 - table.minute)
    assert CueKind.END_ASKED not in table.lines
    table.minutes_pass(0.1)
    assert table.last.kind is CueKind.END_ASKED
    table.minutes_pass(14)
    assert table.lines.count(CueKind.END_ASKED) == 1


def test_thirty_minutes_past_the_end_without_consent_the_session_closes_with_one_line() -> None:
    table = over_time()
    table.minutes_pass(14.9)
    assert not table.closed
    table.minutes_pass(0.1)
    assert table.session.ending is Ending.OVERDUE
    assert table.lines[-1:] == [CueKind.CLOSED]
    assert table.minute == 105


def test_presses_that_are_no_consent_do_not_keep_a_session_open() -> None:
    table = over_time()
    for _ in range(29):
        table.says(table.floor)
        table.minutes_pass(0.5)
    table.minutes_pass(1)
    assert table.closed


def test_consent_gives_fifteen_minutes_and_then_the_question_again() -> None:
    table = over_time()
    table.minutes_pass(2)
    table.would_stay_longer("bo")
    assert table.last == Cue(CueKind.LONGER, "round-1", until=START + timedelta(minutes=92 + 15))
    table.minutes_pass(14.9)
    assert not table.closed
    with table.refuses():
        table.would_stay_longer("bo")
    table.minutes_pass(0.1)
    assert table.last == Cue(CueKind.END_ASKED, "round-1")
    table.minutes_pass(15)
    assert table.session.ending is Ending.OVERDUE


def test_consent_to_stay_is_asked_at_the_end_of_those_present() -> None:
    table = sharing()
    with table.refuses():
        table.would_stay_longer("ana")
    table = over_time()
    table.reads_along("noor")
    with table.refuses():
        table.would_stay_longer("noor")


def test_close_now_goes_to_the_close() -> None:
    table = over_time()
    table.is_ended()
    assert table.phase == "close"
    with table.refuses():
        table.would_stay_longer("ana")
    table.minutes_pass(2)
    assert table.session.ending is Ending.SAID


def test_at_the_close_nobody_is_asked_to_close() -> None:
    table = over_time()
    table.is_ended()
    table.only_time_passes()
    assert table.lines == [CueKind.PHASE]


def test_a_close_that_begins_just_before_the_question_is_left_to_itself() -> None:
    table = seated(*FOUR, phase="round-2")
    table.presses_start(table.floor)
    while table.minute < 85:
        table.says(table.floor)
        table.minutes_pass(1)
    table.minutes_pass(85.5 - table.minute)
    table.presses_done(table.floor)
    table.only_time_passes()
    assert table.minute == pytest.approx(90.5)
    assert CueKind.END_ASKED not in table.lines


def test_the_one_who_is_alone_past_the_end_is_not_asked_whether_to_close() -> None:
    table = sharing("ana", "bo", "dev")
    one = table.floor
    while table.minute < 85:
        table.says(one)
        table.minutes_pass(1)
    table.leaves(*table.queue)
    table.forgets_what_was_said()
    table.only_time_passes()
    assert table.lines == [CueKind.CLOSED]


# --- restart ----------------------------------------------------------------------------------------------------------


@few
@given(seeds)
def test_a_restart_at_any_moment_changes_nothing(seed: int) -> None:
    table = some_evening(seed)
    restarted = table.again()
    restarted.restarts()
    table.said.clear()
    table.only_time_passes()
    restarted.only_time_passes()
    assert restarted.session == table.session
    assert restarted.said == table.said


def test_after_a_restart_it_is_the_same_phase_and_the_same_turn_and_time_that_passed_counts() -> None:
    table = sharing()
    person = table.floor
    table.minutes_pass(2)
    table.restarts()
    table.bot_sleeps(3)
    assert (table.phase, table.floor, table.stage) == ("round-1", person, TurnStage.SPEAKING)
    assert table.last.kind is CueKind.TIME_UP


def test_a_phase_that_ended_meanwhile_is_followed_by_one_phase_and_not_by_several() -> None:
    table = seated(*FOUR, phase="check-in")
    table.bot_sleeps(20)
    assert table.phase == "round-1"
    assert table.lines == [CueKind.PHASE, CueKind.OFFERED]


def test_an_offer_that_stood_while_the_bot_was_away_goes_on_once() -> None:
    table = seated(*FOUR)
    person, after = table.floor, table.queue[0]
    table.bot_sleeps(45)
    assert table.floor == after
    assert table.queue[-1] == person
    assert table.lines == [CueKind.OFFERED]


def test_a_long_absence_in_a_share_is_one_line_not_two() -> None:
    table = sharing()
    table.forgets_what_was_said()
    table.bot_sleeps(20)
    assert table.lines == [CueKind.SPEAKER_QUIET]


@pytest.mark.parametrize("phase", ["arrive", "agreement", "check-in", "round-1", "open", "round-2", "co-reflection"])
def test_when_thirty_minutes_past_the_end_have_passed_it_closes_with_one_line(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    if not table.floor_is_free():
        table.presses_start(table.floor)
        table.would_like_to_stay(table.floor)
    table.forgets_what_was_said()
    table.restarts()
    table.bot_sleeps(200)
    assert table.session.ending is Ending.OVERDUE
    assert table.lines == [CueKind.CLOSED]


def test_a_pause_over_a_long_absence_closes_with_one_line() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.forgets_what_was_said()
    table.bot_sleeps(200)
    assert table.lines == [CueKind.CLOSED]


@few
@given(seeds, st.one_of(st.floats(0, 30), st.floats(0, 3000)))
def test_a_tick_may_come_late_by_any_amount_without_a_loop_or_saying_anything_twice(seed: int, late: float) -> None:
    table = some_evening(seed)
    table.forgets_what_was_said()
    overdue = table.session.ends_at + timedelta(minutes=30)
    paused = table.session.pause is not None
    table.bot_sleeps(late)  # the table itself checks that nothing is said twice and nothing is left undone
    if table.closed and table.lines and not paused and table.now >= overdue:
        assert table.lines == [CueKind.CLOSED]
    state, said = table.session, list(table.said)
    table.tick()
    assert (table.session, table.said) == (state, said)


def test_a_tick_that_comes_early_changes_nothing() -> None:
    table = seated(*FOUR)
    state = table.session
    table.tick()
    assert table.session == state


def test_who_was_not_heard_in_a_round_that_was_cut_short_comes_first_when_it_goes_round_the_other_way() -> None:
    table = seated(*FOUR, phase="round-1")
    first, *waiting = (table.floor, *table.queue)
    table.takes_turn()
    table.next_is_pressed()
    while table.phase != "round-2":
        table.next_is_pressed()
    assert (table.floor, *table.queue) == (*reversed(waiting), first)


# --- lateness ---------------------------------------------------------------------------------------------------------


def test_a_session_that_opens_late_says_so_and_has_its_whole_length() -> None:
    table = Table(opens_at=40, late=True)
    assert table.last.late
    table.tick()
    assert table.phase == "arrive"
    assert table.last.late
    table.arrives(*FOUR)
    assert table.session.ends_at == START + timedelta(minutes=115)
    table.goes_to("round-2")
    assert table.minute == 100
    assert not any(cue.late for cue in table.cues(CueKind.PHASE)[1:])


def test_doors_that_open_a_little_late_take_it_from_the_doors() -> None:
    table = Table(opens_at=-3, late=True)
    assert table.session.ends_at == START + timedelta(minutes=75)
    table.minutes_pass(3)
    assert table.phase == "arrive"


# --- closed -----------------------------------------------------------------------------------------------------------


def test_a_closed_session_takes_nothing_but_time() -> None:
    table = seated(*FOUR, phase="close")
    table.only_time_passes()
    state = table.session
    table.bot_sleeps(60)
    assert table.session == state
    assert hosting.next_due(state) is None
    with table.refuses():
        table.says("ana")
    with table.refuses():
        table.next_is_pressed()


def test_every_event_has_a_rule() -> None:
    table = Table()
    table.arrives("ana")
    for kind in get_args(events.Event):
        values = {"person": "ana", "name": "Ana", "wish": Wish.LATE, "mode": Mode.TELL, "agrees": True, "prompt": "x"}
        values |= {"depth": 1, "ending": Ending.EARLY, "role": "opener", "takes": True, "how": "coming", "message": "1"}
        values |= {"reply_to": None, "question": False, "phase": "round-1"}
        event = kind(**{field.name: values[field.name] for field in fields(kind)})
        with suppress(DomainError):
            hosting.step(table.session, event, table.now)


def test_an_event_without_a_rule_is_a_fault_of_ours() -> None:
    table = Table()
    with pytest.raises(TypeError, match="Vote"):
        hosting.step(table.session, Vote("ana"), table.now)  # type: ignore[arg-type] # what is tested


def test_a_refusal_leaves_the_state_untouched() -> None:
    table = seated(*FOUR)
    before = replace(table.session)
    with pytest.raises(NotPossibleNow):
        hosting.step(table.session, events.Ready("ana"), table.now)
    assert table.session == before
