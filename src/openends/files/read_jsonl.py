"""Read JSON lines: one object per respondent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.read_csv import check_size
from openends.files.text_encoding import decode_text


def read_jsonl(path: Path, content: bytes) -> Survey:
    """Read a file with a JSON object a line; every key becomes a column.

    A line that is a mere text becomes the column ``text``; lists and objects stay as JSON.

    Raises
    ------
    FileProblem
        When a line is not JSON, or there is none.
    """
    text, warnings = decode_text(content, path)
    rows = [
        _row(line, number, path)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    if not names:
        raise FileProblem(f"{path.name} holds no objects; give one JSON object a line.")
    check_size(path, len(rows), len(names))
    columns = tuple(
        Column(name=name, values=tuple(_cell(row.get(name)) for row in rows)) for name in names
    )
    return Survey(columns=columns, source=path.name, warnings=warnings)


def _row(line: str, number: int, path: Path) -> dict[str, Any]:
    try:
        loaded = orjson.loads(line.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        raise FileProblem(
            f"Line {number} of {path.name} is not JSON ({error}); write one JSON object a line."
        ) from error
    if isinstance(loaded, str):
        return {"text": loaded}
    if not isinstance(loaded, dict):
        raise FileProblem(
            f"Line {number} of {path.name} is not a JSON object; write one like "
            '{"id": "1", "text": "..."}.'
        )
    return loaded


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return orjson.dumps(value).decode() if not isinstance(value, int) else str(value)
