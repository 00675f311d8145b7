"""The result of a job as the bytes that clients get, made once at its end."""

from __future__ import annotations

import orjson

from openends.domain.job import Job
from openends.services.results import code_result, codebook_result, row_to_dict
from openends.store.codebooks import StoredCodebook
from openends.store.codings import CodedRow


def coding_body(job: Job, stored: StoredCodebook, rows: list[CodedRow]) -> bytes:
    """Return the question's codebook, and what the coding says about the responses."""
    results = [row_to_dict(row) for row in rows]
    return orjson.dumps(code_result(job.project_id, job.question_id, stored, results))


def codebook_body(job: Job, stored: StoredCodebook) -> bytes:
    """Return the question's codebook, which no response has codes of yet."""
    return orjson.dumps(codebook_result(job.project_id, job.question_id, stored, {}))
