"""Two coders beside each other: agreement by code and overall, with intervals.

Neither of the two is the standard: exchange them, and every figure stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.engine.reliability.agreement import CodeSet
from openends.engine.reliability.alpha import Numbers
from openends.engine.reliability.estimate import Estimate, more_responses
from openends.engine.reliability.intervals import LEVEL, share_interval
from openends.engine.reliability.pair_table import PairTable
from openends.engine.reliability.patterns import Patterns, find_patterns
from openends.engine.reliability.resample import figures_as_coded, figures_resampled

DRAWS = 1_000
#: Part of the draws that may leave a figure undefined before no interval is given; a code that
#: three responses have is in 95 percent of the draws.
MOST_UNDEFINED = 0.06


@dataclass(frozen=True, kw_only=True, slots=True)
class CodePair:
    """How two coders agree on one code."""

    code: str
    #: Responses with the code, by each coder and by both.
    first: int
    second: int
    both: int
    percent_agreement: Estimate
    kappa: Estimate
    alpha: Estimate
    positive_agreement: Estimate
    #: Responses to double-code until the interval of kappa lies above .80; None: not this way.
    more_for_kappa: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoCoders:
    """How two coders agree on the same responses."""

    responses: int
    #: Part of the responses to which both gave exactly the same codes.
    percent_agreement: Estimate
    #: Cohen's kappa of whole sets: with one code a response, the usual kappa.
    kappa: Estimate
    alpha_jaccard: Estimate
    alpha_masi: Estimate
    #: Over all mentions together: frequent codes weigh most.
    positive_agreement: Estimate
    #: Responses to double-code until the interval of alpha lies above .80; None: not this way.
    more_for_jaccard: int | None
    more_for_masi: int | None
    #: Mean number of codes per response, by each coder.
    codes_first: float
    codes_second: float
    draws: int
    seed: int
    #: The most frequent codes first.
    codes: tuple[CodePair, ...]


def compare_coders(
    first: Sequence[CodeSet],
    second: Sequence[CodeSet],
    *,
    codes: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> TwoCoders:
    """Compare two coders on the same responses.

    Parameters
    ----------
    first, second:
        The codes of each response, in the same order; at least one response. Their order changes
        no figure.
    codes:
        Further codes that could have been given.
    draws, seed:
        Of the bootstrap: responses are drawn anew that often.

    Notes
    -----
    Intervals are the 2.5th and 97.5th percentile of the draws. Source: Efron and Tibshirani (1993),
    "An introduction to the bootstrap", chapter 13. Where all draws come out alike, as with full
    agreement, they tell nothing about other responses, and no interval is given. A share of
    responses has Wilson's interval, which holds there too.

    Raises
    ------
    ValueError
        When the two differ in length or are empty.
    """
    if len(first) != len(second) or not first:
        raise ValueError("Comparing needs the same responses, one or more, from both coders.")
    names = sorted(frozenset(codes).union(*first, *second))
    patterns = find_patterns(first, second, names)
    found = figures_as_coded(patterns)
    drawn = figures_resampled(patterns, draws, seed)
    jaccard = _estimate(found.alpha_jaccard, drawn.alpha_jaccard)
    masi = _estimate(found.alpha_masi, drawn.alpha_masi)
    return TwoCoders(
        responses=len(first),
        percent_agreement=_share(round(float(found.same_set[0]) * len(first)), len(first)),
        kappa=_estimate(found.kappa, drawn.kappa),
        alpha_jaccard=jaccard,
        alpha_masi=masi,
        positive_agreement=_estimate(found.positive_agreement, drawn.positive_agreement),
        more_for_jaccard=more_responses(jaccard, len(first)),
        more_for_masi=more_responses(masi, len(first)),
        codes_first=sum(map(len, first)) / len(first),
        codes_second=sum(map(len, second)) / len(second),
        draws=draws,
        seed=seed,
        codes=_per_code(
            patterns,
            [
                (found.code_kappa, drawn.code_kappa),
                (found.code_alpha, drawn.code_alpha),
                (found.code_positive, drawn.code_positive),
            ],
        ),
    )


def _per_code(
    patterns: Patterns, figures: Sequence[tuple[Numbers, Numbers]]
) -> tuple[CodePair, ...]:
    table = _table(patterns)
    rows = []
    for at, code in enumerate(patterns.codes):
        both, first, second = (round(n[at]) for n in (table.both, table.first, table.second))
        kappa, alpha, positive = (_estimate(found[:, at], drawn[:, at]) for found, drawn in figures)
        alike = patterns.responses - first - second + 2 * both
        rows.append(
            CodePair(
                code=code,
                first=first,
                second=second,
                both=both,
                percent_agreement=_share(alike, patterns.responses),
                kappa=kappa,
                alpha=alpha,
                positive_agreement=positive,
                more_for_kappa=more_responses(kappa, patterns.responses),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.first - row.second, row.code)))


def _table(patterns: Patterns) -> PairTable:
    theirs, ours = patterns.sets[patterns.first], patterns.sets[patterns.second]
    counts = patterns.counts
    return PairTable(
        counts @ (theirs * ours), counts @ theirs, counts @ ours, float(patterns.responses)
    )


def _share(count: int, total: int) -> Estimate:
    return Estimate(count / total, *share_interval(count, total))


def _estimate(found: Numbers, drawn: Numbers) -> Estimate:
    """Return the figure with the percentiles of its draws, as far as they say something."""
    value = None if np.isnan(found[0]) else float(found[0])
    defined = drawn[~np.isnan(drawn)]
    if value is None or len(defined) < (1 - MOST_UNDEFINED) * len(drawn):
        return Estimate(value)
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(defined, [tail, 100 - tail])
    if high - low < 1e-12:
        return Estimate(value)
    return Estimate(value, float(low), float(high))
