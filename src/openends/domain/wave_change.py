"""Whether a percentage changed from wave to wave, or only the way it was coded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeVerdict(StrEnum):
    """What a change from one wave to the next is."""

    REAL = "real change"
    CODING = "coding change"
    #: No part of it is beyond chance, nor is the whole.
    NONE = "no change"
    #: The whole is beyond chance and no part is, or the parts work against each other.
    UNCLEAR = "cannot tell"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change of a percentage in points, and the 95% interval that it is in keeping with."""

    points: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """True where the interval holds no zero."""
        return self.low > 0 or self.high < 0

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveChange:
    """A code in two waves, the second of which was coded otherwise than the first."""

    #: Name of the code.
    code: str
    #: Percentages as they were published: each wave by its own coding.
    first: float
    second: float
    whole: Change
    #: The part that the new coding makes, and the part that people make.
    coding: Change
    real: Change
    verdict: ChangeVerdict
    #: The same in a sentence.
    statement: str
