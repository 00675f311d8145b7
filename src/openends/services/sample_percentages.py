"""Correct a question's percentages by a verification sample that a person has checked."""

from __future__ import annotations

from dataclasses import dataclass

from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.sample import SampleKind
from openends.engine.reliability.verification_result import (
    CheckedCase,
    CheckedCode,
    measure_checked,
)
from openends.services.find_sample import SamplePlace, find_sample, most_diligent
from openends.store import samples
from openends.store.database import Database
from openends.store.samples import GivenCodes, StoredSample


@dataclass(frozen=True, kw_only=True, slots=True)
class SamplePercentages:
    """Percentages beside what checking a sample tells about them."""

    sample: StoredSample
    #: Who checked it.
    coder: str
    codes: tuple[CheckedCode, ...]


def sample_percentages(
    database: Database, caller: Caller, place: SamplePlace, coder: str | None = None
) -> SamplePercentages:
    """Return the percentages of all codes, as coded when the sample was drawn and corrected.

    Parameters
    ----------
    coder:
        Whose codes are right; None for whoever coded most of the sample.

    Raises
    ------
    NotFound
        When the caller has no such sample.
    InvalidState
        When it is for double coding, or not checked to its end.
    """
    with database.reading() as connection:
        sample = find_sample(connection, caller, place)
        given = samples.load_codes(connection, caller.organization.id, place.sample_id)
    if sample.kind is not SampleKind.VERIFICATION:
        raise InvalidState(
            "This sample is for double coding, and its answers do not stand for all responses; "
            "draw one of the kind verification to correct percentages."
        )
    coder = coder or most_diligent(given)
    right = given.get(coder, {})
    if len(right) < len(sample.drawn):
        raise InvalidState(
            f"{coder} has checked {len(right):,} of {len(sample.drawn):,} responses; send the "
            "others with PUT .../samples/{sampleId}/codes. A part of a sample does not stand for "
            "the whole."
        )
    return SamplePercentages(sample=sample, coder=coder, codes=measure_sample(sample, right))


def measure_sample(sample: StoredSample, right: GivenCodes) -> tuple[CheckedCode, ...]:
    """Correct the percentages by what a person finds right, of every response of the sample."""
    names = {code.number: code.name for code in sample.codes}
    cases = [
        CheckedCase(
            coded=frozenset(names[number] for number in each.codes),
            right=frozenset(names[number] for number in right[each.pk] if number in names),
            probability=each.probability,
        )
        for each in sample.drawn
    ]
    people = {code.name: code.people for code in sample.codes}
    return measure_checked(cases, people, sample.base)
