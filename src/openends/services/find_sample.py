"""Look up a sample that a caller names, its coders, and what they may give its responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from openends.domain.codebook import RESERVED_NUMBERS
from openends.domain.errors import InputError, InvalidState, NotFound
from openends.domain.organization import Caller
from openends.services.find_question import find_question
from openends.store import samples
from openends.store.samples import GivenCodes, SampleResponse, StoredSample

#: Ids or numbers that a message names.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """Which sample a caller means: its id, and where it is said to be."""

    project_id: str
    question_id: str
    sample_id: str


def find_sample(connection: Connection, caller: Caller, place: SamplePlace) -> StoredSample:
    """Return a sample of a question of the caller's organization.

    Raises
    ------
    NotFound
        When the organization has no such project, question or sample.
    """
    question = find_question(connection, caller, place.project_id, place.question_id)
    sample = samples.get(connection, caller.organization.id, question.id, place.sample_id)
    if sample is None:
        raise NotFound("Sample not found")
    return sample


def check_given(
    sample: StoredSample,
    responses: Sequence[SampleResponse],
    given: Mapping[str, Sequence[int]],
) -> dict[int, tuple[int, ...]]:
    """Return the codes that somebody gives responses of a sample, by the rows of the responses.

    Parameters
    ----------
    responses:
        Those of the sample.
    given:
        Numbers of codes by the caller's own ids of responses; one of 97, 98 and 99 alone, or none,
        where no code fits.

    Raises
    ------
    InputError
        When the sample has no such response or code.
    """
    rows = {each.response_id: each.pk for each in responses}
    if unknown := [f"'{response_id}'" for response_id in given if response_id not in rows]:
        raise InputError(
            f"The sample has no response {_listed(unknown)}; code those that it lists, and no "
            "others. Nothing was kept."
        )
    numbers = {code.number for code in sample.codes} | RESERVED_NUMBERS
    for response_id, codes in given.items():
        if wrong := [str(number) for number in codes if number not in numbers]:
            raise InputError(
                f"The sample has no code with the number {_listed(wrong)}, which response "
                f"'{response_id}' is given; take numbers of the codes that it lists. Nothing was "
                "kept."
            )
        if len(set(codes)) > 1 and RESERVED_NUMBERS & set(codes):
            raise InputError(
                f"Response '{response_id}' is given 97, 98 or 99 beside another code; they say "
                "that no code fits, and stand alone. Nothing was kept."
            )
    return {rows[response_id]: tuple(sorted(set(codes))) for response_id, codes in given.items()}


def most_diligent(given: Mapping[str, GivenCodes], but: str = "") -> str:
    """Return the person who coded most of a sample.

    Raises
    ------
    InvalidState
        When nobody has coded anything of it.
    """
    others = sorted(given.keys() - {but})
    if not others:
        raise InvalidState(
            f"Nobody{f' but {but}' if but in given else ''} has coded anything of this sample yet; "
            "send codes with PUT .../samples/{sampleId}/codes."
        )
    return max(others, key=lambda name: len(given[name]))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
