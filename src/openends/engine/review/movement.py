"""How far percentages are expected to move, and how far at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

#: The normal curve holds 95 percent within this many standard deviations.
_WITHIN = 1.959963984540054
#: Confidence errs together for answers with the same code: how much of a percentage changes hands
#: is known up to this part of itself, one standard deviation. So the bound held the true change of
#: 93 percent of the codes of nine sets before anything was reviewed; with half of it, of 88.
TOGETHER = 1.0
#: Points of standard deviation that are divided by at least.
_NONE = 1e-6


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to be reviewed, summed up by code; in points."""

    #: Expected fall of each percentage, its variance from answer to answer, and what of it is
    #: expected to change hands.
    fall: Vector
    variance: Vector
    turnover: Vector

    @property
    def deviation(self) -> Vector:
        """Standard deviation of each percentage's change."""
        return np.asarray(np.sqrt(self.variance + (TOGETHER * self.turnover) ** 2))

    @property
    def movement(self) -> Vector:
        """How far each percentage is expected to move: the mean of the absolute change.

        Notes
        -----
        Mean of the folded normal distribution (Leone, Nelson and Nottingham 1961).
        """
        from scipy.special import erf

        ratio = self._ratio
        bell = self.deviation * np.sqrt(2 / np.pi) * np.exp(-(ratio**2) / 2)
        return np.asarray(bell + self.fall * erf(ratio / np.sqrt(2)))

    @property
    def bound(self) -> Vector:
        """How far each percentage moves at most, 19 times of 20 or more."""
        return np.asarray(np.abs(self.fall) + _WITHIN * self.deviation)

    @property
    def slopes(self) -> tuple[Vector, Vector, Vector]:
        """What a point less of fall, of variance and of turnover takes from the movement."""
        from scipy.special import erf

        ratio = self._ratio
        curve = np.exp(-(ratio**2) / 2) / np.sqrt(2 * np.pi)
        per_variance = curve / np.maximum(self.deviation, _NONE)
        per_turnover = 2 * TOGETHER**2 * self.turnover * per_variance
        return np.asarray(erf(ratio / np.sqrt(2))), per_variance, per_turnover

    @property
    def _ratio(self) -> Vector:
        return np.asarray(self.fall / np.maximum(self.deviation, _NONE))

    def without(self, fall: Vector, variance: Vector, turnover: Vector) -> Left:
        """Return what is left after the review of answers with these figures."""
        return Left(
            self.fall - fall,
            np.maximum(self.variance - variance, 0),
            np.maximum(self.turnover - turnover, 0),
        )
