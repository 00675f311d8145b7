"""Cluster the clauses that match no theme, to find what is particular to a question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openends.engine.embed import Index
from openends.engine.encoder import Matrix

#: A cluster looser than this mean cosine to its centre is a heap, not a theme.
COHERENT = 0.42
#: Clauses a cluster has on average before the loose ones are dissolved.
CLAUSES_PER_CLUSTER = 25
MOST_CLUSTERS = 24
ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Cluster:
    """Clauses that say much the same."""

    #: Indices of its clauses, the most typical first.
    members: Index
    #: Mean direction, length 1.
    centre: Matrix


def cluster(rows: Matrix, people: Index, *, least: float, seed: int) -> list[Cluster]:
    """Return the coherent clusters with mass, the largest first.

    Parameters
    ----------
    rows:
        Vectors of the clauses, less what all texts share, each of length 1.
    people:
        People behind each clause.
    least:
        People that a cluster needs.
    seed:
        Decides the starting centres; the same seed gives the same clusters.

    Notes
    -----
    Spherical k-means with k-means++ starts (Dhillon and Modha 2001; Arthur and Vassilvitskii 2007).
    Not HDBSCAN: it leaves half of short answers unassigned.
    """
    count = min(MOST_CLUSTERS, len(rows) // CLAUSES_PER_CLUSTER)
    if len(rows) < 5 or count < 1:
        count = min(1, len(rows) // 5)
    if count == 0:
        return []
    centres = _starts(rows, count, np.random.default_rng(seed))
    for _ in range(ROUNDS):
        owner = (rows @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, owner, rows * np.sqrt(people)[:, None].astype(np.float32))
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        moved = np.where(lengths > 1e-9, sums / np.maximum(lengths, 1e-9), centres)
        if np.allclose(moved, centres, atol=1e-6):
            break
        centres = moved
    return _coherent(rows, people, centres, least)


def _coherent(rows: Matrix, people: Index, centres: Matrix, least: float) -> list[Cluster]:
    closeness = rows @ centres.T
    owner = closeness.argmax(axis=1)
    found = []
    for number, centre in enumerate(centres):
        members = np.flatnonzero(owner == number)
        if not len(members) or people[members].sum() < least:
            continue
        own = closeness[members, number]
        if own.mean() < COHERENT:
            continue
        found.append(Cluster(members[np.argsort(-own, kind="stable")], centre))
    return sorted(found, key=lambda item: (-int(people[item.members].sum()), item.members[0]))


def _starts(rows: Matrix, count: int, random: np.random.Generator) -> Matrix:
    chosen = [int(random.integers(len(rows)))]
    distance = 1 - rows @ rows[chosen[0]]
    while len(chosen) < count:
        weights = np.maximum(distance, 0) ** 2
        total = float(weights.sum())
        if total <= 1e-9:
            break
        chosen.append(int(random.choice(len(rows), p=weights / total)))
        distance = np.minimum(distance, 1 - rows @ rows[chosen[-1]])
    return rows[chosen].copy()
