"""A data file in memory: rows are respondents, columns are what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openends.domain.errors import ColumnProblem
from openends.domain.result import CodedQuestion
from openends.domain.run import Run

#: What a cell can hold once it is read; dates arrive as ISO 8601 text.
Cell = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One variable of the data file, a value per respondent."""

    name: str
    values: tuple[Cell, ...]
    #: The question text or variable label where the file has one (SPSS), else "".
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """A data file as it was read: all its columns, equally long."""

    columns: tuple[Column, ...]
    #: Name of the file without its folder; "" for standard input.
    source: str = ""
    #: What was done to the file's content to read it, in sentences.
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that exact name; ``ColumnProblem`` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise ColumnProblem(f"There is no column '{name}'; the file has {', '.join(self.names)}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedSurvey:
    """A data file with its coded questions: what every output file is written from."""

    survey: Survey
    #: By name of the text column; each has one coding per row of the survey, in its order.
    questions: Mapping[str, CodedQuestion]
    #: Name of the column that identifies respondents; None when rows are numbered instead.
    id_column: str | None = None
    #: What was asked for.
    run: Run = field(default_factory=Run)
