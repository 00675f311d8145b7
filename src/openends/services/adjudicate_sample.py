"""Write down what was decided where the coders of a sample differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from openends.domain.codebook import (
    NO_ANSWER_NUMBER,
    NONE_NUMBER,
    OTHER_NUMBER,
    RESERVED_NUMBERS,
)
from openends.domain.decision import Decision, GivenCode
from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.response import ResponseStatus
from openends.services.change_codings import Deed
from openends.services.coding_engine import Engine
from openends.services.find_sample import SamplePlace, check_given, find_sample
from openends.services.ports import Keep, keep_nothing
from openends.services.review_responses import Reviewed, review_responses
from openends.store import codebooks, samples
from openends.store.database import Database
from openends.store.samples import StoredSample

_STATUSES: Mapping[tuple[int, ...], ResponseStatus] = {
    (OTHER_NUMBER,): ResponseStatus.OTHER,
    (NONE_NUMBER,): ResponseStatus.NONE,
    (NO_ANSWER_NUMBER,): ResponseStatus.NO_ANSWER,
}


def adjudicate_sample(  # noqa: PLR0913 - who, which, what, with what, when, and who is told
    database: Database,
    caller: Caller,
    place: SamplePlace,
    given: Mapping[str, Sequence[int]],
    deed: Deed,
    *,
    engine: Engine | None,
    now: datetime,
    keep: Keep[Reviewed] = keep_nothing,
) -> Reviewed:
    """Review responses of a sample: the decision is a person's, in the log, and can be undone.

    What the coders gave stays as it is, so that their agreement is still to be seen.

    Parameters
    ----------
    given:
        Numbers of the sample's codes by the caller's own ids of responses.
    engine:
        Learns from the decisions, as from every review; None leaves all else as it is.

    Raises
    ------
    NotFound
        When the caller has no such sample.
    InputError
        When the sample has no such response or code.
    InvalidState
        When the codebook has lost a code since, or is being changed.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        sample = find_sample(connection, caller, place)
        responses = samples.load_responses(connection, organization, sample)
        stored = codebooks.load(connection, organization, place.question_id)
    codes = check_given(sample, responses, given)
    numbers = {} if stored is None else {each: at for at, each in stored.code_ids.items()}
    decisions = {
        each.response_id: Decision(
            codes=tuple(_present(sample, codes[each.pk], numbers)),
            status=_STATUSES.get(codes[each.pk], ResponseStatus.OTHER),
        )
        for each in responses
        if each.pk in codes
    }
    return review_responses(
        database,
        caller,
        place.project_id,
        place.question_id,
        decisions,
        deed,
        engine=engine,
        now=now,
        keep=keep,
    )


def _present(
    sample: StoredSample, codes: Sequence[int], numbers: Mapping[str, int]
) -> Iterator[GivenCode]:
    """Yield the codes as the codebook has them now: their numbers can have changed since."""
    known = {code.number: code for code in sample.codes}
    for number in codes:
        if number in RESERVED_NUMBERS:
            continue
        code = known[number]
        if code.id not in numbers:
            raise InvalidState(
                f"The codebook has no code '{code.name}' any more, which the sample was drawn "
                "with; decide with PATCH .../responses/{responseId} by the codes that it has now."
            )
        yield GivenCode(number=numbers[code.id])
