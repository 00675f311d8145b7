"""What a checked sample says about coded percentages: how far off, and how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openends.engine.reliability.agreement import CodeSet
from openends.engine.reliability.checked_code import Part, corrected_share, recall_of
from openends.engine.reliability.estimate import Estimate
from openends.engine.reliability.weighted_share import WeightedShare


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedCase:
    """A response of a verification sample."""

    #: The codes that it was coded with, and those that the checker finds right.
    coded: CodeSet
    right: CodeSet
    #: Probability with which it was drawn, above 0 to 1.
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedCode:
    """A code's percentage, as coded and corrected; shares 0 to 1."""

    code: str
    #: People with the code in the whole file, and the part of the base that they are.
    people: int
    coded: float
    #: Checked responses that were coded with it, and those that the checker gave it.
    checked_coded: int
    checked_right: int
    #: Part of the responses with the code that should have it.
    precision: Estimate
    #: Part of the responses that should have the code that have it.
    recall: Estimate
    #: The share that checkers would find if they coded everything; its interval joins the chance
    #: of whom the survey reached with that of which responses were checked.
    corrected: Estimate
    #: Half the width of that interval.
    margin: float


def measure_checked(
    checked: Sequence[CheckedCase], people: Mapping[str, int], base: int
) -> tuple[CheckedCode, ...]:
    """Correct percentages by a verification sample.

    Parameters
    ----------
    checked:
        The whole sample, one response or more.
    people:
        How many responses of the file were coded with each code.
    base:
        All responses that the sample was drawn from.

    Returns
    -------
    tuple of CheckedCode
        Codes that the file has or the checkers gave, the most frequent as coded first.

    Notes
    -----
    Responses are weighted by one over their probability. Source: Horvitz and Thompson (1952), "A
    generalization of sampling without replacement from a finite universe". The corrected share is
    the coded share times the right part of it, plus the share without the code times the part of
    it that should have it. Source: Tenenbein (1970), "A double sampling scheme for estimating from
    binomial data with misclassifications".
    """
    if not checked:
        raise ValueError("Correcting needs a checked response.")
    names = sorted(frozenset(people).union(*(case.right for case in checked)))
    rows = [_check(name, checked, people.get(name, 0), base) for name in names]
    return tuple(sorted(rows, key=lambda row: (-row.people, row.code)))


def _check(code: str, checked: Sequence[CheckedCase], people: int, base: int) -> CheckedCode:
    found = _part(code, [case for case in checked if code in case.coded], people)
    missed = _part(code, [case for case in checked if code not in case.coded], base - people)
    corrected = _corrected(code, checked, (found, missed), (people, base - people))
    return CheckedCode(
        code=code,
        people=people,
        coded=people / base,
        checked_coded=sum(code in case.coded for case in checked),
        checked_right=sum(code in case.right for case in checked),
        precision=Estimate(found.right.share, found.right.low, found.right.high)
        if found
        else Estimate(None),
        recall=_recall(found, missed, people, base),
        corrected=corrected,
        margin=((corrected.high or 0.0) - (corrected.low or 0.0)) / 2,
    )


def _corrected(
    code: str,
    checked: Sequence[CheckedCase],
    parts: tuple[Part | None, Part | None],
    sizes: tuple[int, int],
) -> Estimate:
    """Correct the share by both parts; where one was not checked, the sample stands for all."""
    base = sum(sizes)
    there = [part for part in parts if part]
    if sum(part.size for part in there) < base:
        whole = _part(code, checked, base)
        there = [whole] if whole else []
    return corrected_share(there, base)


def _recall(found: Part | None, missed: Part | None, people: int, base: int) -> Estimate:
    if found and missed:
        return recall_of(found, missed)
    if found and people == base:
        # Nothing is without the code, so nothing that should have it lacks it.
        return Estimate(1.0 if found.people else None)
    # Never given: all that should have it is missed.
    return Estimate(0.0 if missed and missed.people and not people else None)


def _part(code: str, cases: Sequence[CheckedCase], size: int) -> Part | None:
    """Return what the checked responses of a part tell about it; None without any."""
    weights = [1 / case.probability for case in cases]
    right = WeightedShare.of(weights, [code in case.right for case in cases], size)
    return Part(size, right) if right else None
