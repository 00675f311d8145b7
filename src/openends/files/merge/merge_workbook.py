"""Add columns at the right of a client's sheet; every other part of the workbook stays as it is.

The workbook is not read and written by a library: these drop what they do not know, such as
charts, pictures and pivot tables. Instead cells are put into the XML of the one sheet.
"""

from __future__ import annotations

import copy
import math
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import FileProblem, FormatProblem
from openends.files.atomic import replacing
from openends.files.merge.merge_client import check_free, find_key
from openends.files.merge.merge_keys import key_text
from openends.files.merge.merge_sheet import MOST_COLUMNS, Sheet
from openends.files.safe_xml import read_xml
from openends.files.table import check_size
from openends.files.workbook_safety import check_workbook

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SIGNATURES = "_xmlsignatures/"
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError),
    *(KeyError, ValueError, IndexError, RuntimeError, NotImplementedError),
)


class ClientWorkbook:
    """A workbook, to whose sheet with the keys columns are added."""

    def __init__(self, path: Path, key: str, unpacked: int) -> None:
        check_workbook(path, unpacked)
        self._path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self._open(archive, key)
        except _DAMAGE as error:
            raise self._damaged() from error

    def merge(self, table: DeliveredTable, target: Path) -> None:
        """Write the workbook with further columns."""
        headings = [variable.heading or variable.name for variable in table.variables]
        check_free(headings, [*self._header.values()], self._path.name)
        if self._sheet.columns + len(headings) > MOST_COLUMNS:
            raise FormatProblem(
                f"{self._path.name} has no room for {len(headings):,} columns: a sheet has "
                f"{MOST_COLUMNS:,} at most; use another layout."
            )
        columns = [variable.values for variable in table.variables]
        added = [headings, *zip(*columns, strict=True)]
        content = b"".join(self._sheet.with_cells(added, self._sheet.columns + 1))
        with (
            replacing(target) as part,
            zipfile.ZipFile(self._path) as source,
            zipfile.ZipFile(part, "w") as out,
        ):
            for entry in source.infolist():
                own = entry.filename == self._part
                out.writestr(copy.copy(entry), content if own else source.read(entry))

    def _open(self, archive: zipfile.ZipFile, key: str) -> None:
        names = archive.namelist()
        if any(name.startswith(_SIGNATURES) for name in names):
            raise FileProblem(
                f"{self._path.name} is signed, and nothing can be added without breaking its "
                "signature; save it without one."
            )
        relations = self._relations(archive)
        texts = next((part for kind, part in relations.values() if kind == "sharedStrings"), None)
        self._texts = self._shared(archive.read(texts)) if texts in names and texts else []
        headers: list[list[str]] = []
        for part in self._sheets(archive, relations):
            sheet = self._with_key(archive.read(part), key, headers)
            if sheet is not None:
                self._keep(part, sheet)
                return
        find_key(max(headers, key=len, default=[]), key, self._path.name)
        raise ValueError

    def _with_key(self, content: bytes, key: str, headers: list[list[str]]) -> Sheet | None:
        """Return the sheet if a cell of its first row that holds anything is the key's name."""

        def wanted(cells: dict[int, tuple[str, str]]) -> int | None:
            self._header = {at: self._text(cell) for at, cell in cells.items()}
            names = [*self._header.values()]
            headers.append(names)
            if key.strip().casefold() not in {name.strip().casefold() for name in names}:
                return None
            self._key = [*self._header][find_key(names, key, self._path.name)]
            return self._key

        sheet = Sheet(content, self._path, wanted)
        return sheet if sheet.rows else None

    def _keep(self, part: str, sheet: Sheet) -> None:
        if len(sheet.rows) < 2:
            raise FileProblem(f"{self._path.name} has no row under its header; add at least one.")
        check_size(self._path, len(sheet.rows) - 1, len(self._header))
        self._part, self._sheet = part, sheet
        self.keys: Sequence[str] = [
            self._key_of(row.cells.get(self._key)) for row in sheet.rows[1:]
        ]

    def _key_of(self, cell: tuple[str, str] | None) -> str:
        if cell is None:
            return ""
        if cell[0] != "n":
            return key_text(self._text(cell))
        number = float(cell[1])
        return key_text(number) if math.isfinite(number) else ""

    def _text(self, cell: tuple[str, str]) -> str:
        kind, text = cell
        return self._texts[int(text)] if kind == "s" else text

    def _relations(self, archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
        """Return kind and part by id."""
        return {
            found.attrib["Id"]: (
                found.attrib["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/xl", found.attrib["Target"])).lstrip("/"),
            )
            for found in read_xml(archive.read(_RELATIONS), self._path)
        }

    def _sheets(
        self, archive: zipfile.ZipFile, relations: dict[str, tuple[str, str]]
    ) -> Iterator[str]:
        """Yield the parts of all sheets of cells, those that are hidden last."""
        root = read_xml(archive.read(_BOOK), self._path)
        found = [sheet for sheet in root.iter("sheet") if sheet.attrib.get("id") in relations]
        for sheet in sorted(
            found, key=lambda each: each.attrib.get("state", "visible") != "visible"
        ):
            kind, part = relations[sheet.attrib["id"]]
            if kind == "worksheet":
                yield part

    def _shared(self, content: bytes) -> list[str]:
        """Return the texts that cells go by a number for, without how they are read aloud."""
        texts: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        inside: list[str] = []

        def start(name: str, _: dict[str, str]) -> None:
            inside.append(name.rpartition(":")[2])
            if inside[-1] == "si":
                texts.append("")

        def data(text: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                texts[-1] += text

        def refuse(*_: object) -> NoReturn:
            raise ValueError

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: inside.pop()
        parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = refuse
        parser.Parse(content, True)
        return texts

    def _damaged(self) -> FileProblem:
        return FileProblem(
            f"{self._path.name} is a damaged workbook; open it in Excel, save it anew and try "
            "again."
        )
