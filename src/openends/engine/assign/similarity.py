"""Score every answer against every code by closeness of meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Code
from openends.engine.assign.prototypes import prototypes
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder, Matrix

#: Weight of the whole answer; its best clause has the rest.
WHOLE = 0.6
#: Weight of the correction for codes that lie close to everything (hubs), and the number of a
#: code's best answers that show how close that is.
HUB = 0.3
HUB_ANSWERS = 10


def standardise(scores: Matrix) -> Matrix:
    """Return each row with mean 0 and deviation 1, so that answers are comparable."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(centred.std(axis=1, keepdims=True), 1e-6), np.float32)


def unit_rows(rows: Matrix, mean: Matrix) -> Matrix:
    """Return the rows less the mean, each with length 1."""
    centred = rows - mean
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), np.float32)


def similarity(
    embedded: Embedded, codes: Sequence[Code], encoders: Sequence[Encoder]
) -> tuple[Matrix, Matrix]:
    """Compare answers and clauses with the codes' prototypes.

    Returns
    -------
    scores:
        Shape (answers, codes): row-standardised, summed over the encoders, corrected for hubs.
    clause_scores:
        Shape (clauses, codes): centred cosines of the main encoder.

    Notes
    -----
    The mean answer is taken off the answers and the mean prototype off the codes, because what
    all texts share says nothing about their difference. The hub correction is cross-domain
    similarity local scaling (Conneau et al. 2018).
    """
    total = np.zeros((len(embedded.answers), len(codes)), dtype=np.float32)
    clause_scores = np.zeros((len(embedded.clause_row), len(codes)), dtype=np.float32)
    for encoder in encoders:
        raw = prototypes(codes, encoder)
        mean_code = raw.mean(axis=0) if len(codes) > 3 else np.zeros(raw.shape[1], np.float32)
        code_rows = unit_rows(raw, mean_code)
        rows = embedded.rows[encoder.name]
        cosines = unit_rows(rows, mean_answer(embedded, encoder.name)) @ code_rows.T
        own = cosines[embedded.answer_row]
        if encoder.name == embedded.main:
            clause_scores = cosines[embedded.clause_row]
            best = np.maximum.reduceat(clause_scores, embedded.first_clause, axis=0)
            own = WHOLE * own + (1 - WHOLE) * best
        total += standardise(own)
    return _without_hubs(standardise(total)), clause_scores


def mean_answer(embedded: Embedded, encoder: str) -> Matrix:
    """Return the mean vector; one or a few answers have no mean worth taking off."""
    rows = embedded.rows[encoder]
    count = len(embedded.answers)
    mean = rows[embedded.answer_row].mean(axis=0)
    return np.asarray(mean * min(1.0, (count - 1) / 10), np.float32)


def _without_hubs(scores: Matrix) -> Matrix:
    count = min(HUB_ANSWERS, len(scores))
    if len(scores) < HUB_ANSWERS or scores.shape[1] < 2:
        return scores
    best = np.partition(scores, -count, axis=0)[-count:].mean(axis=0)
    return standardise(scores - HUB * (best - best.mean()))
