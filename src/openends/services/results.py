"""Codebooks and coded responses as the plain values that the API sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Mention
from openends.domain.run import MachineRun
from openends.store.codebooks import StoredCodebook
from openends.store.codings import CodedRow, StoredMention

#: What codes without a category stand under in answers: clients expect two levels.
NO_CATEGORY = "Codes"
#: Decimals of a confidence; further ones say nothing.
DECIMALS = 4


def codebook_to_dict(stored: StoredCodebook, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return categories with their codes, in printed order.

    Parameters
    ----------
    stored:
        The codebook and the ids of its parts.
    counts:
        Responses by the id of the code; a code that is missing has none.
    """
    by_category: dict[str, list[dict[str, Any]]] = {}
    for code in stored.codebook:
        by_category.setdefault(code.category, []).append(code_to_dict(code, stored, counts))
    return {
        "categories": [
            {
                "id": stored.category_ids.get(name),
                "name": name or NO_CATEGORY,
                "codes": codes,
            }
            for name, codes in by_category.items()
        ]
    }


def codebook_result(
    project_id: str, question_id: str, stored: StoredCodebook, counts: Mapping[str, int]
) -> dict[str, Any]:
    """Return a question's codebook with what it belongs to."""
    return {
        "project_id": project_id,
        "question_id": question_id,
        "codebook": codebook_to_dict(stored, counts),
    }


def code_result(
    project_id: str,
    question_id: str,
    stored: StoredCodebook,
    results: Iterable[dict[str, Any]],
) -> dict[str, Any]:
    """Return a coded question: its codebook, counted in the results, and one result per response.

    Parameters
    ----------
    project_id, question_id:
        What it belongs to.
    stored:
        The codebook that was applied.
    results:
        From ``coding_to_dict`` or ``row_to_dict``, in the order of the responses.
    """
    listed = list(results)
    return codebook_result(project_id, question_id, stored, count_codes(listed)) | {
        "results": listed
    }


def count_codes(results: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return how many responses have each code, by the id of the code."""
    return Counter(code["id"] for result in results for code in result["codes"])


def coding_to_dict(coding: Coding, stored: StoredCodebook) -> dict[str, Any]:
    """Return a coding that was just made."""
    codes = [
        _mention(mention, stored.code_ids[mention.code.number], mention.code)
        for mention in coding.mentions
    ]
    return {"id": coding.response_id, "codes": codes} | _verdict(coding, coding.language)


def row_to_dict(row: CodedRow) -> dict[str, Any]:
    """Return a response as the store keeps it; one that is not coded yet has no status."""
    codes = [_mention(mention, mention.code_id, mention) for mention in row.mentions]
    result = {"id": row.response_id, "codes": codes}
    return result | _verdict(row, row.coded_language) if row.coded else result


def _verdict(coding: Coding | CodedRow, language: str | None) -> dict[str, Any]:
    """Return what holds for the whole response."""
    verdict: dict[str, Any] = {
        "status": coding.status,
        "sentiment": coding.sentiment,
        "language": language,
        "needs_review": coding.needs_review,
    }
    if coding.needs_review:
        verdict["review_reason"] = coding.review_reason
    return verdict


def run_to_dict(run: MachineRun) -> dict[str, Any]:
    """Return what the machine coded with; without a language model none is named."""
    shown = {
        "codebook_version": run.codebook_version,
        "openends_version": run.openends_version,
        "encoders": list(run.encoders),
        "quality": run.quality,
        "seed": run.seed,
        "created_at": run.created_at,
    }
    return shown | ({"model": run.model, "prompts": list(run.prompts)} if run.model else {})


def code_to_dict(code: Code, stored: StoredCodebook, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return a code with the number of responses that have it."""
    code_id = stored.code_ids[code.number]
    entry: dict[str, Any] = {
        "id": code_id,
        "number": code.number,
        "name": code.name,
        "definition": code.definition,
        "count": counts.get(code_id, 0),
        "examples": list(code.examples),
    }
    if code.include:
        entry["include"] = list(code.include)
    if code.exclude:
        entry["exclude"] = list(code.exclude)
    if code.rules:
        entry["rules"] = [{"kind": rule.kind, "pattern": rule.pattern} for rule in code.rules]
    if code.sentiment:
        entry["sentiment"] = code.sentiment
    return entry


def _mention(
    mention: Mention | StoredMention, code_id: str, code: Code | StoredMention
) -> dict[str, Any]:
    evidence = mention.evidence
    shown: dict[str, Any] = {
        "id": code_id,
        "number": code.number,
        "name": code.name,
        "category": code.category or NO_CATEGORY,
        "sentiment": mention.sentiment,
        "confidence": round(mention.confidence, DECIMALS),
        "evidence": {"start": evidence.start, "length": evidence.length, "text": evidence.text},
        "layer": mention.layer,
    }
    if mention.coder:
        shown["coder"] = mention.coder
    return shown
