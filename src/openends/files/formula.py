"""Keep a respondent's text from becoming a formula in a spreadsheet."""

from __future__ import annotations

from openends.domain.survey import Cell

#: A cell that begins so is computed by spreadsheet programs when they open a CSV file.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def guard_formula(cell: Cell) -> Cell:
    """Return the cell with an apostrophe before it where a spreadsheet would compute it.

    Numbers stay as they are. A lone dash is no formula. Source: OWASP, "CSV Injection".
    """
    if not isinstance(cell, str):
        return cell
    inner = cell.lstrip(" \n\x00")
    if not inner.startswith(_STARTS) or inner.strip() in {"-", "--"}:
        return cell
    return "'" + cell
