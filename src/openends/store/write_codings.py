"""Keep codings, each once, and put others in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from openends.domain.coding import Coding
from openends.store import questions
from openends.store.codebook_rows import StoredCodebook
from openends.store.tables import codings, mentions
from openends.store.upsert import insert_into

_REWRITTEN = (
    "text",
    "status",
    "sentiment",
    "language",
    "confidence",
    "runner_up",
    "runner_up_chance",
    "needs_review",
    "review_reason",
    "approved",
    "coder",
    "note",
    "version",
    "run",
)
_MENTION_COLUMNS = (
    "code_id",
    "sentiment",
    "confidence",
    "layer",
    "evidence_start",
    "evidence_length",
    "evidence_text",
    "coder",
)
#: Ids that a statement takes at a time.
SOME = 500


def save(
    connection: Connection,
    organization_id: str,
    question_id: str,
    stored: StoredCodebook,
    pairs: Sequence[tuple[int, Coding]],
    now: datetime,
    run: int | None = None,
) -> int:
    """Keep codings of responses that have none yet; the others are left alone.

    Parameters
    ----------
    pairs:
        The row of each response (``StoredResponse.pk``) and its coding.
    run:
        The run of the machine that made them (``store.coding_runs``).

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
            "runner_up_chance": coding.runner_up_chance,
            "needs_review": coding.needs_review,
            "review_reason": coding.review_reason,
            "coded_at": now,
            "version": stored.version,
            "run": run,
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


def rewrite(
    connection: Connection,
    organization_id: str,
    question_id: str,
    changed: Mapping[int, Mapping[str, Any]],
) -> None:
    """Put other codings in the place of those that responses have.

    Parameters
    ----------
    changed:
        By the row of the response, what ``store.superseded.coding_values`` would say of it
        afterwards.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    for start in range(0, len(changed), SOME):
        some = list(changed)[start : start + SOME]
        connection.execute(delete(mentions).where(mentions.c.response.in_(some)))
    # What was kept before a column was there does not name it.
    rows = [
        {name: values.get(name) for name in _REWRITTEN} | {"of": pk}
        for pk, values in changed.items()
    ]
    if rows:
        statement = update(codings).where(
            codings.c.response == bindparam("of"),
            codings.c.question_id == question_id,
            codings.c.organization_id == organization_id,
        )
        connection.execute(statement.values({name: bindparam(name) for name in _REWRITTEN}), rows)
    marks = [
        {
            "response": pk,
            "rank": rank,
            "organization_id": organization_id,
            **{name: mention[name] for name in _MENTION_COLUMNS},
            "decided_at": _moment(mention["decided_at"]),
        }
        for pk, values in changed.items()
        for rank, mention in enumerate(values["mentions"], start=1)
    ]
    if marks:
        connection.execute(insert(mentions), marks)


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


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
