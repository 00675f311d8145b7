"""Read a sheet of an Excel workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.read_csv import check_size, column_names
from openends.files.workbook_safety import check_workbook


def read_excel(path: Path) -> Survey:
    """Read the first sheet that holds a table; its first row names the columns.

    Raises
    ------
    FileProblem
        When the workbook is protected, damaged, not a workbook, too large, or holds no table.
    """
    sheet, rows, others = read_sheet(path)
    if len(rows) < 2:
        raise FileProblem(
            f"{path.name} has no row under its header; give a sheet with at least one answer."
        )
    header, notes = column_names(rows[0])
    check_size(path, len(rows) - 1, len(header))
    if others:
        notes.append(f"Only the sheet '{sheet}' was read; the others ({others}) were not.")
    columns = tuple(
        Column(name=name, values=tuple(map(_cell, values)))
        for name, values in zip(header, zip(*rows[1:], strict=True), strict=True)
    )
    return Survey(columns=columns, source=path.name, warnings=tuple(notes))


def read_sheet(path: Path) -> tuple[str, list[Sequence[Any]], str]:
    """Return name and rows of the first sheet with content, and the names of the other sheets."""
    check_workbook(path)
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            table = book.load_sheet(name, header_row=None).to_polars()
            rows = [row for row in table.rows() if any(cell not in (None, "") for cell in row)]
            if rows:
                others = ", ".join(other for other in book.sheet_names if other != name)
                return name, _without_empty_columns(rows), others
    except BaseException as error:
        # The reader is written in Rust, whose panics are no ordinary exceptions.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise FileProblem(
            f"{path.name} is a damaged workbook; open it in Excel, save it anew and try again."
        ) from error
    raise FileProblem(f"{path.name} holds no cells; give a workbook with a table of answers.")


def _without_empty_columns(rows: list[tuple[Any, ...]]) -> list[Sequence[Any]]:
    """Drop columns at the right edge that hold nothing, as deleted cells leave them behind."""
    width = max(
        position + 1 for row in rows for position, cell in enumerate(row) if cell not in (None, "")
    )
    return [row[:width] for row in rows]


def _cell(value: Any) -> Cell:
    if isinstance(value, (datetime, date, time)):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return None if value == "" else value
    return str(value)
