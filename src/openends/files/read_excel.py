"""Read a sheet of an Excel workbook."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.platform_headers import LOOKED_AT, find_header_rows
from openends.files.table import check_size, column_names, empty_rows_note, no_rows, typed
from openends.files.workbook_safety import check_workbook

#: Excel's first year; a time of day is read as one of the last days before it.
_FIRST_YEAR = 1900
_DATE_OR_TIME = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00|1899-12-3[01] (\d\d:\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a sheet holds, every cell as text."""

    name: str
    columns: Sequence[Sequence[str | None]]
    #: Numbers of the rows that are not empty.
    filled: Sequence[int]


def read_excel(path: Path, preferred: str = "") -> Survey:
    """Read the first visible sheet that holds a table; its first row names the columns.

    Numbers stay numbers, dates become ISO 8601 texts. A sheet with the preferred name goes before
    all others.

    Raises
    ------
    FileProblem
        When the workbook is protected, damaged, not a workbook, too large, or holds no table.
    """
    check_workbook(path)
    # What the reader says about empty columns and sheets of charts is not for users.
    for name in ("fastexcel", "calamine"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = _first_table(book, preferred)
        if sheet is None or len(sheet.filled) < 2:
            raise no_rows(path)
        return _survey(path, book, sheet)
    except FileProblem:
        raise
    except BaseException as error:
        # The reader is written in Rust, whose panics are no ordinary exceptions.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise FileProblem(
            f"{path.name} is a damaged workbook; open it in Excel, save it anew and try again."
        ) from error


def _first_table(book: Any, preferred: str) -> _Sheet | None:
    """Return the first visible sheet with two rows, else the first that holds anything."""
    first = None
    for sheet in _visible_first(book, preferred):
        if len(sheet.filled) > 1:
            return sheet
        if sheet.filled and first is None:
            first = sheet
    return first


def _visible_first(book: Any, preferred: str) -> Iterator[_Sheet]:
    hidden = []
    for name in sorted(book.sheet_names, key=lambda name: name != preferred):
        loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame = loaded.to_polars()
        columns = [frame[column].to_list() for column in frame.columns]
        filled = [at for at, row in enumerate(zip(*columns, strict=True)) if any(map(_filled, row))]
        sheet = _Sheet(name, columns, filled)
        if loaded.visible == "visible":
            yield sheet
        else:
            hidden.append(sheet)
    yield from hidden


def _survey(path: Path, book: Any, sheet: _Sheet) -> Survey:
    used = [
        position
        for position, column in enumerate(sheet.columns)
        if any(_filled(column[row]) for row in sheet.filled)
    ]
    texts = sheet.columns[: used[-1] + 1]
    top = sheet.filled[:LOOKED_AT]
    head = find_header_rows([[column[row] for column in texts] for row in top])
    rows = sheet.filled[head.rows :]
    if not rows:
        raise no_rows(path)
    check_size(path, len(rows), len(texts))
    last = top[head.rows - 1]
    header, notes = column_names(head.names)
    notes = [*filter(None, [head.note]), *notes]
    if others := ", ".join(name for name in book.sheet_names if name != sheet.name):
        notes.append(f"Only the sheet '{sheet.name}' was read; the others ({others}) were not.")
    notes += empty_rows_note(rows[-1] - last - len(rows))
    kinds = _kinds(book, sheet.name, last + 1)
    columns = []
    for position, (name, label) in enumerate(zip(header, head.labels, strict=True)):
        written = [texts[position][row] for row in rows]
        if kinds is None:
            values = typed([_text(text) or "" for text in written])
        else:
            kind = kinds[position]
            values = _cells(written, [kind[row - last - 1] for row in rows] if kind else None)
        columns.append(Column(name=name, label=label, values=values))
    return Survey(columns=tuple(columns), source=path.name, warnings=tuple(notes))


def _kinds(book: Any, name: str, skip: int) -> list[list[Any] | None] | None:
    """Return the values of each column under the header; None for a column of texts.

    None altogether where a column mixes kinds that the reader cannot mix.
    """
    import fastexcel
    import polars

    try:
        frame = book.load_sheet(
            name, header_row=None, skip_rows=skip, schema_sample_rows=None
        ).to_polars()
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return None
    return [
        None if frame[column].dtype == polars.String else frame[column].to_list()
        for column in frame.columns
    ]


def _cells(written: Sequence[str | None], values: Sequence[Any] | None) -> tuple[Cell, ...]:
    """Return a column as what it holds, or as texts where a value would be lost."""
    if values is None or any(
        value is None and _filled(text) for text, value in zip(written, values, strict=True)
    ):
        return tuple(map(_text, written))
    return tuple(map(_value, values))


def _filled(cell: str | None) -> bool:
    return cell is not None and cell != "" and not cell.isspace()


def _text(cell: str | None) -> str | None:
    if cell is None or not _filled(cell):
        return None
    found = _DATE_OR_TIME.fullmatch(cell)
    return found[1] or found[2] if found else cell


def _value(value: Any) -> Cell:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value is None or isinstance(value, (int, bool)):
        return value
    if isinstance(value, datetime):
        if value.year < _FIRST_YEAR:
            return value.time().isoformat()
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
