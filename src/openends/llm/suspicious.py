"""Answers that read like orders to a machine are not sent to one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import regex

#: Marks without width, so many in a row that they hide something.
_HIDDEN = regex.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]{8,}")
#: Letters that are looked through.
_LONGEST = 20_000


def reads_like_an_order(text: str) -> bool:
    """Tell whether an answer speaks to a machine instead of to whoever asked.

    Such an answer keeps its embedded coding, which no wording can command.
    """
    looked_at = text[:_LONGEST]
    return bool(_orders().search(looked_at) or _HIDDEN.search(looked_at))


@cache
def _orders() -> regex.Pattern[str]:
    lines = (files(__package__) / "suspicious.txt").read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return regex.compile(joined, regex.IGNORECASE | regex.DOTALL)
