"""Find responses that say the same and have different codes."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from openends.engine.review.same_text import coded_differently
from openends.store import coded_texts, codings
from openends.store.coded_rows import CodedRow, ResponseFilter

#: Ids that one query names: databases bound how many there may be.
NAMED = 5_000


def contradictory_page(
    connection: Connection,
    organization_id: str,
    question_id: str,
    filters: ResponseFilter,
    *,
    after: int | None,
    limit: int,
) -> list[CodedRow]:
    """Return, as ``codings.load_page``, responses whose text others have too, with other codes."""
    said = coded_texts.load(connection, organization_id, question_id)
    differ = coded_differently(said)
    # In the order of the responses, so that the first page is in the first of the queries.
    ids = tuple(each.response_id for each in said if each.response_id in differ)
    page: list[CodedRow] = []
    for start in range(0, len(ids), NAMED):
        page += codings.load_page(
            connection,
            organization_id,
            question_id,
            replace(filters, response_ids=ids[start : start + NAMED]),
            after=after,
            limit=limit - len(page),
        )
        if len(page) == limit:
            break
    return page
