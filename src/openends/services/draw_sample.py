"""Draw responses of a coded question for people to code apart from each other, or to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.response import ANSWERED, ResponseStatus
from openends.domain.sample import SampleCode, SampleKind
from openends.engine.reliability.double_coding_draw import draw_distinct
from openends.engine.reliability.verification_draw import CodedCase
from openends.engine.reliability.verification_draw import draw_sample as draw_by_stratum
from openends.services.ports import Keep, keep_nothing
from openends.services.seen_question import lock_as_seen, see_question
from openends.store import samples
from openends.store.codebook_rows import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.database import Database
from openends.store.ids import new_id
from openends.store.samples import Drawn, SampleResponse, StoredSample

EDIT = "a sample is drawn"
#: Responses of a sample: its figures with intervals are reckoned while somebody waits.
MOST_DRAWN = 2_000
#: Samples of a question.
MOST_SAMPLES = 50
#: What says something, and can be coded.
_SAYS_SOMETHING = frozenset({ResponseStatus.CODED, ResponseStatus.OTHER})


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleOrder:
    """What a researcher asks for."""

    kind: SampleKind
    size: int
    #: None takes one that no earlier sample of the question took by itself.
    seed: int | None = None
    made_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnSample:
    """A sample with its responses, in the order of drawing."""

    sample: StoredSample
    responses: Sequence[SampleResponse]


def draw_sample(  # noqa: PLR0913 - who, where, what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    order: SampleOrder,
    *,
    now: datetime,
    keep: Keep[DrawnSample] = keep_nothing,
) -> DrawnSample:
    """Draw a sample and keep it, with the codes that its responses have now.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When nothing is coded that could be drawn, a job works on the question, somebody else
        changed it meanwhile, or it has too many samples.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        earlier = samples.count(connection, organization, question_id)
    if not seen.rows:
        raise InvalidState(
            f"Question {question_id} is not coded yet. Code it with POST /v2/coding/auto."
        )
    seed = earlier if order.seed is None else order.seed
    sample = _draw(seen.stored, seen.rows, order, seed, now)
    with database.transaction() as connection:
        lock_as_seen(connection, caller, seen, EDIT)
        samples.add(connection, organization, question_id, sample)
        if samples.count(connection, organization, question_id) > MOST_SAMPLES:
            raise InvalidState(
                f"Question {question_id} has {MOST_SAMPLES} samples, and may have no more; go on "
                "with one of them."
            )
        responses = samples.load_responses(connection, organization, sample)
        done = DrawnSample(sample=sample, responses=responses)
        keep(connection, done)
    return done


def _draw(
    stored: StoredCodebook, rows: Sequence[CodedRow], order: SampleOrder, seed: int, now: datetime
) -> StoredSample:
    drawing = _distinct if order.kind is SampleKind.DOUBLE_CODING else _stratified
    drawn, base = drawing(rows, order.size, seed)
    people = Counter(number for row in base for number in _numbers(row))
    return StoredSample(
        id=new_id(),
        kind=order.kind,
        seed=seed,
        version=stored.version,
        codes=tuple(
            SampleCode(
                id=stored.code_ids[code.number],
                number=code.number,
                name=code.name,
                people=people[code.number],
            )
            for code in stored.codebook
        ),
        base=len(base),
        drawn=drawn,
        made_by=order.made_by,
        created_at=now,
    )


def _distinct(
    rows: Sequence[CodedRow], size: int, seed: int
) -> tuple[tuple[Drawn, ...], Sequence[CodedRow]]:
    """Draw among distinct answers that say something, each with the same chance."""
    telling = [row for row in rows if row.status in _SAYS_SOMETHING]
    places, distinct = draw_distinct([row.text for row in telling], size, seed)
    if not places:
        raise InvalidState("None of the coded responses says anything; there is nothing to draw.")
    probability = len(places) / len(distinct)
    drawn = tuple(_drawn(telling[at], probability) for at in places)
    return drawn, [telling[at] for at in distinct]


def _stratified(
    rows: Sequence[CodedRow], size: int, seed: int
) -> tuple[tuple[Drawn, ...], Sequence[CodedRow]]:
    """Draw among all who are in the base of the percentages, by code and confidence."""
    base = [row for row in rows if row.status in ANSWERED]
    if not any(row.mentions for row in base):
        raise InvalidState("No response has a code; there is nothing to verify.")
    cases = [
        CodedCase(codes=frozenset(map(str, _numbers(row))), confidence=row.confidence)
        for row in base
    ]
    places = draw_by_stratum(cases, size, seed)
    return tuple(_drawn(base[one.place], one.probability) for one in places), base


def _drawn(row: CodedRow, probability: float) -> Drawn:
    return Drawn(
        pk=row.pk,
        codes=tuple(sorted(_numbers(row))),
        settled=row.approved,
        probability=probability,
    )


def _numbers(row: CodedRow) -> set[int]:
    return {mention.number for mention in row.mentions}
