"""Add columns at the right of a client's delimited text; every line stays as it is before them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import FileProblem, FormatProblem
from openends.domain.survey import Cell
from openends.files.atomic import replacing
from openends.files.delimited import guess_delimiter, split_named
from openends.files.formula import guard_formula, unguard_formula
from openends.files.merge.merge_client import check_free, find_key
from openends.files.merge.merge_keys import key_text
from openends.files.table import check_size

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Reads every byte as a character, and writes it again.
_BYTES = "latin-1"
_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class _Row:
    #: Every character of it, to the end of its last line.
    written: str
    cells: Sequence[str]

    @property
    def is_blank(self) -> bool:
        return not any(map(str.strip, self.cells))


class ClientTable:
    """Delimited text, to which columns are added."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._mark, self._encoding, text = _decoded(path)
        # Nobody knows what an accent is in it, so none is added.
        self._ours = "ascii" if self._encoding == _BYTES else self._encoding
        named, body = split_named(text)
        self._before = text[: len(text) - len(body)]
        guessed = guess_delimiter(body)
        self._delimiter = named or guessed or ","
        self._rows = list(_rows(body, self._delimiter, path))
        filled = [place for place, row in enumerate(self._rows) if not row.is_blank]
        if len(filled) < 2:
            raise FileProblem(f"{path.name} has no row under its header; add at least one.")
        self._header, *self._places = filled
        header = self._rows[self._header].cells
        self._names = [str(unguard_formula(name)).strip("\ufeff") for name in header]
        check_size(path, len(filled), len(header))
        at = find_key(self._names, key, path.name)
        self._check_widths()
        self.keys: Sequence[str] = [
            key_text(unguard_formula(cells[at]))
            if at < len(cells := self._rows[place].cells)
            else ""
            for place in self._places
        ]

    def merge(self, table: DeliveredTable, target: Path) -> None:
        """Write the text with further columns."""
        headings = [variable.heading or variable.name for variable in table.variables]
        check_free(headings, self._names, self._path.name)
        added: dict[int, Sequence[Cell]] = {self._header: headings}
        columns = [variable.values for variable in table.variables]
        added |= dict(zip(self._places, zip(*columns, strict=True), strict=True))
        with replacing(target) as part, part.open("wb") as out:
            out.write(self._mark + self._before.encode(self._encoding))
            for place, row in enumerate(self._rows):
                line = row.written.rstrip(_ENDS)
                end = row.written[len(line) :]
                more = self._more(row, added[place]) if place in added else b""
                out.write(line.encode(self._encoding) + more + end.encode(self._encoding))

    def _more(self, row: _Row, cells: Sequence[Cell]) -> bytes:
        """Return delimiters that a short row lacks, and our cells."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=self._delimiter, lineterminator=_ENDS)
        writer.writerow(["x", *map(guard_formula, cells)])
        lacking = len(self._names) - len(row.cells)
        try:
            return (self._delimiter * lacking + written.getvalue()[1 : -len(_ENDS)]).encode(
                self._ours
            )
        except UnicodeEncodeError as error:
            sign = error.object[error.start]
            raise FormatProblem(
                f"Cannot write the character '{sign}' into {self._path.name}, whose encoding is "
                "not UTF-8; save it as UTF-8, or deliver numbers in place of names."
            ) from error

    def _check_widths(self) -> None:
        for number, place in enumerate(self._places, start=1):
            if len(self._rows[place].cells) > len(self._names):
                raise FileProblem(
                    f"Row {number:,} under the header of {self._path.name} has more cells than the "
                    "header, so columns at its right would be out of line; correct it."
                )


def _decoded(path: Path) -> tuple[bytes, str, str]:
    """Return the mark, the encoding and the text; a code page is read byte by byte and kept so."""
    content = path.read_bytes()
    if content.startswith(codecs.BOM_UTF8):
        marked = (codecs.BOM_UTF8, "utf-8")
    else:
        marked = next((found for found in _MARKS if content.startswith(found[0])), (b"", "utf-8"))
    mark, encoding = marked
    try:
        return mark, encoding, content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        if mark:
            raise FileProblem(
                f"{path.name} says that it is {encoding} and is not; save it anew as UTF-8."
            ) from None
    return b"", _BYTES, content.decode(_BYTES)


def _rows(text: str, delimiter: str, path: Path) -> Iterator[_Row]:
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 0
    try:
        for cells in reader:
            yield _Row("".join(lines[start : reader.line_num]), cells)
            start = reader.line_num
    except csv.Error as error:
        raise FileProblem(
            f"{path.name} has quotation marks that do not fit together near line "
            f"{reader.line_num:,}; save it anew in Excel or as .xlsx."
        ) from error
