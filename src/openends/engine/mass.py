"""The share of people that a code needs to stay in the codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, renumber
from openends.domain.errors import NothingToCode
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import count_people
from openends.engine.prepare.prepare import Answer


def with_mass(
    codebook: Codebook,
    answers: Sequence[Answer],
    verdicts: Sequence[Verdict],
    *,
    percent: float,
    base: int,
    renumbered: bool,
) -> Codebook:
    """Leave out the codes with too few people: what they alone explained becomes "other".

    Parameters
    ----------
    codebook:
        The codes that were given.
    answers, verdicts:
        All distinct answers and their codes.
    percent:
        Share of everyone who answered that a code needs.
    base:
        Everyone who answered.
    renumbered:
        True to number the codes that stay anew.

    Raises
    ------
    NothingToCode
        When no code has as many.
    """
    people = count_people(answers, verdicts)
    kept = [code for code in codebook if people[code.name] >= percent / 100 * base]
    if len(kept) == len(codebook):
        return codebook
    if not kept:
        raise NothingToCode(
            f"No code reaches {percent:g} percent of the {base:,} people who answered; lower "
            "--min-share."
        )
    return replace(codebook, codes=renumber(kept) if renumbered else tuple(kept))
