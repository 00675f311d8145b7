"""Write plain tables as a workbook, delimited text or JSON, told by the ending."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openends.domain.errors import OutputError
from openends.domain.survey import Cell
from openends.files.atomic import replacing
from openends.files.formula import guard_formula
from openends.files.workbook import new_workbook, write_table


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A table with the name that its sheet has in a workbook."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    #: Of the columns in characters, from the left.
    widths: Sequence[int] = ()


def check_workbook_output(path: Path) -> None:
    """Raise ``OutputError`` when a file that people are to fill in is no workbook."""
    if path.suffix.casefold() != ".xlsx":
        raise OutputError(f"Cannot write {path.name}: use the ending .xlsx.")


def write_sheets(sheets: Sequence[Sheet], path: Path, content: Any = None) -> None:
    """Write tables.

    Parameters
    ----------
    sheets:
        All of them make a workbook; a .csv file has the first.
    path:
        .xlsx, .csv, or .json for ``content``.
    content:
        The same as plain values or dataclasses.

    Raises
    ------
    OutputError
        When the file cannot be written; nothing is left behind.
    """
    ending = path.suffix.casefold()
    with replacing(path) as temporary:
        if ending == ".xlsx":
            with new_workbook(temporary) as book:
                for sheet in sheets:
                    write_table(book, sheet.name, sheet.header, sheet.rows, widths=sheet.widths)
        elif ending == ".csv":
            _write_csv(sheets[0], temporary)
        else:
            import orjson

            temporary.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def _write_csv(sheet: Sheet, path: Path) -> None:
    # The mark makes Excel read UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.header)
        writer.writerows([guard_formula(cell) for cell in row] for row in sheet.rows)
