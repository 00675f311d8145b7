"""Samples: which responses were drawn for people to code, and the codes that each of them gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select

from openends.domain.errors import NotFound
from openends.domain.sample import SampleCode, SampleKind
from openends.store import questions
from openends.store.tables import responses, sample_codes, samples
from openends.store.upsert import insert_into

#: Codes of responses by their rows, as one coder gave them.
GivenCodes = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A response of a sample, as it was when it was drawn."""

    pk: int
    #: Numbers of its codes.
    codes: tuple[int, ...]
    #: Whether a person had settled them: then they are not the machine's.
    settled: bool
    #: With which it was drawn, above 0 to 1.
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSample:
    """Responses of a question that were drawn by chance."""

    id: str
    kind: SampleKind
    seed: int
    #: Version of the codebook that it was drawn by, and the codes of that version.
    version: int
    codes: tuple[SampleCode, ...]
    #: Responses that could have been drawn.
    base: int
    #: In an order that chance decided too.
    drawn: tuple[Drawn, ...]
    made_by: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleResponse:
    """What a coder sees of a response."""

    pk: int
    response_id: str
    text: str


def add(
    connection: Connection, organization_id: str, question_id: str, sample: StoredSample
) -> None:
    """Keep a sample of the question.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    values = {
        "id": sample.id,
        "organization_id": organization_id,
        "question_id": question_id,
        "kind": sample.kind,
        "seed": sample.seed,
        "version": sample.version,
        "base": sample.base,
        "codes": [asdict(code) for code in sample.codes],
        "drawn": [asdict(each) for each in sample.drawn],
        "made_by": sample.made_by,
        "created_at": sample.created_at,
    }
    connection.execute(insert(samples).values(values))


def list_all(connection: Connection, organization_id: str, question_id: str) -> list[StoredSample]:
    """Return all samples of a question, the newest first."""
    query = (
        select(samples)
        .where(samples.c.question_id == question_id, samples.c.organization_id == organization_id)
        .order_by(samples.c.created_at.desc(), samples.c.id)
    )
    return [_from_row(row) for row in connection.execute(query)]


def count(connection: Connection, organization_id: str, question_id: str) -> int:
    """Return how many samples a question has."""
    query = select(func.count()).where(
        samples.c.question_id == question_id, samples.c.organization_id == organization_id
    )
    return connection.execute(query).scalar_one()


def get(
    connection: Connection, organization_id: str, question_id: str, sample_id: str
) -> StoredSample | None:
    """Return a sample of the question; None when the organization has none of that id there."""
    query = select(samples).where(
        samples.c.id == sample_id,
        samples.c.question_id == question_id,
        samples.c.organization_id == organization_id,
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def load_responses(
    connection: Connection, organization_id: str, sample: StoredSample
) -> list[SampleResponse]:
    """Return the responses of a sample in its order."""
    rows = connection.execute(
        select(responses.c.id, responses.c.response_id, responses.c.text).where(
            responses.c.id.in_([each.pk for each in sample.drawn]),
            responses.c.organization_id == organization_id,
        )
    )
    known = {
        row.id: SampleResponse(pk=row.id, response_id=row.response_id, text=row.text)
        for row in rows
    }
    return [known[each.pk] for each in sample.drawn if each.pk in known]


def keep_codes(
    connection: Connection,
    organization_id: str,
    question_id: str,
    sample_id: str,
    coder: str,
    given: GivenCodes,
    now: datetime,
) -> None:
    """Keep what a coder gives responses of a sample, in the place of what they gave before.

    Raises
    ------
    NotFound
        When the organization has no such sample.
    """
    questions.lock(connection, organization_id, question_id)
    if get(connection, organization_id, question_id, sample_id) is None:
        raise NotFound("Sample not found")
    rows = [
        {
            "sample_id": sample_id,
            "coder": coder,
            "response": pk,
            "organization_id": organization_id,
            "codes": list(codes),
            "coded_at": now,
        }
        for pk, codes in given.items()
    ]
    new = insert_into(connection, sample_codes)
    statement = new.on_conflict_do_update(
        index_elements=["sample_id", "coder", "response"],
        set_={"codes": new.excluded.codes, "coded_at": new.excluded.coded_at},
    )
    connection.execute(statement, rows)


def load_codes(
    connection: Connection, organization_id: str, sample_id: str
) -> dict[str, dict[int, tuple[int, ...]]]:
    """Return the codes that each coder gave responses of a sample, by the coder's name."""
    query = select(sample_codes.c.coder, sample_codes.c.response, sample_codes.c.codes).where(
        sample_codes.c.sample_id == sample_id, sample_codes.c.organization_id == organization_id
    )
    found: dict[str, dict[int, tuple[int, ...]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.coder, {})[row.response] = tuple(row.codes)
    return found


def count_coded(
    connection: Connection, organization_id: str, question_id: str
) -> dict[str, dict[str, int]]:
    """Return how many responses of each sample of a question each coder has coded, by its id."""
    query = (
        select(sample_codes.c.sample_id, sample_codes.c.coder, func.count().label("coded"))
        .join_from(sample_codes, samples, samples.c.id == sample_codes.c.sample_id)
        .where(samples.c.question_id == question_id, samples.c.organization_id == organization_id)
        .group_by(sample_codes.c.sample_id, sample_codes.c.coder)
        .order_by(sample_codes.c.sample_id, sample_codes.c.coder)
    )
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.sample_id, {})[row.coder] = row.coded
    return found


def _from_row(row: Row[*tuple[object, ...]]) -> StoredSample:
    return StoredSample(
        id=row.id,
        kind=SampleKind(row.kind),
        seed=row.seed,
        version=row.version,
        codes=tuple(SampleCode(**code) for code in row.codes),
        base=row.base,
        drawn=tuple(Drawn(**{**each, "codes": tuple(each["codes"])}) for each in row.drawn),
        made_by=row.made_by,
        created_at=row.created_at,
    )
