"""Responses with their codings, as they are read, and what they can be chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from openends.domain.coding import Evidence, Layer, Sentiment, margin
from openends.domain.response import ResponseStatus

#: Columns of a response, of its coding and of a mention, in the order in which rows hold them.
RESPONSE = ("id", "position", "response_id", "text", "language", "demographics")
CODING = (
    *("text", "language", "status", "sentiment", "confidence"),
    *("runner_up", "runner_up_chance", "needs_review", "review_reason"),
    *("coded_at", "approved", "coder", "note", "version", "run"),
)
MENTION = (
    *("response", "code_id", "sentiment", "confidence", "layer"),
    *("evidence_start", "evidence_length", "evidence_text", "coder", "decided_at"),
)
_STATUSES = {str(each): each for each in ResponseStatus}
_SENTIMENTS = {str(each): each for each in Sentiment}
_LAYERS = {str(each): each for each in Layer}


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
    #: Estimated probability, 0 to 1, that a person would give that code.
    runner_up_chance: float | None
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

    @property
    def margin(self) -> float | None:
        """How much surer the least certain mention is than the runner-up; None without either."""
        return margin(self.runner_up, self.runner_up_chance, self.confidence)


def mention_from_row(row: Row[*tuple[Any, ...]]) -> StoredMention:
    """Return the mention that a row of mention, code and category tells of.

    Its columns are ``MENTION``, and behind them number and name of the code and name of the
    category. A question has many thousand rows: by place they are read in a third of the time.
    """
    # fmt: off
    (
        _, code_id, sentiment, confidence, layer,
        start, length, words, coder, decided_at,
        number, name, category,
    ) = row
    # fmt: on
    return StoredMention(
        code_id=code_id,
        number=number,
        name=name,
        category=category or "",
        sentiment=_SENTIMENTS[sentiment],
        confidence=confidence,
        layer=_LAYERS[layer],
        evidence=Evidence(start=start, length=length, text=words),
        coder=coder,
        decided_at=decided_at,
    )


def response_from_row(row: Row[*tuple[Any, ...]], given: tuple[StoredMention, ...]) -> CodedRow:
    """Return the response that a row of ``RESPONSE`` and ``CODING`` tells of, with its mentions."""
    # fmt: off
    (
        pk, position, response_id, text, language, demographics,
        coded_text, coded_language, status, sentiment, confidence,
        runner_up, runner_up_chance, needs_review, review_reason,
        coded_at, approved, coder, note, version, run,
    ) = row
    # fmt: on
    return CodedRow(
        pk=pk,
        position=position,
        response_id=response_id,
        text=text,
        language=language,
        demographics=demographics,
        coded=status is not None,
        coded_text=coded_text,
        coded_language=coded_language,
        status=None if status is None else _STATUSES[status],
        sentiment=None if sentiment is None else _SENTIMENTS[sentiment],
        confidence=confidence,
        runner_up=runner_up,
        runner_up_chance=runner_up_chance,
        needs_review=bool(needs_review),
        review_reason=review_reason or "",
        coded_at=coded_at,
        approved=bool(approved),
        coder=coder,
        note=note or "",
        version=version,
        run=run,
        mentions=() if status is None else given,
    )
