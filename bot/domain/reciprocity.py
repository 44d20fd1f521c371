"""How mutual a circle is as a whole: for research and replay, shown in no circle (MUTUALITY.md, Three tiers)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import exp

from bot.domain.ledger import Exchange

FEWEST = 50
"""With fewer exchanges the figure says nothing."""

_ROUNDS = 50
_SMALL = 1e-12

Flow = Mapping[tuple[str, str], float]


def reciprocity(exchanges: Iterable[Exchange]) -> float | None:
    """How far giving goes both ways, beyond what chance would bring: ρ of Squartini et al. (2013).

    1: between any two exactly as much each way; 0: as by chance among people who give and receive as much as these do;
    below 0: less than that. None with fewer than 50 exchanges.

    r = Σ min(w_ij, w_ji) / W, and ρ = (r - r₀) / (1 - r₀). Expected are independent counts around what everybody's
    giving and receiving lets expect of each pair, nobody with themselves.
    """
    weights = Counter((each.responder, each.owner) for each in exchanges if each.responder != each.owner)
    total = weights.total()
    if total < FEWEST:
        return None
    mutual = sum(min(times, weights[other, one]) for (one, other), times in weights.items()) / total
    expected = _expected(weights)
    chance = sum(_least(each, expected.get((other, one), 0.0)) for (one, other), each in expected.items()) / total
    return (mutual - chance) / (1 - chance)


def _expected(weights: Mapping[tuple[str, str], int]) -> Flow:
    """What is expected of each pair when everyone gives and receives as much as they did: fitted in turns."""
    people = sorted({person for pair in weights for person in pair})
    gives, gets = Counter[str](), Counter[str]()
    for (giver, owner), times in weights.items():
        gives[giver] += times
        gets[owner] += times
    flow = {(one, other): 1.0 for one in people for other in people if one != other and gives[one] and gets[other]}
    for _ in range(_ROUNDS):
        flow = _scaled(_scaled(flow, gives, 0), gets, 1)
    return flow


def _scaled(flow: Flow, wanted: Mapping[str, int], end: int) -> dict[tuple[str, str], float]:
    sums: dict[str, float] = dict.fromkeys((pair[end] for pair in flow), 0.0)
    for pair, amount in flow.items():
        sums[pair[end]] += amount
    return {pair: amount * wanted[pair[end]] / sums[pair[end]] for pair, amount in flow.items()}


def _least(one: float, other: float) -> float:
    """The expected lesser of two independent Poisson counts: the sum over k of the chance that both reach k."""
    total, k = 0.0, 0
    below_one = below_other = 0.0
    chance_one, chance_other = exp(-one), exp(-other)
    while k == 0 or k < one + other or (1 - below_one) * (1 - below_other) > _SMALL:
        below_one, below_other = below_one + chance_one, below_other + chance_other
        k += 1
        total += max(0.0, 1 - below_one) * max(0.0, 1 - below_other)
        chance_one, chance_other = chance_one * one / k, chance_other * other / k
    return total
