from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.errors import BadValue
from bot.domain.flow import (
    DAY,
    FLOWS,
    Fixed,
    Flow,
    PerSeat,
    Phase,
    PhaseKind,
    UntilBeforeEnd,
    flow_named,
    minutes_each,
)
from bot.domain.prompts import Task

SIZES = range(2, 13)
flows = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)


def minutes(phase: Phase, n: int) -> float:
    """The plain length of a phase for n people; 0 for what takes what is left."""
    match phase.length:
        case Fixed(fixed):
            return fixed
        case PerSeat():
            return n * minutes_each(phase.length, n)
        case UntilBeforeEnd():
            return 0


def after_the_doors(flow: Flow) -> Iterator[Phase]:
    return (phase for phase in flow.phases if phase.kind is not PhaseKind.DOORS)


def left_for_open_dialogue(flow: Flow, n: int) -> float:
    return flow.minutes - sum(minutes(phase, n) for phase in after_the_doors(flow))


def test_there_are_seven_flows() -> None:
    assert set(FLOWS) == {"live-75", "live-45", "check-in-20", "two-of-us", "voice-90", "be-with", "async-5"}


def test_an_unknown_flow_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(BadValue) as refusal:
        flow_named("marathon")
    assert "live-75" in str(refusal.value.text.params)
    assert flow_named("live-75") is FLOWS["live-75"]


def test_live_75_is_the_table_of_the_design() -> None:
    assert [(phase.id, phase.kind, phase.length) for phase in FLOWS["live-75"].phases] == [
        ("doors", PhaseKind.DOORS, Fixed(10)),
        ("arrive", PhaseKind.ARRIVE, Fixed(4)),
        ("agreement", PhaseKind.AGREEMENT, Fixed(3)),
        ("check-in", PhaseKind.TOGETHER, Fixed(6)),
        ("round-1", PhaseKind.ROUND, PerSeat(6, 36)),
        ("quiet", PhaseKind.QUIET, Fixed(1)),
        ("open", PhaseKind.OPEN, UntilBeforeEnd(15)),
        ("round-2", PhaseKind.ROUND, Fixed(8)),
        ("co-reflection", PhaseKind.REFLECTION, Fixed(5, late=3)),
        ("close", PhaseKind.CLOSE, Fixed(2)),
    ]
    assert FLOWS["live-75"].minutes == 75


@flows
def test_doors_open_ten_minutes_before_and_come_first_and_the_close_last(flow: Flow) -> None:
    assert flow.doors == 10
    kinds = [phase.kind for phase in flow.phases]
    assert kinds[:2] == [PhaseKind.DOORS, PhaseKind.ARRIVE]
    assert kinds[-1] is PhaseKind.CLOSE
    assert kinds.count(PhaseKind.CLOSE) == 1
    assert len({phase.id for phase in flow.phases}) == len(flow.phases)


@flows
@pytest.mark.parametrize("n", SIZES)
def test_the_phases_of_a_flow_fit_its_minutes_for_any_number_of_people(flow: Flow, n: int) -> None:
    assert left_for_open_dialogue(flow, n) >= -1e-9


@flows
def test_what_open_dialogue_leaves_for_the_end_is_what_comes_after_it(flow: Flow) -> None:
    if flow.pace.days:
        return  # there each part ends on its day
    for place, phase in enumerate(flow.phases):
        if isinstance(phase.length, UntilBeforeEnd):
            n = 2 if flow.id == "two-of-us" else 6
            assert phase.length.minutes == sum(minutes(later, n) for later in flow.phases[place + 1 :])


@pytest.mark.parametrize(("n", "rest"), [(2, 34), (3, 28), (4, 22), (5, 16), (6, 10), (7, 10), (12, 10)])
def test_open_dialogue_has_what_is_left(n: int, rest: float) -> None:
    assert left_for_open_dialogue(FLOWS["live-75"], n) == pytest.approx(rest)


