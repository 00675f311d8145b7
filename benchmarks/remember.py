"""Encoders that read each text once, for benchmarks that code the same answers many times.

They are given several texts at once in another order than they would be otherwise, which can change
the last bits of a vector.
"""

from __future__ import annotations

from collections.abc import Iterable

from openends.encoders import Quality, load_encoders
from openends.engine.encoder import Encoder, EncoderChoice, Reads
from openends.engine.refine.read_once import ReadOnce

_made: dict[tuple[str, Reads], ReadOnce] = {}


def remembering_encoders(
    quality: Quality, languages: Iterable[str], also: EncoderChoice | None = None
) -> tuple[Encoder, ...]:
    """Choose encoders as ``load_encoders`` does; one that was chosen before remembers."""
    return tuple(
        _made.setdefault((encoder.name, encoder.reads), ReadOnce(encoder))
        for encoder in load_encoders(quality, languages, also)
    )
