"""Order answers by how much nearer their review brings the percentages to a person's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.engine.encoder import Matrix
from openends.engine.review.movement import Left, Vector
from openends.engine.review.outstanding import Outstanding

#: Answers that are chosen one by one, each in view of all before it. Behind them a part of those
#: chosen already is taken at a time: who reviews the thousandth does not mind.
ONE_BY_ONE = 100
AT_A_TIME = 0.05


def review_order(
    outstanding: Outstanding, extra: Vector, first: Sequence[int] = ()
) -> tuple[list[int], Vector]:
    """Return the indices of the answers in the order of their review, and what each gains.

    Parameters
    ----------
    outstanding:
        The answers that are not approved.
    extra:
        Points that an answer counts for beside its percentages.
    first:
        Indices of answers that come before all others, in their order.

    Notes
    -----
    Greedy: the next answer is the one that takes most from the movement that is still expected of
    all percentages together, by the slope of the movement in fall, variance and turnover. A code
    whose percentage can err to both sides counts its variance; once it is likely to err to one
    side, only answers that correct it count.
    """
    left = everything(outstanding)
    gains = np.zeros(len(outstanding.groups))
    waiting = np.ones(len(gains), bool)
    order: list[int] = []

    def take(answers: list[int]) -> None:
        nonlocal left
        gains[answers] = _gains(outstanding, answers, left)
        left = left.without(*(_total(matrix[answers]) for matrix in _matrices(outstanding)))
        waiting[answers] = False
        order.extend(answers)

    for answer in first:
        take([answer])
    while waiting.any():
        worth = np.where(waiting, _worth(outstanding, left) + extra, -np.inf)
        count = 1 if len(order) < ONE_BY_ONE else int(AT_A_TIME * len(order))
        take(_best(worth, min(count, int(waiting.sum()))))
    return order, gains


def order_by_worth(outstanding: Outstanding, extra: Vector) -> list[int]:
    """Return the indices of the answers by what each gains if it is the first."""
    worth = _worth(outstanding, everything(outstanding)) + extra
    return _best(worth, len(worth))


def everything(outstanding: Outstanding) -> Left:
    """Return what is left where nothing more was reviewed."""
    return Left(*(_total(matrix) for matrix in _matrices(outstanding)))


def left_after(outstanding: Outstanding, order: Sequence[int], answers: int) -> Left:
    """Return what is left once the first answers of an order are reviewed."""
    rest = list(order[answers:])
    return Left(*(_total(matrix[rest]) for matrix in _matrices(outstanding)))


def _gains(outstanding: Outstanding, answers: list[int], left: Left) -> Vector:
    """Return by how many points the review of each answer lessens the expected movement.

    No answer counts for more than what is expected to change hands by itself: that confidence errs
    together is learned from many answers, and not from one.
    """
    rows = (np.asarray(matrix[answers], np.float64) for matrix in _matrices(outstanding))
    gained = left.movement.sum() - left.without(*rows).movement.sum(axis=1)
    most = outstanding.turnover[answers].sum(axis=1)
    return np.asarray(np.minimum(gained, most), np.float64)


def _best(worth: Vector, count: int) -> list[int]:
    if count == 1:
        return [int(worth.argmax())]
    # A stable sort keeps answers of equal worth in the order of their letters; only those are
    # sorted that are worth as much as the last of the best.
    least = np.partition(worth, len(worth) - count)[len(worth) - count] if count else np.inf
    near = np.flatnonzero(worth >= least)
    best = near[np.argsort(-worth[near], kind="stable")[:count]]
    return [int(answer) for answer in best]


def _worth(outstanding: Outstanding, left: Left) -> Vector:
    worth = np.zeros(len(outstanding.groups))
    for matrix, slope in zip(_matrices(outstanding), left.slopes, strict=True):
        # Not "@", which waits for all cores: on a busy machine a hundred times as long as it works.
        worth += np.einsum("ak,k->a", matrix, slope.astype(np.float32))
    return worth


def _matrices(outstanding: Outstanding) -> tuple[Matrix, Matrix, Matrix]:
    return outstanding.falls, outstanding.variances, outstanding.turnover


def _total(matrix: Matrix) -> Vector:
    return np.asarray(matrix.sum(axis=0, dtype=np.float64))
