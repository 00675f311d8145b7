"""Responses that two coders coded alike, counted: what resampling works on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openends.engine.reliability.agreement import CodeSet
from openends.engine.reliability.alpha import Numbers

_Given = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The distinct pairs of sets that two coders gave, and how many responses have each.

    The order of the responses does not matter to it, nor to anything that is drawn from it.
    """

    codes: tuple[str, ...]
    #: Responses by pattern.
    counts: NDArray[np.int64]
    #: Distinct sets by code: 1 where the set holds it.
    sets: Numbers
    #: The set of the first and of the second coder, by pattern.
    first: NDArray[np.intp]
    second: NDArray[np.intp]

    @property
    def responses(self) -> int:
        """Number of responses."""
        return int(self.counts.sum())

    def by_set(self, coder: NDArray[np.intp]) -> Any:
        """Return the matrix that turns responses by pattern into responses by a coder's set."""
        from scipy.sparse import csr_array

        here = np.arange(len(coder))
        shape = (len(coder), len(self.sets))
        return csr_array((np.ones(len(coder)), (here, coder)), shape=shape)


def find_patterns(
    first: Sequence[CodeSet], second: Sequence[CodeSet], codes: Sequence[str]
) -> Patterns:
    """Count the pairs of sets.

    Parameters
    ----------
    first, second:
        The codes of each response by the two coders, in the same order.
    codes:
        Every code that occurs, and others that could have been given.
    """
    pairs = Counter(
        (_written(theirs), _written(ours)) for theirs, ours in zip(first, second, strict=True)
    )
    ordered = sorted(pairs)
    place = {
        given: at for at, given in enumerate(sorted({one for pair in ordered for one in pair}))
    }
    column = {name: at for at, name in enumerate(codes)}
    sets = np.zeros((len(place), len(column)))
    for given, at in place.items():
        sets[at, [column[name] for name in given]] = 1
    return Patterns(
        codes=tuple(codes),
        counts=np.array([pairs[pair] for pair in ordered], dtype=np.int64),
        sets=sets,
        first=np.array([place[theirs] for theirs, _ in ordered], dtype=np.intp),
        second=np.array([place[ours] for _, ours in ordered], dtype=np.intp),
    )


def _written(given: CodeSet) -> _Given:
    return tuple(sorted(given))
