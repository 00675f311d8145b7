"""How well an induced codebook sorts responses as people's codebook does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from openends.engine.reliability.agreement import f1_of_counts

#: A code of people's counts as wanted from this share of the coded responses on.
COVERAGE_SHARE = 0.01
#: A code of people's is covered when some code of the machine overlaps with it this well (F1).
COVERAGE_F1 = 0.4


@dataclass(frozen=True, kw_only=True, slots=True)
class Grouping:
    """Two ways of sorting the same responses into groups, compared without looking at names."""

    responses: int
    #: Part of the responses in the commonest people's code of their machine's code, 0 to 1.
    purity: float
    #: Part of the responses in the commonest machine's code of their people's code, 0 to 1.
    inverse_purity: float
    #: Harmonic mean of the two, 0 to 1.
    harmonic_purity: float
    #: Adjusted Rand index: pairs kept together or apart alike, beyond chance; 1 is the same.
    ari: float
    #: Normalized mutual information, 0 to 1.
    nmi: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeCoverage:
    """The code of the machine that comes nearest to a code of people."""

    code: str
    people: int
    #: Name of the nearest code of the machine; "" when none shares a response with it.
    nearest: str
    #: Overlap of the responses with either code, 0 to 1.
    f1: float


def measure_grouping(people: Sequence[str], machine: Sequence[str]) -> Grouping:
    """Compare two groupings of the same responses, one code each.

    Parameters
    ----------
    people, machine:
        The one code of each response, in the same order; at least one response.

    Notes
    -----
    Sources: Amigó et al. (2009), "A comparison of extrinsic clustering evaluation metrics"
    (purity, inverse purity); Hubert and Arabie (1985), "Comparing partitions" (ARI); Vinh, Epps
    and Bailey (2010), "Information theoretic measures for clusterings comparison" (NMI,
    arithmetic mean).
    """
    if len(people) != len(machine) or not people:
        raise ValueError("Groupings need the same responses, one or more, from both coders.")
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    purity = _purity(people, machine)
    inverse = _purity(machine, people)
    return Grouping(
        responses=len(people),
        purity=purity,
        inverse_purity=inverse,
        harmonic_purity=2 * purity * inverse / (purity + inverse),
        ari=float(adjusted_rand_score(people, machine)),
        nmi=float(normalized_mutual_info_score(people, machine)),
    )


def _purity(truth: Sequence[str], groups: Sequence[str]) -> float:
    best: dict[str, int] = {}
    for (group, _), count in Counter(zip(groups, truth, strict=True)).items():
        best[group] = max(best.get(group, 0), count)
    return sum(best.values()) / len(truth)


def measure_coverage(
    people: Sequence[AbstractSet[str]], machine: Sequence[AbstractSet[str]]
) -> tuple[CodeCoverage, ...]:
    """Find for every code that people gave often the machine's code with most of its responses.

    Parameters
    ----------
    people, machine:
        The codes of each response, in the same order; any number of codes each.

    Returns
    -------
    tuple of CodeCoverage
        Codes that people gave to at least ``COVERAGE_SHARE`` of the responses they coded, the
        most frequent first. A code is covered when its F1 is at least ``COVERAGE_F1``.
    """
    coded = sum(bool(given) for given in people)
    theirs = Counter(name for given in people for name in given)
    ours = Counter(name for given in machine for name in given)
    shared = Counter(
        (name, other)
        for first, second in zip(people, machine, strict=True)
        for name in first
        for other in second
    )
    nearest: dict[str, tuple[float, str]] = {}
    for (name, other), both in sorted(shared.items()):
        overlap = f1_of_counts(both, theirs[name], ours[other])
        if overlap > nearest.get(name, (0.0, ""))[0]:
            nearest[name] = (overlap, other)
    rows = []
    for name, count in sorted(theirs.items(), key=lambda item: (-item[1], item[0])):
        if count >= COVERAGE_SHARE * coded:
            overlap, other = nearest.get(name, (0.0, ""))
            rows.append(CodeCoverage(code=name, people=count, nearest=other, f1=overlap))
    return tuple(rows)


def covered_share(coverage: Sequence[CodeCoverage]) -> float | None:
    """Part of people's frequent codes that the machine found, 0 to 1; None without any."""
    if not coverage:
        return None
    return sum(row.f1 >= COVERAGE_F1 for row in coverage) / len(coverage)
