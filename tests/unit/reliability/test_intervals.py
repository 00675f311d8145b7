"""Intervals of shares, against the figures of the literature."""

import pytest

from openends.engine.reliability.intervals import share_interval


# Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(count, total, low, high):
    assert share_interval(count, total) == pytest.approx((low, high), abs=6e-5)