@pytest.mark.parametrize("n", SIZES)
def test_a_turn_of_round_1_is_six_minutes_or_an_equal_part_of_36(n: int) -> None:
    each = minutes_each(PerSeat(6, 36), n)
    assert each == min(6, 36 / n)
    assert n * each <= 36 + 1e-9


def test_a_fixed_round_is_shared_equally() -> None:
    assert minutes_each(Fixed(8), 4) == 2
    assert minutes_each(Fixed(8), 0) == 8


def test_open_dialogue_gives_nobody_a_length() -> None:
    assert minutes_each(UntilBeforeEnd(15), 5) == 0


@flows
def test_only_co_reflection_gets_shorter_when_late(flow: Flow) -> None:
    for phase in flow.phases:
        late = phase.length.late if isinstance(phase.length, Fixed) else None
        assert (late is not None) == (phase.kind is PhaseKind.REFLECTION and not flow.pace.days)
        assert late is None or 0 < late < minutes(phase, 3)


@flows
def test_every_phase_belongs_to_a_task_and_every_round_has_a_prompt(flow: Flow) -> None:
    for phase in flow.phases:
        assert phase.task in Task
        begins = phase.kind in (PhaseKind.ROUND, PhaseKind.SHARES, PhaseKind.LINE) and not phase.goes_on
        assert phase.has_prompt == begins


@pytest.mark.parametrize("flow", [flow for flow in FLOWS.values() if flow.has_order and not flow.pace.days])
def test_the_first_round_pairs_listeners_and_the_second_goes_the_other_way(flow: Flow) -> None:
    first, second = [phase for phase in flow.phases if phase.kind is PhaseKind.ROUND]
    assert first.ring
    assert not first.reverse
    assert second.reverse


def test_two_of_us_has_equal_time_both_ways() -> None:
    rounds = [phase for phase in FLOWS["two-of-us"].phases if phase.kind is PhaseKind.ROUND]
    assert [minutes_each(phase.length, 2) for phase in rounds] == [8, 4]
    assert all(phase.ring for phase in rounds)


def test_two_in_a_longer_flow_change_to_the_flow_for_two_and_a_short_one_stays() -> None:
    assert FLOWS["live-75"].pair_flow == FLOWS["live-45"].pair_flow == "two-of-us"
    assert FLOWS["check-in-20"].pair_flow is None


def test_voice_90_is_a_live_session_with_more_time_in_which_everyone_speaks_in_turn() -> None:
    flow = FLOWS["voice-90"]
    assert [phase.id for phase in flow.phases] == [phase.id for phase in FLOWS["live-75"].phases]
    assert (flow.minutes, flow.pace.offer, flow.pace.heard) == (90, timedelta(seconds=30), False)
    assert flow.pair_flow is None


def test_be_with_has_no_prompt_no_ring_and_no_order() -> None:
    flow = FLOWS["be-with"]
    assert not any(phase.has_prompt or phase.ring for phase in flow.phases)
    assert not flow.has_order
    kinds = {phase.kind for phase in flow.phases}
    assert kinds == {PhaseKind.DOORS, PhaseKind.ARRIVE, PhaseKind.BEING, PhaseKind.QUIET, PhaseKind.CLOSE}


def test_async_5_ends_each_part_on_its_day() -> None:
    flow = FLOWS["async-5"]
    ends = {
        phase.id: (flow.minutes - phase.length.minutes) / DAY
        for phase in flow.phases
        if isinstance(phase.length, UntilBeforeEnd)
    }
    assert ends == {"shares": 2, "questions": 3, "line": 4, "co-reflection": pytest.approx(5, abs=0.01)}
    assert (flow.pace.late, flow.pace.more) == (timedelta(hours=24), timedelta(hours=12))


def test_a_phase_is_found_by_its_kind() -> None:
    assert FLOWS["live-75"].index_of(PhaseKind.QUIET) == 5
    with pytest.raises(StopIteration):
        FLOWS["check-in-20"].index_of(PhaseKind.OPEN)
