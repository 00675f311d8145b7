"""Projects and questions as they are sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import (
    NOT_NULL,
    Answer,
    Body,
    CodingTypeName,
    Count,
    Language,
    Moment,
    Name200,
    Name2000,
    ShortName,
    Text4000,
    Uuid,
)
from openends.api.v2.models.codebooks import CodebookAnswer, CodebookInput
from openends.api.v2.models.coding import Responses
from openends.api.v2.models.results import CodedResponse
from openends.domain.codebook import CodingType
from openends.domain.project import ProjectStatus, QuestionStatus


class ProjectCreate(Body):
    """A study to be."""

    name: Name200 = Field(examples=["Q4 NPS Survey"])
    language: Language = Field("en", description="ISO 639-1 code of its answers, or auto.")
    coding_type: CodingTypeName = CodingType.QUALITATIVE
    objective: Text4000 = Field("", description="What the study is for.")


class QuestionCreate(Body):
    """A question to be."""

    text: Name2000 = Field(description="The question as respondents saw it.")
    coding_type: Annotated[CodingType | None, NOT_NULL] = Field(
        None, strict=False, description="That of the project if there is none."
    )
    language: Annotated[Language | None, NOT_NULL] = Field(
        None, description="That of the project if there is none."
    )
    short_name: Annotated[ShortName | None, NOT_NULL] = Field(
        None, description="Begins the names of its variables in exports; else its text does."
    )


class QuestionRef(Body):
    """A question of a project."""

    project_id: Uuid
    question_id: Uuid


class AutoCodeRequest(QuestionRef):
    """A question whose responses are to be coded."""

    coding_guidance: Annotated[Text4000 | None, NOT_NULL] = Field(
        None, description="What the coding should mind; takes the place of what was said before."
    )


class CodebookImportRequest(QuestionRef):
    """A question and the codebook that it is to have."""

    codebook: CodebookInput


class CodebookCloneRequest(Body):
    """Two questions of a project: the second gets the codebook of the first."""

    project_id: Uuid
    source_question_id: Uuid
    target_question_id: Uuid


class ResponsesUpload(Body):
    """Responses to a question."""

    responses: Responses


class Question(Answer):
    """A question and how far its coding is."""

    id: Uuid
    text: str
    status: QuestionStatus
    coding_type: CodingType
    response_count: Count
    short_name: Annotated[str | None, NOT_NULL] = Field(
        None, description="Begins the names of its variables in exports; absent without one."
    )


class QuestionDetail(Question):
    """A question with its codebook and the first of its coded responses."""

    language: str
    has_codebook: bool
    coded_count: Count
    codebook: Annotated[CodebookAnswer | None, NOT_NULL] = Field(
        None, description="Absent until there is one."
    )
    results: list[CodedResponse] = Field(
        description="The first coded responses; GET .../responses has all, page by page."
    )


class Project(Answer):
    """A study with its questions."""

    id: Uuid
    name: str
    language: str
    coding_type: CodingType
    status: ProjectStatus
    created_at: Moment
    questions: list[Question]


class Uploaded(Answer):
    """What an upload did."""

    added: Count
    duplicates: Count = Field(description="Responses whose id was there; they were left alone.")
    response_count: Count = Field(description="Responses of the question now.")
