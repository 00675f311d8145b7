"""What the coding says about all responses of a question, and nothing else that is kept of it.

Reading it takes a third of the time that all takes which is kept of responses and codings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.store.codebook_rows import StoredCodebook
from openends.store.tables import codings, mentions, responses

# Looking a word up is quicker than to have the enumeration find it, fifty thousand times.
_STATUSES = {str(each): each for each in ResponseStatus}
_SENTIMENTS = {str(each): each for each in Sentiment}
_LAYERS = {str(each): each for each in Layer}


def load(
    connection: Connection, organization_id: str, question_id: str, stored: StoredCodebook
) -> tuple[Coding, ...]:
    """Return the codings of the responses that are coded, in the order of the responses.

    Parameters
    ----------
    stored:
        The question's codebook; a code that was added to it since is left out.
    """
    codes = {stored.code_ids[code.number]: code for code in stored.codebook}
    rows = connection.execute(
        _of(
            organization_id,
            question_id,
            *(responses.c.id, responses.c.response_id),
            *(codings.c.text, codings.c.status, codings.c.sentiment, codings.c.language),
            *(codings.c.runner_up, codings.c.runner_up_chance),
            *(codings.c.needs_review, codings.c.review_reason, codings.c.approved),
        ).order_by(responses.c.position)
    ).all()
    given: defaultdict[int, list[Mention]] = defaultdict(list)
    query = _of(
        organization_id,
        question_id,
        *(mentions.c.response, mentions.c.code_id, mentions.c.sentiment, mentions.c.confidence),
        *(mentions.c.layer, mentions.c.evidence_start, mentions.c.evidence_length),
        *(mentions.c.evidence_text, mentions.c.coder),
    )
    query = query.join(mentions, mentions.c.response == responses.c.id)
    for response, code_id, *mention in connection.execute(
        query.order_by(mentions.c.response, mentions.c.rank)
    ):
        if (code := codes.get(code_id)) is not None:
            given[response].append(_mention(code, mention))
    return tuple(_coding(row, tuple(given.get(row[0], ())), codes) for row in rows)


def demographics(
    connection: Connection, organization_id: str, question_id: str
) -> list[Mapping[str, str | int | float]]:
    """Return what is known of the respondents, one for each of the codings of ``load``."""
    query = _of(organization_id, question_id, responses.c.demographics)
    return list(connection.execute(query.order_by(responses.c.position)).scalars())


def _of(organization_id: str, question_id: str, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(responses)
        .join(codings, codings.c.response == responses.c.id)
        .where(
            responses.c.question_id == question_id,
            responses.c.organization_id == organization_id,
        )
    )


def _coding(
    row: Row[*tuple[Any, ...]], given: tuple[Mention, ...], codes: Mapping[str, Code]
) -> Coding:
    _, response_id, text, status, sentiment, language, second, chance, needed, why, settled = row
    return Coding(
        response_id=response_id,
        text=text,
        status=_STATUSES[status],
        mentions=given,
        sentiment=None if sentiment is None else _SENTIMENTS[sentiment],
        language=language,
        runner_up=None if second is None else codes.get(second),
        runner_up_chance=chance,
        needs_review=needed,
        review_reason=why,
        approved=settled,
    )


def _mention(code: Code, row: list[Any]) -> Mention:
    sentiment, confidence, layer, start, length, text, coder = row
    return Mention(
        code=code,
        sentiment=_SENTIMENTS[sentiment],
        confidence=confidence,
        layer=_LAYERS[layer],
        evidence=Evidence(start=start, length=length, text=text),
        coder=coder or "",
    )
