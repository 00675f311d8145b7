"""A figure with its interval, and how many more responses would settle it."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Agreement that is commonly asked for before figures are reported as reliable. Source:
#: Krippendorff (2004), "Content analysis", chapter 11.
RELIABLE = 0.8


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the 95% interval that it is in keeping with."""

    #: None where the figure is not defined.
    value: float | None
    #: None where the responses at hand allow no interval.
    low: float | None = None
    high: float | None = None


def more_responses(
    found: Estimate, responses: int, target: float = RELIABLE, most: int = 1_000_000
) -> int | None:
    """Return how many more responses to double-code until the interval lies above a target.

    Parameters
    ----------
    found:
        Agreement on the responses that both coders have coded.
    responses:
        Number of these responses.
    target:
        What the whole interval is to lie above.
    most:
        Beyond this many there is no answer that a study could act on.

    Returns
    -------
    int or None
        0 where it lies above already. None where the figure is not defined, has no interval, or is
        at or below the target: then more responses would not help, better coding would.

    Notes
    -----
    Assumes that agreement stays as it is and that the interval's lower arm shrinks with the square
    root of the number of responses.
    """
    if found.value is None or found.low is None or found.value <= target:
        return None
    if found.low > target:
        return 0
    ratio = (found.value - found.low) / (found.value - target)
    more = math.floor(responses * ratio * ratio) + 1 - responses
    return more if more <= most else None
