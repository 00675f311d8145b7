"""One code in a verification sample: how often it is right where given, and missing where not."""

from __future__ import annotations

import math
from dataclasses import dataclass

from openends.engine.reliability.estimate import Estimate
from openends.engine.reliability.weighted_share import WeightedShare, wilson


@dataclass(frozen=True, slots=True)
class Part:
    """The responses with a code, or those without it: all of them, and what their sample tells."""

    size: int
    #: Part of them that should have the code.
    right: WeightedShare

    @property
    def people(self) -> float:
        """How many should have the code."""
        return self.right.total_of(self.size)

    @property
    def lowest(self) -> float:
        """The fewest that the sample is in keeping with."""
        return self.size * self.right.low

    @property
    def highest(self) -> float:
        """The most that the sample is in keeping with."""
        return self.size * self.right.high


def corrected_share(parts: list[Part], base: int) -> Estimate:
    """Return the share that should have a code, with both its errors in the interval.

    Parameters
    ----------
    parts:
        The responses with the code and those without it, or all in one; together the base.
    base:
        All coded responses, which are themselves a sample of the people asked about.

    Notes
    -----
    The arms of the parts' intervals and of the survey's own are squared and added. Source: Zou and
    Donner (2008), "Construction of confidence limits about effect measures".
    """
    share = sum(part.people for part in parts) / base
    reach_low, reach_high = wilson(share, base)
    below = math.hypot(share - reach_low, *((p.people - p.lowest) / base for p in parts))
    above = math.hypot(reach_high - share, *((p.highest - p.people) / base for p in parts))
    return Estimate(share, max(0.0, share - below), min(1.0, share + above))


def recall_of(found: Part, missed: Part) -> Estimate:
    """Return which part of the responses that should have a code have it.

    Parameters
    ----------
    found, missed:
        The responses with the code and those without it.

    Notes
    -----
    The interval is that of a ratio, missed by found, of two independent estimates. Source: Donner
    and Zou (2012), "Closed-form confidence intervals for functions of the normal mean and standard
    deviation".
    """
    right = found.people
    lost = missed.people
    if right + lost == 0:
        return Estimate(None)
    least = _lower_ratio(lost, missed.lowest, right, found.highest)
    most = _upper_ratio(lost, missed.highest, right, found.lowest)
    return Estimate(right / (right + lost), 1 / (1 + most), 1 / (1 + least))


def _lower_ratio(top: float, top_low: float, bottom: float, bottom_high: float) -> float:
    reach = top_low * (2 * top - top_low)
    if reach <= 0:
        return 0.0
    spread = (top * bottom) ** 2 - reach * bottom_high * (2 * bottom - bottom_high)
    rest = top * bottom + math.sqrt(max(0.0, spread))
    return reach / rest if rest > 0 else math.inf


def _upper_ratio(top: float, top_high: float, bottom: float, bottom_low: float) -> float:
    reach = bottom_low * (2 * bottom - bottom_low)
    if reach <= 0:
        return math.inf
    spread = (top * bottom) ** 2 - reach * top_high * (2 * top - top_high)
    return (top * bottom + math.sqrt(max(0.0, spread))) / reach
