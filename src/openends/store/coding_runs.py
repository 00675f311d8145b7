"""Coding runs: with what, and by which version of the codebook, codings were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from openends.domain.run import MachineRun
from openends.store import questions
from openends.store.tables import coding_runs


@dataclass(frozen=True, kw_only=True, slots=True)
class CodingRun:
    """What a machine coded with."""

    #: Of the codebook.
    version: int
    #: Version of Openends.
    engine: str
    #: Name and version of each.
    encoders: Sequence[str]
    quality: str
    seed: int


def record(
    connection: Connection, organization_id: str, question_id: str, run: CodingRun, now: datetime
) -> int:
    """Keep a run, and return its id.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    statement = insert(coding_runs).values(
        organization_id=organization_id,
        question_id=question_id,
        version=run.version,
        engine=run.engine,
        encoders=list(run.encoders),
        quality=run.quality,
        seed=run.seed,
        created_at=now,
    )
    made: int = connection.execute(statement.returning(coding_runs.c.id)).scalar_one()
    return made


def of_question(
    connection: Connection, organization_id: str, question_id: str
) -> tuple[MachineRun, ...]:
    """Return the runs that the question's responses were coded in, the first of them first."""
    query = (
        select(coding_runs)
        .where(
            coding_runs.c.question_id == question_id,
            coding_runs.c.organization_id == organization_id,
        )
        .order_by(coding_runs.c.id)
    )
    return tuple(
        MachineRun(
            id=row.id,
            codebook_version=row.version,
            openends_version=row.engine,
            encoders=tuple(row.encoders),
            quality=row.quality,
            seed=row.seed,
            created_at=row.created_at,
        )
        for row in connection.execute(query)
    )
