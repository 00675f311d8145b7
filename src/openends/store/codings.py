"""Responses with their codings, as they are read."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    false,
    func,
    select,
)

from openends.store.coded_rows import (
    CODING,
    MENTION,
    RESPONSE,
    CodedRow,
    ResponseFilter,
    StoredMention,
    mention_from_row,
    response_from_row,
)
from openends.store.tables import categories, codes, codings, mentions, responses

__all__ = ["CodedRow", "ResponseFilter", "StoredMention", "load_all", "load_page"]


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
    conditions += _of_mentions(filters)
    if filters.least_confidence is not None:
        conditions.append(codings.c.confidence >= filters.least_confidence)
    if filters.most_confidence is not None:
        conditions.append(codings.c.confidence <= filters.most_confidence)
    if filters.language is not None:
        conditions.append(codings.c.language == filters.language)
    if filters.approved is not None:
        settled = func.coalesce(codings.c.approved, false())
        conditions.append(settled if filters.approved else ~settled)
    if filters.response_ids is not None:
        conditions.append(responses.c.response_id.in_(filters.response_ids))
    return (
        select(responses.c.id)
        .outerjoin_from(responses, codings, codings.c.response == responses.c.id)
        .where(*conditions)
    )


def _of_mentions(filters: ResponseFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that one of a response's mentions must meet, each by itself."""
    wanted: list[ColumnElement[bool]] = []
    if filters.code_id is not None:
        wanted.append(mentions.c.code_id == filters.code_id)
    if filters.category_id is not None:
        of_category = select(codes.c.id).where(codes.c.category_id == filters.category_id)
        wanted.append(mentions.c.code_id.in_(of_category))
    if filters.layer is not None:
        wanted.append(mentions.c.layer == filters.layer)
    return [exists().where(mentions.c.response == responses.c.id, each) for each in wanted]


def _load(connection: Connection, chosen: Select[tuple[int]]) -> list[CodedRow]:
    """Read responses with codings, and their mentions: two queries, however many there are.

    The mentions come second, and ``response_from_row`` takes none where no coding was seen: so a
    response that is coded between the two shows neither or, in the next reading, both.
    """
    rows = connection.execute(
        select(
            *(responses.c[name] for name in RESPONSE),
            *(codings.c[name].label(f"coding_{name}") for name in CODING),
        )
        .outerjoin_from(responses, codings, codings.c.response == responses.c.id)
        .where(responses.c.id.in_(chosen))
        .order_by(responses.c.position)
    ).all()
    given: defaultdict[int, list[StoredMention]] = defaultdict(list)
    query = (
        select(
            *(mentions.c[name] for name in MENTION),
            *(codes.c.number, codes.c.name, categories.c.name.label("category")),
        )
        .join_from(mentions, codes, codes.c.id == mentions.c.code_id)
        .outerjoin(categories, categories.c.id == codes.c.category_id)
        .where(mentions.c.response.in_(chosen))
        .order_by(mentions.c.response, mentions.c.rank)
    )
    for row in connection.execute(query):
        given[row[0]].append(mention_from_row(row))
    # The first column of both is the response.
    return [response_from_row(row, tuple(given.get(row[0], ()))) for row in rows]
