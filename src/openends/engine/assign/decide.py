"""Decide how many codes an answer gets from its scores."""

from __future__ import annotations

import numpy as np

from openends.engine.encoder import Matrix
from openends.engine.prepare.prepare import Answer

#: A further code must lie within this distance of the best one, in standard deviations.
WITHIN = 1.2
#: No answer gets more codes from the model; too many is the commonest failing of coders.
MOST_CODES = 4


def choose_codes(scores: Matrix, answer: Answer) -> list[int]:
    """Return the indices of the codes the answer gets, the best first; always at least one.

    Parameters
    ----------
    scores:
        The answer's standardised scores, one per code.
    answer:
        Its clauses limit the number of codes: one point, one code.
    """
    most = min(MOST_CODES, len(answer.clauses))
    best = np.argsort(-scores, kind="stable")[:most]
    return [int(code) for code in best if scores[code] >= scores[best[0]] - WITHIN]
