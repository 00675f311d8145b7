"""Data files that are brought in, as they are sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import Answer, Body, Count, Name500, Text2000, Uuid
from openends.api.v2.models.projects import Question
from openends.domain.column_role import ColumnRole, MappedColumn

#: Columns of a file that a mapping may name.
MOST_COLUMNS = 10_000

RoleName = Annotated[ColumnRole, Field(strict=False)]
_Belongs = Annotated[list[str], Field(max_length=MOST_COLUMNS)]


class ColumnChoice(Body):
    """What a column is to be; a proposal can be sent back as it was answered."""

    name: str = Field(min_length=1, description="As the file calls it, capitals apart.")
    role: RoleName
    label: Text2000 = Field("", description="The question as respondents saw it.")
    belongs_to: _Belongs = Field(
        default_factory=list,
        description="Of other_specify: the columns of the closed question, kept as background.",
    )
    reason: Text2000 = Field("", description="Not read.")
    confidence: float = Field(1.0, ge=0, le=1, strict=False, description="Not read.")
    examples: Annotated[list[str], Field(max_length=10)] = Field(
        default_factory=list, description="Not read."
    )

    def chosen(self) -> MappedColumn:
        """Return the column with its role."""
        return MappedColumn(
            name=self.name, role=self.role, label=self.label, belongs_to=tuple(self.belongs_to)
        )


class MappingChoice(Body):
    """The roles of a file's columns; those that are not named are ignored."""

    columns: Annotated[list[ColumnChoice], Field(min_length=1, max_length=MOST_COLUMNS)]


class ProposedColumn(Answer):
    """A column of the file, and what it is taken for."""

    name: str
    role: RoleName
    label: str
    belongs_to: list[str]
    reason: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    examples: list[str]


class ImportedQuestion(Question):
    """A question that a column became."""

    column: str


class FileAnswer(Answer):
    """What a file holds, and what it became."""

    project_id: Uuid
    file: Name500
    rows: Count = Field(description="Respondents in the file.")
    columns: list[ProposedColumn] = Field(
        description="With the mapping: as it was read; without: as it is proposed."
    )
    questions: list[ImportedQuestion] = Field(description="Empty where nothing was kept yet.")
    notes: list[str] = Field(description="What was done to the file's content to read it.")
