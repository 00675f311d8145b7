"""How far a share in a sample can be from the share of all."""

from __future__ import annotations

#: Part of all samples in which the interval holds the true share.
LEVEL = 0.95


def share_interval(count: int, total: int) -> tuple[float, float]:
    """Return the lowest and highest share of all that a sample is in keeping with.

    Parameters
    ----------
    count:
        Cases with the property.
    total:
        Cases in the sample, at least 1.

    Notes
    -----
    Wilson's score interval (1927) at 95 percent: it is sound for small samples and for shares near
    0 and 1.
    """
    # Imported here: the library takes long to load.
    from scipy.stats import binomtest

    interval = binomtest(count, total).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
