"""What the columns of a data file are for, as far as it can be told from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnRole(StrEnum):
    """What a column is taken for when a data file is brought in."""

    #: Tells respondents apart.
    ID = "id"
    #: Answers in respondents' own words: an open question.
    TEXT = "text"
    #: What is known about respondents, to break counts down by.
    BACKGROUND = "background"
    #: What was written beside "Other" of a closed question.
    OTHER_SPECIFY = "other_specify"
    #: Codes that somebody gave before.
    CODED = "coded"
    #: Nothing that coding needs: dates of the interview, personal data, empty columns.
    IGNORE = "ignore"


@dataclass(frozen=True, kw_only=True, slots=True)
class MappedColumn:
    """One column with its role, and why it has it."""

    name: str
    role: ColumnRole
    #: The question or variable label where the file has one, else "".
    label: str = ""
    #: Why it was taken for this, in words.
    reason: str = ""
    #: How sure that is, 0 to 1; 1 where a person said so.
    confidence: float = 1.0
    #: Of other_specify the columns of the closed question, of coded the text column whose answers
    #: the codes are on; empty where none was found.
    belongs_to: tuple[str, ...] = ()
    #: Distinct values, as they look in the file.
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnMapping:
    """The roles of all columns of a data file, in their order."""

    columns: tuple[MappedColumn, ...]

    def of(self, role: ColumnRole) -> tuple[MappedColumn, ...]:
        """Return the columns of that role."""
        return tuple(column for column in self.columns if column.role is role)

    def named(self, role: ColumnRole) -> tuple[str, ...]:
        """Return the names of the columns of that role."""
        return tuple(column.name for column in self.of(role))

    @property
    def id_column(self) -> str | None:
        """Return the column that tells respondents apart; None to number the rows."""
        return next(iter(self.named(ColumnRole.ID)), None)

    def as_list(self) -> list[dict[str, object]]:
        """Return the columns as plain values, in the words that the outside uses."""
        return [
            {
                "name": column.name,
                "role": str(column.role),
                "label": column.label,
                "belongs_to": list(column.belongs_to),
                "reason": column.reason,
                "confidence": round(column.confidence, 2),
                "examples": list(column.examples),
            }
            for column in self.columns
        ]
