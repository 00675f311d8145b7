"""A sheet of a client's workbook as XML, to which cells are added without writing it anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from xml.parsers import expat

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell
from openends.files.safe_xml import xml_text

#: Columns of a sheet, and characters of a cell.
MOST_COLUMNS, _LONGEST_TEXT = 16_384, 32_767
_SPANS = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_LAST = re.compile(rb"(ref\s*=\s*[\"'])([A-Z]+\d+)(?::[A-Z]+(\d+))?")
#: What Excel would take for a character that is written as its number.
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LETTERS, _DIGITS = re.compile(r"[A-Z]{1,3}"), "0123456789"


@dataclass(slots=True)
class SheetRow:
    """A row that holds something."""

    number: int
    #: Where its first tag begins and ends, and where the last one begins; -1 where there is none.
    start: int
    opened: int = -1
    end: int = -1
    #: What is before the names of its elements: "x:", usually nothing.
    prefix: str = ""
    #: Of the header all, of other rows the wanted one: column, type and text.
    cells: dict[int, tuple[str, str]] = field(default_factory=dict)


class Sheet:
    """A sheet: its header, the rows below, and where cells can be added.

    Parameters
    ----------
    content:
        The XML.
    path:
        The workbook, for messages.
    wanted:
        Told the cells of the header, by column; returns the column to read of all rows, None to
        stop.
    """

    def __init__(
        self,
        content: bytes,
        path: Path,
        wanted: Callable[[dict[int, tuple[str, str]]], int | None],
    ) -> None:
        self.rows: list[SheetRow] = []
        #: The last column that any row has.
        self.columns = 0
        self._content = content
        self._dimension: int | None = None
        _Scan(self, path, wanted).run(content)

    def note_dimension(self, start: int) -> None:
        """Remember where the sheet says how far it spreads."""
        self._dimension = start

    def with_cells(self, added: Sequence[Sequence[Cell]], first: int) -> Iterator[bytes]:
        """Yield the XML with further cells in each row.

        Parameters
        ----------
        added:
            For each row that holds something.
        first:
            The column of the first of them.
        """
        done = 0
        if self._dimension is not None:
            end = self._content.index(b">", self._dimension)
            last = letters(first + len(added[0]) - 1)
            tag = _LAST.sub(
                lambda found: (
                    found[1] + found[2] + b":" + last.encode()
                    + (found[3] or found[2].lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                ),
                self._content[self._dimension : end],
                count=1,
            )  # fmt: skip
            yield self._content[: self._dimension] + tag
            done = end
        for row, cells in zip(self.rows, added, strict=True):
            xml = "".join(_cells(row, cells, first))
            if xml:
                yield self._content[done : row.start]
                # What it says of its columns would be wrong, and need not be said.
                yield _SPANS.sub(b"", self._content[row.start : row.opened])
                yield self._content[row.opened : row.end] + xml.encode()
                done = row.end
        yield self._content[done:]


class _Scan:
    """Reads a sheet's XML; nothing is kept but where its rows are, and the wanted cells."""

    def __init__(
        self,
        sheet: Sheet,
        path: Path,
        wanted: Callable[[dict[int, tuple[str, str]]], int | None],
    ) -> None:
        self._sheet, self._path, self._wanted = sheet, path, wanted
        self._parser = expat.ParserCreate()
        self._row: SheetRow | None = None
        self._number = self._column = 0
        #: The column to read; None while the header is looked for, which is read whole.
        self._key: int | None = None
        self._type = ""
        self._text: list[str] | None = None
        self._in_text = False
        self._local, self._columns = _Local(), _Columns()

    def run(self, content: bytes) -> None:
        parser = self._parser
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refused
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._refused()
        try:
            parser.Parse(content, True)
        except _Enough:
            self._sheet.rows.clear()

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in {"utf-8", "us-ascii"}:
            self._refused()

    def _refused(self, *_: Any) -> None:
        raise FileProblem(
            f"{self._path.name} has a sheet in a form that nothing can be added to; open it in "
            "Excel, save it anew and try again."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local[name]
        if local == "c" and self._row is not None:
            self._cell(self._row, attributes)
        elif self._text is not None and local in {"v", "t"}:
            self._in_text = True
            self._parser.CharacterDataHandler = self._text.append
        elif local == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._column = 0
            at = self._parser.CurrentByteIndex
            self._row = SheetRow(self._number, at, prefix=name.removesuffix(local))
        elif local == "dimension":
            self._sheet.note_dimension(self._parser.CurrentByteIndex)

    def _cell(self, row: SheetRow, attributes: dict[str, str]) -> None:
        if row.opened < 0:
            row.opened = self._parser.CurrentByteIndex
        place = attributes.get("r")
        at = self._columns[place.rstrip(_DIGITS)] if place else self._column + 1
        self._column = at
        self._sheet.columns = max(self._sheet.columns, at)
        if self._key is None or self._key == at:
            self._type = attributes.get("t", "n")
            self._text = []

    def _end(self, name: str) -> None:
        local = self._local[name]
        if self._in_text and local in {"v", "t"}:
            self._in_text = False
            self._parser.CharacterDataHandler = None
        elif local == "c" and self._row is not None:
            if self._text is not None and (text := "".join(self._text)).strip():
                self._row.cells[self._column] = (self._type, text)
            self._text = None
        elif local == "row" and self._row is not None:
            self._row.end = self._parser.CurrentByteIndex
            self._finish(self._row)
            self._row = None

    def _finish(self, row: SheetRow) -> None:
        if row.opened < 0 or (self._key is None and not row.cells):
            return
        if self._key is None:
            self._key = self._wanted(row.cells)
            if self._key is None:
                raise _Enough
        self._sheet.rows.append(row)


class _Local(dict[str, str]):
    """Names of elements without what is before them, each found out once."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name.rpartition(":")[2])


class _Columns(dict[str, int]):
    """Numbers of columns by their letters, 1 for A, each found out once."""

    def __missing__(self, name: str) -> int:
        if not _LETTERS.fullmatch(name):
            raise ValueError
        number = 0
        for letter in name:
            number = number * 26 + ord(letter) - 64
        return self.setdefault(name, number)


class _Enough(Exception):
    """The sheet is not the one that is looked for."""


def letters(number: int) -> str:
    """Return the name of a column: A for 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cells(row: SheetRow, cells: Sequence[Cell], first: int) -> Iterator[str]:
    own = row.prefix
    for place, cell in enumerate(cells, start=first):
        at = f'r="{letters(place)}{row.number}"'
        if isinstance(cell, str) and cell:
            text = _LIKE_ESCAPED.sub("_x005F_", escape(xml_text(cell[:_LONGEST_TEXT]), quote=False))
            yield (
                f'<{own}c {at} t="inlineStr"><{own}is><{own}t xml:space="preserve">{text}</{own}t>'
                f"</{own}is></{own}c>"
            )
        elif cell is not None and cell != "":
            yield f"<{own}c {at}><{own}v>{float(cell)!r}</{own}v></{own}c>".replace(".0</", "</")
