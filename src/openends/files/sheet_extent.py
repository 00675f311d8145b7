"""How far a sheet of a workbook spreads, told from its XML without keeping it."""

from __future__ import annotations

import re

from openends.files.limits import CELLS

#: Where a cell or row says that it is: r="B7", r="7".
_REFERENCE = re.compile(rb"r\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
#: How many texts there are, for which the reader makes room at once.
_TEXTS = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)[\"']")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
#: Bytes that are looked at again with the next part of the XML, for what lies across the border.
_OVERLAP = 2_000
#: A border region that is nothing but blanks, or one word, hides something.
_HIDDEN = re.compile(rb"\s*=?\s*[\"']?[A-Za-z]*\d*")


class Extent:
    """Rows and columns up to the last one used, and how many cells there are.

    The reader of workbooks makes room for every cell from the first to the last; two cells far
    apart would fill the memory. What a sheet says of its own dimension counts for nothing.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.cells = 0
        self._rest = b""
        #: The tag that the next part goes on with.
        self._tag = b""
        self._in_sheet = False
        self._in_row = 0
        self._row_tags = 0

    def add(self, chunk: bytes) -> None:
        """Look at the next part of the XML.

        Raises
        ------
        ValueError
            When a cell says that it is where no cell can be, or a comment could hide one.
        """
        body = self._rest + chunk
        if any(int(count[:20]) > CELLS for count in _TEXTS.findall(body)):
            raise ValueError
        self._in_sheet = self._in_sheet or b"sheetData" in body
        if self._in_sheet:
            if b"<!--" in body:
                raise ValueError
            self._place(body)
            self._count(chunk)
        self._rest = body[-_OVERLAP:]
        if len(self._rest) == _OVERLAP and _HIDDEN.fullmatch(self._rest):
            raise ValueError

    def _place(self, body: bytes) -> None:
        """Take in where cells and rows say that they are."""
        found = set(_REFERENCE.findall(body))
        for letters in {letters for letters, _ in found}:
            self.columns = max(self.columns, _column(letters))
        for digits in {digits for _, digits in found}:
            self.rows = max(self.rows, _row(digits))

    def _count(self, chunk: bytes) -> None:
        """Count rows and cells: where they do not say where they are, they follow one another."""
        body = self._tag + chunk
        cut = body.rfind(b"<", -_OVERLAP) if len(body) > _OVERLAP else -1
        self._tag, body = (body[cut:], body[:cut]) if cut > 0 else (b"", body)
        counts = [row.count(b"<c") + row.count(b":c") for row in _ROW.split(body)]
        self.cells += sum(counts)
        counts[0] += self._in_row
        self._in_row = counts[-1]
        self._row_tags += len(counts) - 1
        self.columns = max(self.columns, *counts)
        self.rows = max(self.rows, self._row_tags)


def _column(letters: bytes) -> int:
    if len(letters) > 3:
        raise ValueError
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _row(digits: bytes) -> int:
    if len(digits) > 7:
        raise ValueError
    return int(digits)
