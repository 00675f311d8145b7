"""Decide how many codes an answer gets from its scores."""

from __future__ import annotations

import numpy as np

from openends.engine.encoder import Matrix

#: A further code must lie within this distance of the best one, in standard deviations: the more
#: an answer says, the closer its points lie to each other.
WITHIN = 1.0
WITHIN_PER_CLAUSE = 0.15
#: Share of that distance for a code whose clause speaks for a better code: one point, one code.
SAME_CLAUSE = 0.6
#: No answer gets more codes from the model; too many is the commonest failing of coders.
MOST_CODES = 6


def choose_codes(scores: Matrix, clause_scores: Matrix) -> list[int]:
    """Return the indices of the codes an answer gets, the best first; always at least one.

    Parameters
    ----------
    scores:
        The answer's standardised scores, one per code.
    clause_scores:
        Cosines of its clauses, shape (clauses, codes). No answer gets more codes than clauses.
    """
    clauses = len(clause_scores)
    within = WITHIN + WITHIN_PER_CLAUSE * clauses
    speaks_for = clause_scores.argmax(axis=0)
    order = np.argsort(-scores, kind="stable")
    chosen: list[int] = []
    heard: set[int] = set()
    for code in order.tolist():
        behind = float(scores[order[0]] - scores[code])
        if behind > within or len(chosen) == min(MOST_CODES, clauses):
            break
        clause = int(speaks_for[code])
        if behind <= within * (SAME_CLAUSE if clause in heard else 1):
            chosen.append(code)
            heard.add(clause)
    return chosen
