"""Let answers that say nearly the same get nearly the same codes."""

from __future__ import annotations

import numpy as np

from openends.engine.assign.similarity import standardise, unit_rows
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix

NEIGHBOURS = 10
#: Weight of an answer's own scores; its neighbours have the rest.
OWN = 0.65
#: How fast a neighbour's weight falls with its distance.
TEMPERATURE = 0.1
#: Answers that neighbours are sought among; above that an even selection stands for all.
MOST_CANDIDATES = 12_000
#: Answers compared at a time: bounds the memory.
BLOCK = 1_024


def smooth_over_neighbours(embedded: Embedded, scores: Matrix) -> Matrix:
    """Mix each answer's scores with those of the ten answers closest in meaning.

    Source: label propagation over nearest neighbours (Zhu and Ghahramani 2002), one step.
    """
    count = len(scores)
    if count <= NEIGHBOURS:
        return scores
    features = [
        unit_rows(rows := embedded.whole(name), rows.mean(axis=0)) for name in embedded.rows
    ]
    candidates = np.arange(count)[:: max(1, -(-count // MOST_CANDIDATES))]
    mixed = np.empty_like(scores)
    for start in range(0, count, BLOCK):
        block = slice(start, min(start + BLOCK, count))
        mixed[block] = _from_neighbours(features, candidates, block, scores)
    return standardise(OWN * scores + (1 - OWN) * mixed)


def _from_neighbours(
    features: list[Matrix], candidates: np.ndarray, block: slice, scores: Matrix
) -> Matrix:
    closeness = sum(rows[block] @ rows[candidates].T for rows in features) / len(features)
    closeness = np.asarray(closeness, np.float32)
    closeness[np.arange(block.start, block.stop)[:, None] == candidates[None, :]] = -np.inf
    nearest = np.argpartition(-closeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    weights = np.exp(np.take_along_axis(closeness, nearest, axis=1) / TEMPERATURE)
    weights /= weights.sum(axis=1, keepdims=True)
    mixed = np.einsum("ij,ijk->ik", weights, scores[candidates[nearest]])
    return np.asarray(mixed, np.float32)
