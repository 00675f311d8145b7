"""Rows of a sheet, written as they come: several times as fast as the library's cell by cell.

The library (XlsxWriter) makes everything else of the workbook. It takes a class of one's own for a
sheet; this one writes the element that holds the rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from openends.domain.survey import Cell
from openends.files.workbook import fitting

#: What Excel writes as _xHHHH_ as no XML holds it, and what it would read as such.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Characters that are copied at once.
_CHUNK = 1 << 20


class RowSheet(Worksheet):  # type: ignore[misc]  # the library tells no types
    """A sheet whose first row is written by the library, and all others by ``add_rows``."""

    _waiting: IO[str] | None = None

    def add_rows(
        self, rows: Iterable[Sequence[Cell]], styles: Mapping[int, Any], folder: str, most: int
    ) -> int:
        """Write rows below the first, and return how many there were.

        Parameters
        ----------
        rows:
            Texts, numbers and truth values; None leaves a cell empty.
        styles:
            Of the library, for cells of some columns.
        folder:
            Where they wait until the workbook is put together.
        most:
            Rows from which on the others are left out; then one more is returned.
        """
        waiting: IO[str] = TemporaryFile(  # noqa: SIM115 - ``close_rows`` closes it
            "w+", encoding="utf-8", newline="", dir=folder
        )
        self._waiting = waiting
        places: list[tuple[str, str]] = []
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > most:
                break
            places += [_place(at, styles.get(at)) for at in range(len(places), len(row))]
            cells = "".join(_cells(places, count + 1, row))
            waiting.write(f'<row r="{count + 1}">{cells}</row>')
        self.dim_rowmax = count
        return count

    def close_rows(self) -> None:
        """Let go of rows that wait; nothing happens where none do."""
        if self._waiting is not None:
            self._waiting.close()

    def _write_sheet_data(self) -> None:
        last, self.dim_rowmax = self.dim_rowmax, 0
        self._xml_start_tag("sheetData")
        self._write_rows()
        self.dim_rowmax = last
        if self._waiting is not None:
            self._waiting.seek(0)
            while part := self._waiting.read(_CHUNK):
                self.fh.write(part)
        self._xml_end_tag("sheetData")


def _place(column: int, style: Any) -> tuple[str, str]:
    """Return what stands in a cell's element before and after the number of its row."""
    styled = "" if style is None else f' s="{style._get_xf_index()}"'
    return f'<c r="{xl_col_to_name(column)}', f'"{styled}'


def _cells(places: Sequence[tuple[str, str]], number: int, row: Sequence[Cell]) -> Iterator[str]:
    for (before, after), cell in zip(places, row, strict=False):
        # Most cells of a large table are whole numbers.
        if type(cell) is int:
            yield f"{before}{number}{after}><v>{cell}</v></c>"
        elif cell is not None and cell != "":
            yield f"{before}{number}{after}{_value(cell)}</c>"


def _value(cell: Cell) -> str:
    if isinstance(cell, bool):
        return f' t="b"><v>{int(cell)}</v>'
    if isinstance(cell, int | float) and math.isfinite(cell):
        return f"><v>{cell!r}</v>"
    text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", fitting(str(cell)))
    text = text.translate(_MARKUP)
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is>'
