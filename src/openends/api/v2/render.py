"""Projects, questions, jobs and webhooks as the plain values that the API sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from openends.domain.job import Job, JobStatus
from openends.domain.project import Project, Question
from openends.domain.run import MachineRun
from openends.services.results import codebook_to_dict, row_to_dict, run_to_dict
from openends.store.codebooks import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.webhooks import Webhook


def project_to_dict(project: Project) -> dict[str, Any]:
    """Return a project with its questions."""
    return {
        "id": project.id,
        "name": project.name,
        "language": project.language,
        "coding_type": project.coding_type,
        "status": project.status,
        "created_at": project.created_at,
        "questions": [question_to_dict(question) for question in project.questions],
    }


def question_to_dict(question: Question) -> dict[str, Any]:
    """Return a question as it stands in a list."""
    shown: dict[str, Any] = {
        "id": question.id,
        "text": question.text,
        "status": question.status,
        "coding_type": question.coding_type,
        "response_count": question.response_count,
    }
    return shown | ({"short_name": question.short_name} if question.short_name else {})


def job_to_dict(job: Job) -> dict[str, Any]:
    """Return a job without its result."""
    return {
        "id": job.id,
        "type": job.type,
        "status": job.status,
        "progress": {
            "processed": job.processed,
            "total": job.total,
            "percentage": job.percentage,
        },
        "created_at": job.created_at,
        "updated_at": job.updated_at,
    }


def job_in_full(job: Job, body: bytes | None) -> dict[str, Any]:
    """Return a job with its result or its error.

    Parameters
    ----------
    job:
        The job.
    body:
        Its result, or what it had coded before it failed, as JSON; None when there is none.
    """
    shown = job_to_dict(job)
    if job.error is not None:
        shown["error"] = {"code": job.error.code, "message": job.error.message}
    if job.failed_response_indices:
        shown["failed_response_indices"] = job.failed_response_indices
    if body is not None:
        completed = job.status is JobStatus.COMPLETED
        # Results are large, and JSON already: they are passed on unread.
        shown["result" if completed else "partial_result"] = orjson.Fragment(body)
    return shown


def webhook_to_dict(webhook: Webhook) -> dict[str, Any]:
    """Return a webhook without its secret."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "active": webhook.active,
        "created_at": webhook.created_at,
    }


def question_in_full(
    question: Question,
    stored: StoredCodebook | None,
    counts: Mapping[str, int],
    rows: Sequence[CodedRow],
) -> dict[str, Any]:
    """Return a question with its codebook and coded responses.

    Parameters
    ----------
    question:
        The question.
    stored:
        Its codebook; None before it has one.
    counts:
        Responses by the id of the code.
    rows:
        Coded responses.
    """
    shown = question_to_dict(question) | {
        "language": question.language,
        "has_codebook": question.has_codebook,
        "coded_count": question.coded_count,
        "results": [row_to_dict(row) for row in rows],
    }
    if stored is not None:
        shown["codebook"] = codebook_to_dict(stored, counts)
    return shown


def response_to_dict(row: CodedRow, runs: Mapping[int, MachineRun]) -> dict[str, Any]:
    """Return a response with its verbatim, and what the coding says once there is one.

    Parameters
    ----------
    row:
        The response.
    runs:
        By their id, what the machine coded the question's responses with.
    """
    run = runs.get(row.run) if row.run else None
    about = {
        # Evidence counts characters in the verbatim as it was coded: repaired of broken ones.
        "text": row.text if row.coded_text is None else row.coded_text,
        "demographics": row.demographics,
        "approved": row.approved,
    }
    provenance = {
        "coder": row.coder,
        "note": row.note or None,
        "codebook_version": row.version,
        "runner_up": row.runner_up,
        "margin": row.margin,
        "coded_at": row.coded_at,
        "run": None if run is None else run_to_dict(run),
    }
    known = {name: value for name, value in provenance.items() if value is not None}
    return row_to_dict(row) | about | known
