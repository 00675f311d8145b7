"""Read what a person decided: the sheet "Review" of a coded workbook, or a table like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openends.domain.codebook import Codebook
from openends.domain.errors import FileProblem
from openends.domain.response import ReviewedResponse
from openends.domain.survey import Cell, Survey
from openends.files.coded_table import SEPARATOR
from openends.files.read_survey import read_survey

#: The sheet of a coded workbook, and its columns that are read again.
SHEET = "Review"
COLUMN, TEXT, CODES, CHECKED = "column", "text", "codes", "checked"


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """A file of decisions, each on an answer of one column of the data."""

    name: str
    rows: tuple[tuple[str, ReviewedResponse], ...]

    def of(self, column: str, codebook: Codebook) -> tuple[ReviewedResponse, ...]:
        """Return the decisions on a column's answers; those without a column hold for all.

        Raises
        ------
        FileProblem
            When a decision names a code that the codebook lacks.
        """
        ours = tuple(item for named, item in self.rows if named in {"", column})
        for item in ours:
            for name in item.codes:
                if codebook.find(name) is None:
                    raise FileProblem(
                        f"{self.name} gives the answer '{item.text[:60]}' the code '{name}', which "
                        "the codebook lacks; correct one of them."
                    )
        return ours


def read_reviewed(path: Path) -> ReviewedFile:
    """Read decisions on answers.

    Parameters
    ----------
    path:
        A workbook that Openends wrote, in whose sheet "Review" rows are checked, or any table with
        the columns ``text`` and ``codes`` (names between semicolons; empty: no code fits). With a
        column ``checked`` only the rows count that have something in it; a column ``column`` says
        which question an answer is to.

    Raises
    ------
    FileProblem
        When the file cannot be read, lacks a column, or holds no decision.
    """
    table = read_survey(path, SHEET)
    for name in (TEXT, CODES):
        if name not in table.names:
            raise FileProblem(
                f"{path.name} has no column '{name}'; it has {', '.join(table.names)}. Name the "
                f"answers '{TEXT}' and their codes '{CODES}', or give a workbook that Openends "
                "wrote."
            )
    rows = tuple(_decisions(table))
    if not rows:
        raise FileProblem(
            f"{path.name} holds no decision; put an x into the column '{CHECKED}' of the answers "
            "whose codes are right as they stand."
        )
    return ReviewedFile(path.name, rows)


def _decisions(table: Survey) -> Iterator[tuple[str, ReviewedResponse]]:
    names = set(table.names)
    for at in range(len(table)):

        def cell(name: str, at: int = at) -> str:
            return _text(table.column(name).values[at]) if name in names else ""

        if cell(TEXT) and (CHECKED not in names or cell(CHECKED)):
            codes = (name.strip() for name in cell(CODES).split(SEPARATOR.strip()))
            item = ReviewedResponse(text=cell(TEXT), codes=tuple(filter(None, codes)))
            yield cell(COLUMN), item


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
