"""Krippendorff's alpha for two coders who give sets of codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
#: Distance of sets, 0 to 1, from the sizes of overlap, first and second set (broadcast together).
SetDistance = Callable[[Numbers, Numbers, Numbers], Numbers]

#: Rows of the distance matrix held at once: bounds memory when there are thousands of sets.
BLOCK = 512


def jaccard_distance(overlap: Numbers, first: Numbers, second: Numbers) -> Numbers:
    """Share of the codes in either set that are not in both; two empty sets are alike (0)."""
    either = first + second - overlap
    return np.where(either > 0, 1 - overlap / np.maximum(either, 1), 0.0)


def masi_distance(overlap: Numbers, first: Numbers, second: Numbers) -> Numbers:
    """Jaccard distance that forgives a set that holds the other more than one that crosses it.

    Similarity is Jaccard's times 1 for equal sets, 2/3 where one holds the other, 1/3 where both
    have codes of their own, 0 where nothing is shared. Source: Passonneau (2006), "Measuring
    agreement on set-valued items (MASI) for semantic and pragmatic annotation".
    """
    equal = (overlap == first) & (overlap == second)
    nested = (overlap == first) | (overlap == second)
    weight = np.where(equal, 1.0, np.where(nested, 2 / 3, 1 / 3))
    return 1 - weight * (1 - jaccard_distance(overlap, first, second))


def krippendorff_alpha(
    people: Sequence[AbstractSet[str]],
    machine: Sequence[AbstractSet[str]],
    distance: SetDistance,
    groups: Sequence[str] | None = None,
) -> float | None:
    """Agreement beyond chance: 1 is perfect, 0 is what chance gives, below 0 is worse.

    Parameters
    ----------
    people, machine:
        The codes of each response by the two coders, in the same order.
    distance:
        How far two sets are apart: ``jaccard_distance`` or ``masi_distance``.
    groups:
        The question of each response; chance is reckoned within a question. None for one.

    Returns
    -------
    float or None
        None when all sets are alike, so that there is nothing to agree about.

    Notes
    -----
    Source: Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability". Observed and
    expected disagreement are summed straight from the distinct sets: a coincidence matrix of all
    responses would not fit in memory. Within groups, both are weighted by responses.
    """
    observed = expected = 0.0
    for rows in _rows_by_group(len(people), groups):
        theirs = [frozenset(people[row]) for row in rows]
        ours = [frozenset(machine[row]) for row in rows]
        observed += _observed(theirs, ours, distance)
        expected += len(rows) * _expected(theirs + ours, distance)
    return 1 - observed / expected if expected > 0 else None


def _rows_by_group(length: int, groups: Sequence[str] | None) -> list[list[int]]:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row in range(length):
        rows[groups[row] if groups else ""].append(row)
    return list(rows.values())


def _observed(
    theirs: Sequence[frozenset[str]], ours: Sequence[frozenset[str]], distance: SetDistance
) -> float:
    """Sum over responses of the distance between the two coders' sets."""
    pairs = list(zip(theirs, ours, strict=True))
    overlap = np.array([len(first & second) for first, second in pairs], dtype=np.float64)
    first = np.array([len(given) for given in theirs], dtype=np.float64)
    second = np.array([len(given) for given in ours], dtype=np.float64)
    return float(distance(overlap, first, second).sum())


def _expected(sets: Sequence[frozenset[str]], distance: SetDistance) -> float:
    """Mean distance of two sets drawn at random from all that were given."""
    counts: dict[frozenset[str], int] = {}
    for given in sets:
        counts[given] = counts.get(given, 0) + 1
    column = {
        name: place for place, name in enumerate(sorted({n for given in counts for n in given}))
    }
    holds = np.zeros((len(counts), len(column)))
    for row, given in enumerate(counts):
        holds[row, [column[name] for name in given]] = 1
    sizes = holds.sum(axis=1)
    weights = np.array(list(counts.values()), dtype=np.float64)
    total = 0.0
    for start in range(0, len(counts), BLOCK):
        block = slice(start, start + BLOCK)
        apart = distance(holds[block] @ holds.T, sizes[block, None], sizes[None, :])
        total += float(weights[block] @ apart @ weights)
    return total / (len(sets) * (len(sets) - 1))
