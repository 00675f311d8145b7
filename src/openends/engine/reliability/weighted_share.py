"""The share of all responses that a weighted sample of them speaks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: The normal curve holds 95 percent within this many standard deviations.
_WITHIN = 1.959963984540054


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """A share that a sample estimates; every case stands for as many as its weight."""

    #: Weights of the cases with the property, and of all.
    hits: float
    total: float
    #: Number of cases of a plain sample that would tell as much; infinite when all were sampled.
    effective: float

    @classmethod
    def of(cls, weights: Sequence[float], hits: Sequence[bool], size: int) -> WeightedShare | None:
        """Weigh the cases of a sample out of ``size``; None without any.

        Unequal weights tell less than equal ones, and a sample that is much of the whole tells
        more. Sources: Kish (1965), "Survey sampling", chapter 11.7; Cochran (1977), "Sampling
        techniques", chapter 3.2 for the finite population.
        """
        if not weights:
            return None
        if len(weights) >= size:
            # All of them: chance has no part in it any more.
            weights = [1.0] * len(weights)
        total = math.fsum(weights)
        alike = total * total / math.fsum(weight * weight for weight in weights)
        left = 1 - len(weights) / size
        return cls(
            hits=math.fsum(weight for weight, hit in zip(weights, hits, strict=True) if hit),
            total=total,
            effective=alike / left if left > 0 else math.inf,
        )

    @property
    def share(self) -> float:
        """The estimated share, 0 to 1."""
        return self.hits / self.total

    @property
    def low(self) -> float:
        """Lower end of the 95% interval."""
        return wilson(self.share, self.effective)[0]

    @property
    def high(self) -> float:
        """Upper end of the 95% interval."""
        return wilson(self.share, self.effective)[1]

    def total_of(self, size: int) -> float:
        """Return how many of ``size`` the share is; whole numbers stay exact."""
        return size * self.hits / self.total


def wilson(share: float, cases: float) -> tuple[float, float]:
    """Return Wilson's 95% interval (1927) of a share of any number of cases, whole or not."""
    if math.isinf(cases):
        return share, share
    square = _WITHIN * _WITHIN / cases
    middle = (share + square / 2) / (1 + square)
    arm = _WITHIN / (1 + square) * math.sqrt(share * (1 - share) / cases + square / (4 * cases))
    return max(0.0, middle - arm), min(1.0, middle + arm)
