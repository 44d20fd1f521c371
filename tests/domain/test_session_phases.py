"""SESSION.md, Phases of live-75: each row, and what is soft about it."""

import pytest

from bot.domain.session import CueKind, Ending, TurnStage
from tests.domain.table import PEOPLE, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


# --- doors ------------------------------------------------------------------------------------------------------------


def test_doors_are_open_from_ten_minutes_before_until_the_start() -> None:
    table = Table()
    assert table.lines == [CueKind.DOORS]
    table.minutes_pass(9.9)
    assert (table.phase, table.lines) == ("doors", [CueKind.DOORS])
    table.minutes_pass(0.1)
    assert (table.phase, table.minute) == ("arrive", 0)


def test_who_comes_in_at_the_doors_changes_nothing_but_their_seat() -> None:
    table = Table(expected=("ana", "bo"), members=2)
    table.arrives("ana", "bo")
    assert table.phase == "doors"
    assert table.lines == [CueKind.DOORS]


# --- arrive -----------------------------------------------------------------------------------------------------------


def test_arriving_takes_four_minutes() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.minutes_pass(13.9)
    assert table.phase == "arrive"
    table.minutes_pass(0.1)
    assert table.phase == "agreement"


def test_arriving_ends_as_soon_as_everyone_who_said_yes_is_here() -> None:
    table = Table(expected=("ana", "bo", "dev"))
    table.arrives("ana", "bo", "noor")
    table.minutes_pass(11)
    assert table.phase == "arrive"
    table.arrives("dev")
    assert table.phase == "agreement"


def test_who_said_yes_and_reads_along_is_here_too() -> None:
    table = Table(expected=(*FOUR,))
    table.arrives("ana", "bo", "dev")
    table.minutes_pass(11)
    table.reads_along("kim")
    assert table.phase == "agreement"


def test_arriving_goes_on_when_everyone_who_said_yes_is_here_but_they_are_too_few() -> None:
    table = Table(expected=("ana", "bo"))
    table.arrives("ana", "bo")
    table.minutes_pass(11)
    assert table.phase == "arrive"
    assert CueKind.FEW not in table.lines
    table.minutes_pass(3)
    assert table.last.kind is CueKind.FEW


# --- agreement --------------------------------------------------------------------------------------------------------


def test_the_agreement_ends_when_the_opener_presses_next() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("bo")
    table.goes_to("agreement")
    assert table.last.person == "bo"
    with table.refuses():
        table.has_read_out("ana")
    table.has_read_out("bo")
    assert table.phase == "check-in"


def test_without_an_opener_anyone_here_may_press_next() -> None:
    table = seated(*FOUR, phase="agreement")
    with table.refuses():
        table.has_read_out("noor")
    table.has_read_out("dev")
    assert table.phase == "check-in"


def test_an_opener_who_left_is_waited_for_no_more() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.takes_role("bo")
    table.goes_to("agreement")
    table.leaves("bo")
    table.has_read_out("ana")
    assert table.phase == "check-in"


def test_the_agreement_ends_after_three_minutes() -> None:
    table = seated(*FOUR, phase="agreement")
    table.minutes_pass(2.9)
    assert table.phase == "agreement"
    table.minutes_pass(0.1)
    assert table.phase == "check-in"


def test_next_for_the_agreement_is_refused_at_any_other_time() -> None:
    table = seated(*FOUR, phase="check-in")
    with table.refuses():
        table.has_read_out("ana")


# --- check-in ---------------------------------------------------------------------------------------------------------


def test_the_check_in_is_everyone_at_once_and_ends_when_everyone_has_spoken_or_passed() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.goes_to("check-in")
    assert table.last.together
    table.says("ana", "ana", "bo")
    table.passes("dev")
    assert table.phase == "check-in"
    table.says("kim")
    assert table.phase == "round-1"


def test_the_check_in_ends_after_six_minutes() -> None:
    table = seated(*FOUR, phase="check-in")
    table.says("ana")
    table.minutes_pass(6)
    assert table.phase == "round-1"


def test_the_check_in_waits_neither_for_those_who_read_along_nor_for_those_who_left() -> None:
    table = seated(*FOUR, "noor", phase="check-in")
    table.reads_along("noor")
    table.says("ana", "bo", "dev")
    assert table.phase == "check-in"
    table.leaves("kim")
    assert table.phase == "round-1"


