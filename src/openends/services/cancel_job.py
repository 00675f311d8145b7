"""Cancel a job."""

from __future__ import annotations

from datetime import datetime

from openends.domain.errors import InvalidState, NotFound
from openends.domain.job import JOB_CANCELLED, Job, JobStatus
from openends.domain.organization import Caller
from openends.services.fail_job import fail_job
from openends.store import jobs
from openends.store.database import Database


def cancel_job(
    database: Database, caller: Caller, job_id: str, *, not_before: datetime, now: datetime
) -> tuple[Job, list[str]]:
    """Stop a job; return it as it is then, and the ids of the deliveries that tell webhooks.

    Its worker notices before the next batch. What was coded until then stays coded and charged.

    Parameters
    ----------
    not_before:
        Jobs made earlier have expired.

    Raises
    ------
    NotFound
        When the organization has no such job.
    InvalidState
        When it has ended already.
    """
    job = _find(database, caller, job_id, not_before)
    _refuse_ended(job)
    told = fail_job(database, job_id, JOB_CANCELLED, "The job was cancelled.", now)
    job = _find(database, caller, job_id, not_before)
    if job.error is None or job.error.code != JOB_CANCELLED:
        # It came to its own end a moment before.
        _refuse_ended(job)
    return job, told


def _find(database: Database, caller: Caller, job_id: str, not_before: datetime) -> Job:
    with database.reading() as connection:
        job = jobs.get(connection, caller.organization.id, job_id, not_before=not_before)
    if job is None:
        raise NotFound("Job not found")
    return job


def _refuse_ended(job: Job) -> None:
    if not job.status.is_active:
        end = "completed" if job.status is JobStatus.COMPLETED else "failed"
        raise InvalidState(f"Job {job.id} has already {end} and cannot be cancelled.")
