"""Whether two shares differ by more than chance explains."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

#: Level at which two columns are said to differ.
LEVEL = 0.95
#: People that a column needs to be compared at all.
SMALLEST_BASE = 30
#: People with and without the property whom chance would leave in each of two columns, at least:
#: with fewer the normal approximation does not hold (Cochran 1954).
SMALLEST_EXPECTED = 5


def differ(one: tuple[int, int], two: tuple[int, int], comparisons: int = 1) -> bool:
    """Return whether two shares differ.

    Parameters
    ----------
    one, two:
        People with the property, and all people, of two separate groups.
    comparisons:
        Pairs that are compared together: the more there are, the more a difference must stand out
        (Bonferroni's correction).

    Notes
    -----
    Two-sided z test of two proportions with pooled variance; its square is the chi-square of the
    fourfold table without correction for continuity.
    """
    (people, base), (others, other_base) = one, two
    if not base or not other_base:
        return False
    pooled = (people + others) / (base + other_base)
    expected = min(pooled, 1 - pooled) * min(base, other_base)
    if expected < SMALLEST_EXPECTED:
        return False
    error = sqrt(pooled * (1 - pooled) * (1 / base + 1 / other_base))
    z = abs(people / base - others / other_base) / error
    return z > NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / comparisons)
