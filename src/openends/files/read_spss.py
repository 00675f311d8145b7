"""Read an SPSS data file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Column, Survey
from openends.files.read_csv import check_size


def read_spss(path: Path) -> Survey:
    """Read a .sav or .zsav file: value labels instead of their numbers, variable labels kept.

    Raises
    ------
    FileProblem
        When it is not an SPSS file, damaged, or holds no row.
    """
    with path.open("rb") as file:
        if file.read(4) not in (b"$FL2", b"$FL3"):
            raise FileProblem(
                f"{path.name} is not an SPSS file, whatever its ending says; save it as .sav."
            )
    table, meta, warnings = _read(path)
    check_size(path, table.height, table.width)
    if not table.height or not table.width:
        raise FileProblem(f"{path.name} has no rows; give a file with at least one answer.")
    columns = tuple(
        Column(
            name=name,
            values=_values(table[name].to_list(), meta.variable_value_labels.get(name, {})),
            label=(meta.column_names_to_labels.get(name) or "").strip(),
        )
        for name in table.columns
    )
    return Survey(columns=columns, source=path.name, warnings=warnings)


def _read(path: Path) -> tuple[Any, Any, tuple[str, ...]]:
    import pyreadstat

    try:
        return (*pyreadstat.read_sav(str(path), output_format="polars"), ())
    except Exception as first:
        # Old files lie about their code page, or do not tell it.
        try:
            table, meta = pyreadstat.read_sav(str(path), output_format="polars", encoding="cp1252")
        except Exception:
            raise FileProblem(
                f"{path.name} is a damaged SPSS file; open it in SPSS, save it anew and try again."
            ) from first
        return table, meta, ("The file was read as Windows-1252, not as the encoding it names.",)


def _values(values: list[Any], labels: Mapping[Any, str]) -> tuple[Cell, ...]:
    return tuple(labels[value] if value in labels else _cell(value) for value in values)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value.rstrip() or None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value is None or isinstance(value, (int, bool)):
        return value
    return str(value)
