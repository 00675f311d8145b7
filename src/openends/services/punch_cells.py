"""What a cell of a closed question says."""

from __future__ import annotations

import re

from openends.domain.survey import Cell


def is_blank(value: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def whole_number(value: Cell) -> int | None:
    """Return a number that is whole; None for all else."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return int(text) if re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII) else None


def word_of(value: Cell) -> str:
    """Return what counts of a cell that holds a word or a number: case and spaces do not."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()).casefold()
