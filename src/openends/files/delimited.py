"""Rows of delimited text, whatever separates its cells, even where a quote is never closed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

_DELIMITERS = ",;\t|"
#: Characters and rows that the delimiter is guessed from.
SAMPLE, SAMPLE_ROWS = 100_000, 200
#: Share of the rows that must be as wide as a header of two columns.
REGULAR = 0.8
#: The same for a header of three or more: it is less likely to be one sentence with commas.
RAGGED = 0.3
#: One answer may be this long; the engine cuts it far earlier.
_CELL_CHARACTERS = 2**30
#: Quotes that are left open in one file before it is given up.
_MOST_OPEN = 1_000
#: Marks the end; survey answers do not hold it.
_END = "\x1d\x1e\x1d"
_NAMED = re.compile(r"sep=([^\w\s\"']|\t)\r?\n?", re.IGNORECASE)
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def split_named(text: str) -> tuple[str | None, str]:
    """Return the delimiter that the first line names for Excel ("sep=;"), and the rest."""
    named = _NAMED.match(text)
    return (named.group(1), text[named.end() :]) if named else (None, text)


def guess_delimiter(text: str) -> str | None:
    """Return the delimiter that gives the most rows the header's width; None for one column."""
    best: tuple[float, int, str] | None = None
    csv.field_size_limit(_CELL_CHARACTERS)
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=delimiter)
        rows = [row for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False) if row]
        if len(text) > SAMPLE and len(rows) > 1:
            rows = rows[:-1]
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        regular = sum(_has_width(row, width) for row in rows) / len(rows)
        if regular >= (REGULAR if width == 2 else RAGGED):
            best = max(best or (0.0, 0, ""), (round(regular, 1), width, delimiter))
    return best[2] if best else None


def trimmed(row: list[str]) -> list[str]:
    """Drop empty cells at the end of a row."""
    last = len(row)
    while last and not row[last - 1].strip():
        last -= 1
    return row[:last]


def read_rows(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """Return the rows, and how many quotes were left open.

    A quote that is never closed would swallow the rest of the file: the line that opens it is read
    as it stands. A blank line is an empty row.
    """
    csv.field_size_limit(_CELL_CHARACTERS)
    lines = _LINES.findall(text)
    rows: list[list[str]] = []
    opened = 0
    start = 0
    while start < len(lines):
        rest, swallowed = _read(lines, start, delimiter)
        rows += rest
        if swallowed is None:
            break
        opened += 1
        start = swallowed + 1 if opened < _MOST_OPEN else len(lines)
        literal = lines[swallowed:start]
        rows += csv.reader(literal, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return rows, opened


def _has_width(row: list[str], width: int) -> bool:
    """Tell a row as wide as the header, a delimiter at its end apart."""
    return len(row) == width or len(trimmed(row)) == width


def _read(lines: list[str], start: int, delimiter: str) -> tuple[list[list[str]], int | None]:
    """Return the rows from a line on, and the line that opens a quote for good, if any does."""
    reader = csv.reader(_from(lines, start), delimiter=delimiter)
    rows: list[list[str]] = []
    first = 0
    for row in reader:
        if reader.line_num > len(lines) - start:
            return rows, None if row == [_END] else start + first
        rows.append(row)
        first = reader.line_num
    return rows, None


def _from(lines: list[str], start: int) -> Iterator[str]:
    for number in range(start, len(lines)):
        yield lines[number]
    yield _END
