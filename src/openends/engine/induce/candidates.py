"""Everything that could become a code: the library's themes and the answers' own phrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openends.engine.assign.similarity import unit_rows
from openends.engine.embed import Index
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.phrases import Phrase, stem
from openends.engine.induce.steer import Steering, guide
from openends.engine.induce.themes import Theme, theme_vectors, themes

#: What a theme has over a phrase that is as close: its name and definition are better.
KNOWN = 0.1
#: What a theme loses whose category these people hardly speak of: "gameplay" in a hospital survey.
FOREIGN = 0.12
#: What a word of the question loses: everybody speaks of it, whatever they mean.
ASKED = 0.05
#: Share of the clauses that speak of a theme at which its category counts as spoken of.
SPOKEN_OF = 0.04
#: Mean closeness of the nearest quarter of a theme's clauses from which they really speak of it.
EVIDENT = 0.47
#: Closeness from which a clause shows how these people speak of a theme.
NEAR = 0.3
#: Share of a phrase's or a theme's own vector; the clauses that hold it have the rest.
OWN = 0.5


@dataclass(frozen=True, slots=True)
class Candidates:
    """Themes first, phrases after them."""

    themes: tuple[Theme, ...]
    phrases: tuple[Phrase, ...]
    #: Vectors of length 1, less what all texts share; one row per candidate.
    rows: Matrix
    #: Shape (clauses, candidates).
    closeness: Matrix
    #: Candidates that stand for the topics which the researcher looks for.
    wanted: tuple[int, ...]
    #: Candidates that the researcher does not want.
    barred: NDArray[np.bool_]

    def theme(self, candidate: int) -> Theme | None:
        """Return the theme of that index, or None when it is a phrase."""
        return self.themes[candidate] if candidate < len(self.themes) else None

    def phrase(self, candidate: int) -> Phrase:
        """Return the phrase of that index."""
        return self.phrases[candidate - len(self.themes)]


def gather(
    clause_rows: Matrix,
    mean: Matrix,
    phrases: Sequence[Phrase],
    encoder: Encoder,
    steering: Steering,
) -> Candidates:
    """Compare all candidates with all clauses.

    Parameters
    ----------
    clause_rows:
        Vectors of the clauses, less the mean, of length 1.
    mean:
        What all answers share.
    phrases:
        From ``find_phrases``.
    encoder:
        The encoder that read the clauses.
    steering:
        What the question and the guidance ask for.
    """
    known = themes()
    phrases = [*phrases, *_topics(clause_rows, mean, steering)]
    vectors = theme_vectors(encoder)
    theme_mean = vectors.mean(axis=0)
    theme_rows = unit_rows(vectors, theme_mean)
    phrase_rows = _phrase_rows(clause_rows, mean, phrases, encoder)
    raw = clause_rows @ theme_rows.T
    rows = np.concatenate([_adapted(theme_rows, clause_rows, raw), phrase_rows])
    guided = guide(steering, [(theme_rows, theme_mean), (phrase_rows, mean)])
    standing = _standing(known, raw) + steering.domain(theme_rows, theme_mean)
    asked = [-ASKED if phrase.asked else 0.0 for phrase in phrases]
    own = np.concatenate([standing, np.array(asked, np.float32)])
    barred = guided.barred.copy()
    for at, phrase in enumerate(phrases, start=len(known)):
        barred[at] |= _says(phrase, steering.guidance.unwanted)
    own = np.where(barred, -2.0, own + guided.gain)
    # They are chosen in any case: need not be evident, and must not draw more than is theirs.
    own[list(guided.wanted)] = 0.0
    closeness = np.asarray(clause_rows @ rows.T + own, np.float32)
    barred[: len(known)] |= [theme.fallback and steering.without_opinions for theme in known]
    return Candidates(known, tuple(phrases), rows, closeness, guided.wanted, barred)


def _says(phrase: Phrase, topics: Sequence[str]) -> bool:
    """Tell whether a phrase has all words of one of the topics."""
    words = {stem(word) for word in phrase.text.lower().split()}
    return any({stem(word) for word in topic.lower().split()} <= words for topic in topics)


def _topics(clause_rows: Matrix, mean: Matrix, steering: Steering) -> list[Phrase]:
    """Return the topics that the researcher looks for as phrases, with the clauses about them."""
    topics = []
    for text, row in zip(steering.guidance.wanted, unit_rows(steering.wanted, mean), strict=True):
        held = np.flatnonzero(clause_rows @ row >= EVIDENT)
        if len(held):
            topics.append(Phrase(text, held, len(held)))
    return topics


def _standing(known: Sequence[Theme], raw: Matrix) -> Matrix:
    """Return what each theme gains or loses before it is compared with phrases."""
    own = raw.argmax(axis=1)
    close = raw[np.arange(len(own)), own]
    categories = [theme.category["en"] for theme in known]
    spoken = Counter(categories[theme] for theme in own[close >= NEAR])
    total = sum(spoken.values()) or 1
    standing = np.full(len(known), -2.0, dtype=np.float32)
    for number, theme in enumerate(known):
        held = np.sort(close[own == number])
        if theme.fallback or not len(held) or held[-max(1, len(held) // 4) :].mean() < EVIDENT:
            continue
        share = spoken[categories[number]] / total
        standing[number] = KNOWN if share >= SPOKEN_OF else -FOREIGN
    return standing


def _adapted(theme_rows: Matrix, clause_rows: Matrix, raw: Matrix) -> Matrix:
    """Move each theme towards the clauses closest to it, as these people speak of it."""
    own = raw.argmax(axis=1)
    near = raw[np.arange(len(own)), own] >= NEAR
    moved = theme_rows.copy()
    for theme in np.unique(own[near]):
        held = clause_rows[near & (own == theme)].mean(axis=0)
        moved[theme] = OWN * theme_rows[theme] + (1 - OWN) * held / max(1e-9, np.linalg.norm(held))
    return unit_rows(moved, np.zeros(moved.shape[1], np.float32))


def _phrase_rows(
    clause_rows: Matrix, mean: Matrix, phrases: Sequence[Phrase], encoder: Encoder
) -> Matrix:
    own = unit_rows(encoder.encode([phrase.text for phrase in phrases]), mean)
    zero = np.zeros(clause_rows.shape[1], np.float32)
    held = np.stack([zero, *(clause_rows[phrase.clauses].mean(axis=0) for phrase in phrases)])[1:]
    return unit_rows(OWN * own + (1 - OWN) * unit_rows(held, zero), zero)


def members(closeness: Matrix, groups: Sequence[tuple[int, ...]], background: float) -> list[Index]:
    """Return the clauses of each group of candidates, the closest first; each clause has one."""
    own = np.stack([closeness[:, list(group)].max(axis=1) for group in groups], axis=1)
    best = own.argmax(axis=1)
    close = own[np.arange(len(own)), best]
    result = []
    for number in range(len(groups)):
        held = np.flatnonzero((best == number) & (close >= background))
        result.append(held[np.argsort(-close[held], kind="stable")])
    return result
