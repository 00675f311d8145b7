"""Read JSON lines: one object per respondent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import orjson

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.table import check_size, column_names
from openends.files.text_encoding import decode_text

_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_NUMBER = re.compile(r"\d{19}", re.ASCII)
#: Whole numbers beyond this are no longer exact in spreadsheets and many programs.
_EXACT = 2**53


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
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not keys:
        raise FileProblem(f"{path.name} holds no objects; give one JSON object a line.")
    check_size(path, len(rows), len(keys))
    names, notes = column_names([_SURROGATE.sub("\ufffd", key) for key in keys])
    columns = tuple(
        Column(name=name, values=tuple(_cell(row.get(key)) for row in rows))
        for name, key in zip(names, keys, strict=True)
    )
    return Survey(columns=columns, source=path.name, warnings=(*warnings, *notes))


def _row(line: str, number: int, path: Path) -> dict[str, Any]:
    try:
        loaded = _loaded(line)
    except (ValueError, RecursionError) as error:
        raise FileProblem(
            f"Line {number} of {path.name} is not JSON; write one JSON object a line, like "
            '{"id": "1", "text": "..."}.'
        ) from error
    if isinstance(loaded, str):
        return {"text": loaded}
    if not isinstance(loaded, dict):
        raise FileProblem(
            f"Line {number} of {path.name} is not a JSON object; write one like "
            '{"id": "1", "text": "..."}.'
        )
    return loaded


def _loaded(line: str) -> Any:
    """Read strictly, else as Python and JavaScript write: NaN, halves of emoji, long numbers."""
    if not _LONG_NUMBER.search(line):
        try:
            return orjson.loads(line)
        except orjson.JSONDecodeError:
            pass
    return json.loads(line, parse_constant=lambda _: None)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value) if value.strip() else None
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
