"""Tell webhooks that a job has ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from openends.domain.job import Job, JobStatus, JobType
from openends.store import deliveries, webhooks

COMPLETED = "job.completed"
FAILED = "job.failed"


def announce(connection: Connection, job: Job, now: datetime) -> list[str]:
    """Note down a delivery for every webhook that wants to know; return their ids.

    Parameters
    ----------
    connection:
        In the transaction that ends the job: no end goes untold, and none is told that was taken
        back.
    job:
        The job as it is after its end.
    now:
        The time of the event.
    """
    event = COMPLETED if job.status is JobStatus.COMPLETED else FAILED
    body = orjson.dumps(_body(job, event, now), option=orjson.OPT_UTC_Z).decode()
    noted = []
    for webhook in webhooks.matching(connection, job.organization_id, event):
        delivery = deliveries.add(
            connection,
            job.organization_id,
            webhook_id=webhook.id,
            job_id=job.id,
            event=event,
            body=body,
            now=now,
        )
        if delivery is not None:
            noted.append(delivery)
    return noted


def _body(job: Job, event: str, now: datetime) -> dict[str, Any]:
    about: dict[str, Any] = {
        "event": event,
        "job_id": job.id,
        "project_id": job.project_id,
        "question_id": job.question_id,
    }
    if event == COMPLETED:
        codes = job.type is not JobType.CODEBOOK_GENERATION
        coded = job.processed if codes else 0
        about["result"] = {"responses_coded": coded, "credits_used": job.charged}
    else:
        about["error"] = _error(job)
    return {**about, "timestamp": now}


def _error(job: Job) -> dict[str, str]:
    return {"code": job.error.code, "message": job.error.message} if job.error else {}
