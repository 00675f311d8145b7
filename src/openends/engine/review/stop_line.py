"""From where on reviewing would hardly change a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.review import CodeOutlook, StopLine
from openends.engine.review.movement import TOGETHER, Left
from openends.engine.review.order import everything, left_after
from openends.engine.review.outstanding import Outstanding

#: Points by which a percentage may still move.
TOLERANCE = 1.0
#: Answers that are summed up at a time.
_BLOCK = 512
ASSUMPTIONS = (
    "Confidence is taken for the probability that a person agrees. Answers are right or wrong "
    "independently of one another, except that confidence errs together: what is expected to "
    f"change hands of a percentage is known up to {TOGETHER:.0%} of it, one standard deviation. "
    "People add codes that were not given as often as they did in other surveys. Who reviews is "
    "right, and these figures hold no sampling error."
)


def stop_line(
    codebook: Codebook,
    codings: Sequence[Coding],
    outstanding: Outstanding,
    order: Sequence[int],
    tolerance: float = TOLERANCE,
) -> StopLine:
    """Return how many answers to review in order until no code is expected to move any more.

    Parameters
    ----------
    codebook, codings, outstanding:
        The question, and what waits for review.
    order:
        Indices of the answers that wait, the first of them first.
    tolerance:
        Points by which a percentage may still move.
    """
    answers, sure = _entries_before(outstanding, order, tolerance)
    now, after = everything(outstanding), left_after(outstanding, order, answers)
    people = _people(codebook, codings)
    outlooks = tuple(
        CodeOutlook(
            code=code,
            people=people[at],
            share=people[at] / outstanding.base if outstanding.base else 0.0,
            change=float(-now.fall[at]),
            movement=float(now.movement[at]),
            bound=float(now.bound[at]),
            movement_after=float(after.movement[at]),
            bound_after=float(after.bound[at]),
        )
        for at, code in enumerate(codebook)
    )
    return StopLine(
        tolerance=tolerance,
        answers=answers,
        sure_answers=sure,
        codes=outlooks,
        statement=_statement(outlooks, answers, sure, len(order), tolerance),
        assumptions=ASSUMPTIONS,
    )


def _entries_before(
    outstanding: Outstanding, order: Sequence[int], tolerance: float
) -> tuple[int, int]:
    """Return after how many answers nothing moves by more than the tolerance: expected, surely.

    Read from the end, where nothing is left: the first answer from there that makes a code move
    too far must be reviewed, and so must all before it.
    """
    expected = sure = 0
    left = Left(*np.zeros((3, outstanding.falls.shape[1])))
    for stop in range(len(order), 0, -_BLOCK):
        block = order[max(0, stop - _BLOCK) : stop]
        sums = [
            np.cumsum(matrix[block[::-1]], axis=0, dtype=np.float64)
            for matrix in (outstanding.falls, outstanding.variances, outstanding.turnover)
        ]
        behind = Left(left.fall + sums[0], left.variance + sums[1], left.turnover + sums[2])
        places = stop - np.arange(len(block))
        moves, bounds = behind.movement.max(axis=1), behind.bound.max(axis=1)
        expected = max(expected, int(places[moves > tolerance].max(initial=0)))
        sure = max(sure, int(places[bounds > tolerance].max(initial=0)))
        if expected:
            break
        left = Left(behind.fall[-1], behind.variance[-1], behind.turnover[-1])
    return expected, sure


def _people(codebook: Codebook, codings: Sequence[Coding]) -> list[int]:
    counts = {code.number: 0 for code in codebook}
    for coding in codings:
        for number in {mention.code.number for mention in coding.mentions} & counts.keys():
            counts[number] += 1
    return [counts[code.number] for code in codebook]


def _statement(
    outlooks: Sequence[CodeOutlook], answers: int, sure: int, waiting: int, tolerance: float
) -> str:
    if not waiting:
        return "Every answer is approved; there is nothing left to review."
    points = "1 point" if tolerance == 1 else f"{tolerance:g} points"
    still = f"reviewing on would change no figure by more than {points}, 19 times of 20 for each."
    if not sure:
        return f"{still[0].upper()}{still[1:]}"
    all_of_them = "all " if sure == waiting else ""
    certain = f"After {all_of_them}{sure:,} {still}"
    if not answers:
        return (
            f"No figure is expected to change by more than {points} if all is reviewed. {certain}"
        )
    most = max(outlooks, key=lambda outlook: outlook.movement)
    return (
        f"After the first {answers:,} of {waiting:,} answers no figure is expected to change any "
        f"more by more than {points}; now '{most.code.name}' is expected to change by "
        f"{most.movement:.1f}. {certain}"
    )
