"""Find columns that hold codes which somebody gave before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openends.domain.survey import Column
from openends.files.coded_table import SEPARATOR
from openends.services.column_signs import SAMPLE, written

#: "Q1_1", "Q1.c02", "Q1_code3"
_NUMBERED = re.compile(r"(?P<stem>\S+?)[_.\- ]?(?:c|code|m|mention)?[_.\- ]?\d{1,3}", re.IGNORECASE)
#: "Q1_codes", "codes", "why: codes"
_CODES = re.compile(r"(?:(?P<stem>.+?)[_.:\- ]*)??(?:codes?|coded|coding)", re.IGNORECASE)
#: What an open question's column has behind the stem that its codes share.
_TEXT = re.compile(r"(?P<stem>.+?)[_.\- ]*(?:text|txt|open|oe|verbatim|answer)", re.IGNORECASE)
#: A longer name is a question.
_LONGEST_NAME = 200
#: Columns that a family of codes has at least: one alone is a variable.
_FEWEST = 2
#: Cells a code stands in on average; names that hardly come back are no codes.
_LEAST_USE = 1.5


def find_coded(columns: Sequence[Column], texts: Sequence[str]) -> dict[str, str]:
    """Return the columns with codes, each with the open question whose answers have them.

    Codes are numbers in "Q1_1", "Q1_2" ..., 1 and 0 in a column a code, or names between
    semicolons in "Q1_codes", beside an open question "Q1" or "Q1_text". Without it they are the
    answers to a closed question.
    """
    known = frozenset(texts)
    stems = {_stem(name): name for name in reversed(texts)}
    only = texts[0] if len(texts) == 1 else ""
    families: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for column in columns:
        if len(column.name) > _LONGEST_NAME:
            continue
        if named := _CODES.fullmatch(column.name.strip()):
            stem = (named["stem"] or "").casefold()
            text = stems.get(stem) or (only if not stem or stem == "all" else "")
            if text and text != column.name and _holds_codes(column):
                found[column.name] = text
        elif part := _NUMBERED.fullmatch(column.name.strip()):
            text = stems.get(part["stem"].casefold(), "")
            if text and column.name not in known and _holds_marks(column):
                families.setdefault(text, []).append(column.name)
    for text, names in families.items():
        if len(names) >= _FEWEST:
            found |= dict.fromkeys(names, text)
    return found


def _stem(name: str) -> str:
    found = _TEXT.fullmatch(name.strip()) if len(name) <= _LONGEST_NAME else None
    return (found["stem"] if found else name.strip()).casefold()


def _holds_codes(column: Column) -> bool:
    """Tell names or numbers that come back from answers that do not."""
    cells = written(column)[:SAMPLE]
    pieces = [part.strip() for cell in cells for part in cell.split(SEPARATOR.strip())]
    pieces = [piece for piece in pieces if piece]
    return bool(pieces) and len(pieces) >= _LEAST_USE * len(set(pieces))


def _holds_marks(column: Column) -> bool:
    """Tell whole numbers, or short names that come back; an empty last column counts as well."""
    cells = written(column)[:SAMPLE]
    return all(re.fullmatch(r"\d{1,5}", cell) for cell in cells) or _holds_codes(column)
