"""Counts of a coded question as they are answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import NOT_NULL, Answer, Count, Uuid
from openends.domain.crosstab import RowKind

Share = Annotated[float, Field(ge=0, le=1)]


class People(Answer):
    """People, and which part of the base they are."""

    people: Count
    share: Share


class Tones(Answer):
    """People by tone."""

    positive: Count
    negative: Count
    neutral: Count
    mixed: Count


class Bases(Answer):
    """Whom the counts count."""

    asked: Count = Field(description="Coded responses: everyone who was asked, blanks included.")
    answered: Count = Field(
        description="Who answered with meaning, don't know included: the base of all shares."
    )
    coded: Count = Field(description="Who has at least one code.")
    uncoded: Count = Field(description="Responses without a coding yet; they count nowhere.")


class CountedCategory(People):
    """People with at least one code of a category: a net."""

    id: Uuid
    name: str


class CountedCode(People):
    """People with a code, however often they mention it."""

    id: Uuid
    number: int
    name: str
    category: str = Field(description="Empty where the code has none.")
    sentiment: Tones = Field(description="People by their tone about the code.")


class TableColumn(Answer):
    """A value of the variable."""

    value: str
    letter: str = Field(description="By which other columns' cells name this one.")
    asked: Count
    base: Count = Field(description="Who has the value and answered.")
    mean_codes: float = Field(ge=0)
    tested: bool = Field(description="False where the base is too small to compare.")


class TableCell(People):
    """People of a row in a column."""

    higher_than: list[str] = Field(
        description="Letters of the columns whose share is lower by more than chance explains."
    )


class TableRow(Answer):
    """A category, a code, or what fits none, over all columns."""

    kind: RowKind
    name: str
    number: int | None = Field(description="Null for a category.")
    category: str
    total: TableCell
    cells: list[TableCell] = Field(description="One per column, in their order.")


class Table(Answer):
    """The counts by the values of a variable."""

    variable: str
    columns: list[TableColumn]
    rows: list[TableRow]
    base: Count
    unknown: Count = Field(description="People without a value; they count in the total only.")
    method: str = Field(description="How columns were compared; belongs under the table.")


class QuestionTabulation(Answer):
    """A question's frequency table; it counts people."""

    project_id: Uuid
    question_id: Uuid
    codebook_version: Count
    bases: Bases
    mean_codes: float = Field(ge=0, description="Of people who have any.")
    sentiment: Tones = Field(description="People by the tone of their whole response.")
    codes: list[CountedCode] = Field(description="The most frequent first.")
    categories: list[CountedCategory] = Field(description="In the order of the codebook.")
    other: People = Field(description="Whose answer fits no code (97).")
    none: People = Field(description="Who said nothing or don't know (98).")
    no_answer: Count = Field(description="Blank or without meaning (99); not in the base.")
    needs_review: Count
    table: Annotated[Table | None, NOT_NULL] = Field(
        None, description="By the variable that was asked for."
    )
