"""What a person decides about responses, as it is sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import (
    NOT_NULL,
    WHOLE,
    Answer,
    Body,
    Count,
    Moment,
    Name255,
    Text2000,
    Uuid,
)
from openends.api.v2.models.edits import ChangedAnswer, FigureAnswer, Signed
from openends.domain.coding import Sentiment
from openends.domain.response import ResponseStatus

#: Responses that a request decides on.
MOST_DECIDED = 10_000


class EvidenceGiven(Body):
    """Words of the verbatim."""

    start: Annotated[int, Field(ge=0), WHOLE]
    length: Annotated[int, Field(ge=1), WHOLE]


class GivenCodeBody(Body):
    """A code that a person gives."""

    id: Uuid
    sentiment: Annotated[Sentiment | None, NOT_NULL] = Field(
        None, strict=False, description="That of the response if absent."
    )
    evidence: Annotated[EvidenceGiven | None, NOT_NULL] = Field(
        None, description="The whole verbatim if absent."
    )


Codes = Annotated[list[GivenCodeBody], Field(max_length=100)]


class DecisionBody(Body):
    """What is to become of a response's codes. Without members it confirms what is there."""

    codes: Annotated[Codes | None, NOT_NULL] = Field(
        None, description="All codes that it is to have."
    )
    add: Codes = Field([], description="Codes that it is to have besides.")
    reject: Annotated[list[Uuid], Field(max_length=100)] = Field(
        [], description="Ids of codes that it is not to have."
    )
    status: Annotated[ResponseStatus, Field(strict=False)] = Field(
        ResponseStatus.OTHER, description="What became of it if no code is left."
    )
    approved: bool = Field(
        True, description="Settled: no machine changes it any more. False gives it back."
    )
    note: Annotated[Text2000 | None, NOT_NULL] = None


class ReviewRequest(DecisionBody, Signed):
    """A decision about a response, and who makes it."""

    add_test: bool = Field(False, description="Whether it becomes a test case of the codebook.")
    teach: bool = Field(
        True, description="Whether the engine learns from it at once and codes the others anew."
    )


#: What a decision without a body says: what is there is right.
CONFIRMED = ReviewRequest.model_validate({})


class BulkReviewRequest(Signed):
    """One decision about many responses."""

    response_ids: Annotated[list[Name255], Field(min_length=1, max_length=MOST_DECIDED)]
    decision: DecisionBody
    teach: bool = True


class ReviewAnswer(Answer):
    """What a decision changed."""

    change_id: Uuid = Field(description="Its line in the log, by which it can be undone.")
    decided: Count = Field(description="Responses that were decided.")
    also_changed: Count = Field(description="Other responses that have other codes now.")
    base: Count
    figures: list[FigureAnswer]
    responses: list[ChangedAnswer] = Field(description="The first hundred whose codes changed.")


class UndoAnswer(Answer):
    """What taking a change back did."""

    change_id: Uuid
    restored: Count = Field(description="Responses that are as they were before.")
    left: Count = Field(description="Responses that were changed again since, and stay.")


class FormerMention(Answer):
    """A code that a response had."""

    name: str
    sentiment: str
    confidence: float
    layer: str
    evidence_text: str
    coder: Annotated[str | None, NOT_NULL] = None
    decided_at: Annotated[Moment | None, NOT_NULL] = None


class FormerCoding(Answer):
    """How a response was coded before a change."""

    change_id: Uuid
    action: str
    status: str
    approved: bool
    coder: Annotated[str | None, NOT_NULL] = None
    note: str
    codebook_version: int
    mentions: list[FormerMention]
    until: Moment
