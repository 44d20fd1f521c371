from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ledger import KEPT_SESSIONS, RoleHistory
from bot.domain.roles import Role, offer_roles, starting_count

PEOPLE = tuple("abcdef")
ROLES = tuple(Role)
Held = dict[tuple[str, str], RoleHistory]
Declined = frozenset[tuple[str, str]]

keys = st.tuples(st.sampled_from(Role), st.sampled_from(PEOPLE))
histories = st.builds(RoleHistory, st.integers(1, 5), st.integers(1, 30))
helds = st.dictionaries(keys, histories)
declineds = st.frozensets(keys)
presents = st.lists(st.sampled_from(PEOPLE), unique=True)
numbers = st.integers(0, 40)


def times(role: Role, person: str, present: list[str], held: Held) -> int:
    return held[role, person].times if (role, person) in held else starting_count(role, present, held)


@given(presents, helds, declineds, numbers)
def test_one_role_a_person_present_and_never_a_declined_one(
    present: list[str], held: Held, declined: Declined, number: int
) -> None:
    offers = offer_roles(ROLES, present, held, declined, "seed", number)
    assert set(offers.values()) <= set(present)
    assert len(set(offers.values())) == len(offers)
    assert not set(offers.items()) & declined


@given(presents, helds, declineds, numbers)
def test_nobody_is_offered_a_role_that_a_free_and_willing_person_has_held_fewer_times(
    present: list[str], held: Held, declined: Declined, number: int
) -> None:
    offers = offer_roles(ROLES, present, held, declined, "seed", number)
    without_role = set(present) - set(offers.values())
    for role in ROLES:
        willing = [person for person in without_role if (role, person) not in declined]
        if role not in offers:
            assert willing == []
        for person in willing:
            assert times(role, offers[role], present, held) <= times(role, person, present, held)


@given(presents, helds, declineds, numbers, st.randoms(use_true_random=False))
def test_the_order_of_names_decides_nothing(
    present: list[str], held: Held, declined: Declined, number: int, chance: Random
) -> None:
    shuffled = list(present)
    chance.shuffle(shuffled)
    assert offer_roles(ROLES, shuffled, held, declined, "seed", number) == offer_roles(
        ROLES, present, held, declined, "seed", number
    )


def test_of_those_who_held_it_equally_often_the_longest_ago_comes_first() -> None:
    held = {("opener", "a"): RoleHistory(2, 7), ("opener", "b"): RoleHistory(2, 4), ("opener", "c"): RoleHistory(3, 1)}
    assert offer_roles([Role.OPENER], ["a", "b", "c"], held, (), "seed", 8) == {Role.OPENER: "b"}


def test_somebody_new_starts_with_the_fewest_and_not_with_none() -> None:
    held = {("weaver", "a"): RoleHistory(3, 4), ("weaver", "b"): RoleHistory(2, 5), ("weaver", "z"): RoleHistory(1, 6)}
    assert starting_count(Role.WEAVER, ["a", "b", "new"], held) == 2
    assert starting_count(Role.OPENER, ["a", "b", "new"], held) == 0


@pytest.mark.parametrize("number", range(6))
def test_which_role_is_filled_first_rotates(number: int) -> None:
    assert offer_roles(ROLES, ["a"], {}, (), "seed", number) == {ROLES[number % 3]: "a"}


def test_a_role_that_everyone_declined_stays_empty() -> None:
    declined = [(Role.OPENER, "a"), (Role.OPENER, "b")]
    assert offer_roles([Role.OPENER], ["a", "b"], {}, declined, "seed", 1) == {}
    assert offer_roles(ROLES, [], {}, (), "seed", 1) == {}
    assert offer_roles([], ["a"], {}, (), "seed", 1) == {}


def test_equals_are_drawn_by_the_seed() -> None:
    drawn = {offer_roles([Role.OPENER], PEOPLE, {}, (), f"session {n}", 1)[Role.OPENER] for n in range(100)}
    assert drawn == set(PEOPLE)


# --- over many sessions -----------------------------------------------------------------------------------------------


def spreads(seed: int, *, away: float = 0.0, not_today: float = 0.0) -> list[int]:
    """By role, the difference between who held it most and least after twelve sessions of six people."""
    chance = Random(seed)
    past: list[dict[Role, str]] = []
    for number in range(12):
        held: Held = {}
        for at, offers in enumerate(past[-KEPT_SESSIONS:]):
            for key in offers.items():
                held[key] = RoleHistory(held.get(key, RoleHistory()).times + 1, at)
        present = [person for person in PEOPLE if chance.random() >= away]
        declined = {(role, person) for role in Role for person in present if chance.random() < not_today}
        past.append(offer_roles(ROLES, present, held, declined, f"{seed}/{number}", number))
    counts = [Counter(offers.get(role) for offers in past) for role in ROLES]
    return [max(count[p] for p in PEOPLE) - min(count[p] for p in PEOPLE) for count in counts]


def test_after_twelve_sessions_of_six_no_role_has_stuck_to_anyone() -> None:
    assert max(max(spreads(seed)) for seed in range(50)) <= 2


def test_with_people_away_and_not_today_the_spread_stays_small_on_average() -> None:
    all_spreads = [spread for seed in range(50) for spread in spreads(seed, away=0.2, not_today=0.15)]
    assert sum(all_spreads) / len(all_spreads) < 1.5
