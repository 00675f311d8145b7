"""Responses with their codings, as they are read, and what they can be chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from openends.domain.coding import Evidence, Layer, Sentiment
from openends.domain.response import ResponseStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseFilter:
    """Which responses to show; what is None does not matter."""

    status: ResponseStatus | None = None
    #: Id of a code that they have.
    code_id: str | None = None
    needs_review: bool | None = None
    #: Words that they contain, capitals apart.
    text: str | None = None
    #: Tone of the whole response.
    sentiment: Sentiment | None = None
    coded: bool | None = None
    #: Id of a category of a code that they have.
    category_id: str | None = None
    #: How a code that they have came about.
    layer: Layer | None = None
    #: Bounds of the confidence of their least certain mention.
    least_confidence: float | None = None
    most_confidence: float | None = None
    #: ISO 639-1 code that the coding found.
    language: str | None = None
    approved: bool | None = None
    #: The caller's own ids; None for whatever they are.
    response_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMention:
    """One code on one response, with the code's id."""

    code_id: str
    number: int
    name: str
    #: "" when the codebook has no categories.
    category: str
    sentiment: Sentiment
    confidence: float
    layer: Layer
    evidence: Evidence
    #: Who gave or confirmed it, and when; None for the machine.
    coder: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedRow:
    """A response with its coding; what the coding says is None until there is one."""

    pk: int
    position: int
    response_id: str
    #: The verbatim as it was handed in.
    text: str
    #: What the caller said.
    language: str | None
    demographics: Mapping[str, str | int | float]
    coded: bool
    #: The verbatim that evidence refers to.
    coded_text: str | None
    #: What the coding found.
    coded_language: str | None
    status: ResponseStatus | None
    sentiment: Sentiment | None
    #: That of the least certain mention.
    confidence: float | None
    #: Id of the best code that was not given.
    runner_up: str | None
    needs_review: bool
    review_reason: str
    coded_at: datetime | None
    #: Whether a person settled it.
    approved: bool
    #: Who had the last word; None for the machine.
    coder: str | None
    note: str
    #: Of the codebook that it was made by; None until it is coded.
    version: int | None
    #: The run of the machine that made it, where that is known.
    run: int | None
    #: In the order in which they were mentioned.
    mentions: tuple[StoredMention, ...]


def mention_from_row(row: Row[*tuple[Any, ...]]) -> StoredMention:
    """Return the mention that a row of mention, code and category tells of."""
    return StoredMention(
        code_id=row.code_id,
        number=row.number,
        name=row.name,
        category=row.category or "",
        sentiment=Sentiment(row.sentiment),
        confidence=row.confidence,
        layer=Layer(row.layer),
        evidence=Evidence(
            start=row.evidence_start, length=row.evidence_length, text=row.evidence_text
        ),
        coder=row.coder,
        decided_at=row.decided_at,
    )


def response_from_row(row: Row[*tuple[Any, ...]], given: tuple[StoredMention, ...]) -> CodedRow:
    """Return the response that a row of response and coding tells of, with its mentions."""
    return CodedRow(
        pk=row.id,
        position=row.position,
        response_id=row.response_id,
        text=row.text,
        language=row.language,
        demographics=row.demographics,
        coded=row.status is not None,
        coded_text=row.coded_text,
        coded_language=row.coded_language,
        status=None if row.status is None else ResponseStatus(row.status),
        sentiment=None if row.sentiment is None else Sentiment(row.sentiment),
        confidence=row.confidence,
        runner_up=row.runner_up,
        needs_review=bool(row.needs_review),
        review_reason=row.review_reason or "",
        coded_at=row.coded_at,
        approved=bool(row.approved),
        coder=row.coder,
        note=row.note or "",
        version=row.version,
        run=row.run,
        mentions=given,
    )
