"""What stands in a field of a codebook's entry: a text, or several, whoever wrote the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openends.domain.errors import CodebookProblem
from openends.files.codebook_cells import split_examples

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def texts_of(given: Any, field: str, where: str) -> Iterable[str]:
    """Yield the texts of a field: of a list, or of a cell."""
    items = split_examples(given) if isinstance(given, str) else items_of(given, field, where)
    for item in items:
        if isinstance(item, (Mapping, list)):
            raise CodebookProblem(
                f"{where} has {field} that are not texts; write one text a line, each after '- '."
            )
        if text := plain(item):
            yield text


def items_of(given: Any, field: str, where: str) -> Sequence[Any]:
    """Return the entries of a field that holds a list; one alone is a list of one."""
    if given is None:
        return ()
    if isinstance(given, Mapping):
        raise CodebookProblem(f"{where} has {field} that are not a list; put '- ' before each.")
    return given if isinstance(given, list) else (given,)


def text_of(value: Any, field: str, where: str) -> str:
    """Return a field as text on one line."""
    if isinstance(value, (Mapping, list)):
        raise CodebookProblem(f"{where} has a {field} that is not a text; write it in one line.")
    return " ".join(plain(value).split())


def plain(value: Any) -> str:
    """Return a cell or entry as text; a spreadsheet's 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _CONTROL.sub("", str(value)).strip()
