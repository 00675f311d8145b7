"""The result of a job as the bytes that clients get, made once at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from openends.domain.job import Job
from openends.services.results import code_result, codebook_result, row_to_dict
from openends.store.codebooks import StoredCodebook
from openends.store.codings import CodedRow


def coding_body(job: Job, stored: StoredCodebook, rows: list[CodedRow]) -> bytes:
    """Return the question's codebook, and what the coding says about the responses."""
    results = [row_to_dict(row) for row in rows]
    result = code_result(job.project_id, job.question_id, stored, results)
    return orjson.dumps(result | _advice(job.advice))


def codebook_body(job: Job, stored: StoredCodebook, advice: Mapping[str, Any] | None) -> bytes:
    """Return the question's codebook, which no response has codes of yet."""
    result = codebook_result(job.project_id, job.question_id, stored, {})
    return orjson.dumps(result | _advice(advice))


def _advice(advice: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a language model was asked as a member of its own; nothing if none was."""
    return {} if advice is None else {"advice": advice}