def test_words_from_before_the_check_in_do_not_count_as_a_line() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.says(*FOUR)
    table.goes_to("check-in")
    assert table.minute == 7


# --- round 1 ----------------------------------------------------------------------------------------------------------


def test_round_1_says_the_prompt_the_length_and_the_ring() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.goes_to("round-1")
    (opened,) = [cue for cue in table.cues(CueKind.PHASE) if cue.phase == "round-1"]
    assert opened.prompt == "worldview-7"
    assert opened.minutes == 4
    assert dict(opened.pairs) == table.ring()
    assert set(dict(opened.pairs).values()) == set(FOUR)
    assert table.session.prompts[0].shown
    assert not table.session.prompts[1].shown


def test_round_1_ends_with_its_last_turn_and_not_by_time() -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn(minutes=30)
    table.takes_turn()
    assert table.phase == "round-1"
    table.takes_turn()
    assert table.phase == "quiet"


@pytest.mark.parametrize(("n", "share"), [(2, 4), (6, 4), (7, 36 / 7 * 2 / 3), (9, 8 / 3), (12, 2)])
def test_a_share_is_two_thirds_of_a_turn(n: int, share: float) -> None:
    table = Table(members=n)
    table.arrives(*PEOPLE[: max(n, 3)])
    table.goes_to("round-1")
    if n == 2:
        table.leaves(PEOPLE[2])
    table.presses_start(table.floor)
    table.forgets_what_was_said()
    table.minutes_pass(share - 0.01)
    assert table.lines == []
    table.minutes_pass(0.02)
    assert table.lines == [CueKind.TIME_UP]


def test_each_of_two_has_eight_minutes_and_five_of_them_to_share() -> None:
    table = seated("ana", "bo")
    assert table.session.flow == "two-of-us"
    table.presses_start(table.floor)
    table.minutes_pass(5.3)
    assert CueKind.TIME_UP not in table.lines
    table.minutes_pass(0.1)
    assert CueKind.TIME_UP in table.lines


# --- quiet ------------------------------------------------------------------------------------------------------------


def test_the_quiet_minute_is_a_minute() -> None:
    table = seated(*FOUR, phase="quiet")
    table.minutes_pass(0.9)
    assert table.phase == "quiet"
    table.minutes_pass(0.1)
    assert table.phase == "open"


# --- open dialogue ----------------------------------------------------------------------------------------------------


def test_open_dialogue_lasts_until_fifteen_minutes_before_the_end() -> None:
    table = seated(*FOUR, phase="open")
    assert table.minute < 50
    table.minutes_pass(59.9 - table.minute)
    assert table.phase == "open"
    table.minutes_pass(0.1)
    assert table.phase == "round-2"


def test_open_dialogue_waits_for_the_running_share_and_says_so_once() -> None:
    table = seated(*FOUR, phase="open")
    table.minutes_pass(56 - table.minute)
    table.asks_for_the_floor("dev", "kim")
    speaker = table.floor
    table.presses_start(speaker)
    table.forgets_what_was_said()
    table.minutes_pass(9)
    assert table.phase == "open"
    assert table.lines == [CueKind.ROUND_TIME]
    assert table.last.person == speaker
    table.says(speaker, "ana")
    assert table.lines == [CueKind.ROUND_TIME]
    table.presses_done(speaker)
    assert table.phase == "round-2"


def test_open_dialogue_has_nothing_left_when_round_1_took_it_all() -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn(minutes=48)
    table.goes_to("quiet")
    assert table.minute > 60
    table.minutes_pass(1)
    assert table.phase == "round-2"


# --- round 2 ----------------------------------------------------------------------------------------------------------


def test_round_2_goes_the_other_way_without_a_ring() -> None:
    table = seated(*FOUR)
    first = []
    while table.phase == "round-1":
        first.append(table.floor)
        table.takes_turn()
    table.goes_to("round-2")
    assert table.ring() == {}
    assert table.cues(CueKind.PHASE)[-1].prompt == "moving-towards-3"
    second = []
    while table.phase == "round-2":
        second.append(table.floor)
        table.takes_turn(minutes=0.5)
    assert second == first[::-1]


