"""How mutual a circle is as a whole (Squartini et al. 2013): for replay and research alone."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ledger import Exchange
from bot.domain.reciprocity import FEWEST, reciprocity

PEOPLE = tuple("abcdef")


def between(*pairs: tuple[str, str], times: int = 1) -> list[Exchange]:
    return [Exchange(one, other, str(place)) for place, (one, other) in enumerate(pairs * times)]


def test_fewer_than_fifty_exchanges_say_nothing() -> None:
    assert FEWEST == 50
    assert reciprocity(between(("a", "b"), times=49)) is None
    assert reciprocity(between(("a", "b"), times=50)) is not None


def test_as_much_each_way_between_all_is_one() -> None:
    assert reciprocity(between(*permutations(PEOPLE, 2), times=2)) == pytest.approx(1)


def test_all_one_way_is_no_more_than_chance_and_a_chain_is_less() -> None:
    assert reciprocity(between(*((giver, owner) for giver in "abc" for owner in "def"), times=6)) == pytest.approx(0)
    chain = reciprocity(between(("a", "b"), ("b", "c"), ("c", "a"), times=20))
    assert chain is not None
    assert chain < 0


def test_by_chance_it_is_about_nothing_and_in_twos_it_is_high() -> None:
    chance = Random(4)
    pairs = list(permutations(PEOPLE, 2))
    by_chance = [reciprocity(between(*chance.choices(pairs, k=300))) for _ in range(20)]
    assert -0.3 < sum(each or 0 for each in by_chance) / 20 < 0.3
    twos = reciprocity(between(("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "f"), ("f", "e"), times=10))
    assert twos == pytest.approx(1)


def test_what_one_says_in_ones_own_share_is_not_counted() -> None:
    assert reciprocity(between(("a", "a"), times=60)) is None


@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), min_size=70, max_size=120),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30)
def test_names_and_their_order_decide_nothing(pairs: list[tuple[str, str]], chance: Random) -> None:
    names = dict(zip(PEOPLE, chance.sample(PEOPLE, 6), strict=True))
    renamed = [(names[one], names[other]) for one, other in pairs]
    chance.shuffle(renamed)
    rho, again = reciprocity(between(*pairs)), reciprocity(between(*renamed))
    assert rho == pytest.approx(again)
    assert rho is None or rho <= 1
