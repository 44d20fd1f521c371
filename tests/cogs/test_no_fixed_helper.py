"""Twelve sessions: with one who helps by habit, order, ring and roles even out from the first.

A note comes by about the sixth; in a balanced circle none comes (docs/no-fixed-helper.md).
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.cogs.twelve import HELPER, NAMES, SESSIONS, Told, twelve


@pytest.fixture(scope="module")
def with_habit(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return twelve(Path(tmp_path_factory.mktemp("habit")), habit=True)


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return twelve(Path(tmp_path_factory.mktemp("balanced")), habit=False)


def test_the_order_and_the_ring_even_out_from_the_first_session(with_habit: list[Told], balanced: list[Told]) -> None:
    for told in (*with_habit, *balanced):
        assert sorted(told.order) == sorted(NAMES), "everyone is offered the floor once, the helper too"
        assert sorted(told.ring) == sorted(NAMES), "everyone has a curious voice"
        assert sorted(told.ring.values()) == sorted(NAMES), "and is one"


def test_in_four_sessions_each_of_five_is_curious_with_each_other_where_nobody_passes(balanced: list[Told]) -> None:
    met = Counter(pair for told in balanced[:4] for pair in told.ring.items())
    assert set(met.values()) == {1}
    assert len(met) == 20


@pytest.mark.parametrize("role", ["opener", "weaver"])
def test_roles_go_round_by_right(with_habit: list[Told], balanced: list[Told], role: str) -> None:
    for sessions in (with_habit, balanced):
        for number in range(1, SESSIONS + 1):
            held = Counter(told.roles[role] for told in sessions[:number])
            counts = [held[name] for name in NAMES]
            assert max(counts) - min(counts) <= 2
        assert all(told.roles["opener"] != told.roles["weaver"] for told in sessions), "one role a person and session"


def test_a_note_comes_by_about_session_six_to_who_helps_by_habit_and_to_nobody_else(with_habit: list[Told]) -> None:
    noted = {number: told.notes for number, told in enumerate(with_habit, start=1) if told.notes}
    assert min(noted) <= 7
    assert {name for names in noted.values() for name in names} == {HELPER}
    first, *later = sorted(noted)
    assert all(number - first >= 6 for number in later), "six weeks without another"


def test_in_a_balanced_circle_no_note_comes(balanced: list[Told]) -> None:
    assert not any(told.notes for told in balanced)
