"""Split a verbatim into the clauses that can each carry a code."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: An answer rarely makes more points than this; the rest joins the last clause.
MOST_CLAUSES = 8

#: Words that join two points, by language; each splits in every language of the list, because
#: they are function words that seldom mean something else in another one.
_JOINS = {
    "en": "and but because however also plus although though while",
    "es": "pero porque aunque además también",
    "pt": "mas porque embora além também",
    "fr": "mais parce puisque cependant aussi",
    "de": "und aber weil jedoch außerdem sondern obwohl",
    "it": "ma perché però inoltre anche",
    "nl": "en maar omdat echter ook hoewel",
}
_SINGLE_LETTER_JOINS = {"es": "y e", "pt": "e", "it": "e", "fr": "et"}
_MARKS = r"[.;!?/|,\n。！？；，、…•]+(?=\s|$|[^\W\d])|\s[-–—]+\s"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a verbatim; ``text`` is the slice from start to end."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """Number of words; scripts without spaces count four characters as a word."""
        spaced = len(self.text.split())
        return spaced if self.text.isascii() else max(spaced, _unspaced(self.text) // 4)


def _unspaced(text: str) -> int:
    return sum("\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0e7f" for char in text)


def _pattern(language: str) -> re.Pattern[str]:
    joins = _JOINS.get(language, _JOINS["en"]).split()
    joins += _SINGLE_LETTER_JOINS.get(language, "").split()
    words = "|".join(sorted(joins, key=len, reverse=True))
    return re.compile(rf"{_MARKS}|(?<=\s)(?:{words})(?=\s)", re.IGNORECASE)


_PATTERNS = {language: _pattern(language) for language in _JOINS}


def split_clauses(text: str, language: str = "en") -> tuple[Clause, ...]:
    """Return the clauses of a verbatim, in order, at least one and at most eight.

    Parameters
    ----------
    text:
        The cleaned verbatim.
    language:
        ISO 639-1 code; decides which conjunctions split. Unknown ones use English.
    """
    pattern = _PATTERNS.get(language, _PATTERNS["en"])
    spans: list[tuple[int, int]] = []
    start = 0
    for match in pattern.finditer(text):
        if len(spans) == MOST_CLAUSES - 1:
            break
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    clauses = [_trimmed(text, *span) for span in spans]
    kept = tuple(clause for clause in clauses if any(map(str.isalnum, clause.text)))
    return kept or (_trimmed(text, 0, len(text)),)


def _trimmed(text: str, start: int, end: int) -> Clause:
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \t\n.,;:!?-–—\"'"))
    end -= len(part) - len(part.rstrip(" \t\n,;:-–—\"'"))
    return Clause(start, max(start, end), text[start : max(start, end)])
