"""The incomplete beta against known values, exact sums and its own symmetry."""

from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.beta import at_least, at_most, beta_below

counts = st.integers(1, 80)
parts = st.floats(0, 1)
halvable = st.integers(0, 1024).map(lambda part: part / 1024)  # so that one less it loses no digit


@pytest.mark.parametrize(
    ("x", "a", "b", "known"),
    [
        pytest.param(0.6, 4, 4, 0.710208, id="a polynomial"),
        pytest.param(0.5, 0.5, 0.5, 0.5, id="the arcsine law's middle"),
        pytest.param(0.25, 0.5, 0.5, 1 / 3, id="the arcsine law at a quarter"),
        pytest.param(0.3, 1, 1, 0.3, id="uniform"),
        pytest.param(0.3, 2, 5, 0.579825, id="skewed"),
        pytest.param(0.7, 5, 2, 1 - 0.579825, id="its mirror"),
        pytest.param(0.9, 0.5, 1, sqrt(0.9), id="a root"),
        pytest.param(0.0, 3, 2, 0.0, id="nothing"),
        pytest.param(1.0, 3, 2, 1.0, id="everything"),
        pytest.param(0.5, 1000, 1000, 0.5, id="large counts"),
    ],
)
def test_known_values(x: float, a: float, b: float, known: float) -> None:
    assert beta_below(x, a, b) == pytest.approx(known, abs=1e-12)


@given(parts, counts, counts)
def test_whole_counts_are_sums_of_binomial_terms(x: float, a: int, b: int) -> None:
    n = a + b - 1
    exact = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
    assert beta_below(x, a, b) == pytest.approx(exact, abs=1e-10)


@given(halvable, st.floats(0.2, 90), st.floats(0.2, 90))
def test_what_lies_below_and_above_is_everything(x: float, a: float, b: float) -> None:
    assert beta_below(x, a, b) + beta_below(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@given(st.integers(0, 70), st.integers(1, 70), parts)
def test_tails_are_those_of_the_binomial(count: int, trials: int, chance: float) -> None:
    below = sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(min(count, trials) + 1))
    assert at_most(count, trials, chance) == pytest.approx(below, abs=1e-10)
    assert at_least(count + 1, trials, chance) == pytest.approx(1 - below, abs=1e-10)


def test_fewer_than_none_never_happens_and_none_or_more_always() -> None:
    assert at_most(-1, 5, 0.5) == 0
    assert at_least(0, 5, 0.5) == 1


@pytest.mark.parametrize(("x", "a", "b"), [(0.5, 0, 1), (0.5, 1, -1), (1.1, 1, 1), (-0.1, 1, 1)])
def test_what_is_no_share_or_no_count_is_refused(x: float, a: float, b: float) -> None:
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        beta_below(x, a, b)
