"""Encoders that read each text once, for benchmarks that code the same answers many times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from openends.encoders import Quality, load_encoders
from openends.engine.encoder import Encoder, EncoderChoice, Matrix


class Remembering:
    """An encoder that keeps every vector it has made.

    Parameters
    ----------
    encoder:
        The one that reads. It is given several texts at once in another order than it would be
        otherwise, which can change the last bits of a vector.
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
        rows = [self._rows[text] for text in texts]
        return np.stack(rows) if rows else self._encoder.encode([])


_made: dict[str, Remembering] = {}


def remembering_encoders(
    quality: Quality, languages: Iterable[str], also: EncoderChoice | None = None
) -> tuple[Encoder, ...]:
    """Choose encoders as ``load_encoders`` does; one that was chosen before remembers."""
    return tuple(
        _made.setdefault(encoder.name, Remembering(encoder))
        for encoder in load_encoders(quality, languages, also)
    )
