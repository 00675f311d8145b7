"""Draw the responses whose codes a person checks: a verification sample."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openends.engine.reliability.agreement import CodeSet

#: Where bands of confidence end: doubtful, fair, sure.
DOUBTFUL, SURE = 0.4, 0.8
#: Responses of a stratum that are drawn at least, as far as it has them: two tell how it varies.
LEAST = 2
#: Stands for the code of responses without one.
NO_CODE = "no code"


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedCase:
    """A coded response that can be drawn."""

    codes: CodeSet
    #: Of its least certain code, 0 to 1; None where the coder told none.
    confidence: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnCase:
    """A response that was drawn."""

    #: Its place among the responses.
    place: int
    #: The stratum in words.
    stratum: str
    #: Probability with which it was drawn, above 0 to 1.
    probability: float


def draw_sample(cases: Sequence[CodedCase], size: int, seed: int) -> tuple[DrawnCase, ...]:
    """Draw responses by chance, in an order that chance decides too.

    Every response belongs to one stratum: the rarest of its codes, and the band of its confidence.
    Where the sample is too small for two responses of each stratum, strata are by code alone, else
    by band alone, else all responses are one.

    Parameters
    ----------
    cases:
        The coded responses, one or more.
    size:
        Responses to draw; all where there are fewer.
    seed:
        The same seed draws the same responses.

    Notes
    -----
    A stratum has a share of the sample that goes with the square root of its responses, so that
    rare codes get more than their part and frequent ones stay precise. Source: Bankier (1988),
    "Power allocations: determining sample sizes for subnational areas", with a power of one half.
    """
    if not cases or size < 1:
        raise ValueError("A sample needs a response to draw from, and one to draw.")
    wanted = min(size, len(cases))
    strata = _strata(cases, wanted)
    sizes = _allocate({name: len(places) for name, places in strata.items()}, wanted)
    chance = np.random.default_rng(seed)
    drawn = [
        DrawnCase(place=int(place), stratum=name, probability=sizes[name] / len(places))
        for name, places in strata.items()
        for place in chance.choice(places, size=sizes[name], replace=False)
    ]
    return tuple(drawn[at] for at in chance.permutation(len(drawn)))


def _strata(cases: Sequence[CodedCase], size: int) -> Mapping[str, Sequence[int]]:
    """Return the places by stratum, as fine as the sample allows."""
    people = Counter(code for case in cases for code in case.codes)

    def rarest(case: CodedCase) -> str:
        return min(case.codes, key=lambda code: (people[code], code), default=NO_CODE)

    levels: Sequence[Callable[[CodedCase], str]] = (
        lambda case: f"{rarest(case)}, {_band(case)}",
        rarest,
        _band,
    )
    for level in levels:
        strata: defaultdict[str, list[int]] = defaultdict(list)
        for place, case in enumerate(cases):
            strata[level(case)].append(place)
        if sum(min(LEAST, len(places)) for places in strata.values()) <= size:
            return dict(sorted(strata.items()))
    return {"all": range(len(cases))}


def _band(case: CodedCase) -> str:
    if case.confidence is None:
        return "confidence unknown"
    if case.confidence < DOUBTFUL:
        return "doubtful"
    return "sure" if case.confidence >= SURE else "fair"


def _allocate(people: Mapping[str, int], size: int) -> Mapping[str, int]:
    """Return how many responses of each stratum are drawn; together they are ``size``."""
    drawn = {name: min(LEAST, count) for name, count in people.items()}
    if sum(drawn.values()) > size:
        drawn = dict.fromkeys(people, size)
    # The stratum that is furthest behind its share has the next one.
    behind = [(-math.sqrt(people[name]) / drawn[name], name) for name in people]
    heapq.heapify(behind)
    for _ in range(size - sum(drawn.values())):
        while drawn[behind[0][1]] == people[behind[0][1]]:
            heapq.heappop(behind)
        name = behind[0][1]
        drawn[name] += 1
        heapq.heapreplace(behind, (-math.sqrt(people[name]) / drawn[name], name))
    return drawn
