"""Codes that mean nearly the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openends.domain.codebook import Code, Codebook, CodingType
from openends.engine.assign.prototypes import prototypes
from openends.engine.codebook_check.checks import NOT_ALL, OVERLAP
from openends.engine.codebook_check.finding import Finding
from openends.engine.codebook_check.names import means_none
from openends.engine.encoder import Encoder, Matrix
from openends.engine.progress import Progress

#: Cosine from which two codes overlap, by encoder: each has a scale of its own. Of eleven codebooks
#: that people wrote, with 8 to 150 codes, nearly all pairs above it are one thing written twice, or
#: two that people mix up; pairs just below it are neighbours that an answer tells apart.
CLOSE = {"use": 0.85, "e5": 0.97}
#: For an encoder that was not measured.
CLOSE_ELSE = 0.9
#: Pairs that are listed, the closest ones.
MOST_PAIRS = 50
#: Codes that are read, and compared, at a time.
BLOCK = 100


def check_overlap(codebook: Codebook, encoder: Encoder, progress: Progress) -> Iterator[Finding]:
    """Yield the pairs of codes whose meanings are closer than ``CLOSE``, the closest first.

    Parameters
    ----------
    codebook:
        The codes. Entities are told apart by their spelling, codes for "nothing" by word lists:
        neither is compared.
    encoder:
        Reads names, definitions, categories and examples.
    progress:
        Called for every block of codes.
    """
    codes = [code for code in codebook if not means_none(code)]
    if codebook.coding_type is CodingType.ENTITY or len(codes) < 2:
        return
    vectors = _vectors(codes, encoder, progress)
    pairs = _close_pairs(vectors, CLOSE.get(encoder.name, CLOSE_ELSE))
    for closeness, first, second in pairs[:MOST_PAIRS]:
        what = f"They mean nearly the same: closeness {closeness:.2f} of 1."
        yield OVERLAP.found(what, [codes[first], codes[second]], figure=round(closeness, 3))
    if len(pairs) > MOST_PAIRS:
        what = f"{len(pairs):,} pairs of codes overlap; the {MOST_PAIRS} closest are listed."
        yield NOT_ALL.found(what, figure=len(pairs))


def _vectors(codes: list[Code], encoder: Encoder, progress: Progress) -> Matrix:
    parts = []
    for start in range(0, len(codes), BLOCK):
        progress("Reading the codes", start, len(codes))
        parts.append(prototypes(codes[start : start + BLOCK], encoder))
    progress("Reading the codes", len(codes), len(codes))
    return np.concatenate(parts)


def _close_pairs(vectors: Matrix, close: float) -> list[tuple[float, int, int]]:
    found = []
    for start in range(0, len(vectors), BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        for row, column in np.argwhere(cosines >= close).tolist():
            if column > start + row:
                found.append((float(cosines[row, column]), start + row, column))
    return sorted(found, key=lambda pair: (-pair[0], *pair[1:]))
