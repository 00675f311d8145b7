"""Cut an answer into words, and find listed phrases among them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

#: Letters, with marks between them: "O'Connor", "Schulze-Brandt". A word ends with its script:
#: other scripts go on without a space behind a name.
_WORD = regex.compile(
    r"\p{Latin}[\p{Latin}\p{M}]*+(?:['’‑-]\p{Latin}[\p{Latin}\p{M}]*+)*+"
    r"|(?:(?!\p{Latin})\p{L})(?:(?!\p{Latin})[\p{L}\p{M}])*+"
)
#: "Wendy's", "Sarah’s": the ending is no part of the name.
_OWNED = regex.compile(r"(?<=\p{L}{2})['’][sS]$")
#: Between the words of one phrase stands a space, a full stop or an ampersand, and no more.
_LONGEST_GAP = 3
_PARTING = frozenset("!?;:,()\n")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an answer and where it stands."""

    text: str
    #: The word in lower case and without accents, for comparison.
    key: str
    start: int

    @property
    def end(self) -> int:
        """Return the place behind its last code point."""
        return self.start + len(self.text)

    @property
    def is_large(self) -> bool:
        """Tell whether it begins with a capital, as names do."""
        return self.text[0].isupper()


def cut_words(text: str) -> list[Word]:
    """Return the words of an answer in order."""
    found = []
    for match in _WORD.finditer(text):
        word = _OWNED.sub("", match[0])
        found.append(Word(word, fold(word), match.start()))
    return found


def fold(word: str) -> str:
    """Return a word in lower case and without accents, which people leave out."""
    key = word.casefold().replace("’", "'")
    if key.isascii():
        return key
    parts = unicodedata.normalize("NFD", key)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def gap(text: str, words: Sequence[Word], at: int) -> str:
    """Return what stands between a word and the next one."""
    return text[words[at].end : words[at + 1].start] if at + 1 < len(words) else "\n"


class Phrases:
    """A list of phrases that is looked up word by word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in phrases:
            keys = tuple(word.key for word in cut_words(phrase))
            self._by_first[keys[0]].append(keys)
        for same in self._by_first.values():
            same.sort(key=len, reverse=True)

    def match(self, text: str, words: Sequence[Word], at: int) -> int:
        """Return how many words at a place are a phrase, the longest one; 0 if none is."""
        for keys in self._by_first.get(words[at].key, ()):
            found = words[at : at + len(keys)]
            if tuple(word.key for word in found) == keys and all(
                _ties(gap(text, words, place)) for place in range(at, at + len(keys) - 1)
            ):
                return len(keys)
        return 0


def _ties(between: str) -> bool:
    return len(between) <= _LONGEST_GAP and _PARTING.isdisjoint(between)
