"""Follow jobs, and cancel them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.accepted import POLL_AFTER
from openends.api.v2.models.base import NOT_NULL, Envelope, ListEnvelope
from openends.api.v2.models.jobs import Job as JobShape
from openends.api.v2.models.jobs import JobSummary
from openends.api.v2.paging import (
    USUAL,
    Cursor,
    Limit,
    after_newest,
    answer_page,
    newest_key,
)
from openends.api.v2.render import job_in_full, job_to_dict
from openends.domain.errors import NotFound
from openends.domain.job import Job, JobStatus
from openends.domain.organization import Scope
from openends.services.cancel_job import cancel_job
from openends.store import jobs

router = gated_router("/v2/jobs", "Jobs")

_JOB_ID = re.compile(r"job_[a-f0-9]{24}")

JobId = Annotated[str, Path(json_schema_extra={"pattern": f"^{_JOB_ID.pattern}$"})]


@router.get(
    "",
    operation_id="listJobs",
    summary="Recent jobs",
    responses=answers({200: (ListEnvelope[JobSummary], "Jobs.")}, 422),
    openapi_extra=scope(Scope.READ),
)
def list_jobs(
    request: Request,
    status: Annotated[
        JobStatus | None, NOT_NULL, Query(description="Keep only jobs in this state.")
    ] = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """List the organization's jobs, newest first, without their results."""
    with services(request).database.reading() as connection:
        found = jobs.list_for(
            connection,
            caller(request).organization.id,
            status=status,
            limit=limit + 1,
            after=after_newest(cursor),
            not_before=_oldest(request),
        )
    return answer_page(
        request,
        found,
        limit,
        show=job_to_dict,
        key=lambda job: newest_key(job.created_at, job.id),
    )


@router.get(
    "/{id}",
    operation_id="getJob",
    summary="Poll one job",
    responses=answers({200: (Envelope[JobShape], "The job.")}, 404),
    openapi_extra=scope(Scope.READ),
)
async def get_job(request: Request, id: JobId) -> Response:
    """Tell how far a job is, its result once it completed, its error once it failed.

    Jobs can be fetched for a day. While one waits or runs, Retry-After says when to look again.
    """
    job_id = _known(id)
    organization_id = caller(request).organization.id
    oldest = _oldest(request)
    job = await services(request).short.run(
        lambda connection: jobs.get(connection, organization_id, job_id, not_before=oldest)
    )
    if job is None:
        raise NotFound("Job not found")
    if job.status.is_active:
        return answer(request, job_to_dict(job), headers={"Retry-After": POLL_AFTER})
    return await run_in_threadpool(_answer_ended, request, job)


@router.delete(
    "/{id}",
    operation_id="cancelJob",
    summary="Cancel a job",
    responses=answers({200: (Envelope[JobShape], "The job after it.")}, 404, 409),
    openapi_extra=scope(Scope.WRITE),
)
def cancel(request: Request, id: JobId) -> Response:
    """Stop a job that waits or runs; what it coded is kept and stays charged.

    It ends as failed, with the error code JOB_CANCELLED, and its question is free for another job.
    """
    job_id, ready = _known(id), services(request)
    job, deliveries = cancel_job(
        ready.database,
        caller(request),
        job_id,
        not_before=_oldest(request),
        now=datetime.now(UTC),
    )
    request.state.job_id = job_id
    ready.queue.enqueue_deliveries(deliveries)
    with ready.database.reading() as connection:
        return answer(request, job_in_full(job, jobs.result(connection, job_id)))


def _answer_ended(request: Request, job: Job) -> Response:
    """Answer with a job and its result, which may be large."""
    with services(request).database.reading() as connection:
        return answer(request, job_in_full(job, jobs.result(connection, job.id)))


def _known(job_id: Any) -> str:
    if not _JOB_ID.fullmatch(job_id):
        raise NotFound("Job not found")
    return str(job_id)


def _oldest(request: Request) -> datetime:
    """Return when a job may have been made at the earliest to be found."""
    return datetime.now(UTC) - timedelta(hours=services(request).settings.job_hours)
