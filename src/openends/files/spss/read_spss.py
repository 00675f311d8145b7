"""Read an SPSS data file."""

from __future__ import annotations

import math
import warnings
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.limits import ROWS
from openends.files.spss.spss_texts import SpssTexts
from openends.files.table import check_size, column_names

#: Cases that a byte of the file can stand for: one where every value takes a code of one byte,
#: a thousand where these are packed once more (.zsav).
_CASES_PER_BYTE = {b"$FL2": 1, b"$FL3": 1_000}


def read_spss(path: Path, most_rows: int = ROWS) -> Survey:
    """Read a .sav or .zsav file: value labels instead of their numbers, variable labels kept.

    Parameters
    ----------
    path:
        The file.
    most_rows:
        Rows that it may have; found out before they are read.

    Raises
    ------
    FileProblem
        When it is not an SPSS file, damaged, too long, or holds no row.
    """
    with path.open("rb") as file:
        kind = file.read(4)
    if kind not in _CASES_PER_BYTE:
        raise FileProblem(
            f"{path.name} is not an SPSS file, whatever its ending says; save it as .sav."
        )
    try:
        _check_claims(path, _CASES_PER_BYTE[kind], most_rows)
        columns, meta, notes = _read_columns(path)
    except FileProblem:
        raise
    except Exception as error:
        raise FileProblem(
            f"{path.name} is a damaged SPSS file; open it in SPSS, save it anew and try again."
        ) from error
    rows = len(next(iter(columns.values()), ()))
    check_size(path, rows, len(columns))
    if not rows:
        raise FileProblem(f"{path.name} holds no rows; give a file with at least one answer.")
    return _survey(path, columns, meta, notes)


def _read(path: Path, **options: Any) -> tuple[Any, Any]:
    """Read every text byte by byte, as Latin-1: the library breaks down on other broken texts."""
    import pyreadstat

    with warnings.catch_warnings():
        # It tells of repeated names, which are told apart below.
        warnings.simplefilter("ignore")
        table, meta = pyreadstat.read_sav(
            str(path), output_format="polars", encoding="latin1", **options
        )
    return table, meta


def _check_claims(path: Path, per_byte: int, most_rows: int) -> None:
    """Refuse a file that says it holds more than it can; the library would make room for all."""
    _, meta = _read(path, metadataonly=True)
    cases = meta.number_rows or 0
    width = sum(meta.variable_storage_width.values())
    most = per_byte * path.stat().st_size
    # Eight bytes of a value are packed into one at best.
    if cases > most or width > 8 * most:
        raise ValueError
    check_size(path, cases, len(meta.column_names), most_rows)


def _read_columns(path: Path) -> tuple[dict[str, list[Any]], Any, list[str]]:
    try:
        table, meta = _read(path)
        return {name: table[name].to_list() for name in table.columns}, meta, []
    except Exception:
        table, meta = _read(path, disable_datetime_conversion=True)
        note = "Some dates make no sense; all dates stay numbers, as SPSS counts them."
        return {name: table[name].to_list() for name in table.columns}, meta, [note]


def _survey(path: Path, read: dict[str, list[Any]], meta: Any, notes: list[str]) -> Survey:
    texts = SpssTexts(
        path, (value for values in read.values() for value in values if isinstance(value, str))
    )
    names, renamed = column_names([texts.read(variable) for variable in read])
    columns = []
    for name, (variable, values) in zip(names, read.items(), strict=True):
        labels = meta.variable_value_labels.get(variable, {})
        label = texts.read(meta.column_names_to_labels.get(variable) or "").strip()
        cells = tuple(_cell(labels.get(value, value), texts) for value in values)
        columns.append(Column(name=name, values=cells, label=label))
    return Survey(
        columns=tuple(columns), source=path.name, warnings=(*notes, *renamed, *texts.notes)
    )


def _cell(value: Any, texts: SpssTexts) -> Cell:
    if isinstance(value, str):
        return texts.read(value).rstrip() or None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value is None or isinstance(value, (int, bool)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)
