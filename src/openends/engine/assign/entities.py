"""Layer "entity": brands, products and people, however they are spelt."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import regex

from openends.domain.codebook import Code, Codebook, RuleKind
from openends.domain.coding import Layer
from openends.engine.assign.candidate import Candidate

#: Similarity (1 - edits / length) from which a spelling counts as the entity's.
SAME = 0.75
#: Similarity of a spelling that is exactly a name or a variant.
EXACT = 0.99
#: Spellings with this many letters or fewer must match exactly: "BP" is not "HP".
EXACT_LETTERS = 4
#: A name may be spread over this many words, however few it has: "B. M. W.", "Mc Donald's".
LEAST_WORDS = 4

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
#: A word: a run of letters, with the "+" at its end, or of figures. Marks part words, so that
#: "Sony-TV" holds "Sony"; so does every letter of a script without spaces between words. Katakana
#: spells out foreign names, which end where it does.
_WORD = regex.compile(
    rf"[{_UNSPACED}--\p{{M}}]\p{{M}}*|[\p{{Katakana}}ー]+|\p{{N}}+"
    rf"|[\w--[_\p{{N}}{_UNSPACED}\p{{Katakana}}ー]]+(?:\++(?![\w+]))?",
    regex.VERSION1,
)
#: What ties a lone letter to other words: the "m" of "I'm" and the "T" of "T-shirt" are no names.
_TIES = frozenset("'’-&+")
#: Accents and the like, which belong to no script; vowel signs belong to theirs.
_NOT_COUNTED = regex.compile(r"[\W_\p{Script=Inherited}]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A run of words in an answer and the key it is compared by."""

    key: str
    start: int
    end: int

    def holds(self, other: Spelling) -> bool:
        """Tell whether another run lies within this one."""
        return self.start <= other.start and other.end <= self.end


def spelling_key(text: str) -> str:
    """Return the letters and digits of a name without case, accents, spaces and marks."""
    return "".join(_key(word) for word in _WORD.findall(text))


def _key(word: str) -> str:
    return str(_NOT_COUNTED.sub("", unicodedata.normalize("NFKD", word).casefold()))


def spellings(text: str, most_words: int = LEAST_WORDS) -> list[Spelling]:
    """Return every run of one to ``most_words`` words, the longest first at each place."""
    words = [(match.start(), match.end(), _key(match[0])) for match in _WORD.finditer(text)]
    found: list[Spelling] = []
    for first, (start, _, _) in enumerate(words):
        key = ""
        runs: list[Spelling] = []
        for _, end, letters in words[first : first + most_words]:
            key += letters
            if letters and not (len(key) == 1 and _is_tied(text, start, end)):
                runs.append(Spelling(key, start, end))
        found += reversed(runs)
    return found


def _is_tied(text: str, start: int, end: int) -> bool:
    return not _TIES.isdisjoint((text[start - 1 : start], text[end : end + 1]))


class EntityFinder:
    """Finds the entities of a codebook in answers.

    Parameters
    ----------
    codebook:
        Its codes' names and variant rules are the spellings that count as certain.
    texts:
        Answers that will be looked at, so that their runs of words are compared at once.

    Notes
    -----
    Damerau-Levenshtein similarity (optimal string alignment) over keys without case, accents and
    spaces. Names with other figures in them are other names ("S21", "S22").
    """

    def __init__(self, codebook: Codebook, texts: Sequence[str]) -> None:
        self._names: dict[str, Code] = {}
        self._most_words = LEAST_WORDS
        for code in codebook:
            for name in (code.name, *_variants(code)):
                self._names.setdefault(spelling_key(name), code)
                self._most_words = max(self._most_words, len(_WORD.findall(name)))
        self._names.pop("", None)
        self._matches: dict[str, tuple[str, float]] = {}
        self.read(texts)

    def read(self, texts: Sequence[str]) -> None:
        """Compare the runs of words of further answers; needed before they are looked at."""
        keys = sorted({item.key for text in texts for item in spellings(text, self._most_words)})
        self._matches.update(_closest(keys, sorted(self._names)))

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """Return the entities named in an answer, in order, each once."""
        found: dict[str, Candidate] = {}
        taken: list[Spelling] = []
        for item in self._ranked(text):
            if any(item.start < other.end and other.start < item.end for other in taken):
                continue
            name, closeness = self._matches[item.key]
            taken.append(item)
            code = self._names[name]
            found.setdefault(
                code.name,
                Candidate(code, Layer.ENTITY, round(closeness, 3), item.start, item.end),
            )
        return tuple(sorted(found.values(), key=lambda candidate: candidate.start))

    def _ranked(self, text: str) -> list[Spelling]:
        """Return the names' spellings in an answer, the closest first, longer ones before shorter.

        A name comes last where it is the beginning or end of a misspelt longer one.
        """
        items = [item for item in spellings(text, self._most_words) if item.key in self._matches]
        misspelt = [item for item in items if item.key not in self._names]

        def rank(item: Spelling) -> tuple[bool, float, int, int]:
            name, closeness = self._matches[item.key]
            within = any(
                item.key == name
                and longer.holds(item)
                and _goes_on(name, longer.key, self._matches[longer.key][0])
                for longer in misspelt
            )
            return within, -closeness, item.start, item.start - item.end

        return sorted(items, key=rank)


def _variants(code: Code) -> list[str]:
    return [rule.pattern for rule in code.rules if rule.kind is RuleKind.VARIANT]


def _goes_on(name: str, written: str, longer: str) -> bool:
    """Tell whether what is written beside a name is a spelling of the rest of a longer name."""
    from rapidfuzz.distance import OSA

    if name not in written or name not in longer:
        return False
    rest = longer.replace(name, "", 1)
    similarity = OSA.normalized_similarity(written.replace(name, "", 1), rest)
    return len(rest) > EXACT_LETTERS and similarity >= SAME


def _closest(keys: Sequence[str], names: Sequence[str]) -> dict[str, tuple[str, float]]:
    """Return, for each key that is a spelling of a name, that name and the similarity."""
    known = set(names)
    matches = {key: (key, EXACT) for key in keys if key in known}
    rest = [key for key in keys if key not in known and len(key) >= EXACT_LETTERS]
    for key in rest:
        # The plural of a name too short for other misspellings.
        if key.endswith("s") and key[:-1] in known:
            matches[key] = (key[:-1], 1 - 1 / len(key))
    long_names = _by_figures(name for name in names if len(name) > EXACT_LETTERS)
    for figures, block in _by_figures(rest).items():
        if figures in long_names:
            matches.update(_similar(block, long_names[figures]))
    return matches


def _by_figures(keys: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        groups["".join(filter(str.isdigit, key))].append(key)
    return groups


def _similar(keys: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, tuple[str, float]]]:
    """Yield each key that is similar enough to a name, with the most similar name."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    for start in range(0, len(keys), 2_000):
        block = keys[start : start + 2_000]
        table = cdist(
            block, names, scorer=OSA.normalized_similarity, score_cutoff=SAME, dtype=np.float32
        )
        for row, column in enumerate(table.argmax(axis=1)):
            if table[row, column] >= SAME:
                yield block[row], (names[column], float(table[row, column]))
