"""Jobs: coding that outlives the request that asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobType(StrEnum):
    """What a job does."""

    CODEBOOK_GENERATION = "codebook_generation"
    #: Codes the responses of a question that exists.
    AUTO_CODING = "auto_coding"
    #: Codes the responses of one call, codebook included.
    ONE_CALL = "one_call"


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def is_active(self) -> bool:
        """Return whether the job waits or runs."""
        return self in {JobStatus.QUEUED, JobStatus.PROCESSING}


#: Error code of a job that was cancelled.
JOB_CANCELLED = "JOB_CANCELLED"


@dataclass(frozen=True, kw_only=True, slots=True)
class JobError:
    """Why a job failed."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job as a client polls it; its result is kept apart."""

    id: str
    organization_id: str
    project_id: str
    question_id: str
    type: JobType
    status: JobStatus
    #: Responses coded (for a codebook: read) so far, of all.
    processed: int
    total: int
    created_at: datetime
    updated_at: datetime
    #: Credits that the whole job costs, and those charged so far.
    cost: int = 0
    charged: int = 0
    #: How often a worker began it.
    attempts: int = 0
    error: JobError | None = None
    #: Positions of the responses that a failed job left uncoded, in the order of the request.
    failed_response_indices: tuple[int, ...] = ()
    #: What a language model was asked, as clients are told it; None until it has been asked.
    advice: Mapping[str, Any] | None = None

    @property
    def percentage(self) -> int:
        """Return the share done in whole percent; 100 only when all is done."""
        if self.total == 0:
            # Nothing was left to code; it is all done once that is found.
            return 100 if self.status is JobStatus.COMPLETED else 0
        return 100 * self.processed // self.total
