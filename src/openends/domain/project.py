"""Projects and their questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from openends.domain.codebook import CodingType


class QuestionStatus(StrEnum):
    """Where a question stands in its life."""

    PENDING = "pending"
    CODEBOOK_READY = "codebook_ready"
    CODING = "coding"
    CODED = "coded"


class ProjectStatus(StrEnum):
    """Where a project stands: as far as its questions do."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What was asked, and how far its coding is."""

    id: str
    project_id: str
    #: The question as respondents saw it; "" when unknown.
    text: str
    coding_type: CodingType
    #: "auto" or the ISO 639-1 code of the answers.
    language: str
    #: Begins the names of its variables in a delivered file; "" takes its text, shortened.
    short_name: str = ""
    #: What a researcher wants the coding to mind; "" for nothing.
    coding_guidance: str = ""
    #: What the study is for; "" when unknown.
    objective: str = ""
    response_count: int = 0
    coded_count: int = 0
    has_codebook: bool = False
    #: True while a job codes it.
    is_coding: bool = False

    @property
    def status(self) -> QuestionStatus:
        """Return where the question stands; told from what it has, so that it cannot be wrong."""
        if self.is_coding:
            return QuestionStatus.CODING
        if not self.has_codebook:
            return QuestionStatus.PENDING
        if self.response_count and self.coded_count == self.response_count:
            return QuestionStatus.CODED
        return QuestionStatus.CODEBOOK_READY


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A study: questions that belong together."""

    id: str
    name: str
    language: str
    coding_type: CodingType
    created_at: datetime
    objective: str = ""
    #: A tag to group projects by.
    category: str = ""
    #: Two letters, or XX for none.
    country: str = "XX"
    questions: tuple[Question, ...] = field(default=())

    @property
    def status(self) -> ProjectStatus:
        """Return pending before anything is coded, completed once everything is."""
        statuses = {question.status for question in self.questions}
        if statuses == {QuestionStatus.CODED}:
            return ProjectStatus.COMPLETED
        if statuses <= {QuestionStatus.PENDING}:
            return ProjectStatus.PENDING
        return ProjectStatus.IN_PROGRESS
