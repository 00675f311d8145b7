"""How sure the model is of a code it gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.encoder import Matrix

#: Weights of a logistic model, fitted on survey answers that people had coded. Provisional: a
#: survey of another kind can be off by a tenth, which the review of its answers will show.
INTERCEPT = -1.6
PER_SCORE = 0.55
PER_MARGIN = 0.75
PER_COSINE = 1.5
PER_RANK = -0.25


def features(scores: Matrix, clause_scores: Matrix, chosen: Sequence[int]) -> Matrix:
    """Return what the confidence is estimated from, shape (chosen codes, 4).

    The columns are the standardised score, its distance from the best code that was not chosen,
    the cosine of the clause that speaks most for the code, and the code's rank among the chosen.
    """
    rest = np.delete(scores, list(chosen))
    best_rest = float(rest.max()) if rest.size else float(scores.min()) - 1.0
    cosines = clause_scores[:, list(chosen)].max(axis=0)
    own = scores[list(chosen)]
    return np.column_stack([own, own - best_rest, cosines, np.arange(len(chosen))])


def confidences(scores: Matrix, clause_scores: Matrix, chosen: Sequence[int]) -> list[float]:
    """Return the estimated probability, 0 to 1, that a person gives each chosen code too.

    Parameters
    ----------
    scores:
        The answer's scores, shape (codes,).
    clause_scores:
        Cosines of its clauses, shape (clauses, codes).
    chosen:
        Indices of the codes it gets, the best first.
    """
    weights = np.array([PER_SCORE, PER_MARGIN, PER_COSINE, PER_RANK])
    logits = INTERCEPT + features(scores, clause_scores, chosen) @ weights
    return [round(float(value), 3) for value in 1 / (1 + np.exp(-logits))]
