"""Several texts in one cell of a codebook table: a text a line, or bars between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openends.domain.codebook import RuleKind

#: Stands between the texts where none of them holds a bar.
SEPARATOR = " | "

_KINDS = "|".join(RuleKind)
#: A bar inside a regular expression separates nothing.
_BEFORE_RULE = re.compile(rf"\|(?=\s*(?:{_KINDS})\s*:)", re.IGNORECASE)


def joined(texts: Iterable[str]) -> str:
    """Return texts as one cell, from which they can be told apart again; each on one line."""
    texts = [" ".join(_filled(_lines(text))) for text in texts]
    if any("|" in text for text in texts):
        # A line break at the end tells that bars do not separate.
        return "\n".join(texts) + ("\n" if len(texts) == 1 else "")
    return SEPARATOR.join(texts)


def split_examples(cell: str) -> list[str]:
    """Return the texts of a cell."""
    parts = _lines(cell) if "\n" in cell else cell.split("|")
    return _filled(parts)


def split_rules(cell: str) -> list[str]:
    """Return the rules of a cell, each as "kind: pattern"."""
    parts = _lines(cell) if "\n" in cell else _BEFORE_RULE.split(cell)
    return _filled(parts)


def _lines(cell: str) -> list[str]:
    return re.split(r"[\r\n]+", cell)


def _filled(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]
