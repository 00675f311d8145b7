"""Choose the few candidates that together cover most of what people say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.embed import Index
from openends.engine.encoder import Matrix


def select(
    closeness: Matrix,
    people: Index | Matrix,
    *,
    background: float,
    least_gain: float,
    most: int,
    first: Sequence[int] = (),
) -> list[int]:
    """Return the indices of the chosen candidates, the one that covers most first.

    Parameters
    ----------
    closeness:
        Shape (clauses, candidates): how well each candidate would stand for each clause.
    people:
        People behind each clause.
    background:
        Closeness below which a clause is not covered at all.
    least_gain:
        People times closeness that a further candidate must add to what is covered already.
    most:
        Candidates at most.
    first:
        Candidates that are chosen whatever they add.

    Notes
    -----
    Greedy facility location, whose cover is at least 1 - 1/e of the best possible one (Nemhauser,
    Wolsey and Fisher 1978). A candidate that says the same as a chosen one adds nothing, so that no
    two codes mean the same; and because every candidate has a name, so has every code.
    """
    weights = np.asarray(people, np.float32)
    covered = np.full(len(closeness), background, dtype=np.float32)
    chosen = list(first)[:most]
    if chosen:
        covered = np.maximum(covered, closeness[:, chosen].max(axis=1))
    gains = weights @ np.maximum(closeness - covered[:, None], 0)
    gains[chosen] = -np.inf
    while len(chosen) < most:
        best = int(gains.argmax())
        # A gain can only shrink as more is covered: renew the best until it stays the best.
        while (fresh := float(weights @ np.maximum(closeness[:, best] - covered, 0))) < gains[best]:
            gains[best] = fresh
            best = int(gains.argmax())
        if gains[best] < least_gain:
            break
        chosen.append(best)
        covered = np.maximum(covered, closeness[:, best])
        gains[best] = -np.inf
    return chosen
