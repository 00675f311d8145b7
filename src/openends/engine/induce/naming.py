"""Name a cluster in the words of the people in it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.engine.assign.similarity import unit_rows
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.stop_words import STOP_WORDS

#: Words of the longest name.
LONGEST = 3
#: Phrases per cluster that are compared with its centre.
SHORTLIST = 12
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

_DEFINITIONS = {
    "en": "Mentions of {terms}.",
    "es": "Menciones de {terms}.",
    "de": "Nennungen von {terms}.",
    "fr": "Mentions de {terms}.",
    "pt": "Menções a {terms}.",
    "it": "Menzioni di {terms}.",
    "nl": "Vermeldingen van {terms}.",
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a cluster is called and how it is described."""

    name: str
    definition: str


def name_clusters(
    groups: Sequence[Sequence[str]],
    centres: Sequence[Matrix],
    mean: Matrix,
    encoder: Encoder,
    language: str,
) -> list[Name]:
    """Return a name and a definition per cluster.

    Parameters
    ----------
    groups:
        The clauses of each cluster.
    centres:
        The clusters' centres, less the mean.
    mean:
        What all texts share; taken off the phrases too.
    encoder:
        Reads the phrases.
    language:
        Language of the definition.

    Notes
    -----
    Phrases of one to three words are ranked by class-based tf-idf (Grootendorst 2022), and the
    shortlist by closeness to the cluster's centre, longer phrases first among equals.
    """
    counts = [_phrases(group) for group in groups]
    everywhere = Counter(phrase for group in counts for phrase in group)
    shortlists = [_shortlist(group, everywhere, len(groups)) for group in counts]
    texts = [phrase for shortlist in shortlists for phrase in shortlist]
    rows = unit_rows(encoder.encode(texts), mean)
    names, start = [], 0
    for shortlist, centre, count in zip(shortlists, centres, counts, strict=True):
        closeness = np.asarray(rows[start : start + len(shortlist)] @ centre, np.float32)
        start += len(shortlist)
        names.append(_name(shortlist, closeness, count, language))
    return names


def _phrases(clauses: Sequence[str]) -> Counter[str]:
    """Count the clauses that hold each phrase without stop words at its ends."""
    counts: Counter[str] = Counter()
    for clause in clauses:
        words = _WORD.findall(clause.lower())
        found = set()
        for first in range(len(words)):
            for last in range(first, min(first + LONGEST, len(words))):
                if words[first] in STOP_WORDS or words[last] in STOP_WORDS:
                    continue
                if len(words[first]) > 1 and len(words[last]) > 1:
                    found.add(" ".join(words[first : last + 1]))
        counts.update(found)
    return counts


def _shortlist(counts: Counter[str], everywhere: Counter[str], groups: int) -> list[str]:
    def weight(phrase: str) -> float:
        rarity = math.log(1 + groups / everywhere[phrase])
        return counts[phrase] * rarity * (1 + 0.5 * phrase.count(" "))

    ranked = sorted(counts, key=lambda phrase: (-weight(phrase), phrase))
    return ranked[:SHORTLIST] or ["?"]


def _name(shortlist: list[str], closeness: Matrix, counts: Counter[str], language: str) -> Name:
    top = max(counts.values(), default=1)
    ranked = sorted(
        range(len(shortlist)),
        key=lambda item: (
            -(float(closeness[item]) + 0.25 * counts[shortlist[item]] / top),
            shortlist[item],
        ),
    )
    terms: list[str] = []
    for item in ranked:
        phrase = shortlist[item]
        if not any(phrase in term or term in phrase for term in terms):
            terms.append(phrase)
    name = terms[0][:1].upper() + terms[0][1:]
    template = _DEFINITIONS.get(language, _DEFINITIONS["en"])
    return Name(name, template.format(terms=", ".join(terms[:4])))
