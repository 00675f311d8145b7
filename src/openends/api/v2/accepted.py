"""The answer to a request that became a job."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.domain.job import Job

#: Seconds after which looking at a job again makes sense.
POLL_AFTER = "1"


def answer_accepted(request: Request, job: Job) -> Response:
    """Answer that a job will do it, and where to look how far it is."""
    request.state.job_id = job.id
    return answer(
        request,
        {"job_id": job.id, "status": "queued"},
        status=202,
        headers={"Location": f"/v2/jobs/{job.id}", "Retry-After": POLL_AFTER},
    )
