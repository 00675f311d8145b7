"""Keep the codes that a coder gives responses of a sample, apart from those of all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openends.domain.errors import InputError, InvalidState
from openends.domain.organization import Caller
from openends.domain.sample import MACHINE
from openends.services.find_sample import SamplePlace, check_given, find_sample
from openends.store import samples
from openends.store.database import Database

#: Coders of a sample.
MOST_CODERS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class CoderProgress:
    """How far a coder is with a sample."""

    coder: str
    coded: int
    #: Responses of the sample.
    size: int


def code_sample(
    database: Database,
    caller: Caller,
    place: SamplePlace,
    coder: str,
    given: Mapping[str, Sequence[int]],
    *,
    now: datetime,
) -> CoderProgress:
    """Keep a coder's codes for some responses of a sample: for all of them or none.

    Parameters
    ----------
    given:
        Numbers of codes by the caller's own ids of responses; what the coder gave before goes.

    Raises
    ------
    NotFound
        When the caller has no such sample.
    InputError
        When the sample has no such response or code, or the coder has the machine's name.
    InvalidState
        When too many others have coded the sample.
    """
    if coder.strip().casefold() == MACHINE:
        raise InputError(
            f"The coder '{MACHINE}' stands for the codes that the responses had when they were "
            f"drawn; give another machine a name of its own, such as {MACHINE}-2."
        )
    organization = caller.organization.id
    with database.transaction() as connection:
        sample = find_sample(connection, caller, place)
        responses = samples.load_responses(connection, organization, sample)
        codes = check_given(sample, responses, given)
        samples.keep_codes(
            connection, organization, place.question_id, place.sample_id, coder, codes, now
        )
        coded = samples.load_codes(connection, organization, place.sample_id)
        if len(coded) > MOST_CODERS:
            raise InvalidState(
                f"{MOST_CODERS} coders have coded this sample, and there may be no more; draw "
                "another one."
            )
    return CoderProgress(coder=coder, coded=len(coded[coder]), size=len(sample.drawn))
