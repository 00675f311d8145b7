"""Versions of codebooks: what a question's codebook was at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from openends.store import questions
from openends.store.codebook_rows import StoredCodebook, from_snapshot, snapshot
from openends.store.tables import changes, codebook_versions, codebooks
from openends.store.upsert import insert_into


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A codebook as it once stood, and how it came about."""

    version: int
    stored: StoredCodebook
    #: The version that it was made from; None for a codebook that was built or handed in.
    parent: int | None
    #: The version whose content it has again.
    restores: int | None
    #: The edit that made it, who made it and why; None for one that was built or handed in.
    change_id: str | None
    #: Place of that edit in the question's log.
    position: int | None
    action: str | None
    coder: str | None
    reason: str
    created_at: datetime

    @property
    def content(self) -> int:
        """Return the version that first had this content."""
        return self.version if self.restores is None else self.restores


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A change that people made of a codebook, without the codebook."""

    #: The version that it made, and the one whose content that has again.
    version: int
    restores: int | None
    coder: str


def keep(
    connection: Connection,
    organization_id: str,
    question_id: str,
    stored: StoredCodebook,
) -> None:
    """Keep the question's codebook as a version, unless it is kept already.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    made = select(codebooks.c.created_at).where(codebooks.c.question_id == question_id)
    statement = insert_into(connection, codebook_versions).values(
        organization_id=organization_id,
        question_id=question_id,
        version=stored.version,
        codebook=snapshot(stored),
        created_at=made.scalar_subquery(),
    )
    connection.execute(statement.on_conflict_do_nothing())


def add(
    connection: Connection,
    organization_id: str,
    question_id: str,
    stored: StoredCodebook,
    *,
    change_id: str,
    parent: int,
    restores: int | None,
    now: datetime,
) -> None:
    """Keep the version that an edit made.

    Parameters
    ----------
    parent:
        The version that it was made from.
    restores:
        The version whose content it has again; None for a new one.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    connection.execute(
        insert(codebook_versions).values(
            organization_id=organization_id,
            question_id=question_id,
            version=stored.version,
            change_id=change_id,
            parent=parent,
            restores=restores,
            codebook=snapshot(stored),
            created_at=now,
        )
    )


def numbers(connection: Connection, organization_id: str, question_id: str) -> frozenset[int]:
    """Return the numbers that codes of the question had in any version that is kept."""
    query = select(codebook_versions.c.codebook).where(
        codebook_versions.c.question_id == question_id,
        codebook_versions.c.organization_id == organization_id,
    )
    kept = connection.execute(query).scalars()
    return frozenset(code["number"] for codebook in kept for code in codebook["codes"])


def list_all(connection: Connection, organization_id: str, question_id: str) -> list[Version]:
    """Return the versions that are kept, the oldest first."""
    query = (
        select(
            codebook_versions,
            changes.c.action,
            changes.c.coder,
            changes.c.reason,
            changes.c.position,
        )
        .outerjoin(changes, changes.c.id == codebook_versions.c.change_id)
        .where(
            codebook_versions.c.question_id == question_id,
            codebook_versions.c.organization_id == organization_id,
        )
        .order_by(codebook_versions.c.version)
    )
    return [
        Version(
            version=row.version,
            stored=from_snapshot(row.codebook, row.version),
            parent=row.parent,
            restores=row.restores,
            change_id=row.change_id,
            position=row.position,
            action=row.action,
            coder=row.coder,
            reason=row.reason or "",
            created_at=row.created_at,
        )
        for row in connection.execute(query)
    ]


def edits(connection: Connection, organization_id: str, question_id: str) -> tuple[Edit, ...]:
    """Return what people changed of the question's codebooks, the first of it first."""
    columns = codebook_versions.c
    query = (
        select(columns.version, columns.restores, changes.c.coder)
        .join(changes, changes.c.id == columns.change_id)
        .where(columns.question_id == question_id, columns.organization_id == organization_id)
        .order_by(columns.version)
    )
    return tuple(
        Edit(version=row.version, restores=row.restores, coder=row.coder)
        for row in connection.execute(query)
    )
