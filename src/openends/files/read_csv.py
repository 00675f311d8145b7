"""Read delimited text: commas, semicolons, tabs or bars, any common encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Column, Survey
from openends.files.delimited import guess_delimiter, read_rows, split_named, trimmed
from openends.files.platform_headers import LOOKED_AT, find_header_rows
from openends.files.table import check_size, column_names, empty_rows_note, no_rows, typed
from openends.files.text_encoding import decode_text

#: Stands for a delimiter where every line is one cell: none of its characters may split it.
_NO_DELIMITER = "\x1f"
_JSON_LINE = re.compile(r'\s*\{\s*"[^"\n]*"\s*:')


def read_csv(path: Path, content: bytes) -> Survey:
    """Read a file with a header; short rows are filled up, long ones joined at their end.

    A .txt file in which nothing separates cells holds an answer a line.

    Raises
    ------
    FileProblem
        When it is not text or holds no row under its header.
    """
    text, warnings = decode_text(content, path)
    if _JSON_LINE.match(text):
        raise FileProblem(
            f"{path.name} holds JSON, whatever its ending says; give it the ending .jsonl, with "
            "one object a line."
        )
    if path.suffix.casefold() == ".txt" and not _is_table(text):
        return read_lines(text, path.name, warnings)
    return parse_csv(text, path, warnings)


def parse_csv(text: str, path: Path, warnings: Sequence[str] = ()) -> Survey:
    """Read the decoded text of a file; its first row names the columns."""
    named, body = split_named(text)
    delimiter = named or guess_delimiter(body)
    rows, opened = read_rows(body, delimiter or _NO_DELIMITER)
    notes = [*warnings]
    if opened:
        were = "1 quotation mark was" if opened == 1 else f"{opened:,} quotation marks were"
        notes.append(f"{were} never closed and taken for a part of the text.")
    return _survey(rows, path, delimiter, notes)


def read_lines(text: str, source: str, warnings: Sequence[str] = ()) -> Survey:
    """Read one answer a line, blank lines included, into a single column ``text``."""
    lines = re.split(r"\r\n|\r|\n", text)
    if not lines[-1].strip():
        lines.pop()
    if not lines:
        raise FileProblem(f"{source or 'The input'} is empty; give one answer a line.")
    check_size(Path(source or "The input"), len(lines), 1)
    column = Column(name="text", values=tuple(line.strip() or None for line in lines))
    return Survey(columns=(column,), source=source, warnings=tuple(warnings))


def _is_table(text: str) -> bool:
    """Tell a table from prose in which commas happen to abound."""
    named, body = split_named(text)
    return bool(named) or guess_delimiter(body) not in {None, ","}


def _survey(rows: list[list[str]], path: Path, delimiter: str | None, notes: list[str]) -> Survey:
    rows, empty = _without_empty(rows, keep=delimiter is None)
    head = find_header_rows(rows[:LOOKED_AT]) if rows else None
    if head is None or len(rows) <= head.rows:
        raise no_rows(path)
    header, renamed = column_names(head.names)
    check_size(path, len(rows) - head.rows, len(header))
    width, long = len(header), 0
    cells: list[list[str]] = []
    for row in rows[head.rows :]:
        filled = trimmed(row)
        long += len(filled) > width
        cells.append(_fitted(filled, width, delimiter or ","))
    notes += [*filter(None, [head.note]), *empty_rows_note(empty), *renamed]
    if long:
        have = "1 row has" if long == 1 else f"{long:,} rows have"
        notes.append(f"{have} more cells than the header; the rest was joined to the last column.")
    columns = tuple(
        Column(name=name, label=label, values=typed(values))
        for name, label, values in zip(header, head.labels, zip(*cells, strict=True), strict=True)
    )
    return Survey(columns=columns, source=path.name, warnings=tuple(notes))


def _without_empty(rows: list[list[str]], *, keep: bool) -> tuple[list[list[str]], int]:
    """Drop rows without content, and count those between others; with one column, keep these.

    A blank line in a file of one column is a respondent who left the question out.
    """
    filled = [at for at, row in enumerate(rows) if (row if keep else any(map(str.strip, row)))]
    if not filled:
        return [], 0
    inside = rows[filled[0] : filled[-1] + 1]
    if keep:
        return [row or [""] for row in inside], 0
    return [rows[at] for at in filled], len(inside) - len(filled)


def _fitted(row: list[str], width: int, delimiter: str) -> list[str]:
    """Return the row with as many cells as the header."""
    if len(row) <= width:
        return [*row, *[""] * (width - len(row))]
    return [*row[: width - 1], delimiter.join(row[width - 1 :])]
