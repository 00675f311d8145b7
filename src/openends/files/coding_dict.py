"""Codings as plain values, for JSON and for programs."""

from __future__ import annotations

from typing import Any

from openends.domain.coding import Coding, Mention


def coding_to_dict(coding: Coding) -> dict[str, Any]:
    """Return everything a coding says, keys in the words of the glossary."""
    return {
        "id": coding.response_id,
        "text": coding.text,
        "status": str(coding.status),
        "language": coding.language,
        "sentiment": str(coding.sentiment) if coding.sentiment else None,
        "confidence": coding.confidence,
        "mentions": [_mention(mention) for mention in coding.mentions],
        "runner_up": coding.runner_up.name if coding.runner_up else None,
        "margin": coding.margin,
        "needs_review": coding.needs_review,
        "review_reason": coding.review_reason,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "code": mention.code.name,
        "number": mention.code.number,
        "category": mention.code.category,
        "sentiment": str(mention.sentiment),
        "confidence": mention.confidence,
        "layer": str(mention.layer),
        "evidence": {
            "start": mention.evidence.start,
            "length": mention.evidence.length,
            "text": mention.evidence.text,
        },
    }