def test_who_passed_in_round_1_keeps_their_place_in_the_other_direction() -> None:
    table = seated(*FOUR)
    order = (table.floor, *table.queue)
    table.takes_turn()
    table.passes(table.floor)
    table.goes_to("round-2")
    assert (table.floor, *table.queue) == order[::-1]


def test_round_2_ends_when_everyone_was_cued() -> None:
    table = seated(*FOUR, phase="round-2")
    for _ in FOUR:
        table.takes_turn(minutes=0.5)
    assert table.phase == "co-reflection"


def test_round_2_ends_after_eight_minutes() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=2)
    table.takes_turn(minutes=7)
    assert table.phase == "co-reflection"


def test_when_time_is_up_whoever_was_just_offered_the_floor_still_has_it() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=7.5)
    waiting = table.floor
    table.forgets_what_was_said()
    table.minutes_pass(1)
    assert (table.phase, table.floor, table.lines) == ("round-2", waiting, [])
    table.says(waiting)
    assert table.stage is TurnStage.SPEAKING
    table.presses_done(waiting)
    assert table.phase == "co-reflection"


def test_an_offer_that_nobody_answers_holds_the_round_three_minutes_at_most() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=7.5)
    table.minutes_pass(3.1)
    assert table.phase == "co-reflection"


@pytest.mark.parametrize("n", [7, 9, 12])
def test_from_seven_people_on_round_2_is_everyone_at_once(n: int) -> None:
    table = seated(*PEOPLE[:n], phase="round-2")
    assert table.session.round is None
    table.tick()
    people = PEOPLE[:n]
    table.says(*people[1:])
    assert table.phase == "round-2"
    table.passes(people[0])
    assert table.phase == "co-reflection"


def test_round_2_at_once_says_so_and_ends_after_eight_minutes() -> None:
    table = Table(members=7)
    table.arrives(*PEOPLE[:7])
    table.goes_to("round-2")
    assert table.last.together
    assert table.last.minutes == 8
    table.minutes_pass(8)
    assert table.phase == "co-reflection"


def test_six_people_still_go_in_turn() -> None:
    table = seated(*PEOPLE[:6], phase="round-2")
    assert not table.floor_is_free()


def test_who_passed_and_had_a_turn_after_all_has_the_place_of_that_turn() -> None:
    table = seated(*FOUR)
    passed, *others = (table.floor, *table.queue)
    table.passes(passed)
    table.asks_for_the_floor(passed)
    table.goes_to("round-2")
    assert (table.floor, *table.queue) == (passed, *others[::-1])


# --- co-reflection and close ------------------------------------------------------------------------------------------


def test_co_reflection_is_five_minutes_and_the_close_two() -> None:
    table = seated(*FOUR, phase="co-reflection")
    before = table.minute
    table.minutes_pass(4.9)
    assert table.phase == "co-reflection"
    table.minutes_pass(0.2)
    assert table.phase == "close"
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    assert table.minute == pytest.approx(before + 7)


def test_co_reflection_is_three_minutes_when_late() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=10)
    assert table.phase == "co-reflection"
    assert table.minute > 68
    before = table.minute
    assert table.last.minutes == 3
    table.goes_to("close")
    assert table.minute == pytest.approx(before + 3)


def test_the_close_needs_no_line_beside_its_own() -> None:
    table = seated(*FOUR, phase="close")
    table.only_time_passes()
    assert table.closed
    assert table.lines == []


@pytest.mark.parametrize("overrun", [0, 5, 15, 30, 45, 58])
def test_an_overrun_is_taken_from_open_dialogue_then_from_co_reflection_and_the_close_is_never_dropped(
    overrun: float,
) -> None:
    table = seated("ana", "bo", "dev")
    table.takes_turn(minutes=overrun)
    phases: list[str] = []
    opened = table.minute
    while not table.closed:
        if phases[-1:] != [table.phase]:
            phases.append(table.phase)
        if table.floor_is_free():
            table.minutes_pass(0.25)
        else:
            table.takes_turn(minutes=0.5)
    free = 60 - (opened + 3)
    assert ("open" in phases) == (free > 0)
    assert phases[-3:] == ["round-2", "co-reflection", "close"]
    assert table.session.ending is Ending.SAID
    if free > 0:
        assert table.minute <= 75


