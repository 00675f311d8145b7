"""Superseded codings: what stood in the place of a coding before it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from openends.store import questions
from openends.store.coded_rows import CodedRow
from openends.store.tables import changes, superseded


@dataclass(frozen=True, kw_only=True, slots=True)
class Superseded:
    """A coding as it was until a change."""

    #: The row of the response.
    response: int
    change_id: str
    #: Place of that change in the question's log, and what it did.
    position: int
    action: str
    #: Of the codebook that it was by.
    version: int
    #: As ``coding_values`` gives it.
    coding: Mapping[str, Any]
    created_at: datetime


def coding_values(row: CodedRow) -> dict[str, Any]:
    """Return a coding with its mentions as plain values, to be kept and put back."""
    return {
        "text": row.coded_text,
        "status": row.status,
        "sentiment": row.sentiment,
        "language": row.coded_language,
        "confidence": row.confidence,
        "runner_up": row.runner_up,
        "runner_up_chance": row.runner_up_chance,
        "needs_review": row.needs_review,
        "review_reason": row.review_reason,
        "coded_at": row.coded_at.isoformat() if row.coded_at else None,
        "approved": row.approved,
        "coder": row.coder,
        "note": row.note,
        "version": row.version,
        "run": row.run,
        "mentions": [
            {
                "code_id": each.code_id,
                "number": each.number,
                "name": each.name,
                "sentiment": each.sentiment,
                "confidence": each.confidence,
                "layer": each.layer,
                "evidence_start": each.evidence.start,
                "evidence_length": each.evidence.length,
                "evidence_text": each.evidence.text,
                "coder": each.coder,
                "decided_at": each.decided_at.isoformat() if each.decided_at else None,
            }
            for each in row.mentions
        ],
    }


def keep(
    connection: Connection,
    organization_id: str,
    question_id: str,
    change_id: str,
    rows: Iterable[CodedRow],
    now: datetime,
) -> None:
    """Keep codings that a change is about to replace.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    kept = [
        {
            "organization_id": organization_id,
            "question_id": question_id,
            "response": row.pk,
            "change_id": change_id,
            "version": row.version or 1,
            "coding": coding_values(row),
            "created_at": now,
        }
        for row in rows
    ]
    if kept:
        connection.execute(insert(superseded), kept)


def of_question(
    connection: Connection, organization_id: str, question_id: str, *, since: int = 1
) -> list[Superseded]:
    """Return what changes from a place of the question's log on superseded, the oldest first."""
    query = (
        select(superseded, changes.c.position, changes.c.action)
        .join(changes, changes.c.id == superseded.c.change_id)
        .where(
            superseded.c.question_id == question_id,
            superseded.c.organization_id == organization_id,
            changes.c.position >= since,
        )
        .order_by(superseded.c.id)
    )
    return [_from_row(row) for row in connection.execute(query)]


def of_response(connection: Connection, organization_id: str, response: int) -> list[Superseded]:
    """Return how a response was coded before, the newest first."""
    query = (
        select(superseded, changes.c.position, changes.c.action)
        .join(changes, changes.c.id == superseded.c.change_id)
        .where(
            superseded.c.response == response,
            superseded.c.organization_id == organization_id,
        )
        .order_by(superseded.c.id.desc())
    )
    return [_from_row(row) for row in connection.execute(query)]


def _from_row(row: Row[*tuple[Any, ...]]) -> Superseded:
    return Superseded(
        response=row.response,
        change_id=row.change_id,
        position=row.position,
        action=row.action,
        version=row.version,
        coding=row.coding,
        created_at=row.created_at,
    )
