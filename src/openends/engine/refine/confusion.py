"""Pairs of codes that come together, mean nearly the same, or are taken for one another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from openends.engine.assign.prototypes import prototypes
from openends.engine.assign.similarity import unit_rows
from openends.engine.codebook_check.names import means_none
from openends.engine.embed import Index
from openends.engine.encoder import Matrix
from openends.engine.refine.coded_answers import CodedAnswers

#: Distance of two codes' scores, in standard deviations, within which an answer could have either.
MARGIN = 0.5
#: People that each code of a pair needs; of fewer it may be chance.
FEWEST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """How two codes stand to one another, by their places in the codebook."""

    first: int
    second: int
    #: People with either code, and with both.
    either: int
    both: int
    #: People with one of them whose answer has the other as its next best, and nearly as good.
    torn: int
    #: Cosine of their descriptions, less what all descriptions share.
    closeness: float

    @property
    def confused(self) -> float:
        """Return the share of the people with one code who could as well have the other."""
        return self.torn / max(1, self.either - self.both)


def code_pairs(coded: CodedAnswers) -> list[Pair]:
    """Return all pairs of codes that have people, in the order of the codebook.

    Parameters
    ----------
    coded:
        The answers with their codes. Codes for "nothing" are told by word lists and left out.
    """
    has = coded.given > 0
    people = coded.people @ has
    codes = [
        at
        for at, code in enumerate(coded.codebook)
        if people[at] >= FEWEST and not means_none(code)
    ]
    if len(codes) < 2:
        return []
    raw = prototypes(coded.codebook.codes, coded.question.encoders[0])
    # How close codes come depends on the encoder; less what all share, it hardly does.
    vectors = unit_rows(raw, raw.mean(axis=0))
    scores = coded.scores
    best = _next_best(scores, has)
    pairs = []
    for first, second in combinations(codes, 2):
        one, other = has[:, first], has[:, second]
        torn = ((one & ~other) & (best == second)) | ((other & ~one) & (best == first))
        torn &= np.abs(scores[:, first] - scores[:, second]) <= MARGIN
        pairs.append(
            Pair(
                first=first,
                second=second,
                either=int(coded.people[one | other].sum()),
                both=int(coded.people[one & other].sum()),
                torn=int(coded.people[torn].sum()),
                closeness=float(vectors[first] @ vectors[second]),
            )
        )
    return pairs


def _next_best(scores: Matrix, has: NDArray[np.bool_]) -> Index:
    """Return of each answer the code with the highest score that it lacks."""
    return np.asarray(np.where(has, -np.inf, scores).argmax(axis=1))
