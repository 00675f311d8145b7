"""Join what the layers propose into the codes an answer gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.codebook import Code
from openends.domain.response import ResponseStatus
from openends.engine.assign.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Verdict:
    """The codes of an answer."""

    status: ResponseStatus
    #: In the order in which the answer mentions them.
    candidates: tuple[Candidate, ...]
    #: The best code that was not given.
    runner_up: Code | None
    #: Estimated probability, 0 to 1, that a person would give it; None where the model did not run.
    runner_up_chance: float | None = None
    #: True where a person decided it.
    decided: bool = False
    #: What all other evidence says where a person decided something else; else None.
    contradicted_by: Code | None = None
    #: The codes that come closest, the best first; empty where the model did not run.
    choices: tuple[Code, ...] = ()


#: Below this confidence in its best code an answer fits none: it is "other".
LEAST_CONFIDENCE = 0.05


def arbitrate(
    exact: Sequence[Candidate] | None,
    certain: Sequence[Candidate],
    model: Sequence[Candidate],
    ranking: Sequence[Code],
    least: float = LEAST_CONFIDENCE,
) -> Verdict:
    """Decide the codes of one answer from its layers, the most certain layer first.

    Parameters
    ----------
    exact:
        What people decided for the same text; it stands alone. None when nobody saw it.
    certain:
        Codes by rules or as entities.
    model:
        Codes by meaning. One joins the certain codes only if other words speak for it.
    ranking:
        All codes by falling score of the model; empty when it did not run.
    least:
        Confidence that a code by meaning needs.
    """
    if exact is not None:
        status = ResponseStatus.CODED if exact else ResponseStatus.OTHER
        return Verdict(status, tuple(exact), _runner_up(exact, ranking), decided=True)
    if certain:
        names = {candidate.code.name for candidate in certain}
        more = [
            candidate
            for candidate in model
            if candidate.code.name not in names
            and not any(_overlap(candidate, other) for other in certain)
        ]
        given = [*certain, *more]
    else:
        given = [item for item in model if item.confidence >= least]
    ordered = tuple(sorted(given, key=lambda item: (item.start, -item.confidence, item.code.name)))
    status = ResponseStatus.CODED if ordered else ResponseStatus.OTHER
    return Verdict(status, ordered, _runner_up(ordered, ranking))


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _runner_up(given: Sequence[Candidate], ranking: Sequence[Code]) -> Code | None:
    names = {candidate.code.name for candidate in given}
    return next((code for code in ranking if code.name not in names), None)
