"""Carry codings over to another codebook, whose codes are fewer, renamed or merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from openends.domain.codebook import Code
from openends.domain.response import ResponseStatus
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.candidate import Candidate

#: Returns the code that stands for the one of this name from now on; None where nothing does.
Heir = Callable[[str], Code | None]


def carried_over(verdict: Verdict, heir: Heir) -> Verdict:
    """Return the verdict in the codes of another codebook; "other" where none is left."""
    kept = tuple(candidate for _, candidate in heirs_of(verdict.candidates, heir))
    status = ResponseStatus.CODED if kept else ResponseStatus.OTHER
    names = {candidate.code.name for candidate in kept}
    runner_up = heir(verdict.runner_up.name) if verdict.runner_up else None
    return replace(
        verdict,
        status=status,
        candidates=kept,
        runner_up=runner_up if runner_up is None or runner_up.name not in names else None,
        contradicted_by=heir(verdict.contradicted_by.name) if verdict.contradicted_by else None,
        choices=_each_once([heir(code.name) for code in verdict.choices]),
    )


def heirs_of(candidates: Sequence[Candidate], heir: Heir) -> list[tuple[int, Candidate]]:
    """Return what becomes of candidates, each with its place in ``candidates``.

    Of several that become one code, the most confident stays.
    """
    best: dict[str, tuple[int, Candidate]] = {}
    for place, candidate in enumerate(candidates):
        code = heir(candidate.code.name)
        if code is None:
            continue
        other = best.get(code.name)
        if other is None or candidate.confidence > other[1].confidence:
            best[code.name] = (place, replace(candidate, code=code))
    return sorted(best.values(), key=lambda pair: pair[0])


def _each_once(codes: Sequence[Code | None]) -> tuple[Code, ...]:
    return tuple({code.name: code for code in codes if code is not None}.values())
