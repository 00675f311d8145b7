"""Jobs: what a client polls, and what a worker changes step by step.

Every step is one statement that names the states it may start from. So of two who try, one wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from openends.domain.job import Job, JobError, JobStatus, JobType
from openends.store.tables import job_results, jobs

#: Made once, for it is asked far more often than anything else.
_POLLED = select(jobs).where(
    jobs.c.id == bindparam("job_id"),
    jobs.c.organization_id == bindparam("organization_id"),
    jobs.c.created_at >= bindparam("not_before"),
)
_ACTIVE = [JobStatus.QUEUED, JobStatus.PROCESSING]


def is_active() -> ColumnElement[bool]:
    """Return the condition that a job waits or runs."""
    return jobs.c.status.in_(_ACTIVE)


def create(connection: Connection, job: Job) -> None:
    """Remember a new job.

    Raises
    ------
    IntegrityError
        When another job of the question waits or runs.
    """
    values = asdict(job)
    error = values.pop("error") or {"code": None, "message": None}
    connection.execute(
        insert(jobs).values(**values, error_code=error["code"], error_message=error["message"])
    )


def get(
    connection: Connection, organization_id: str, job_id: str, *, not_before: datetime
) -> Job | None:
    """Return the job; None when the organization has none, or only one that expired."""
    given = {"job_id": job_id, "organization_id": organization_id, "not_before": not_before}
    row = connection.execute(_POLLED, given).one_or_none()
    return None if row is None else _from_row(row)


def get_any(connection: Connection, job_id: str) -> Job | None:
    """Return the job whosever it is: for workers."""
    return _first(connection, jobs.c.id == job_id)


def list_for(
    connection: Connection,
    organization_id: str,
    *,
    status: JobStatus | None = None,
    limit: int,
    not_before: datetime,
    after: tuple[datetime, str] | None = None,
) -> list[Job]:
    """Return the organization's jobs that have not expired, newest first, behind ``after``."""
    query = select(jobs).where(
        jobs.c.organization_id == organization_id, jobs.c.created_at >= not_before
    )
    if status is not None:
        query = query.where(jobs.c.status == status)
    if after is not None:
        moment, job_id = after
        same = (jobs.c.created_at == moment) & (jobs.c.id < job_id)
        query = query.where((jobs.c.created_at < moment) | same)
    query = query.order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(limit)
    return [_from_row(row) for row in connection.execute(query)]


def active_for_question(connection: Connection, question_id: str) -> Job | None:
    """Return the job of the question that waits or runs, or None."""
    return _first(connection, jobs.c.question_id == question_id, is_active())


def count_queued(connection: Connection, organization_id: str) -> int:
    """Return how many jobs of the organization wait."""
    query = select(func.count()).where(
        jobs.c.organization_id == organization_id, jobs.c.status == JobStatus.QUEUED
    )
    return connection.execute(query).scalar_one()


def reserved(connection: Connection, organization_id: str) -> int:
    """Return the credits that jobs which wait or run have yet to charge."""
    query = select(func.sum(jobs.c.cost - jobs.c.charged)).where(
        jobs.c.organization_id == organization_id, is_active()
    )
    return int(connection.execute(query).scalar() or 0)


def begin(connection: Connection, job_id: str, now: datetime) -> Job | None:
    """Take the job up, once more if it was before; None when it waits or runs no longer."""
    row = connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, is_active())
        .values(status=JobStatus.PROCESSING, attempts=jobs.c.attempts + 1, updated_at=now)
        .returning(*jobs.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def advance(
    connection: Connection, job_id: str, *, processed: int, charged: int, now: datetime
) -> bool:
    """Tell how far the job is; False when it runs no longer, and then its worker must stop.

    Parameters
    ----------
    processed, charged:
        Responses coded and credits charged by the job so far. Neither ever goes down.
    """
    return _changed(
        connection,
        job_id,
        jobs.c.status == JobStatus.PROCESSING,
        processed=_at_least(jobs.c.processed, processed),
        charged=_at_least(jobs.c.charged, charged),
        updated_at=now,
    )


def hand_back(connection: Connection, job_id: str, now: datetime) -> None:
    """Let the job wait for another worker; this one's attempt does not count."""
    _changed(
        connection,
        job_id,
        jobs.c.status == JobStatus.PROCESSING,
        status=JobStatus.QUEUED,
        attempts=jobs.c.attempts - 1,
        updated_at=now,
    )


def complete(connection: Connection, job_id: str, body: bytes, now: datetime) -> bool:
    """End the job with its result; False when it has ended already."""
    done = _changed(
        connection,
        job_id,
        is_active(),
        status=JobStatus.COMPLETED,
        processed=jobs.c.total,
        updated_at=now,
    )
    if done:
        connection.execute(insert(job_results).values(job_id=job_id, body=body))
    return done


def fail(
    connection: Connection,
    job_id: str,
    *,
    code: str,
    message: str,
    indices: Sequence[int],
    body: bytes | None,
    now: datetime,
) -> bool:
    """End the job with an error and, where there is one, a partial result; False when ended."""
    done = _changed(
        connection,
        job_id,
        is_active(),
        status=JobStatus.FAILED,
        error_code=code,
        error_message=message,
        failed_response_indices=list(indices),
        updated_at=now,
    )
    if done and body is not None:
        connection.execute(insert(job_results).values(job_id=job_id, body=body))
    return done


def result(connection: Connection, job_id: str) -> bytes | None:
    """Return the result, or the partial one, as JSON; None when there is none."""
    query = select(job_results.c.body).where(job_results.c.job_id == job_id)
    return connection.execute(query).scalar_one_or_none()


def purge(connection: Connection, before: datetime) -> int:
    """Delete jobs made before that time, whatever they do, with results; return how many."""
    gone = connection.execute(delete(jobs).where(jobs.c.created_at < before).returning(jobs.c.id))
    return len(gone.all())


def _first(connection: Connection, *conditions: ColumnElement[bool]) -> Job | None:
    row = connection.execute(select(jobs).where(*conditions)).one_or_none()
    return None if row is None else _from_row(row)


def _changed(
    connection: Connection, job_id: str, state: ColumnElement[bool], **values: object
) -> bool:
    changed = connection.execute(
        update(jobs).where(jobs.c.id == job_id, state).values(**values).returning(jobs.c.id)
    )
    return changed.one_or_none() is not None


def _at_least(column: Column[int], value: int) -> ColumnElement[int]:
    # The databases have different names for the larger of two numbers.
    return case((column > value, column), else_=literal(value))


def _from_row(row: Row[*tuple[object, ...]]) -> Job:
    error = None
    if row.error_code is not None:
        error = JobError(code=row.error_code, message=row.error_message)
    return Job(
        id=row.id,
        organization_id=row.organization_id,
        project_id=row.project_id,
        question_id=row.question_id,
        type=JobType(row.type),
        status=JobStatus(row.status),
        processed=row.processed,
        total=row.total,
        created_at=row.created_at,
        updated_at=row.updated_at,
        cost=row.cost,
        charged=row.charged,
        attempts=row.attempts,
        error=error,
        failed_response_indices=tuple(row.failed_response_indices),
        advice=row.advice,
    )
