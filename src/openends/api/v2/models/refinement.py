"""Suggestions for a coded question, and what people decide about them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from openends.api.v2.models.base import (
    NOT_NULL,
    Answer,
    Body,
    Count,
    Moment,
    Text500,
    Text2000,
    Uuid,
)
from openends.api.v2.models.codebooks import Code, FixedTone
from openends.api.v2.models.projects import QuestionRef
from openends.domain.resolution import SuggestionAction
from openends.domain.suggestion import SuggestionStatus, SuggestionType

Action = Annotated[SuggestionAction, Field(strict=False)]
#: What a client may send back as an id; one that is none names no suggestion.
SuggestionId = Annotated[str, Field(max_length=100)]


class SuggestionsRequest(QuestionRef):
    """A coded question to be looked at."""

    force: bool = Field(False, description="Throws pending suggestions away and looks again.")


class SuggestionGiven(Body):
    """A suggestion as it was answered, with what is wanted otherwise; the rest is not read."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: SuggestionId
    action: Annotated[Action | None, NOT_NULL] = Field(
        None, description="What to do; that of the suggestion if absent."
    )
    target_code_id: Annotated[Uuid | None, NOT_NULL] = None
    source_code_id: Annotated[Uuid | None, NOT_NULL] = None
    override_name: Annotated[Text500 | None, NOT_NULL] = None
    override_definition: Annotated[Text2000 | None, NOT_NULL] = None
    override_sentiment: FixedTone = None
    override_category_id: Annotated[str | None, NOT_NULL] = Field(
        None, description="Anything that is no id of a category counts as absent."
    )
    dismiss_reason: Annotated[Text2000 | None, NOT_NULL] = None


class ApplyRequest(QuestionRef):
    """A suggestion to be applied."""

    suggestion: SuggestionGiven


class ResolveRequest(QuestionRef):
    """What is to be done with a suggestion."""

    suggestion_id: SuggestionId
    action: Literal["create_new", "assign_existing", "merge", "dismiss"]
    target_code_id: Annotated[Uuid | None, NOT_NULL] = None
    source_code_id: Annotated[Uuid | None, NOT_NULL] = Field(
        None, description="Merged into the target."
    )
    dismiss_reason: Annotated[Text2000 | None, NOT_NULL] = Field(
        None, description="Kept in the log."
    )


class UndoRequest(QuestionRef):
    """A resolved suggestion to be opened again."""

    suggestion_id: SuggestionId
    revert: bool = Field(False, description="Also takes back what applying it changed.")


class BulkApplyRequest(QuestionRef):
    """New codes to be created."""

    action: Literal["create_new"]
    suggestion_ids: Annotated[list[SuggestionId] | None, NOT_NULL, Field(max_length=1_000)] = None
    min_confidence: Annotated[float | None, NOT_NULL, Field(ge=0, le=1, strict=False)] = None


class RefinementExportRequest(QuestionRef):
    """A file of all suggestions."""

    format: Literal["xlsx", "csv"] = "xlsx"


class Suggestion(Answer):
    """A change that the answers speak for."""

    id: Uuid
    type: SuggestionType
    status: SuggestionStatus
    confidence: float = Field(ge=0, le=1, description="How likely a person agrees.")
    rationale: str = Field(description="Why, in words.")
    response_ids: list[str] = Field(description="Responses that it is about.")
    action: Annotated[str | None, NOT_NULL] = None
    name: Annotated[str | None, NOT_NULL] = None
    definition: Annotated[str | None, NOT_NULL] = None
    category_id: Annotated[Uuid | None, NOT_NULL] = None
    code_id: Annotated[Uuid | None, NOT_NULL] = None
    target_code_id: Annotated[Uuid | None, NOT_NULL] = None
    source_code_id: Annotated[Uuid | None, NOT_NULL] = None
    include: Annotated[list[str] | None, NOT_NULL] = None
    exclude: Annotated[list[str] | None, NOT_NULL] = None
    effect: Annotated[dict[str, int] | None, NOT_NULL] = Field(
        None, description="Past decisions that would be right before and after."
    )
    parts: Annotated[list[dict[str, Any]] | None, NOT_NULL] = None
    resolved_at: Annotated[Moment | None, NOT_NULL] = None
    resolved_by: Annotated[str | None, NOT_NULL] = None
    dismiss_reason: Annotated[str | None, NOT_NULL] = None
    change_id: Annotated[Uuid | None, NOT_NULL] = None


class SuggestionList(Answer):
    """Pending suggestions, those that matter to most people first."""

    suggestions: list[Suggestion]


class RefinementResult(Answer):
    """What became of a suggestion."""

    suggestion: Suggestion
    code: Annotated[Code | None, NOT_NULL] = Field(
        None, description="The code that was made or changed."
    )
    responses_reassigned: Count


class FailedSuggestion(Answer):
    """A suggestion that could not be applied."""

    suggestion_id: str
    message: str


class BulkApplyResult(Answer):
    """What became of several suggestions."""

    applied: list[str]
    skipped: list[str]
    failed: list[FailedSuggestion]
    summary: dict[str, int]