@pytest.mark.parametrize("n", range(3, 13))
def test_who_takes_exactly_the_time_there_is_closes_on_time(n: int) -> None:
    table = Table(members=n)
    table.arrives(*PEOPLE[:n])
    while not table.closed:
        if table.floor_is_free():
            table.minutes_pass(0.125)
            continue
        person, each = table.floor, table.session.share_length.total_seconds() / 60
        ring = table.phase == "round-1"
        table.presses_start(person)
        table.minutes_pass(each)
        table.presses_done(person)
        if ring:
            assert table.curious
            table.says(table.curious)
            table.minutes_pass(each / 2)
            table.presses_done(person)
    assert table.minute == pytest.approx(75, abs=0.3)
    assert CueKind.END_ASKED not in table.lines


# --- soft timers ------------------------------------------------------------------------------------------------------


def test_when_the_time_of_a_round_is_up_it_is_said_once_and_the_speaker_is_waited_for() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=1)
    table.takes_turn(minutes=1)
    table.minutes_pass(2)
    table.takes_turn(minutes=2)
    speaker = table.floor
    table.minutes_pass(1.9)
    table.presses_start(speaker)
    table.forgets_what_was_said()
    table.minutes_pass(9)
    assert (table.phase, table.floor, table.lines) == ("round-2", speaker, [CueKind.ROUND_TIME])


def test_two_times_that_are_up_in_one_share_are_one_line() -> None:
    table = seated(*FOUR, phase="round-2")
    table.takes_turn(minutes=4)
    table.presses_start(table.floor)
    table.forgets_what_was_said()
    table.minutes_pass(2)
    assert table.lines == [CueKind.TIME_UP]
    table.minutes_pass(7)
    assert table.lines == [CueKind.TIME_UP]
    assert table.phase == "round-2"


def test_when_time_is_up_nobody_is_promised_a_turn_that_will_not_come() -> None:
    table = seated(*FOUR, phase="round-2")
    waiting = table.queue[-1]
    table.passes(waiting)
    table.takes_turn(minutes=7.5)
    offered = table.floor
    table.minutes_pass(1)
    with table.refuses():
        table.later(offered)
    with table.refuses():
        table.asks_for_the_floor(waiting)
    table.passes(offered)
    assert table.phase == "co-reflection"


def test_when_the_time_of_open_dialogue_is_up_no_further_turn_is_promised() -> None:
    table = seated(*FOUR, phase="open")
    table.minutes_pass(59 - table.minute)
    table.asks_for_the_floor("ana")
    table.presses_start("ana")
    table.minutes_pass(2)
    with table.refuses():
        table.asks_for_the_floor("bo")


def test_the_share_that_was_too_long_for_its_phase_ends_the_phase_when_it_is_done() -> None:
    table = seated(*FOUR, phase="round-2")
    speaker = table.floor
    table.presses_start(speaker)
    table.minutes_pass(9)
    assert table.phase == "round-2"
    table.presses_done(speaker)
    assert table.phase == "co-reflection"


# --- Next and early ends ----------------------------------------------------------------------------------------------


def test_next_goes_to_the_next_phase() -> None:
    table = seated(*FOUR, phase="check-in")
    table.next_is_pressed()
    assert table.phase == "round-1"
    table.next_is_pressed()
    assert table.phase == "quiet"


def test_next_while_somebody_shares_waits_until_they_are_done() -> None:
    table = seated(*FOUR)
    speaker = table.floor
    table.presses_start(speaker)
    table.next_is_pressed()
    assert (table.phase, table.floor) == ("round-1", speaker)
    with table.refuses():
        table.next_is_pressed()
    table.presses_done(speaker)
    assert table.stage is TurnStage.ASKED
    table.presses_done(speaker)
    assert table.phase == "quiet"


def test_next_at_the_doors_lets_those_who_are_here_begin() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.next_is_pressed()
    assert table.phase == "arrive"
    table.next_is_pressed()
    assert table.phase == "agreement"


def test_next_while_arriving_asks_when_few_are_here_and_then_means_talk_anyway() -> None:
    table = Table()
    table.minutes_pass(11)
    with table.refuses():
        table.next_is_pressed()
    table.arrives("ana", "bo")
    table.next_is_pressed()
    assert (table.phase, table.last.kind) == ("arrive", CueKind.FEW)
    table.next_is_pressed()
    assert table.phase == "agreement"
    assert table.minute == 1


def test_next_at_the_close_closes() -> None:
    table = seated(*FOUR, phase="close")
    table.next_is_pressed()
    assert table.session.ending is Ending.SAID


