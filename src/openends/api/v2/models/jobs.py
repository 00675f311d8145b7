"""Jobs as a client polls them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from openends.api.v2.models.base import NOT_NULL, Answer, Count, Moment
from openends.domain.job import JobStatus, JobType

JobId = Annotated[
    str, Field(pattern=r"^job_[a-f0-9]{24}$", examples=["job_1a2b3c4d5e6f7a8b9c0d1e2f"])
]


class JobAccepted(Answer):
    """A job that waits for its turn."""

    job_id: JobId
    status: Annotated[str, Field(json_schema_extra={"const": "queued"})]


class JobProgress(Answer):
    """How far a job is, in responses."""

    processed: Count
    total: Count
    percentage: int = Field(ge=0, le=100)


class JobError(Answer):
    """Why a job failed."""

    code: str
    message: str


class JobSummary(Answer):
    """A job without its result."""

    id: JobId
    type: JobType
    status: JobStatus
    progress: JobProgress
    created_at: Moment
    updated_at: Moment


class Job(JobSummary):
    """A job."""

    result: Annotated[dict[str, Any] | None, NOT_NULL] = Field(
        None,
        description="Once completed: CodeResult of a coding job, CodebookResult of a codebook job.",
    )
    error: Annotated[JobError | None, NOT_NULL] = Field(None, description="Once failed.")
    partial_result: Annotated[dict[str, Any] | None, NOT_NULL] = Field(
        None, description="What a failed job had coded before."
    )
    failed_response_indices: Annotated[list[Count] | None, NOT_NULL] = Field(
        None, description="Places in the request that a failed job left uncoded, from 0."
    )
