"""A thing and what is said of it, in two words: "card stolen", "verify identity"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openends.engine.embed import Index
from openends.engine.induce.nouns import WordPlaces, is_vague
from openends.engine.induce.phrases import Phrase, as_written, cut_words, stem
from openends.engine.induce.stop_words import is_bare, is_empty
from openends.engine.sentiment.words import words_of

#: Small words that may stand between the two: "stole my card", "card has not arrived".
BETWEEN = 3


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    key: str
    #: Says nothing; names no code alone.
    empty: bool
    bare: bool
    negates: bool


def find_pairs(
    clauses: Sequence[str], people: Index, *, language: str, least: float
) -> list[Phrase]:
    """Return pairs of a noun and another word that several people use, the most frequent first.

    Parameters
    ----------
    clauses, people, language, least:
        As for ``find_phrases``.

    Notes
    -----
    Such a pair would be a poor theme ("great app"), but a good name where the group of answers that
    it is to name is known already. A negation between the two is kept: "card not arrived".
    """
    places = WordPlaces(language)
    read = [_read(clause, language, places) for clause in clauses]
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for position, words in enumerate(read):
        for one, other, turned in _pairs(words):
            if not any(_names(word, language, places) for word in (one, other)):
                continue
            key = (min(one.key, other.key), max(one.key, other.key))
            holders[key].append(position)
            text = f"{one.text} {'not ' if turned else ''}{other.text}"
            written[key][text] += int(people[position])
    found = []
    for key, positions in holders.items():
        held = np.unique(np.asarray(positions, dtype=np.intp))
        count = int(people[held].sum())
        if count >= least and len(held) > 1:
            found.append(Phrase(as_written(written[key]), held, count))
    return sorted(found, key=lambda pair: (-pair.people, pair.text))


def _read(clause: str, language: str, places: WordPlaces) -> list[_Word]:
    texts = cut_words(clause)
    lower = [text.lower().replace("’", "'") for text in texts]
    keys = [stem(word) for word in lower]
    places.read(lower, keys)
    negations = words_of(language).negations
    words = []
    for text, word, key in zip(texts, lower, keys, strict=True):
        empty = is_empty(word, language)
        words.append(_Word(text, key, empty, empty or is_bare(word, language), word in negations))
    return words


def _pairs(words: Sequence[_Word]) -> Iterator[tuple[_Word, _Word, bool]]:
    """Yield words with a meaning that nothing but small words parts, and whether one negates."""
    full = [place for place, word in enumerate(words) if not word.empty and not word.negates]
    for first, last in pairwise(full):
        one, other = words[first], words[last]
        if last - first <= BETWEEN + 1 and one.key != other.key:
            yield one, other, any(word.negates for word in words[first + 1 : last])


def _names(word: _Word, language: str, places: WordPlaces) -> bool:
    vague = is_vague(word.text.lower(), language)
    return not word.bare and not vague and places.is_noun(word.key)
