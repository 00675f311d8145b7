"""Tell whether what is said under one code falls into two themes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openends.engine.embed import Index
from openends.engine.encoder import Matrix

#: Rounds of moving clauses to the nearer centre; they settle long before.
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class TwoThemes:
    """Clauses in two groups, each around a centre."""

    #: True for the clauses of the second group.
    second: NDArray[np.bool_]
    #: Weight of the smaller group, 0 to .5.
    smaller: float
    #: Part of the scatter of the clauses that lies between the groups, 0 to 1.
    between: float
    #: Cosine of the two centres.
    centres: float


def two_themes(rows: Matrix, people: Index) -> TwoThemes | None:
    """Part clauses into the two groups that are furthest apart; None where they are all alike.

    Parameters
    ----------
    rows:
        Vectors of length 1.
    people:
        People behind each.

    Notes
    -----
    Spherical 2-means, from the sign along the direction in which the clauses differ most; so
    nothing is drawn, and the order of the clauses does not count.
    """
    weights = people / people.sum()
    mean = weights @ rows
    centred = rows - mean
    direction = np.linalg.svd(centred * np.sqrt(weights)[:, None], full_matrices=False)[2][0]
    second = centred @ direction > 0
    for _ in range(ROUNDS):
        if not 0 < second.sum() < len(second):
            return None
        centres = np.stack(
            [_centre(rows[~second], people[~second]), _centre(rows[second], people[second])]
        )
        nearer = (rows @ centres.T).argmax(axis=1) == 1
        if (nearer == second).all():
            break
        second = nearer
    if not 0 < second.sum() < len(second):
        return None
    share = float(weights[second].sum())
    means = [weights[part] @ rows[part] / weights[part].sum() for part in (~second, second)]
    scatter = max(float((weights @ centred**2).sum()), 1e-9)
    return TwoThemes(
        second=second,
        smaller=min(share, 1 - share),
        between=share * (1 - share) * float(((means[1] - means[0]) ** 2).sum()) / scatter,
        centres=float(centres[0] @ centres[1]),
    )


def _centre(rows: Matrix, people: Index) -> Matrix:
    mean = people @ rows
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))
