"""What responses say and which codes they have, and nothing else: quick for a whole question."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from openends.domain.response import ResponseStatus
from openends.domain.review import CodedText
from openends.store.tables import codings, mentions, responses


def load(connection: Connection, organization_id: str, question_id: str) -> list[CodedText]:
    """Return the question's coded responses in their order, blank ones left out."""
    said = (
        responses.c.question_id == question_id,
        responses.c.organization_id == organization_id,
        codings.c.status != ResponseStatus.NO_ANSWER,
    )
    coded = responses.join(codings, codings.c.response == responses.c.id)
    rows = connection.execute(
        select(responses.c.id, responses.c.response_id, codings.c.text)
        .select_from(coded)
        .where(*said)
        .order_by(responses.c.position)
    ).all()
    given: defaultdict[int, set[str]] = defaultdict(set)
    for response, code_id in connection.execute(
        select(mentions.c.response, mentions.c.code_id)
        .select_from(coded.join(mentions, mentions.c.response == responses.c.id))
        .where(*said)
    ):
        given[response].add(code_id)
    return [
        CodedText(response_id=response_id, text=text, codes=frozenset(given[row]))
        for row, response_id, text in rows
    ]
