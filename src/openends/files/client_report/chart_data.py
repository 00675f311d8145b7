"""A chart of a slide, and the workbook inside it that opens when somebody edits its data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openends.files.atomic import folder_for_parts
from openends.files.workbook import new_workbook, write_cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Values of a chart, one per category, and their colour."""

    name: str
    values: Sequence[float]
    #: Red, green and blue in hexadecimal.
    color: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BarChart:
    """Bars of a chart, the first on top."""

    #: Above it, and read out to those who do not see it.
    title: str
    #: Beside the bars.
    names: Sequence[str]
    series: Sequence[Series]
    #: What else its data hold, by heading; it is not drawn.
    beside: Mapping[str, Sequence[float]] = field(default_factory=dict)
    #: True for the parts of a whole, a bar each; else bars are shares.
    stacked: bool = False
    #: Bars at the end that are set apart by their colour.
    grey: int = 0


def chart_workbook(chart: BarChart) -> bytes:
    """Return a workbook with names in column A, then a column per series and what else it holds.

    Notes
    -----
    The library that makes the slides writes such a workbook itself, but takes a name like "=1+1"
    for a formula, and notes the time.
    """
    columns = {**{each.name: each.values for each in chart.series}, **chart.beside}
    with folder_for_parts() as folder:
        path = Path(folder) / "data.xlsx"
        with new_workbook(path) as book:
            sheet = book.add_worksheet("Sheet1")
            sheet.set_column(0, 0, 40)
            for row, name in enumerate(chart.names, start=1):
                write_cell(sheet, row, 0, name)
            for column, (heading, values) in enumerate(columns.items(), start=1):
                write_cell(sheet, 0, column, heading)
                for row, value in enumerate(values, start=1):
                    write_cell(sheet, row, column, value)
        return path.read_bytes()
