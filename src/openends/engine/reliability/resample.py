"""Every figure of two coders on resampled responses, many draws at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openends.engine.reliability.alpha import (
    BLOCK,
    Numbers,
    SetDistance,
    jaccard_distance,
    masi_distance,
)
from openends.engine.reliability.pair_table import PairTable, beyond_chance
from openends.engine.reliability.patterns import Patterns

#: Numbers held at once: bounds memory when there are thousands of patterns.
_HELD = 4_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of many draws; not a number where a draw leaves one undefined."""

    #: Over whole sets, one per draw.
    same_set: Numbers
    kappa: Numbers
    alpha_jaccard: Numbers
    alpha_masi: Numbers
    positive_agreement: Numbers
    #: By draw and code.
    code_kappa: Numbers
    code_alpha: Numbers
    code_positive: Numbers


def figures_as_coded(patterns: Patterns) -> Figures:
    """Return the figures of the responses themselves, as one draw."""
    return _figures(patterns, patterns.counts[None, :].astype(np.float64))


def figures_resampled(patterns: Patterns, draws: int, seed: int) -> Figures:
    """Return the figures of resampled responses: as many as there are, drawn with replacement."""
    parts = [_figures(patterns, drawn) for drawn in _drawn(patterns, draws, seed)]
    return Figures(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES}
    )


_NAMES = tuple(Figures.__dataclass_fields__)


def _drawn(patterns: Patterns, draws: int, seed: int) -> Iterator[Numbers]:
    """Yield responses by pattern, some draws at a time."""
    chance = np.random.default_rng(seed)
    shares = patterns.counts / patterns.responses
    size = max(1, _HELD // len(patterns.counts))
    for start in range(0, draws, size):
        drawn = chance.multinomial(patterns.responses, shares, min(size, draws - start))
        yield drawn.astype(np.float64)


def _figures(patterns: Patterns, drawn: Numbers) -> Figures:
    total = float(patterns.responses)
    theirs = drawn @ patterns.by_set(patterns.first)
    ours = drawn @ patterns.by_set(patterns.second)
    shared = patterns.sets[patterns.first] * patterns.sets[patterns.second]
    codes = PairTable(drawn @ shared, theirs @ patterns.sets, ours @ patterns.sets, total)
    everything = PairTable(
        codes.both.sum(axis=1), codes.first.sum(axis=1), codes.second.sum(axis=1), total
    )
    same_set = drawn @ (patterns.first == patterns.second) / total
    return Figures(
        same_set=same_set,
        kappa=beyond_chance(same_set, (theirs * ours).sum(axis=1) / total**2),
        alpha_jaccard=_alpha(patterns, drawn, theirs + ours, jaccard_distance),
        alpha_masi=_alpha(patterns, drawn, theirs + ours, masi_distance),
        positive_agreement=everything.positive_agreement,
        code_kappa=codes.kappa,
        code_alpha=codes.alpha,
        code_positive=codes.positive_agreement,
    )


def _alpha(patterns: Patterns, drawn: Numbers, by_set: Numbers, distance: SetDistance) -> Numbers:
    """Return Krippendorff's alpha of every draw, from responses by pattern and by set."""
    sizes = patterns.sets.sum(axis=1)
    first, second = patterns.first, patterns.second
    overlap = (patterns.sets[first] * patterns.sets[second]).sum(axis=1)
    observed = drawn @ distance(overlap, sizes[first], sizes[second]) / patterns.responses
    expected = np.zeros(len(drawn))
    for start in range(0, len(sizes), BLOCK):
        block = slice(start, start + BLOCK)
        apart = distance(patterns.sets[block] @ patterns.sets.T, sizes[block, None], sizes)
        expected += ((by_set[:, block] @ apart) * by_set).sum(axis=1)
    values = 2 * patterns.responses
    return beyond_chance(1 - observed, 1 - expected / (values * (values - 1)))
