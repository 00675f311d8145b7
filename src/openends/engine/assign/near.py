"""Find the text that a person decided behind slips of the pen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np

from openends.engine.assign.exact import normalised

#: A word with this many letters or fewer is another word when a letter differs: "can" is not
#: "can't", "hot" is not "hat".
EXACT_LETTERS = 4
#: Similarity (1 - edits / length) from which two words are the same one.
SAME_WORD = 0.75
#: As much as two texts must share before their words are looked at; saves time only.
_SAME_TEXT = 0.7
_BLOCK = 1_000


class NearTexts:
    """Texts that a person decided, found also where a word of them is misspelt.

    Two texts are the same when they have as many words, and each is the same or nearly so: it
    begins alike, is longer than four letters, holds no figure and differs by a slip
    (Damerau-Levenshtein). "Unhappy" is not "happy", and "S21" not "S22".

    Parameters
    ----------
    known:
        Normalised texts.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for text in sorted(known):
            self._by_length[len(text.split())].append(text)
        self._found: dict[str, str] = {}

    def read(self, texts: Sequence[str]) -> None:
        """Compare further texts; needed before they are asked for."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for key in sorted({normalised(text) for text in texts} - set(self._known)):
            by_length[len(key.split())].append(key)
        for length, keys in by_length.items():
            for start in range(0, len(keys), _BLOCK):
                self._compare(keys[start : start + _BLOCK], self._by_length.get(length, []))

    def known(self, text: str) -> str:
        """Return the normalised text that a person decided, or else the text's own."""
        key = normalised(text)
        return self._found.get(key, key)

    def _compare(self, keys: Sequence[str], known: Sequence[str]) -> None:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cdist

        if not known:
            return
        table = cdist(
            keys,
            known,
            scorer=OSA.normalized_similarity,
            score_cutoff=_SAME_TEXT,
            dtype=np.float32,
        )
        for row, key in enumerate(keys):
            for column in np.argsort(-table[row], kind="stable"):
                if table[row, column] < _SAME_TEXT:
                    break
                if _same_words(key, known[column]):
                    self._found[key] = known[column]
                    break


def _same_words(one: str, other: str) -> bool:
    return all(_same_word(*pair) for pair in zip(one.split(), other.split(), strict=True))


def _same_word(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if one == other:
        return True
    return (
        min(len(one), len(other)) > EXACT_LETTERS
        and one[0] == other[0]
        and not any(map(str.isdigit, one + other))
        and OSA.normalized_similarity(one, other) >= SAME_WORD
    )
