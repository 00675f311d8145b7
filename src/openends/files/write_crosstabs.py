"""The sheet of a workbook that holds counts by background variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openends.domain.crosstab import Crosstab, CrosstabCell, CrosstabRow, RowKind
from openends.domain.survey import CodedSurvey
from openends.domain.tabulation import Tabulation
from openends.files.workbook import write_cell

SHEET = "Tables"
#: Columns before those of the variable: name, number, total.
_FIRST = 3


def write_crosstabs(book: Any, coded: CodedSurvey, tabulations: Mapping[str, Tabulation]) -> None:
    """Write one table below the other; no sheet where there are none.

    Every value of a variable has two columns: the share, and the letters of the columns that are
    lower.
    """
    if not any(counts.crosstabs for counts in tabulations.values()):
        return
    sheet = book.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 8)
    styles = _Styles(book)
    row = 0
    for column, question in coded.questions.items():
        for table in tabulations[column].crosstabs:
            row = _write(sheet, row, question.question or column, table, styles) + 3


class _Styles:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 13, "font_color": "#1f3a4d"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "align": "right", "text_wrap": True, "valign": "bottom"}
        )
        self.left = book.add_format({"bold": True, "bottom": 1, "valign": "bottom"})
        self.note = book.add_format(
            {"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"}
        )
        self.net = book.add_format({"bold": True})
        self.code = book.add_format({"indent": 1})
        self.share = book.add_format({"num_format": "0%"})
        self.net_share = book.add_format({"num_format": "0%", "bold": True})
        self.last = book.add_format({"top": 1})
        self.mean = book.add_format({"num_format": "0.00", "top": 1})
        self.letters = book.add_format({"font_color": "#a03c00", "bold": True})


def _write(sheet: Any, top: int, title: str, table: Crosstab, styles: _Styles) -> int:
    """Write a table, and return the row of its last line."""
    write_cell(sheet, top, 0, f"{title}: by {table.variable}", styles.title)
    head = top + 2
    for at, name in enumerate((" ", "number", "Total")):
        write_cell(sheet, head, at, name, styles.head if at else styles.left)
        write_cell(sheet, head + 1, at, ("Base", None, table.base)[at])
    for at, column in enumerate(table.columns):
        place = _FIRST + 2 * at
        write_cell(sheet, head, place, f"{column.value} ({column.letter})", styles.head)
        write_cell(sheet, head, place + 1, " ", styles.head)
        write_cell(sheet, head + 1, place, column.base)
        sheet.set_column(place, place, 12)
        sheet.set_column(place + 1, place + 1, 6)
    for at, line in enumerate(table.rows, start=head + 2):
        _write_row(sheet, at, line, styles)
    last = head + 2 + len(table.rows)
    write_cell(sheet, last, 0, "Mean number of codes", styles.last)
    for at, column in enumerate(table.columns):
        write_cell(sheet, last, _FIRST + 2 * at, column.mean_codes, styles.mean)
    _write_note(sheet, last + 1, table, styles)
    return last + 1


def _write_note(sheet: Any, row: int, table: Crosstab, styles: _Styles) -> None:
    """Write how to read the table, as wide as it and at least as wide as eight columns."""
    told = table.method
    if table.unknown:
        told = f"{told} {table.unknown:,} people have no value; they count in the total only."
    width = max(8, _FIRST + 2 * len(table.columns))
    sheet.merge_range(row, 0, row, width - 1, "")
    write_cell(sheet, row, 0, told, styles.note)
    sheet.set_row(row, 15 * (2 + len(told) // (10 * width)))


def _write_row(sheet: Any, row: int, line: CrosstabRow, styles: _Styles) -> None:
    net = line.kind is RowKind.CATEGORY
    share = styles.net_share if net else styles.share
    style = styles.net if net else styles.code if line.category else None
    write_cell(sheet, row, 0, line.name, style)
    write_cell(sheet, row, 1, line.number)
    write_cell(sheet, row, 2, line.total.share, share)
    for at, cell in enumerate(line.cells):
        place = _FIRST + 2 * at
        write_cell(sheet, row, place, cell.share, share)
        write_cell(sheet, row, place + 1, _letters(cell), styles.letters)


def _letters(cell: CrosstabCell) -> str:
    return " ".join(cell.higher_than)
