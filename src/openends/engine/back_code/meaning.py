"""How likely words mean an option of a list, told by closeness of meaning alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openends.domain.codebook import Code
from openends.engine.assign.prototypes import prototypes
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.themes import theme_vectors

#: A logistic model, its weights rounded from a fit on nine sets of answers that people had coded,
#: half of the codes listed and half not (benchmarks/back_coding.py). What tells is not how close
#: the words come to an option, but how much closer than to the next one, and than to the library's
#: themes, which stand for all that a list may lack.
INTERCEPT = -1.6
PER_LEAD = 8.0
PER_LEAD_ON_THEMES = 2.2
#: A theme this close to an option says the same and is no rival of it.
SAME_THEME = 0.5


class Meaning:
    """Compares words with the options of a list.

    Parameters
    ----------
    options:
        The options as codes.
    encoder:
        Reads the options and the words.
    """

    def __init__(self, options: Sequence[Code], encoder: Encoder) -> None:
        self._encoder = encoder
        self._options = prototypes(options, encoder)
        self._themes = theme_vectors(encoder)
        self._rivals = self._options @ self._themes.T < SAME_THEME

    def likeliest(self, texts: Sequence[str]) -> list[tuple[int, float]]:
        """Return, for each text, the place of the option it most likely means, and the probability.

        What comes out for a text depends on the list alone, and not on the texts beside it: an
        answer of the first day of fieldwork means the same on the last.
        """
        if not texts:
            return []
        step = self._encoder.step
        rows = np.concatenate(
            [self._encoder.encode(texts[at : at + step]) for at in range(0, len(texts), step)]
        )
        close = rows @ self._options.T
        best = close.argmax(axis=1)
        lead = _lead(close, best)
        themes = rows @ self._themes.T
        against = np.where(self._rivals[best], themes, -1.0).max(axis=1)
        logits = (
            INTERCEPT
            + PER_LEAD * lead
            + PER_LEAD_ON_THEMES * (close[np.arange(len(best)), best] - against)
        )
        chances = 1 / (1 + np.exp(-logits))
        return [
            (int(place), round(float(chance), 3))
            for place, chance in zip(best, chances, strict=True)
        ]


def _lead(close: Matrix, best: NDArray[np.intp]) -> Matrix:
    """Return by how much the best option is ahead of the second; of one option, of nothing."""
    rows = np.arange(len(best))
    others = close.copy()
    others[rows, best] = -1.0
    second = np.maximum(others.max(axis=1), 0.0)
    return np.asarray(close[rows, best] - second, np.float32)
