"""Split a verbatim into the clauses that can each carry a code."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Not even a long review makes more points than this; the rest joins the last clause.
MOST_CLAUSES = 24

#: Words that join two points, by language of the answer.
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
_MARK = r"[.;!?/|,…•]"
#: Between figures these are part of the number: "4.5", "3,50".
_MARKS = rf"(?<!{_MARK}){_MARK}++(?=\s|$|[^\W\d])|\n|[。！？；，、]+|\s[-–—]+\s"
_DOMAINS = r"(?:com|net|org|info|edu|gov|app|eu|de|nl|fr|pt|co\.uk)"
_TITLES = (
    "mr|mrs|ms|dr|dra|prof|st|sr|sra|srta|mme|mlle|hr|fr|vs|approx|incl|excl|ca|bzw|evtl|ggf|inkl|"
    "zzgl|bijv|evt|resp|std|stk|nr|ej"
)
_LOWER = r"(?-i:[^\WA-ZÀ-Þ\d_])"
#: Marks inside these end no point.
_WHOLE = "|".join(
    (
        r"(?:https?://|www\.)\S*[^\W_]/?",
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
        rf"(?<![\w-])[\w-]{{1,63}}\.{_DOMAINS}(?![^\W_])(?:\.[a-z]{{2}}\b)?(?:/\S*\w)?",
        # "U.S.", "z. B.", "J. Smith", but not the last letter of an answer.
        r"\b(?:e\.?g|i\.?e)\.?,",
        r"\b[^\W\d_]\.(?=\s*[^\W_])",
        rf"\b(?:{_TITLES})\.",
        rf"\b(?:etc|usw|ecc|enz)\.(?=\s+{_LOWER})",
        # "km/h", "TV/PC", "w/ cheese"
        r"\b(?:[^\W\d_]{1,2}/[^\W\d_]{1,2}\b|and/or\b|w/(?=\s))",
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a verbatim; ``text`` is the slice from start to end."""

    start: int
    end: int
    text: str


def _pattern(language: str) -> re.Pattern[str]:
    joins = _JOINS.get(language, _JOINS["en"]).split()
    joins += _SINGLE_LETTER_JOINS.get(language, "").split()
    words = "|".join(sorted(joins, key=len, reverse=True))
    return re.compile(rf"(?P<whole>{_WHOLE})|{_MARKS}|(?<=\s)(?:{words})(?=\s)", re.IGNORECASE)


_PATTERNS = {language: _pattern(language) for language in _JOINS}


def split_clauses(text: str, language: str = "en") -> tuple[Clause, ...]:
    """Return the clauses of a verbatim, in order, at least one and at most 24.

    Parameters
    ----------
    text:
        The cleaned verbatim.
    language:
        ISO 639-1 code; decides which conjunctions split. Unknown ones use English.
    """
    pattern = _PATTERNS.get(language, _PATTERNS["en"])
    clauses: list[Clause] = []
    start = 0
    for match in pattern.finditer(text):
        if match["whole"]:
            continue
        if len(clauses) == MOST_CLAUSES - 1:
            break
        clauses += _trimmed(text, start, match.start())
        start = match.end()
    clauses += _trimmed(text, start, len(text))
    return tuple(clauses) or (Clause(0, len(text), text),)


def _trimmed(text: str, start: int, end: int) -> list[Clause]:
    """Return the span without outer marks as a clause; none where it has no letters or digits."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \t\n.,;:!?-–—\"'"))
    end -= len(part) - len(part.rstrip(" \t\n,;:-–—\"'"))
    if start >= end or not any(map(str.isalnum, text[start:end])):
        return []
    return [Clause(start, end, text[start:end])]
