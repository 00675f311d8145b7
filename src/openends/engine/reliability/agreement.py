"""Agreement between two coders who may give several codes to a response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from openends.engine.reliability.alpha import jaccard_distance, krippendorff_alpha, masi_distance

#: Names of the codes that one coder gave to one response; empty when none fitted.
CodeSet = AbstractSet[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeAgreement:
    """How one code came out, with people as the standard; shares 0 to 1."""

    code: str
    #: Responses with the code, by people and by the machine.
    people: int
    machine: int
    #: Part of the machine's mentions of the code that people gave too.
    precision: float
    #: Part of people's mentions of the code that the machine gave too.
    recall: float
    f1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """How well a machine's codes match people's, over all responses; shares 0 to 1."""

    responses: int
    #: Mean over responses of the F1 of the two sets of codes; two empty sets count 1.
    sample_f1: float
    #: F1 over all mentions together: frequent codes weigh most.
    micro_f1: float
    #: Mean F1 of the codes that people gave: rare codes weigh as much as frequent ones.
    macro_f1: float
    #: Part of the responses with exactly people's codes.
    whole_set_right: float
    #: Krippendorff's alpha with Jaccard and with MASI distance; None when nothing varies.
    alpha_jaccard: float | None
    alpha_masi: float | None
    #: Mean number of codes per response.
    codes_people: float
    codes_machine: float
    #: Codes that either gave, the most frequent with people first.
    codes: tuple[CodeAgreement, ...]


def measure_agreement(
    people: Sequence[CodeSet],
    machine: Sequence[CodeSet],
    groups: Sequence[str] | None = None,
) -> Agreement:
    """Compare a machine's codes with people's, response by response.

    Parameters
    ----------
    people, machine:
        The codes of each response, in the same order; at least one response.
    groups:
        The question of each response where several were coded: chance agreement is reckoned
        within questions, because nobody confuses codes across them. None for one question.

    Raises
    ------
    ValueError
        When the two differ in length or are empty.
    """
    if len(people) != len(machine) or not people:
        raise ValueError("Agreement needs the same responses, one or more, from both coders.")
    codes = _per_code(people, machine)
    both = sum(len(theirs & ours) for theirs, ours in zip(people, machine, strict=True))
    given_people = sum(map(len, people))
    given_machine = sum(map(len, machine))
    with_people = [code.f1 for code in codes if code.people]
    return Agreement(
        responses=len(people),
        sample_f1=mean_set_f1(people, machine),
        micro_f1=f1_of_counts(both, given_people, given_machine),
        macro_f1=sum(with_people) / len(with_people) if with_people else float(not codes),
        whole_set_right=whole_set_right(people, machine),
        alpha_jaccard=krippendorff_alpha(people, machine, jaccard_distance, groups),
        alpha_masi=krippendorff_alpha(people, machine, masi_distance, groups),
        codes_people=given_people / len(people),
        codes_machine=given_machine / len(people),
        codes=codes,
    )


def mean_set_f1(people: Sequence[CodeSet], machine: Sequence[CodeSet]) -> float:
    """Mean over responses of the F1 of two sets of codes, 0 to 1; two empty sets count 1."""
    scores = [
        f1_of_counts(len(theirs & ours), len(theirs), len(ours))
        for theirs, ours in zip(people, machine, strict=True)
    ]
    return sum(scores) / len(scores)


def whole_set_right(people: Sequence[CodeSet], machine: Sequence[CodeSet]) -> float:
    """Part of the responses to which both gave exactly the same codes, 0 to 1."""
    alike = [theirs == ours for theirs, ours in zip(people, machine, strict=True)]
    return sum(alike) / len(alike)


def f1_of_counts(both: int, first: int, second: int) -> float:
    """F1 (Dice overlap) of two sets by their sizes and that of their overlap, 0 to 1."""
    return 2 * both / (first + second) if first + second else 1.0


def _per_code(people: Sequence[CodeSet], machine: Sequence[CodeSet]) -> tuple[CodeAgreement, ...]:
    theirs = Counter(name for given in people for name in given)
    ours = Counter(name for given in machine for name in given)
    both = Counter(
        name for first, second in zip(people, machine, strict=True) for name in first & second
    )
    rows = [
        CodeAgreement(
            code=name,
            people=theirs[name],
            machine=ours[name],
            precision=both[name] / ours[name] if ours[name] else 0.0,
            recall=both[name] / theirs[name] if theirs[name] else 0.0,
            f1=f1_of_counts(both[name], theirs[name], ours[name]),
        )
        for name in theirs.keys() | ours.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.people, -row.machine, row.code)))
