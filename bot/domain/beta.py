"""The regularized incomplete beta function, and what is read from it: certainty about a share, and rare counts."""

from math import exp, lgamma, log, log1p

_STEPS = 500
_CLOSE = 1e-15
_TINY = 1e-300


def beta_below(x: float, a: float, b: float) -> float:
    """Says with which probability a Beta(a, b) lies below `x`: the regularized incomplete beta function I_x(a, b).

    `a` and `b` are above 0, `x` from 0 to 1; ValueError otherwise. By the continued fraction of DLMF 8.17.22, which
    converges quickly up to the mean; above it by symmetry.
    """
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"Beta({a}, {b}) below {x}: both counts above 0 and a share from 0 to 1 are needed")
    if x in (0, 1):
        return float(x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + …))), evaluated from the front (Lentz's method, modified)."""
    upper, lower = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = lower
    for m in range(1, _STEPS):
        before = value
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            lower = 1 / _off_zero(1 + term * lower)
            upper = _off_zero(1 + term / upper)
            value *= upper * lower
        if abs(value - before) <= _CLOSE * abs(value):
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def at_most(count: int, trials: int, chance: float) -> float:
    """Says how likely `count` or fewer of `trials` are, when each comes with `chance` (0 to 1): the lower tail."""
    if count >= trials:
        return 1.0
    if count < 0:
        return 0.0
    return beta_below(1 - chance, trials - count, count + 1)


def at_least(count: int, trials: int, chance: float) -> float:
    """Says how likely `count` or more of `trials` are, when each comes with `chance` (0 to 1): the upper tail."""
    return 1 - at_most(count - 1, trials, chance)
