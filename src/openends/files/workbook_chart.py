"""Charts of a workbook, drawn from the cells of one of its sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

#: Bars of a chart that can still be read.
MOST_BARS = 25
_LONGEST_TITLE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartCells:
    """Where a chart's names and shares stand."""

    sheet: str
    #: First and last row, from 0.
    first: int
    last: int
    #: Columns, from 0.
    names: int
    shares: int


def bar_chart(book: Any, cells: ChartCells, title: str) -> Any:
    """Return a chart of shares, the first of them on top, to be put on a sheet."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [cells.sheet, cells.first, cells.names, cells.last, cells.names],
            "values": [cells.sheet, cells.first, cells.shares, cells.last, cells.shares],
            "fill": {"color": "#2b7a78"},
            "gap": 40,
            "data_labels": {"value": True, "num_format": "0%"},
        }
    )
    # The library takes a title such as "=Sheet!A1" for a reference; a space makes it a text.
    plain = re.sub(r"!(?=[$A-Z])", "! ", title[:_LONGEST_TITLE])
    chart.set_title({"name": plain, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 720, "height": chart_height(cells)})
    return chart


def chart_height(cells: ChartCells) -> int:
    """Return how high a chart is, in pixels."""
    return 110 + 20 * (cells.last - cells.first + 1)
