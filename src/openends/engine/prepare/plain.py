"""The plain form of a text that word lists are compared with."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[^\w\s]|_")
_APOSTROPHES = re.compile(r"['’‘`´ʼ′]")


def plain(text: str) -> str:
    """Return the words in lower case without accents and marks, one space between them."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_MARKS.sub(" ", _APOSTROPHES.sub("", folded)).split())
