"""What is to be exported, and how."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from openends.api.v2.models.base import NOT_NULL, Body, Uuid, known_id
from openends.domain.delivery import DeliveryChoice, Layout
from openends.files.delivery.write_csv import Delimiter
from openends.files.triple_s.write_triple_s import Version

#: Questions that a project has at most in one file.
MOST_QUESTIONS = 200

QuestionIds = Annotated[list[Uuid], Field(min_length=1, max_length=MOST_QUESTIONS)]
#: Layouts by their names; strict mode would ask for the enum itself.
AnyLayout = Annotated[Layout, Field(strict=False)]
SpssLayout = Literal[Layout.COLUMNS_BY_MENTION, Layout.BINARY_DUMMY]


def _ids(given: list[str] | None) -> tuple[str, ...] | None:
    """Return the questions that are wanted, each once; None for all that are coded."""
    if given is None:
        return None
    return tuple(dict.fromkeys(known_id(each, "Question") for each in given))


class ExportRequest(Body):
    """Coded questions for a workbook or a table."""

    project_id: Uuid
    question_ids: QuestionIds | None = Field(
        None, description="Absent or null: every coded question."
    )
    layout: AnyLayout = Layout.WIDE_BY_QUESTION
    include_categories: bool = True
    include_sentiment: bool = False
    include_confidence: bool = True
    include_demographics: bool = True
    include_code_dictionary: bool = Field(
        True, description="The workbook's sheet of codes, and its charts. No matter for a table."
    )
    include_code_names: bool = Field(
        False, description="In columns_by_mention, names in the place of numbers."
    )

    @property
    def questions(self) -> tuple[str, ...] | None:
        """Return the questions that are wanted; None for all that are coded."""
        return _ids(self.question_ids)

    @property
    def choice(self) -> DeliveryChoice:
        """Return what is wanted beside the codes."""
        return DeliveryChoice(
            layout=self.layout,
            categories=self.include_categories,
            sentiment=self.include_sentiment,
            confidence=self.include_confidence,
            background=self.include_demographics,
            names=self.include_code_names,
        )


class CsvExportRequest(ExportRequest):
    """Coded questions for a table."""

    delimiter: Delimiter = Field(
        ",", description="A semicolon opens as columns where a comma parts decimals."
    )


class SavExportRequest(Body):
    """Coded questions for a statistics program; all in one file where none is named."""

    project_id: Uuid
    question_id: Annotated[Uuid | None, NOT_NULL] = Field(None, description="One question.")
    question_ids: Annotated[QuestionIds | None, NOT_NULL] = Field(
        None, description="Several questions in one file."
    )
    layout: SpssLayout = Layout.COLUMNS_BY_MENTION
    include_categories: bool = False
    include_sentiment: bool = False
    include_confidence: bool = False
    include_demographics: bool = False

    @property
    def questions(self) -> tuple[str, ...] | None:
        """Return the questions that are wanted; None for all that are coded."""
        named = [] if self.question_id is None else [self.question_id]
        return _ids([*named, *(self.question_ids or ())] or None)

    @property
    def choice(self) -> DeliveryChoice:
        """Return what is wanted beside the codes."""
        return DeliveryChoice(
            layout=self.layout,
            categories=self.include_categories,
            sentiment=self.include_sentiment,
            confidence=self.include_confidence,
            background=self.include_demographics,
        )


class TripleSExportRequest(SavExportRequest):
    """Coded questions for other survey software; all in one file where none is named."""

    version: Version = Field(
        "3.0", description="2.0 is read by more programs, and holds Western letters only."
    )


class ReportFormat(StrEnum):
    """What a report is written in."""

    HTML = "html"
    PDF = "pdf"
    SLIDES = "pptx"


class ReportExportRequest(Body):
    """Coded questions for a client to read."""

    project_id: Uuid
    question_ids: Annotated[QuestionIds | None, NOT_NULL] = Field(
        None, description="Absent: every coded question."
    )
    format: Annotated[ReportFormat, Field(strict=False)] = ReportFormat.HTML
    include_verbatims: bool = Field(
        True, description="Quote responses; those that may hold personal data never are."
    )

    @property
    def questions(self) -> tuple[str, ...] | None:
        """Return the questions that are wanted; None for all that are coded."""
        return _ids(self.question_ids)
