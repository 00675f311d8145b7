"""The opinion words and negations of each language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

#: Languages that put no spaces between words.
UNSPACED = frozenset({"zh", "ja"})
#: One character of these is part of many words: only the list written for surveys may have it.
_SHORTEST_UNSPACED = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of a language's opinions."""

    #: Words by themselves.
    scores: Mapping[str, float]
    #: Beginnings of words, for languages with many endings.
    stems: Mapping[str, float]
    #: These and ``ends``: words, or pairs of them.
    negations: frozenset[str]
    #: Negations that stand behind the opinion they turn.
    behind: frozenset[str]
    #: Negations that do so where they end the clause: "gefällt mir nicht".
    last: frozenset[str]
    #: Behind these a negation turns nothing more.
    ends: frozenset[str]
    #: Letters of the longest word to search for in a language without spaces; else 0.
    longest: int

    def score(self, word: str) -> float:
        """Return the score of a word, -5 to 5; 0 for one without an opinion."""
        for end in range(len(word), 0, -1) if self.stems else ():
            if (score := self.stems.get(word[:end])) is not None:
                return score
        return self.scores.get(word, 0)

    def cut(self, run: str) -> list[str]:
        """Cut a run of letters into words, the longest known ones first, unknown letters singly."""
        if not self.longest:
            return [run]
        found, at = [], 0
        while at < len(run):
            for length in range(min(self.longest, len(run) - at), 0, -1):
                piece = run[at : at + length]
                if length == 1 or self._knows(piece):
                    break
            found.append(piece)
            at += len(piece)
        return found

    def _knows(self, word: str) -> bool:
        listed = (self.scores, self.negations, self.behind, self.ends)
        return any(word in words for words in listed)


@cache
def words_of(language: str) -> Words:
    """Return the words of a language; one that is not listed has none.

    Parameters
    ----------
    language:
        ISO 639-1 code.
    """
    own = survey_words().get(language, {})
    negations, behind = _listed(own.get("negations", "")), _listed(own.get("behind", ""))
    shortest = _SHORTEST_UNSPACED if language in UNSPACED else 1
    scores: dict[str, float] = {
        word: score
        for word, score in _general().get(language, {}).items()
        if len(word) >= shortest and word not in negations | behind
    }
    stems: dict[str, float] = {}
    for score, block in own.get("scores", {}).items():
        for word in block.casefold().split():
            if word.endswith("*"):
                stems[word[:-1]] = score
            else:
                scores[word] = score
    ends = _listed(own.get("ends", ""))
    longest = max(map(len, (*scores, *negations, *behind, *ends)), default=0)
    return Words(
        scores=scores,
        stems=stems,
        negations=negations,
        behind=behind,
        last=_listed(own.get("last", "")),
        ends=ends,
        longest=longest if language in UNSPACED else 0,
    )


@cache
def survey_words() -> Mapping[str, Mapping[str, Any]]:
    """Return the lists that were written for answers to surveys, by language."""
    shipped: dict[str, dict[str, Any]] = yaml.load(
        _data("survey_words.yaml"), Loader=yaml.CSafeLoader
    )
    return shipped


@cache
def _general() -> Mapping[str, Mapping[str, int]]:
    shipped: dict[str, dict[str, int]] = json.loads(_data("lexicon.json"))
    return shipped


def _data(name: str) -> bytes:
    return (files(__package__) / "data" / name).read_bytes()


def _listed(block: str) -> frozenset[str]:
    """Return what stands between the commas, also as people write it: "dont"."""
    parts = {part.strip() for part in block.split(",") if part.strip()}
    return frozenset(parts | {part.replace("'", "") for part in parts})
