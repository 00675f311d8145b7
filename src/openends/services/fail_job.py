"""End a job that cannot be finished, and keep what it did."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from openends.domain.job import Job, JobError, JobType
from openends.services.job_body import coding_body
from openends.services.job_events import announce
from openends.store import codebooks, codings, jobs, questions
from openends.store.database import Database


@dataclass(frozen=True, slots=True)
class _Done:
    """What a job did before its end."""

    #: Responses of the question that are coded.
    coded: int
    #: Positions of the others.
    left: tuple[int, ...] = ()
    body: bytes | None = None


class _WorkWentOn(Exception):
    """The job's worker coded more while its end was being written."""


def fail_job(database: Database, job_id: str, code: str, message: str, now: datetime) -> list[str]:
    """Let a job fail; return the ids of the deliveries that tell webhooks.

    What was coded stays coded and charged, and is the job's partial result.

    Parameters
    ----------
    job_id:
        A job that has ended already, or is gone, is left alone.
    code, message:
        What a client that polls is told.
    now:
        The time of the end.
    """
    error = JobError(code=code, message=message)
    with database.reading() as connection:
        done = _done(connection, job_id)
    with suppress(_WorkWentOn):
        return _end(database, job_id, error, done, now)
    while True:
        # Not more than twice: a job that waited can only have begun once in between.
        with suppress(_WorkWentOn):
            return _end_held(database, job_id, error, now)


def _end(database: Database, job_id: str, error: JobError, done: _Done, now: datetime) -> list[str]:
    with database.transaction() as connection:
        return _write_end(connection, job_id, error, done, now)


def _end_held(database: Database, job_id: str, error: JobError, now: datetime) -> list[str]:
    """End a job while its worker waits: batches can land faster than they are read."""
    with database.transaction() as connection:
        # Changes nothing but the time, and keeps the job's row from its worker until the end.
        jobs.advance(connection, job_id, processed=0, charged=0, now=now)
        return _write_end(connection, job_id, error, _done(connection, job_id), now)


def _write_end(
    connection: Connection, job_id: str, error: JobError, done: _Done, now: datetime
) -> list[str]:
    ended = jobs.fail(
        connection,
        job_id,
        code=error.code,
        message=error.message,
        indices=done.left,
        body=done.body,
        now=now,
    )
    # From here on no batch of the job can land.
    job = jobs.get_any(connection, job_id)
    if not ended or job is None:
        return []
    if job.type is not JobType.CODEBOOK_GENERATION and _coded(connection, job) != done.coded:
        raise _WorkWentOn
    return announce(connection, job, now)


def _done(connection: Connection, job_id: str) -> _Done:
    job = jobs.get_any(connection, job_id)
    if job is None or not job.status.is_active or job.type is JobType.CODEBOOK_GENERATION:
        return _Done(coded=0)
    # Counted before the reading: if it is the same at the end, no batch landed in between.
    count = _coded(connection, job)
    stored = codebooks.load(connection, job.organization_id, job.question_id)
    rows = codings.load_all(connection, job.organization_id, job.question_id)
    coded = [row for row in rows if row.coded]
    left = tuple(row.position for row in rows if not row.coded)
    # A job that coded nothing has no result, not even if others coded before it.
    body = coding_body(job, stored, coded) if stored and job.processed else None
    return _Done(coded=count, left=left, body=body)


def _coded(connection: Connection, job: Job) -> int:
    question = questions.get(connection, job.organization_id, job.question_id)
    return question.coded_count if question else 0
