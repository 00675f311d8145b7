"""Layer "entity": brands, products and people, however they are spelt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Code, Codebook, RuleKind
from openends.domain.coding import Layer
from openends.engine.assign.candidate import Candidate

#: Similarity (1 - edits / length) from which a spelling counts as the entity's.
SAME = 0.75
#: Spellings with this many letters or fewer must match exactly: "BP" is not "HP".
EXACT_LETTERS = 4
#: Words that a spelling may be spread over beyond the entity's own number.
MOST_WORDS = 4

_WORD = re.compile(r"[\w&'’+-]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A run of words in an answer and the key it is compared by."""

    key: str
    start: int
    end: int


def spelling_key(text: str) -> str:
    """Return the letters and digits of a name without case, accents, spaces and marks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def spellings(text: str) -> list[Spelling]:
    """Return every run of one to four words, the longest first at each place."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    found = []
    for first, (start, _) in enumerate(words):
        for last in range(min(first + MOST_WORDS, len(words)) - 1, first - 1, -1):
            end = words[last][1]
            if key := spelling_key(text[start:end]):
                found.append(Spelling(key, start, end))
    return found


class EntityFinder:
    """Finds the entities of a codebook in answers.

    Parameters
    ----------
    codebook:
        Its codes' names and variant rules are the spellings that count as certain.
    texts:
        All answers that will be looked at, so that their runs of words are compared at once.

    Notes
    -----
    Damerau-Levenshtein similarity (optimal string alignment) over keys without case, accents and
    spaces.
    """

    def __init__(self, codebook: Codebook, texts: Sequence[str]) -> None:
        self._names: dict[str, Code] = {}
        for code in codebook:
            for name in (code.name, *_variants(code)):
                self._names.setdefault(spelling_key(name), code)
        self._names.pop("", None)
        keys = sorted({item.key for text in texts for item in spellings(text)})
        self._matches = _closest(keys, sorted(self._names))

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Return the entities named in an answer, in order, each once."""
        found: dict[str, Candidate] = {}
        taken: list[tuple[int, int]] = []
        ranked = sorted(
            (item for item in spellings(text) if item.key in self._matches),
            key=lambda item: (-self._matches[item.key][1], item.start, -(item.end - item.start)),
        )
        for item in ranked:
            if any(item.start < end and start < item.end for start, end in taken):
                continue
            name, closeness = self._matches[item.key]
            taken.append((item.start, item.end))
            code = self._names[name]
            found.setdefault(
                code.name,
                Candidate(code, Layer.ENTITY, round(closeness, 3), item.start, item.end),
            )
        return tuple(sorted(found.values(), key=lambda candidate: candidate.start))


def _variants(code: Code) -> list[str]:
    return [rule.pattern for rule in code.rules if rule.kind is RuleKind.VARIANT]


def _closest(keys: Sequence[str], names: Sequence[str]) -> dict[str, tuple[str, float]]:
    """Return, for each key that is a spelling of a name, that name and the similarity."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    known = set(names)
    matches = {key: (key, 0.99) for key in keys if key in known}
    long_names = [name for name in names if len(name) > EXACT_LETTERS]
    rest = [key for key in keys if key not in known and len(key) > EXACT_LETTERS - 1]
    for start in range(0, len(rest), 2_000) if long_names else ():
        block = rest[start : start + 2_000]
        table = cdist(
            block, long_names, scorer=OSA.normalized_similarity, score_cutoff=SAME, dtype=np.float32
        )
        best = table.argmax(axis=1)
        for row, column in enumerate(best):
            if table[row, column] >= SAME:
                matches[block[row]] = (long_names[column], float(table[row, column]))
    return matches


def count_spellings(mentions: Sequence[str], people: Sequence[int]) -> Counter[str]:
    """Return how many people wrote each spelling, with outer spaces and marks taken off."""
    counts: Counter[str] = Counter()
    for mention, count in zip(mentions, people, strict=True):
        counts[mention.strip(" \t\n.,;:!?\"'()")] += count
    counts.pop("", None)
    return counts
