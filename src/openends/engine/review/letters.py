"""Which answers could decide whether a cell of a crosstab has a significance letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.engine.encoder import Matrix
from openends.engine.review.movement import TOGETHER, Vector
from openends.engine.review.outstanding import ANSWERED, Outstanding
from openends.engine.tabulate.crosstab import check_variable
from openends.engine.tabulate.significance import LEVEL, SMALLEST_BASE, SMALLEST_EXPECTED


@dataclass(frozen=True, slots=True)
class Letters:
    """How much the answers have to do with the letters of a crosstab."""

    #: Shape (answers,): chance that the answer's correction decides a letter, over all cells.
    decides: Vector
    #: Shape (answers, codes): the same by code.
    by_code: Matrix
    #: By place of the code: the two values whose difference is most in the balance.
    closest: dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Column:
    """A value of the variable, and what review could change in its cells; one figure per code."""

    value: str
    base: int
    people: Vector
    falls: Vector
    variance: Vector
    turnover: Vector


def letters_at_stake(
    codebook: Codebook,
    codings: Sequence[Coding],
    outstanding: Outstanding,
    values: Sequence[str | None],
    variable: str,
) -> Letters:
    """Return for each answer the chance that its correction decides a significance letter.

    Parameters
    ----------
    codebook, codings, outstanding:
        The question, and what waits for review.
    values:
        The background variable's value for each response, in their order; None where unknown.
    variable:
        Its name.

    Raises
    ------
    InputError
        When the variable has no value at all, or more than fit a table.

    Notes
    -----
    The reasoning of the pivotal voter: how far the correction shifts the test statistic, times the
    density of the statistic after a full review at its critical value.
    """
    cleaned = [(value or "").strip() for value in values]
    names = check_variable(cleaned, variable)
    inside = _responses_by_value(outstanding, cleaned, names)
    columns = _columns(names, inside, codebook, codings, outstanding, cleaned)
    per_person = np.zeros((len(names), len(codebook)))
    closest: dict[int, tuple[float, str, str]] = {}
    tested = [at for at, column in enumerate(columns) if column.base >= SMALLEST_BASE]
    pairs = list(combinations(tested, 2))
    for one, two in pairs:
        for code in range(len(codebook)):
            stake, error = _in_the_balance(columns[one], columns[two], code, len(pairs))
            if stake > 0:
                per_person[one, code] += stake / (error * columns[one].base)
                per_person[two, code] += stake / (error * columns[two].base)
                candidate = (stake, columns[one].value, columns[two].value)
                closest[code] = max(closest.get(code, candidate), candidate)
    by_code = _rates(outstanding)[0] * (inside @ per_person)
    return Letters(
        decides=np.asarray(by_code.sum(axis=1), np.float64),
        by_code=np.asarray(by_code, np.float32),
        closest={code: (one, two) for code, (_, one, two) in closest.items()},
    )


def _responses_by_value(
    outstanding: Outstanding, values: Sequence[str], names: Sequence[str]
) -> Matrix:
    """Return the responses behind each answer by value, shape (answers, values)."""
    place = {name: at for at, name in enumerate(names)}
    inside = np.zeros((len(outstanding.groups), len(names)), np.float32)
    for at, group in enumerate(outstanding.groups):
        for member in group:
            if values[member]:
                inside[at, place[values[member]]] += 1
    return inside


def _rates(outstanding: Outstanding) -> tuple[Matrix, Matrix, Matrix]:
    """Return turnover, falls and variances per response in place of points."""
    points = np.maximum(outstanding.people, 1)[:, None] * 100 / max(outstanding.base, 1)
    return (
        np.asarray(outstanding.turnover / points),
        np.asarray(outstanding.falls / points),
        np.asarray(outstanding.variances / points**2),
    )


def _columns(
    names: Sequence[str],
    inside: Matrix,
    codebook: Codebook,
    codings: Sequence[Coding],
    outstanding: Outstanding,
    values: Sequence[str],
) -> list[_Column]:
    place = {code.number: at for at, code in enumerate(codebook)}
    bases = dict.fromkeys(names, 0)
    people = {name: [0.0] * len(place) for name in names}
    for coding, value in zip(codings, values, strict=True):
        if value:
            bases[value] += coding.status in ANSWERED
            for number in {mention.code.number for mention in coding.mentions} & place.keys():
                people[value][place[number]] += 1
    turnover, falls, variances = _rates(outstanding)
    columns = []
    for at, name in enumerate(names):
        theirs = inside[:, at]
        here = (theirs @ falls, theirs**2 @ variances, theirs @ turnover)
        sums = (np.asarray(each, np.float64) for each in here)
        columns.append(_Column(name, bases[name], np.array(people[name]), *sums))
    return columns


def _in_the_balance(one: _Column, two: _Column, code: int, pairs: int) -> tuple[float, float]:
    """Return the density of the test statistic where the letter turns, and its standard error."""
    pooled = (one.people[code] + two.people[code]) / (one.base + two.base)
    if min(pooled, 1 - pooled) * min(one.base, two.base) < SMALLEST_EXPECTED:
        return 0.0, 1.0
    error = sqrt(pooled * (1 - pooled) * (1 / one.base + 1 / two.base))
    first, second = (
        ((column.people[code] - column.falls[code]) / column.base) for column in (one, two)
    )
    # What confidence errs in together, it errs in in both columns.
    together = TOGETHER * (one.turnover[code] / one.base - two.turnover[code] / two.base)
    apart = one.variance[code] / one.base**2 + two.variance[code] / two.base**2
    spread = sqrt(max(apart, 0.0) + together**2) / error
    if spread <= 0:
        return 0.0, error
    after = NormalDist((first - second) / error, spread)
    turns = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / pairs)
    return after.pdf(turns) + after.pdf(-turns), error
