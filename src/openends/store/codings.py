"""Codings: what the coding says about each response, kept once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, exists, insert, select

from openends.domain.coding import Coding
from openends.store import questions
from openends.store.codebooks import StoredCodebook
from openends.store.coded_rows import (
    CodedRow,
    ResponseFilter,
    StoredMention,
    mention_from_row,
    response_from_row,
)
from openends.store.tables import categories, codes, codings, mentions, responses
from openends.store.upsert import insert_into

__all__ = ["CodedRow", "ResponseFilter", "StoredMention", "load_all", "load_page", "save"]

_CODING_COLUMNS = (
    "status",
    "sentiment",
    "confidence",
    "runner_up",
    "needs_review",
    "review_reason",
    "coded_at",
)


def save(
    connection: Connection,
    organization_id: str,
    question_id: str,
    stored: StoredCodebook,
    pairs: Sequence[tuple[int, Coding]],
    now: datetime,
) -> int:
    """Keep codings of responses that have none yet; the others are left alone.

    Parameters
    ----------
    pairs:
        The row of each response (``StoredResponse.pk``) and its coding.

    Returns
    -------
    How many were new.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    if not pairs:
        return 0
    rows = [
        {
            "response": pk,
            "organization_id": organization_id,
            "question_id": question_id,
            "text": coding.text,
            "status": coding.status,
            "sentiment": coding.sentiment,
            "language": coding.language,
            "confidence": coding.confidence,
            "runner_up": None
            if coding.runner_up is None
            else stored.code_ids[coding.runner_up.number],
            "needs_review": coding.needs_review,
            "review_reason": coding.review_reason,
            "coded_at": now,
        }
        for pk, coding in pairs
    ]
    statement = insert_into(connection, codings).on_conflict_do_nothing(index_elements=["response"])
    new = set(connection.execute(statement.returning(codings.c.response), rows).scalars())
    marks = [
        row
        for pk, coding in pairs
        if pk in new
        for row in _mention_rows(organization_id, stored, pk, coding)
    ]
    if marks:
        connection.execute(insert(mentions), marks)
    return len(new)


def load_page(
    connection: Connection,
    organization_id: str,
    question_id: str,
    filters: ResponseFilter,
    *,
    after: int | None,
    limit: int,
) -> list[CodedRow]:
    """Return responses with their codings in their order.

    Parameters
    ----------
    after:
        Position of the last response that the caller has already; None from the start.
    limit:
        How many at most.
    """
    chosen = _chosen(organization_id, question_id, filters)
    if after is not None:
        chosen = chosen.where(responses.c.position > after)
    return _load(connection, chosen.order_by(responses.c.position).limit(limit))


def load_all(
    connection: Connection,
    organization_id: str,
    question_id: str,
    filters: ResponseFilter | None = None,
) -> list[CodedRow]:
    """Return all responses of the question with their codings in their order."""
    return _load(connection, _chosen(organization_id, question_id, filters or ResponseFilter()))


def _mention_rows(
    organization_id: str, stored: StoredCodebook, pk: int, coding: Coding
) -> Iterator[dict[str, object]]:
    for rank, mention in enumerate(coding.mentions, start=1):
        yield {
            "response": pk,
            "rank": rank,
            "organization_id": organization_id,
            "code_id": stored.code_ids[mention.code.number],
            "sentiment": mention.sentiment,
            "confidence": mention.confidence,
            "layer": mention.layer,
            "evidence_start": mention.evidence.start,
            "evidence_length": mention.evidence.length,
            "evidence_text": mention.evidence.text,
        }


def _chosen(organization_id: str, question_id: str, filters: ResponseFilter) -> Select[tuple[int]]:
    conditions: list[ColumnElement[bool]] = [
        responses.c.question_id == question_id,
        responses.c.organization_id == organization_id,
    ]
    if filters.status is not None:
        conditions.append(codings.c.status == filters.status)
    if filters.needs_review is not None:
        conditions.append(codings.c.needs_review == filters.needs_review)
    if filters.sentiment is not None:
        conditions.append(codings.c.sentiment == filters.sentiment)
    if filters.coded is not None:
        has_coding = codings.c.response.is_not(None)
        conditions.append(has_coding if filters.coded else ~has_coding)
    if filters.text:
        conditions.append(responses.c.text.icontains(filters.text, autoescape=True))
    if filters.code_id is not None:
        conditions.append(
            exists().where(
                mentions.c.response == responses.c.id, mentions.c.code_id == filters.code_id
            )
        )
    return (
        select(responses.c.id)
        .outerjoin_from(responses, codings, codings.c.response == responses.c.id)
        .where(*conditions)
    )


def _load(connection: Connection, chosen: Select[tuple[int]]) -> list[CodedRow]:
    """Read responses with codings, and their mentions: two queries, however many there are.

    The mentions come second, and only for responses whose coding was seen: so one that is coded
    between the two shows neither or, in the next reading, both.
    """
    rows = connection.execute(
        select(
            responses,
            codings.c.text.label("coded_text"),
            codings.c.language.label("coded_language"),
            *(codings.c[name] for name in _CODING_COLUMNS),
        )
        .outerjoin_from(responses, codings, codings.c.response == responses.c.id)
        .where(responses.c.id.in_(chosen))
        .order_by(responses.c.position)
    ).all()
    given: dict[int, list[StoredMention]] = {row.id: [] for row in rows if row.status is not None}
    query = (
        select(mentions, codes.c.number, codes.c.name, categories.c.name.label("category"))
        .join_from(mentions, codes, codes.c.id == mentions.c.code_id)
        .outerjoin(categories, categories.c.id == codes.c.category_id)
        .where(mentions.c.response.in_(chosen))
        .order_by(mentions.c.response, mentions.c.rank)
    )
    for row in connection.execute(query):
        if row.response in given:
            given[row.response].append(mention_from_row(row))
    return [response_from_row(row, tuple(given.get(row.id, ()))) for row in rows]
