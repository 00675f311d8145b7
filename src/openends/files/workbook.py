"""Excel workbooks with tables that are pleasant to read; texts are never formulas."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openends.domain.errors import FormatProblem, OutputError
from openends.domain.survey import Cell
from openends.files.atomic import folder_for_parts

#: What Excel takes of a text, of rows and of columns.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
#: Widest that a column is made by itself, in characters.
_WIDEST = 60


@contextmanager
def new_workbook(path: Path) -> Iterator[Any]:
    """Give a workbook that is written when the block ends well; same cells give the same bytes.

    Raises
    ------
    OutputError
        When the disk is full or the workbook too large for the format.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    from openends.files.row_sheet import RowSheet

    with folder_for_parts() as folder:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": folder,
        }
        book = xlsxwriter.Workbook(str(path), options)
        book.use_zip64()
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "author": "Openends"})
        book.set_size(2_400, 1_400)
        try:
            yield book
            book.close()
        except XlsxWriterException as error:
            raise OutputError(
                f"Cannot write the workbook: {_reason(error)}; make room or write .csv."
            ) from error
        finally:
            for sheet in book.worksheets():
                if isinstance(sheet, RowSheet):
                    sheet.close_rows()


def _reason(error: Exception) -> str:
    inner = error.args[0] if error.args else error
    return (inner.strerror if isinstance(inner, OSError) else None) or str(error)


def write_table(  # noqa: PLR0913 - the table, and how it looks
    book: Any,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int] = (),
    frozen_columns: int = 0,
    percent: Collection[int] = (),
) -> Any:
    """Write a sheet with a header that stays in sight and can be filtered; return the sheet.

    Parameters
    ----------
    book:
        From ``new_workbook``.
    name:
        Of the sheet.
    header, rows:
        The table; a float is shown as it is.
    widths:
        Of the columns in characters, from the left; further ones follow their header.
    frozen_columns:
        Columns at the left that stay in sight.
    percent:
        Columns, from 0, whose shares are shown as percentages.

    Raises
    ------
    FormatProblem
        When Excel cannot hold that many rows or columns.
    """
    if len(header) > MOST_COLUMNS:
        raise FormatProblem(
            f"Excel holds {MOST_COLUMNS:,} columns, the table has {len(header):,}; write .csv."
        )
    # Only who writes a workbook waits for the library.
    from openends.files.row_sheet import RowSheet

    sheet = book.add_worksheet(name, worksheet_class=RowSheet)
    bold = book.add_format(
        {"bold": True, "bg_color": "#1f3a4d", "font_color": "#ffffff", "text_wrap": True,
         "valign": "vcenter"}
    )  # fmt: skip
    for column, title in enumerate(header):
        width = widths[column] if column < len(widths) else min(_WIDEST, max(10, len(title) + 2))
        sheet.set_column(column, column, width)
        write_cell(sheet, 0, column, title, bold)
    styles = dict.fromkeys(percent, book.add_format({"num_format": "0.0%"})) if percent else {}
    last = sheet.add_rows(rows, styles, book.tmpdir, MOST_ROWS)
    if last > MOST_ROWS:
        raise FormatProblem(f"Excel holds {MOST_ROWS:,} rows, the table has more; write .csv.")
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, max(1, last), max(0, len(header) - 1))
    return sheet


def write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any = None) -> None:
    """Write one cell as what it is; a text is always a text."""
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style)
    elif isinstance(cell, str):
        _write_text(sheet, row, column, fitting(cell), style)
    elif not math.isfinite(cell):
        sheet.write_string(row, column, str(cell), style)
    else:
        sheet.write_number(row, column, cell, style)


def _write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    if not (text.startswith("<r>") and text.endswith("</r>")):
        sheet.write_string(row, column, text, style)
        return
    # The library takes such a text for markup of its own; in two pieces it is a text.
    from xlsxwriter.format import Format

    pieces = [text[:1], Format(), text[1:]]
    sheet.write_rich_string(row, column, *pieces, *([style] if style else []))


def fitting(text: str) -> str:
    """Return the text, cut where Excel takes no more; it counts most emoji as two."""
    if 2 * len(text) <= LONGEST_TEXT:
        return text
    content = text.encode("utf-16-le", "replace")
    if len(content) <= 2 * LONGEST_TEXT:
        return text
    return content[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"
