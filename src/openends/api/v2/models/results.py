"""Coded responses as they are answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.advice import CodingAdvice
from openends.api.v2.models.base import NOT_NULL, Answer, Count, Moment, Uuid
from openends.api.v2.models.codebooks import CodebookAnswer
from openends.domain.coding import Layer, Sentiment
from openends.domain.response import ResponseStatus


class Evidence(Answer):
    """The words in the verbatim that carry the code."""

    start: Count
    length: Count
    text: str


class AssignedCode(Answer):
    """A code on a response: a mention."""

    id: Uuid
    number: int
    name: str
    category: str
    sentiment: Sentiment
    confidence: float = Field(ge=0, le=1, description="How likely a person gives the code too.")
    evidence: Evidence
    layer: Layer
    coder: Annotated[str | None, NOT_NULL] = Field(
        None, description="Who gave or confirmed it; absent where the machine alone did."
    )


class CodedResponse(Answer):
    """What the coding says about a response."""

    id: str = Field(description="The caller's own id.")
    codes: list[AssignedCode] = Field(description="In mention order; empty where no code fits.")
    status: Annotated[ResponseStatus | None, NOT_NULL] = Field(
        None, description="What became of the response; absent until it is coded."
    )
    sentiment: Sentiment | None = Field(None, description="The tone of the whole response.")
    language: Annotated[str | None, NOT_NULL] = None
    needs_review: Annotated[bool | None, NOT_NULL] = None
    review_reason: Annotated[str | None, NOT_NULL] = None


class MachineRun(Answer):
    """What the machine coded with."""

    codebook_version: int
    openends_version: str
    encoders: list[str] = Field(description="Names and versions.")
    quality: str
    seed: int
    created_at: Moment
    model: Annotated[str | None, NOT_NULL] = Field(
        None, description="The language model that decided what stayed in doubt; absent for none."
    )
    prompts: Annotated[list[str] | None, NOT_NULL] = Field(
        None, description="Names and versions of its prompts."
    )


class StoredResponse(CodedResponse):
    """A response of a question, with what the coding says about it once it is coded."""

    text: str = Field(description="The verbatim.")
    demographics: dict[str, str | int | float]
    approved: bool = Field(description="A person settled it: no machine changes it any more.")
    coder: Annotated[str | None, NOT_NULL] = Field(
        None, description="Who had the last word; absent where the machine had."
    )
    note: Annotated[str | None, NOT_NULL] = None
    codebook_version: Annotated[int | None, NOT_NULL] = Field(
        None, description="Of the codebook that it was coded by."
    )
    runner_up: Annotated[Uuid | None, NOT_NULL] = Field(
        None, description="Id of the best code that it was not given."
    )
    margin: Annotated[float | None, NOT_NULL] = Field(
        None,
        description="How much surer the least certain code is than the runner-up; below zero where "
        "a rule or a person decided against what the meaning says.",
    )
    coded_at: Annotated[Moment | None, NOT_NULL] = None
    run: Annotated[MachineRun | None, NOT_NULL] = Field(
        None, description="What the machine coded it with; absent where no machine did."
    )


class CodeResult(Answer):
    """A coded question: answer of a call that coded at once, and result of a coding job."""

    project_id: Uuid
    question_id: Uuid
    codebook: CodebookAnswer
    results: list[CodedResponse] = Field(
        description="One per response, in the order of the request."
    )
    advice: Annotated[CodingAdvice | None, NOT_NULL] = Field(
        None, description="Where a language model was asked about the answers."
    )
