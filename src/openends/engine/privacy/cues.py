"""Find the words before a number that tell what the number is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from openends.engine.privacy.word_lists import listed, word_lists

#: How far before a number its cue may begin.
REACH = 40


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = sorted(listed(word_lists("number_words")[kind]), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def has_cue(text: str, kind: str, start: int) -> bool:
    """Tell whether a cue stands shortly before a place, in the same line."""
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    return _pattern(kind).search(before) is not None


def cue_ends(text: str, kind: str) -> Iterator[int]:
    """Yield the places behind the cues of a text."""
    for match in _pattern(kind).finditer(text):
        yield match.end()
