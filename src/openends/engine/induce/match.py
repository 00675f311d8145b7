"""Find the library's themes that the answers speak of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Matrix

#: Cosine, less what all texts share, from which a clause counts as speaking of a theme.
CLOSE = 0.30
#: Rounds of leaving out the themes with too little mass and matching again.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Matched:
    """Which clause speaks of which theme."""

    #: Indices of the themes that have mass, by falling mass.
    themes: tuple[int, ...]
    #: For each clause the index of its theme, -1 where it speaks of none of them.
    clause_theme: Index


def match_themes(
    cosines: Matrix, embedded: Embedded, clause_people: Index, *, least: float, most: int
) -> Matched:
    """Return the themes with mass and the clauses that speak of them.

    Parameters
    ----------
    cosines:
        Shape (clauses, themes), less what all texts share.
    embedded:
        The answers that the clauses belong to.
    clause_people:
        People behind each clause.
    least:
        People that a theme needs.
    most:
        Themes that are kept at most.
    """
    kept = np.arange(cosines.shape[1])
    for _ in range(ROUNDS):
        mass = _mass(kept, cosines, embedded, clause_people)
        order = np.argsort(-mass, kind="stable")[:most]
        survivors = kept[order[mass[order] >= least]]
        if survivors.size == 0:
            survivors = kept[order[:1]]
        kept = survivors
    best = cosines[:, kept].argmax(axis=1)
    close = cosines[np.arange(len(cosines)), kept[best]] >= CLOSE
    return Matched(tuple(int(theme) for theme in kept), np.where(close, kept[best], -1))


def _mass(kept: Index, cosines: Matrix, embedded: Embedded, clause_people: Index) -> Matrix:
    """Count the people with a clause close to each kept theme, each person once a theme."""
    best = cosines[:, kept].argmax(axis=1)
    close = cosines[np.arange(len(cosines)), kept[best]] >= CLOSE
    owner = np.repeat(
        np.arange(len(embedded.answers)), [len(answer.clauses) for answer in embedded.answers]
    )
    pairs = np.unique(np.column_stack([owner, best, clause_people])[close], axis=0)
    return np.bincount(pairs[:, 1], weights=pairs[:, 2], minlength=len(kept)).astype(np.float32)
