"""The phrases of the answers that could name a code."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openends.engine.embed import Index
from openends.engine.induce.nouns import WordPlaces, is_vague
from openends.engine.induce.stop_words import is_bare, is_empty
from openends.engine.induce.unspaced import UNSPACED, unspaced_phrases

#: Words of the longest phrase, and those of them that may carry meaning: "speaker of the house".
LONGEST, LONGEST_FULL = 4, 3
#: Phrases that are looked at, the most frequent first.
MOST = 600
#: Part of a phrase's uses from which a longer phrase around it stands for it: "water tank" for
#: "tank".
SWALLOWED = 0.7
#: Similarity from which a word this many times rarer is a misspelling, the lower one that will do
#: where the letters are the same in another order, and the letters that it must have.
SLIP, SWAPPED, RARER, SHORTEST_SLIP = 0.8, 0.7, 3, 6
#: Languages whose noun stands before what describes it: "depósito de agua", but "water tank".
HEAD_FIRST = frozenset({"es", "fr", "pt", "it"})
#: Letters of a word that says nothing by itself.
SMALL = 2
#: Letters from which a word in capitals is shouted, not abbreviated.
LONGEST_ABBREVIATION = 4

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
#: Codes of products and made-up names of firms: "ORG600".
_SERIAL = re.compile(r"[A-Z]{2,}\d{2}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that several people use."""

    #: As it is written most often.
    text: str
    #: Clauses that hold it.
    clauses: Index
    #: People behind them.
    people: int
    #: Whether it is a word of the question, which names a code only for want of a better one.
    asked: bool = False


def find_phrases(
    clauses: Sequence[str],
    people: Index,
    *,
    language: str,
    least: float,
    question: str = "",
) -> list[Phrase]:
    """Return the phrases that could name a code, the most frequent first.

    Parameters
    ----------
    clauses:
        Texts of the clauses, "" for those in other languages than the codebook's.
    people:
        People behind each.
    language:
        ISO 639-1 code of the codebook's language.
    least:
        People that must use a phrase.
    question:
        What was asked; its own words are marked.

    Notes
    -----
    Runs of one to three words, small words between them not counted and none at their ends; plural
    and singular count together. The noun in them must be more than an opinion ("great") or a doing
    ("bought"), stand where nouns stand, and say something where it stands alone (not "time").
    """
    asked = {stem(word) for word in _WORD.findall(question.lower())}
    holders: dict[str, list[int]] = defaultdict(list)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    places = WordPlaces(language)
    heads: dict[str, str] = {}
    for position, clause in enumerate(clauses):
        for key, (text, head) in dict(_phrases(clause, language, places)).items():
            holders[key].append(position)
            heads[key] = head
            written[key][text] += int(people[position])
    holders = {key: held for key, held in holders.items() if places.is_noun(heads[key])}
    phrases = []
    for key, positions in _without_slips(holders).items():
        held = np.unique(np.asarray(positions, dtype=np.intp))
        count = int(people[held].sum())
        if (count >= least and len(held) > 1) or count >= 2 * least:
            phrases.append(Phrase(as_written(written[key]), held, count, key in asked))
    phrases.sort(key=lambda phrase: (-phrase.people, phrase.text))
    return _without_parts(phrases)[:MOST]


def _phrases(
    clause: str, language: str, places: WordPlaces
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield key, text and noun of every phrase of a clause; note what stands before its words."""
    for text in unspaced_phrases(_ADDRESS.sub(" ", clause)):
        yield text, (text, "")
    words = cut_words(clause)
    lower = [word.lower().replace("’", "'") for word in words]
    keys = [stem(word) for word in lower]
    places.read(lower, keys)
    empty = [
        is_empty(small, language) or bool(_SERIAL.match(word))
        for small, word in zip(lower, words, strict=True)
    ]
    bare = [hollow or is_bare(word, language) for hollow, word in zip(empty, lower, strict=True)]
    vague = [is_vague(word, language) for word in lower]
    for first, last in _runs(empty):
        head = first if language in HEAD_FIRST else last
        run = slice(first, last + 1)
        # "Great app" and "first time" say no more than "app" and "time".
        if not bare[first] and not bare[last] and not all(vague[run]):
            yield " ".join(keys[run]), (" ".join(words[run]), keys[head])


def cut_words(clause: str) -> list[str]:
    """Return the words of a clause that spaces part, without addresses."""
    words = _WORD.findall(_ADDRESS.sub(" ", clause))
    return [word for word in words if not UNSPACED.search(word)]


def _runs(empty: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of the runs that begin and end with a word with a meaning."""
    for first in range(len(empty)):
        for last in range(first, min(first + LONGEST, len(empty))):
            full = last - first + 1 - sum(empty[first : last + 1])
            if not empty[first] and not empty[last] and full <= LONGEST_FULL:
                yield first, last


def _without_slips(holders: dict[str, list[int]]) -> dict[str, list[int]]:
    """Join a rare misspelling to the word that is meant: "ecomony" to "economy"."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    words = [key for key in holders if " " not in key and len(key) >= SHORTEST_SLIP]
    words.sort(key=lambda key: (-len(holders[key]), key))
    joined = dict(holders)
    meant: list[str] = []
    for word in words:
        found = extractOne(word, meant, scorer=OSA.normalized_similarity, score_cutoff=SWAPPED)
        if (
            found
            and _is_slip(word, found[0], found[1])
            and (len(holders[found[0]]) >= RARER * len(holders[word]))
        ):
            joined[found[0]] = joined[found[0]] + joined.pop(word)
        elif len(holders[word]) > 2 and len(meant) < MOST:
            meant.append(word)
    return joined


def _is_slip(word: str, meant: str, similarity: float) -> bool:
    return word[0] == meant[0] and (similarity >= SLIP or sorted(word) == sorted(meant))


def as_written(spellings: Counter[str]) -> str:
    """Return the commonest spelling; shouted words in small letters, abbreviations as they are."""
    best = max(spellings.items(), key=lambda item: (item[1], item[0]))[0]
    longest = max(map(len, best.split()))
    return best.lower() if best.isupper() and longest > LONGEST_ABBREVIATION else best


def stem(word: str) -> str:
    """Fold the commonest plurals of English and Spanish, French and Dutch, and the genitive."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def content(text: str) -> set[str]:
    """Return the words of a phrase that tell what it is about, plurals folded."""
    words = text.lower().split()
    return {stem(word) for word in words if len(word) > SMALL or UNSPACED.search(word)}


def _without_parts(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Leave out phrases that nearly always stand within one longer phrase."""
    kept = []
    for phrase in phrases:
        size = len(phrase.text)
        longer = (
            other
            for other in phrases
            if len(other.text) > size
            and other.people >= SWALLOWED * phrase.people
            and phrase.text.lower() in other.text.lower()
        )
        if not any(
            np.isin(other.clauses, phrase.clauses, assume_unique=True).all() for other in longer
        ):
            kept.append(phrase)
    return kept