def test_next_does_not_end_a_pause_that_somebody_asked_for() -> None:
    table = seated(*FOUR, phase="check-in")
    table.asks_for_a_pause("ana")
    with table.refuses():
        table.next_is_pressed()


def test_an_early_end_still_has_its_close() -> None:
    table = seated(*FOUR)
    table.takes_turn()
    table.is_ended()
    assert table.phase == "close"
    table.minutes_pass(2)
    assert table.session.ending is Ending.SAID
    assert table.minute < 30


def test_an_early_end_in_a_share_leaves_the_share_counted() -> None:
    table = seated(*FOUR)
    speaker = table.floor
    table.presses_start(speaker)
    table.is_ended()
    assert table.phase == "close"
    assert [share.owner for share in table.session.shares] == [speaker]
    assert dict(table.session.debts)[speaker] < 0


def test_an_early_end_in_a_pause_ends_the_pause() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    table.minutes_pass(3)
    table.is_ended()
    assert table.phase == "close"
    table.minutes_pass(2)
    assert table.closed


def test_an_early_end_at_the_close_closes_at_once() -> None:
    table = seated(*FOUR, phase="close")
    table.is_ended()
    assert table.session.ending is Ending.SAID


@pytest.mark.parametrize("phase", ["doors", "arrive"])
def test_an_early_end_before_the_circle_has_begun_closes_with_one_line(phase: str) -> None:
    table = seated(*FOUR, phase=phase)
    table.is_ended()
    assert table.session.ending is Ending.EARLY
    assert table.lines == [CueKind.CLOSED]


@pytest.mark.parametrize("ending", [Ending.SKIPPED, Ending.NEXT_DUE])
def test_other_ends_close_at_once_with_one_line(ending: Ending) -> None:
    table = seated(*FOUR)
    speaker = table.floor
    table.presses_start(speaker)
    table.is_ended(ending)
    assert table.session.ending is ending
    assert dict(table.session.debts)[speaker] < 0, "the share counts"
    assert table.lines[-1] is CueKind.CLOSED
    assert table.lines.count(CueKind.CLOSED) == 1


# --- the prompt -------------------------------------------------------------------------------------------------------


def test_another_prompt_is_shown_in_the_running_round() -> None:
    table = seated(*FOUR)
    table.prompt_is_changed("worldview-9")
    assert (table.last.kind, table.last.prompt) == (CueKind.PROMPT, "worldview-9")
    assigned = table.session.assigned("round-1")
    assert assigned
    assert (assigned.prompt, assigned.depth, assigned.shown, assigned.task) == ("worldview-9", 2, True, "worldview")


def test_the_prompt_stays_while_somebody_is_with_it() -> None:
    table = seated(*FOUR)
    table.presses_start(table.floor)
    with table.refuses():
        table.prompt_is_changed("worldview-9")


def test_the_prompt_stays_in_a_pause() -> None:
    table = seated(*FOUR)
    table.asks_for_a_pause("ana")
    with table.refuses():
        table.prompt_is_changed("worldview-9")


def test_a_phase_without_a_prompt_has_none_to_change() -> None:
    table = seated(*FOUR, phase="check-in")
    with table.refuses():
        table.prompt_is_changed("worldview-9")


# --- the whole --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", ["live-75", "live-45", "check-in-20", "two-of-us"])
@pytest.mark.parametrize("n", [2, 3, 6, 7, 12])
def test_every_flow_goes_from_its_doors_to_its_close(flow: str, n: int) -> None:
    table = Table(flow, members=n)
    table.arrives(*PEOPLE[:n])
    table.goes_to("close")
    table.only_time_passes()
    assert table.session.ending is Ending.SAID
    assert table.minute <= table.session.plan.minutes
    opened = [cue.phase for cue in table.cues(CueKind.PHASE)]
    planned = [phase.id for phase in table.session.plan.phases if phase.id != "doors"]
    assert opened == planned
    at_once = {"check-in"} | ({"round-2"} if n > 6 and flow != "two-of-us" else set())
    assert {cue.phase for cue in table.cues(CueKind.PHASE) if cue.together} == at_once & set(planned)
    closing = table.cues(CueKind.PHASE)[-1]
    assert closing.kind is CueKind.PHASE
    assert closing.phase == "close"
