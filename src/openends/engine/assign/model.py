"""Layer "model": closeness of meaning between answers and codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Layer
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.confidence import confidences
from openends.engine.assign.decide import choose_codes
from openends.engine.assign.neighbours import smooth_over_neighbours
from openends.engine.assign.self_training import self_train
from openends.engine.assign.similarity import similarity
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder, Matrix
from openends.engine.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class ModelScores:
    """How close every answer is to every code."""

    #: Shape (answers, codes), standardised by row; the order of the codes is the codebook's.
    scores: Matrix
    #: Shape (clauses, codes): cosines less what all texts share.
    clause_scores: Matrix


def score(
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    progress: Progress = silent,
) -> ModelScores:
    """Score all answers: similarity, then self-training, then the nearest neighbours."""
    stage = "Comparing with the codes"
    progress(stage, 0, 3)
    scores, clause_scores = similarity(embedded, codebook.codes, encoders)
    progress(stage, 1, 3)
    scores = self_train(embedded, scores)
    progress(stage, 2, 3)
    scores = smooth_over_neighbours(embedded, scores)
    progress(stage, 3, 3)
    return ModelScores(scores, clause_scores)


def model_candidates(
    position: int, embedded: Embedded, codebook: Codebook, model: ModelScores
) -> tuple[tuple[Candidate, ...], list[int]]:
    """Return the codes the model gives an answer, and all codes by falling score.

    Parameters
    ----------
    position:
        Index of the answer.
    """
    answer = embedded.answers[position]
    scores = model.scores[position]
    chosen = choose_codes(scores, answer)
    first = embedded.first_clause[position]
    clause_scores = model.clause_scores[first : first + len(answer.clauses)]
    candidates = []
    for code, confidence in zip(chosen, confidences(scores, clause_scores, chosen), strict=True):
        clause = answer.clauses[int(clause_scores[:, code].argmax())]
        candidates.append(
            Candidate(codebook.codes[code], Layer.MODEL, confidence, clause.start, clause.end)
        )
    order = np.argsort(-scores, kind="stable")
    return tuple(candidates), [int(code) for code in order]
