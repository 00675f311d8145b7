"""Texts that fit their place on a page or a slide, and the direction in which they are read."""

from __future__ import annotations

import unicodedata

#: What a file of XML cannot hold.
_NO_CHARACTERS = frozenset("\ufffe\uffff")
#: Part of a line that is kept at least so that it ends with a whole word.
_KEPT = 0.7


def fit(text: str, place: int) -> str:
    """Return a text on one line, cut with "…" where it is wider than its place.

    Parameters
    ----------
    text:
        Any text; characters that no page can show are left out.
    place:
        Its width, in letters of the Latin alphabet; a Chinese character takes two.
    """
    line = clean(text)
    left = place
    for at, character in enumerate(line):
        left -= _places(character)
        if left < 0:
            return _cut(line, max(0, at - 1)) + "…"
    return line


def width(text: str) -> int:
    """Return how wide a text is, in letters of the Latin alphabet."""
    return sum(map(_places, text))


def clean(text: str) -> str:
    """Return a text on one line, without the characters that no page can show."""
    line = " ".join(text.split())
    return "".join(
        character
        for character in line
        if unicodedata.category(character) not in {"Cc", "Cs"} and character not in _NO_CHARACTERS
    )


def direction(text: str) -> str:
    """Return "rtl" for a text that is read from the right, as Arabic and Hebrew; else "ltr"."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def _cut(line: str, at: int) -> str:
    """Return the beginning of a line, to the last whole word where that is not far back."""
    word = line.rfind(" ", 0, at + 1)
    return line[: word if word > at * _KEPT else at].rstrip()


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
