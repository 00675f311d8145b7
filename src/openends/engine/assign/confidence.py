"""How sure the model is of a code it gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.encoder import Matrix

#: A logistic model of four figures, its weights rounded from a tuning on ten sets of answers that
#: people had coded (benchmarks/calibration.py). A set that it was not tuned on is off by .12 on
#: average: surveys differ in how well people agree, which only the review of some answers shows.
INTERCEPT = 2.6
PER_SCORE = 1.0
PER_COSINE = 3.0
#: The more codes there are, the more of them come close by chance.
PER_LOG_CODES = -1.9
#: The more an answer says, the more of its codes a person gives too.
PER_LOG_CLAUSES = 0.3


def confidences(scores: Matrix, clause_scores: Matrix, chosen: Sequence[int]) -> list[float]:
    """Return the estimated probability, 0 to 1, that a person gives each of these codes.

    Parameters
    ----------
    scores:
        The answer's standardised scores, shape (codes,).
    clause_scores:
        Cosines of its clauses, shape (clauses, codes).
    chosen:
        Indices of the codes.
    """
    cosines = clause_scores[:, list(chosen)].max(axis=0)
    logits = (
        INTERCEPT
        + PER_SCORE * scores[list(chosen)]
        + PER_COSINE * cosines
        + PER_LOG_CODES * np.log(len(scores))
        + PER_LOG_CLAUSES * np.log(len(clause_scores))
    )
    return [round(float(value), 3) for value in 1 / (1 + np.exp(-logits))]
