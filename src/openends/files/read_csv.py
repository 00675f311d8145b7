"""Read delimited text: commas, semicolons, tabs or bars, any common encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.limits import COLUMNS, ROWS
from openends.files.text_encoding import decode_text

_DELIMITERS = ",;\t|"
#: Characters and rows that the delimiter is guessed from.
SAMPLE, SAMPLE_ROWS = 100_000, 200
#: Share of the rows that must be as wide as the header.
REGULAR = 0.8
#: One answer may be this long; the engine cuts it far earlier.
_CELL_CHARACTERS = 2**30
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{0,9}[1-9]")


def read_csv(path: Path, content: bytes) -> Survey:
    """Read a file with a header row; short rows are filled up, long ones joined at their end.

    Raises
    ------
    FileProblem
        When it is not text or holds no row under its header.
    """
    text, warnings = decode_text(content, path)
    return parse_csv(text, path, warnings)


def parse_csv(text: str, path: Path, warnings: Sequence[str] = ()) -> Survey:
    """Read the decoded text of a file."""
    named = re.match(r"sep=(.)\r?\n", text)
    delimiter = named.group(1) if named else _guess_delimiter(text)
    body = text[named.end() :] if named else text
    if delimiter is None and path.suffix.casefold() == ".txt":
        return read_lines(body, path.name, warnings)
    csv.field_size_limit(_CELL_CHARACTERS)
    # Without a delimiter every line is a cell: none of its characters may split it.
    source = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter or "\x1f")
    rows = [row for row in source if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise FileProblem(
            f"{path.name} has no row under its header; give a file with at least one answer."
        )
    check_size(path, len(rows) - 1, len(rows[0]))
    return _survey(rows, path, delimiter or ",", warnings)


def read_lines(text: str, source: str, warnings: Sequence[str] = ()) -> Survey:
    """Read one answer a line, blank lines included, into a single column ``text``."""
    lines = tuple(line.strip() or None for line in text.splitlines())
    if not lines:
        raise FileProblem(f"{source or 'The input'} is empty; give one answer a line.")
    column = Column(name="text", values=lines)
    return Survey(columns=(column,), source=source, warnings=tuple(warnings))


def _survey(rows: list[list[str]], path: Path, delimiter: str, warnings: Sequence[str]) -> Survey:
    header, notes = column_names(rows[0])
    width, long = len(header), 0
    cells: list[list[str]] = []
    for row in rows[1:]:
        if len(row) > width:
            extra = row[width - 1 :]
            if any(cell.strip() for cell in extra[1:]):
                long += 1
            joined = delimiter.join(extra).rstrip(delimiter + " ")
            cells.append([*row[: width - 1], joined])
        else:
            cells.append([*row, *[""] * (width - len(row))])
    if long:
        said = "1 row has" if long == 1 else f"{long:,} rows have"
        notes.append(f"{said} more cells than the header; the rest was joined to the last column.")
    columns = tuple(
        Column(name=name, values=typed(values))
        for name, values in zip(header, zip(*cells, strict=True), strict=True)
    )
    return Survey(columns=columns, source=path.name, warnings=(*warnings, *notes))


def column_names(header: Sequence[object]) -> tuple[list[str], list[str]]:
    """Return distinct column names, and what had to be renamed."""
    names: list[str] = []
    unnamed, repeated = 0, []
    taken: set[str] = set()
    for position, cell in enumerate(header, start=1):
        name = "" if cell is None else str(cell).strip().lstrip("\ufeff")
        if not name:
            name, unnamed = f"column_{position}", unnamed + 1
        first, number = name, 2
        while name in taken:
            name, number = f"{first}_{number}", number + 1
        if name != first:
            repeated.append(first)
        taken.add(name)
        names.append(name)
    notes = []
    if unnamed:
        notes.append(f"{unnamed:,} columns without a name were numbered (column_1 ...).")
    if repeated:
        notes.append(f"Column names used twice were numbered: {', '.join(repeated[:5])}.")
    return names, notes


def check_size(path: Path, rows: int, columns: int) -> None:
    """Raise ``FileProblem`` when a table is larger than a survey can be."""
    if rows > ROWS or columns > COLUMNS:
        raise FileProblem(
            f"{path.name} has {rows:,} rows and {columns:,} columns; split it to at most {ROWS:,} "
            f"rows and {COLUMNS:,} columns."
        )


def typed(values: Sequence[str]) -> tuple[Cell, ...]:
    """Return a column as numbers when every cell is written as a plain number, else as text."""
    written = [value for value in values if value.strip()]
    if written and all(map(_INTEGER.fullmatch, written)):
        return tuple(int(value) if value.strip() else None for value in values)
    if written and all(_INTEGER.fullmatch(item) or _DECIMAL.fullmatch(item) for item in written):
        return tuple(float(value) if value.strip() else None for value in values)
    return tuple(value if value.strip() else None for value in values)


def _guess_delimiter(text: str) -> str | None:
    """Return the delimiter that gives the most rows the header's width; None for one column."""
    best: tuple[float, int, str] | None = None
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)
        csv.field_size_limit(_CELL_CHARACTERS)
        widths = [len(row) for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False) if row]
        if len(text) > SAMPLE and len(widths) > 1:
            widths = widths[:-1]
        if not widths or widths[0] < 2:
            continue
        regular = Counter(widths)[widths[0]] / len(widths)
        if regular >= REGULAR or widths[0] >= 3:
            best = max(best or (0.0, 0, ""), (round(regular, 1), widths[0], delimiter))
    return best[2] if best else None
