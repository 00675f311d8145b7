"""Draw the answers that several coders code apart from each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.prepare.distinct import first_occurrences


def draw_distinct(
    texts: Sequence[str], size: int, seed: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Draw distinct answers that say something, in an order that chance decides too.

    Every such answer has the same chance: coders who decide on a text once decide on it for all
    who wrote it.

    Parameters
    ----------
    texts:
        The responses as they were written.
    size:
        Answers to draw; all where there are fewer.
    seed:
        The same seed draws the same answers.

    Returns
    -------
    The places of the drawn ones, and of all that could have been drawn.
    """
    places = tuple(place for place, first in enumerate(first_occurrences(texts)) if first)
    order = np.random.default_rng(seed).permutation(len(places))
    return tuple(places[at] for at in order[:size]), places
