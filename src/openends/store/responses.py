"""Responses: what respondents wrote, in the order in which it was uploaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from openends.store import questions
from openends.store.tables import codings, responses

#: PostgreSQL keeps no NUL in texts; people do not write it. Both databases store this instead.
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewResponse:
    """A response as it is handed in."""

    #: The caller's own id; unique in its question.
    id: str
    text: str
    #: ISO 639-1 code when the caller knows it.
    language: str | None = None
    #: Facts about the respondent, which exports carry.
    demographics: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredResponse:
    """A response as the server keeps it."""

    #: The row, by which codings name it.
    pk: int
    #: Place in the question, from 0, without gaps.
    position: int
    response_id: str
    text: str
    language: str | None
    demographics: Mapping[str, str | int | float]
    #: Whether it has a coding, be it that it fits no code.
    coded: bool


def add(
    connection: Connection,
    organization_id: str,
    question_id: str,
    items: Sequence[NewResponse],
    now: datetime,
) -> tuple[int, int]:
    """Add responses after those that the question has.

    Returns
    -------
    How many are new, and how many have an id that was there before: they are left out.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    ours = responses.c.question_id == question_id
    start = connection.execute(select(func.count()).where(ours)).scalar_one()
    known: set[str] = set()
    if start:
        known.update(connection.execute(select(responses.c.response_id).where(ours)).scalars())
    new: dict[str, NewResponse] = {}
    for item in items:
        if item.id not in known:
            new.setdefault(item.id, item)
    rows = [
        {
            "organization_id": organization_id,
            "question_id": question_id,
            "position": position,
            "response_id": item.id,
            "text": item.text.replace("\0", _REPLACEMENT),
            "language": item.language,
            "demographics": dict(item.demographics),
            "created_at": now,
        }
        for position, item in enumerate(new.values(), start=start)
    ]
    if rows:
        connection.execute(insert(responses), rows)
    return len(rows), len(items) - len(rows)


def load(connection: Connection, question_id: str) -> list[StoredResponse]:
    """Return all responses of the question in their order."""
    query = (
        select(responses, codings.c.response.is_not(None).label("coded"))
        .outerjoin_from(responses, codings, codings.c.response == responses.c.id)
        .where(responses.c.question_id == question_id)
        .order_by(responses.c.position)
    )
    return [
        StoredResponse(
            pk=row.id,
            position=row.position,
            response_id=row.response_id,
            text=row.text,
            language=row.language,
            demographics=row.demographics,
            coded=bool(row.coded),
        )
        for row in connection.execute(query)
    ]


def coded(connection: Connection, question_id: str) -> set[int]:
    """Return the rows of the question's responses that have a coding."""
    query = select(codings.c.response).where(codings.c.question_id == question_id)
    return set(connection.execute(query).scalars())


def find(connection: Connection, question_id: str, response_id: str) -> int | None:
    """Return the row of the response with the caller's own id; None where there is none."""
    query = select(responses.c.id).where(
        responses.c.question_id == question_id, responses.c.response_id == response_id
    )
    return connection.execute(query).scalar_one_or_none()
