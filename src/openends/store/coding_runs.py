"""Coding runs: with what, and by which version of the codebook, codings were made."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert, select

from openends.domain.run import MachineRun
from openends.store import questions
from openends.store.tables import coding_runs


def record(connection: Connection, organization_id: str, question_id: str, run: MachineRun) -> int:
    """Keep a run, and return its id; one like the last of the question is that one.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    known = of_question(connection, organization_id, question_id)
    for run_id, last in list(known.items())[-1:]:
        if replace(last, created_at=run.created_at) == run:
            return run_id
    statement = insert(coding_runs).values(
        organization_id=organization_id,
        question_id=question_id,
        version=run.codebook_version,
        engine=run.openends_version,
        encoders=list(run.encoders),
        quality=run.quality,
        seed=run.seed,
        created_at=run.created_at,
        model=run.model,
        prompts=list(run.prompts),
    )
    made: int = connection.execute(statement.returning(coding_runs.c.id)).scalar_one()
    return made


def of_question(
    connection: Connection, organization_id: str, question_id: str
) -> dict[int, MachineRun]:
    """Return the runs that the question's responses were coded in, the first first, by their id."""
    query = (
        select(coding_runs)
        .where(
            coding_runs.c.question_id == question_id,
            coding_runs.c.organization_id == organization_id,
        )
        .order_by(coding_runs.c.id)
    )
    return {
        row.id: MachineRun(
            codebook_version=row.version,
            openends_version=row.engine,
            encoders=tuple(row.encoders),
            quality=row.quality,
            seed=row.seed,
            created_at=row.created_at,
            model=row.model,
            prompts=tuple(row.prompts),
        )
        for row in connection.execute(query)
    }
