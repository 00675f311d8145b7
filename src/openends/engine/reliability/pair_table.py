"""Figures of two coders' decisions on one code: given by both, by one, by none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PairTable:
    """Numbers of responses; arrays of one shape hold many tables at once, as of many codes."""

    both: Numbers
    #: With the code by the first coder, and by the second.
    first: Numbers
    second: Numbers
    #: All responses.
    total: float

    @property
    def percent_agreement(self) -> Numbers:
        """Part of the responses on which the two decide alike, 0 to 1."""
        return 1 - (self.first + self.second - 2 * self.both) / self.total

    @property
    def kappa(self) -> Numbers:
        """Cohen's kappa: agreement beyond what the two coders' own frequencies give by chance.

        Not a number where chance alone gives full agreement. Source: Cohen (1960), "A coefficient
        of agreement for nominal scales".
        """
        first, second = self.first / self.total, self.second / self.total
        chance = first * second + (1 - first) * (1 - second)
        return beyond_chance(self.percent_agreement, chance)

    @property
    def alpha(self) -> Numbers:
        """Krippendorff's alpha of one code, given or not.

        It takes chance from both coders' frequencies together, and corrects for few responses. Not
        a number where both give the code always, or never. Source: Krippendorff (2011), "Computing
        Krippendorff's Alpha-Reliability".
        """
        values = 2 * self.total
        given = self.first + self.second
        apart = 2 * given * (values - given) / (values * (values - 1))
        return beyond_chance(self.percent_agreement, 1 - apart)

    @property
    def positive_agreement(self) -> Numbers:
        """Chance that one coder gives the code where the other does, 0 to 1 (F1, Dice overlap).

        Not a number where neither gives it. Source: Spitzer and Fleiss (1974), "A re-analysis of
        the reliability of psychiatric diagnosis".
        """
        given = self.first + self.second
        return np.where(given > 0, 2 * self.both / np.maximum(given, 1), np.nan)


def beyond_chance(observed: Numbers, chance: Numbers) -> Numbers:
    """Return the part of the room above chance that agreement fills; not a number without room."""
    room = 1 - chance
    enough = room > 1e-12
    return np.where(enough, (observed - chance) / np.where(enough, room, 1.0), np.nan)
