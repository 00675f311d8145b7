"""Changes: who changed what in a question and why; nothing here is ever rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from openends.domain.decision import CountedChanges
from openends.store import questions
from openends.store.ids import new_id
from openends.store.tables import changes


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Who changes something: a person's name, and the key that it came with."""

    coder: str
    api_key_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A line of a question's audit log."""

    id: str
    #: Place in the log, from 1.
    position: int
    action: str
    coder: str
    reason: str
    details: Mapping[str, Any]
    #: Responses whose coding it changed.
    responses: int
    #: Id of the change that took it back; None while it holds.
    undone_by: str | None
    created_at: datetime


def record(
    connection: Connection,
    organization_id: str,
    question_id: str,
    author: Author,
    *,
    action: str,
    reason: str = "",
    details: Mapping[str, Any],
    responses: int,
    now: datetime,
) -> Change:
    """Write a line into the question's log.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    change = Change(
        id=new_id(),
        position=last_position(connection, question_id) + 1,
        action=action,
        coder=author.coder,
        reason=reason,
        details=details,
        responses=responses,
        undone_by=None,
        created_at=now,
    )
    connection.execute(
        insert(changes).values(
            id=change.id,
            organization_id=organization_id,
            question_id=question_id,
            position=change.position,
            action=action,
            coder=author.coder,
            api_key_id=author.api_key_id,
            reason=reason,
            details=dict(details),
            responses=responses,
            created_at=now,
        )
    )
    return change


def last_position(connection: Connection, question_id: str) -> int:
    """Return the place of the last line of the question's log; 0 where it is empty."""
    query = select(func.max(changes.c.position)).where(changes.c.question_id == question_id)
    return connection.execute(query).scalar() or 0


def get(
    connection: Connection, organization_id: str, question_id: str, change_id: str
) -> Change | None:
    """Return a change of the question; None when the organization has none of that id there."""
    query = select(changes).where(
        changes.c.id == change_id,
        changes.c.question_id == question_id,
        changes.c.organization_id == organization_id,
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def count(
    connection: Connection, organization_id: str, question_id: str
) -> tuple[CountedChanges, ...]:
    """Return how often each kind of change was made, by person, in the order of their words."""
    query = (
        select(
            changes.c.action,
            changes.c.coder,
            func.count().label("times"),
            func.count(changes.c.undone_by).label("undone"),
        )
        .where(changes.c.question_id == question_id, changes.c.organization_id == organization_id)
        .group_by(changes.c.action, changes.c.coder)
        .order_by(changes.c.action, changes.c.coder)
    )
    return tuple(
        CountedChanges(action=row.action, coder=row.coder, times=row.times, undone=row.undone)
        for row in connection.execute(query)
    )


def load_page(
    connection: Connection,
    organization_id: str,
    question_id: str,
    *,
    before: int | None,
    limit: int,
) -> list[Change]:
    """Return lines of the question's log, the newest first.

    Parameters
    ----------
    before:
        Position of the last line that the caller has already; None from the newest.
    limit:
        How many at most.
    """
    query = select(changes).where(
        changes.c.question_id == question_id, changes.c.organization_id == organization_id
    )
    if before is not None:
        query = query.where(changes.c.position < before)
    rows = connection.execute(query.order_by(changes.c.position.desc()).limit(limit))
    return [_from_row(row) for row in rows]


def mark_undone(
    connection: Connection, organization_id: str, change_id: str, undone_by: str
) -> bool:
    """Note which change took another back; return False when there is none that still holds."""
    statement = (
        update(changes)
        .where(
            changes.c.id == change_id,
            changes.c.organization_id == organization_id,
            changes.c.undone_by.is_(None),
        )
        .values(undone_by=undone_by)
    )
    return connection.execute(statement).rowcount == 1


def _from_row(row: Row[*tuple[Any, ...]]) -> Change:
    return Change(
        id=row.id,
        position=row.position,
        action=row.action,
        coder=row.coder,
        reason=row.reason,
        details=row.details,
        responses=row.responses,
        undone_by=row.undone_by,
        created_at=row.created_at,
    )
