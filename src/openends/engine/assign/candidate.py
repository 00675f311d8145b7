"""What a layer proposes for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from openends.domain.codebook import Code
from openends.domain.coding import Layer


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that a layer proposes, with the place in the answer that speaks for it."""

    code: Code
    layer: Layer
    #: Estimated probability, 0 to 1, that a person would give the code too.
    confidence: float
    #: Span of the evidence in the answer's text.
    start: int
    end: int
