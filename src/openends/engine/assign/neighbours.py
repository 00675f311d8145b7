"""Let answers that say nearly the same get nearly the same codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openends.engine.assign.similarity import standardise, unit_rows
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix

NEIGHBOURS = 10
#: Weight of an answer's own scores; its neighbours have the rest.
OWN = 0.65
#: How fast a neighbour's weight falls with its distance.
TEMPERATURE = 0.1
#: Answers compared at a time: bounds the memory.
BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Answers that others can be close to, with their scores.

    Source: label propagation over nearest neighbours (Zhu and Ghahramani 2002), one step.
    """

    #: By encoder name: mean vector of these answers.
    means: Mapping[str, Matrix]
    #: By encoder name: vectors less the mean, rows of length 1.
    rows: Mapping[str, Matrix]
    #: Shape (answers, codes): before any mixing with neighbours.
    scores: Matrix

    def mix(self, embedded: Embedded, scores: Matrix) -> Matrix:
        """Mix the scores of other answers with those of the ten that are closest in meaning."""
        features = {
            name: unit_rows(embedded.whole(name), mean) for name, mean in self.means.items()
        }
        return self._mixed(features, scores, own=False)

    def mix_own(self) -> Matrix:
        """Mix the scores of these answers themselves; none is its own neighbour."""
        # Copies: for a matrix times itself numpy takes another routine, which rounds differently.
        features = {name: rows.copy() for name, rows in self.rows.items()}
        return self._mixed(features, self.scores, own=True)

    def _mixed(self, features: Mapping[str, Matrix], scores: Matrix, *, own: bool) -> Matrix:
        mixed = np.empty_like(scores)
        for start in range(0, len(scores), BLOCK):
            block = slice(start, min(start + BLOCK, len(scores)))
            closeness = self._closeness(features, block)
            if own:
                within = np.arange(block.start, block.stop)
                closeness[within - block.start, within] = -np.inf
            mixed[block] = self._from_nearest(closeness)
        return standardise(OWN * scores + (1 - OWN) * mixed)

    def _closeness(self, features: Mapping[str, Matrix], block: slice) -> Matrix:
        total = sum(rows[block] @ self.rows[name].T for name, rows in features.items())
        return np.asarray(total / len(features), np.float32)

    def _from_nearest(self, closeness: Matrix) -> Matrix:
        nearest = np.argpartition(-closeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        weights = np.exp(np.take_along_axis(closeness, nearest, axis=1) / TEMPERATURE)
        weights /= weights.sum(axis=1, keepdims=True)
        return np.asarray(np.einsum("ij,ijk->ik", weights, self.scores[nearest]), np.float32)


def fit_neighbourhood(embedded: Embedded, scores: Matrix) -> Neighbourhood | None:
    """Keep answers and their scores as neighbours; None where they are too few to have ten."""
    if len(scores) <= NEIGHBOURS:
        return None
    means = {name: embedded.whole(name).mean(axis=0) for name in embedded.rows}
    rows = {name: unit_rows(embedded.whole(name), mean) for name, mean in means.items()}
    return Neighbourhood(means, rows, scores)
