"""What tables of every format share: names of columns, numbers, sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell
from openends.files.limits import CELLS, COLUMNS, ROWS

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{0,9}[1-9]", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


def column_names(header: Sequence[object]) -> tuple[list[str], list[str]]:
    """Return distinct column names, and what had to be renamed."""
    names: list[str] = []
    unnamed, repeated = 0, []
    taken: set[str] = set()
    following: dict[str, int] = {}
    for position, cell in enumerate(header, start=1):
        first = "" if cell is None else _CONTROL.sub("", str(cell)).strip()
        if not first:
            first, unnamed = f"column_{position}", unnamed + 1
        name, number = first, following.get(first, 2)
        while name in taken:
            name, number = f"{first}_{number}", number + 1
        if name != first:
            repeated.append(first)
            following[first] = number
        taken.add(name)
        names.append(name)
    notes = []
    if unnamed:
        were = (
            "1 column without a name was" if unnamed == 1 else f"{unnamed:,} unnamed columns were"
        )
        notes.append(f"{were} given a number as name (column_1 ...).")
    if repeated:
        shown = ", ".join(dict.fromkeys(repeated[:5]))
        notes.append(f"Column names used twice were numbered: {shown}.")
    return names, notes


def check_size(path: Path, rows: int, columns: int, most_rows: int = ROWS) -> None:
    """Raise ``FileProblem`` when a table is larger than a survey can be."""
    if rows > most_rows or columns > COLUMNS or rows * columns > CELLS:
        raise FileProblem(
            f"{path.name} has {rows:,} rows and {columns:,} columns; split it to at most "
            f"{most_rows:,} rows, {COLUMNS:,} columns and {CELLS:,} cells."
        )


def no_rows(path: Path) -> FileProblem:
    """Return the error for a table without content."""
    return FileProblem(f"{path.name} has no row under its header; add at least one.")


def empty_rows_note(count: int) -> list[str]:
    """Return what to say about rows without any cell that were left out, if any."""
    if not count:
        return []
    return ["1 empty row was left out." if count == 1 else f"{count:,} empty rows were left out."]


def typed(values: Sequence[str]) -> tuple[Cell, ...]:
    """Return a column as numbers when every cell is written as a plain number, else as text.

    A number is written back as it was read; 007, 1.50 and 1e5 stay texts.
    """
    written = [value for value in values if value.strip()]
    if written and all(map(_INTEGER.fullmatch, written)):
        return tuple(int(value) if value.strip() else None for value in values)
    if written and all(_INTEGER.fullmatch(item) or _is_decimal(item) for item in written):
        return tuple(_number(value) if value.strip() else None for value in values)
    return tuple(value if value.strip() else None for value in values)


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None and repr(float(text)) == text


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
