"""Keep a respondent's text from becoming a formula in a spreadsheet."""

from __future__ import annotations

import re

from openends.domain.survey import Cell

#: A cell that begins so is computed by spreadsheet programs when they open a CSV file; blanks and
#: invisible characters before it do not help.
_FORMULA = r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠\t\r]"
#: A program that expects another separator begins a cell here, too.
_SEPARATOR = r"([;\t\r\n][ \xa0]{0,20})"
#: There, a sum is guarded only where it could call or link, so that a smiley ";-)" and a list of
#: dashes stay as they are.
_INNER = r"(?:[=@＝＠]|[+\-＋－][^;\t\r\n]{0,1000}?(?:\w\(|\|))"

_BARE = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")
_INNER_BARE = re.compile(rf"{_SEPARATOR}(?='*{_INNER})")
_INNER_GUARDED = re.compile(rf"{_SEPARATOR}'(?='*{_INNER})")
_DASHES = frozenset({"-", "--"})


def guard_formula(cell: Cell) -> Cell:
    """Return the cell with an apostrophe wherever a spreadsheet would begin to compute it.

    Numbers stay as they are. A lone dash is no formula. Source: OWASP, "CSV Injection".
    """
    if not isinstance(cell, str) or cell.strip() in _DASHES:
        return cell
    guarded = _INNER_BARE.sub(r"\1'", cell)
    return "'" + guarded if _BARE.match(guarded) else guarded


def unguard_formula(cell: Cell) -> Cell:
    """Return the cell as it was before ``guard_formula``."""
    if not isinstance(cell, str):
        return cell
    return _INNER_GUARDED.sub(r"\1", cell[1:] if _GUARDED.match(cell) else cell)
