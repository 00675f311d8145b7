"""The clauses and answers that a codebook is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openends.engine.assign.similarity import mean_answer, unit_rows
from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Encoder, Matrix
from openends.engine.induce.wanted import least_people

#: Clauses that are read at most; more would change no code that has people behind it.
MOST_CLAUSES = 12_000


@dataclass(frozen=True, slots=True)
class Material:
    """The clauses and answers that a codebook is made from."""

    #: Distinct answers, and the encoder that read the clauses.
    embedded: Embedded
    encoder: Encoder
    #: People that a code needs.
    least: float
    #: The clauses.
    texts: list[str]
    languages: list[str]
    #: People behind each.
    people: Index
    #: Vectors less the mean of the answers, of length 1; and that mean.
    rows: Matrix
    mean: Matrix
    #: Of each clause: the place of its answer.
    answer: Index

    def spoken(self, language: str) -> list[str]:
        """Return the texts in a language and "" for the others, or all where none is in it."""
        if language not in self.languages:
            return self.texts
        pairs = zip(self.texts, self.languages, strict=True)
        return [text if spoken == language else "" for text, spoken in pairs]


def read_material(embedded: Embedded, encoder: Encoder, share: float, seed: int) -> Material:
    """Return all clauses, or a random selection where there are more than are needed.

    Parameters
    ----------
    embedded:
        Distinct answers.
    encoder:
        The one that read the clauses.
    share:
        Part of the people that a code needs.
    seed:
        Draws the selection.
    """
    texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    counts = [len(answer.clauses) for answer in embedded.answers]
    answer = np.repeat(np.arange(len(counts)), counts)
    everyone = np.array([answer.people for answer in embedded.answers], np.intp)
    people = everyone[answer]
    chosen = np.arange(len(texts))
    if len(texts) > MOST_CLAUSES:
        chosen = np.random.default_rng(seed).choice(chosen, MOST_CLAUSES, replace=False)
        chosen.sort()
    seen = people[chosen].sum() / max(1, people.sum())
    mean = mean_answer(embedded, embedded.main)
    return Material(
        embedded=embedded,
        encoder=encoder,
        least=float(least_people(float(everyone.sum()), share) * seen),
        texts=[texts[clause] for clause in chosen],
        languages=[embedded.answers[place].language for place in answer[chosen]],
        people=people[chosen],
        rows=unit_rows(embedded.clauses()[chosen], mean),
        mean=mean,
        answer=answer[chosen],
    )
