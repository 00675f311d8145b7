"""Suggestions: what the answers of a question speak for changing, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from openends.domain.suggestion import SuggestionStatus, SuggestionType
from openends.store import questions
from openends.store.ids import new_id
from openends.store.tables import suggestions


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSuggestion:
    """A suggestion as a client knows it."""

    id: str
    #: The same for the same finding, whenever it is looked for.
    key: str
    type: SuggestionType
    status: SuggestionStatus
    confidence: float
    #: What it would change, as the API shows it.
    body: Mapping[str, Any]
    created_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    #: As ``create_new``; None while it is pending.
    action: str | None = None
    dismiss_reason: str = ""
    #: The change that applied it.
    change_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSuggestion:
    """A finding that is to be kept."""

    key: str
    type: SuggestionType
    confidence: float
    body: Mapping[str, Any]


def renew(
    connection: Connection,
    organization_id: str,
    question_id: str,
    found: Sequence[NewSuggestion],
    now: datetime,
) -> None:
    """Put findings in the place of those that are pending; what was resolved stays as it is.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    ours = suggestions.c.question_id == question_id
    pending = suggestions.c.status == SuggestionStatus.PENDING
    connection.execute(delete(suggestions).where(ours, pending))
    known = set(connection.execute(select(suggestions.c.key).where(ours)).scalars())
    last = connection.execute(select(func.max(suggestions.c.position)).where(ours)).scalar()
    rows = {
        each.key: {
            "id": new_id(),
            "organization_id": organization_id,
            "question_id": question_id,
            "key": each.key,
            "position": position,
            "type": each.type,
            "status": SuggestionStatus.PENDING,
            "confidence": each.confidence,
            "body": dict(each.body),
            "dismiss_reason": "",
            "created_at": now,
        }
        for position, each in enumerate(found, start=(last or 0) + 1)
        if each.key not in known
    }
    if rows:
        connection.execute(insert(suggestions), list(rows.values()))


def list_all(
    connection: Connection, organization_id: str, question_id: str
) -> list[StoredSuggestion]:
    """Return all suggestions of a question, whatever became of them, in their order."""
    query = (
        select(suggestions)
        .where(
            suggestions.c.question_id == question_id,
            suggestions.c.organization_id == organization_id,
        )
        .order_by(suggestions.c.position)
    )
    return [_from_row(row) for row in connection.execute(query)]


def get(
    connection: Connection, organization_id: str, question_id: str, suggestion_id: str
) -> StoredSuggestion | None:
    """Return a suggestion of the question; None when the organization has none of that id there."""
    query = select(suggestions).where(
        suggestions.c.id == suggestion_id,
        suggestions.c.question_id == question_id,
        suggestions.c.organization_id == organization_id,
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def resolve(
    connection: Connection,
    organization_id: str,
    suggestion_id: str,
    *,
    status: SuggestionStatus,
    action: str,
    by: str,
    dismiss_reason: str = "",
    change_id: str | None = None,
    now: datetime,
) -> bool:
    """Note what became of a pending suggestion; return False when it is not pending."""
    statement = (
        update(suggestions)
        .where(
            suggestions.c.id == suggestion_id,
            suggestions.c.organization_id == organization_id,
            suggestions.c.status == SuggestionStatus.PENDING,
        )
        .values(
            status=status,
            action=action,
            resolved_by=by,
            resolved_at=now,
            dismiss_reason=dismiss_reason,
            change_id=change_id,
        )
    )
    return connection.execute(statement).rowcount == 1


def reopen(connection: Connection, organization_id: str, suggestion_id: str) -> bool:
    """Make a resolved suggestion pending again; return False when there is none that is."""
    statement = (
        update(suggestions)
        .where(
            suggestions.c.id == suggestion_id,
            suggestions.c.organization_id == organization_id,
            suggestions.c.status != SuggestionStatus.PENDING,
        )
        .values(
            status=SuggestionStatus.PENDING,
            action=None,
            resolved_by=None,
            resolved_at=None,
            dismiss_reason="",
            change_id=None,
        )
    )
    return connection.execute(statement).rowcount == 1


def _from_row(row: Row[*tuple[Any, ...]]) -> StoredSuggestion:
    return StoredSuggestion(
        id=row.id,
        key=row.key,
        type=SuggestionType(row.type),
        status=SuggestionStatus(row.status),
        confidence=row.confidence,
        body=row.body,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        action=row.action,
        dismiss_reason=row.dismiss_reason,
        change_id=row.change_id,
    )
