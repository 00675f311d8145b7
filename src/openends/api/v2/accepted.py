"""The answer to a request that became a job."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from openends.api.envelope import answer
from openends.api.gate import services
from openends.api.reply import Reply
from openends.domain.job import Job
from openends.services.ports import Enqueue

#: Seconds after which looking at a job again makes sense.
POLL_AFTER = "1"


class Start(Protocol):
    """A service that starts a job, and is told already whose and what."""

    def __call__(self, *, enqueue: Enqueue, depth: int, now: datetime) -> Job:
        """Start it."""


def answer_started(request: Request, start: Start) -> Response:
    """Start a job, and answer that it will do the work."""
    ready, reply = services(request), Reply(request, _accepted)

    def enqueue(connection: Connection, job: Job) -> None:
        ready.queue.enqueue(connection, job)
        reply.keep(connection, job)

    job = start(enqueue=enqueue, depth=ready.settings.queue_depth, now=datetime.now(UTC))
    request.state.job_id = job.id
    return reply.to(job)


def _accepted(request: Request, job: Job) -> Response:
    """Answer where to look how far the job is."""
    return answer(
        request,
        {"job_id": job.id, "status": "queued"},
        status=202,
        headers={"Location": f"/v2/jobs/{job.id}", "Retry-After": POLL_AFTER},
    )
