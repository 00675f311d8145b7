"""An encoder that reads each text once while suggestions are looked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.encoder import Encoder, Matrix


class ReadOnce:
    """Keeps every vector that its encoder has made: the same codes are compared many times.

    Parameters
    ----------
    encoder:
        The one that reads.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.version, self.step = encoder.name, encoder.version, encoder.step
        self.reads = encoder.reads
        self._rows: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of length 1 per text."""
        new = list(dict.fromkeys(text for text in texts if text not in self._rows))
        if new:
            self._rows.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._rows[text] for text in texts]) if texts else self._encoder.encode([])
