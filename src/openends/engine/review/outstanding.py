"""What the review of each distinct answer is expected to change in the percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.response import ResponseStatus
from openends.engine.encoder import Matrix
from openends.engine.review.same_text import given_numbers, same_text

#: Codes that a person adds to a response: so many per code that is expected to be wrong, and so
#: many per letter that is no evidence of any code, as far as these letters are counted. Over nine
#: sets people gave .7 codes a response that the machine had not given.
PER_WRONG, PER_LETTER, LETTERS = 0.5, 0.015, 50
#: So much of them is the runner-up (.1 to .5, mean .25); the rest is any other code, in keeping
#: with its frequency.
RUNNER_UP = 0.25
#: People that every code is taken to have beyond those who have it, so that none is impossible.
PRIOR = 1.0
#: No code that was not given is likelier than this.
MOST = 0.9
_WITH_CODES = frozenset({ResponseStatus.CODED, ResponseStatus.OTHER})
ANSWERED = frozenset({ResponseStatus.CODED, ResponseStatus.OTHER, ResponseStatus.NONE})


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The distinct answers that are not approved, and what their review could change.

    Matrices have the shape (answers, codes) and are in points of the percentages of all people.
    """

    #: Places of the codings with each text.
    groups: tuple[tuple[int, ...], ...]
    #: Everyone who answered with meaning.
    base: int
    #: Distinct answers of which a response is approved.
    approved: int
    #: How much of the code's percentage goes if the answer is reviewed; below 0 where it grows.
    falls: Matrix
    #: Its variance: whether the code goes, or comes, is only known with a probability.
    variances: Matrix
    #: How much of the percentage is expected to change hands, whether it goes or comes.
    turnover: Matrix

    @property
    def people(self) -> Matrix:
        """Responses behind each answer."""
        return np.array([len(group) for group in self.groups], np.float32)


def find_outstanding(codebook: Codebook, codings: Sequence[Coding]) -> Outstanding:
    """Reckon what the review of every distinct answer without approval is expected to change.

    Parameters
    ----------
    codebook:
        The codes that are counted.
    codings:
        Of everyone who was asked.

    Notes
    -----
    A given code is right with the probability that its confidence says. Codes that people add are
    the more, the more is expected to be wrong and the more of the words speak for no code. Of
    responses with the same text all are right, or all are wrong.
    """
    texts = same_text(codings)
    left = [tuple(place for place in text if not codings[place].approved) for text in texts]
    groups = [waiting for waiting in left if waiting]
    read = _Read(codebook, len(groups))
    for at, group in enumerate(groups):
        for member in group:
            read.add(at, codings[member])
    given, sure, second, added = read.sums()
    people = np.array([[len(group)] for group in groups], np.float32).reshape(-1, 1)
    others = (added[:, None] - second.sum(axis=1, keepdims=True)) * _frequency(codebook, codings)
    comes = np.where(given > 0, 0, np.minimum((second + others) / people, MOST))
    chances = np.asarray(np.clip(sure / people + comes, 0, 1), np.float32)
    base = sum(coding.status in ANSWERED for coding in codings)
    scale = np.float32(100 / base if base else 0.0)
    return Outstanding(
        groups=tuple(groups),
        base=base,
        approved=sum(len(some) < len(text) for some, text in zip(left, texts, strict=True)),
        falls=scale * (given - people * chances),
        variances=(scale * people) ** 2 * chances * (1 - chances),
        turnover=scale * (given * (1 - chances) + (people - given) * chances),
    )


class _Read:
    """What was read of codings, to be summed up by answer and code all at once."""

    def __init__(self, codebook: Codebook, answers: int) -> None:
        self._place = {code.number: at for at, code in enumerate(codebook)}
        self._answers = answers
        #: Answer, code and confidence of the codes that are given.
        self._given: list[tuple[int, int, float]] = []
        #: Answer, code and weight of the runners-up.
        self._second: list[tuple[int, int, float]] = []
        #: Answer, and how many codes a response lacks.
        self._added: list[tuple[int, float]] = []

    def add(self, answer: int, coding: Coding) -> None:
        """Note a response's codes, their confidence and its runner-up, and the codes it lacks."""
        if coding.status not in _WITH_CODES:
            return
        wrong = 1.0 if coding.status is ResponseStatus.OTHER else 0.0
        for number, confidence in given_numbers(coding).items():
            if number in self._place:
                self._given.append((answer, self._place[number], confidence))
                wrong += 1 - confidence
        lacks = PER_WRONG * wrong + PER_LETTER * min(_letters_without_code(coding), LETTERS)
        if coding.runner_up is not None and coding.runner_up.number in self._place:
            self._second.append((answer, self._place[coding.runner_up.number], RUNNER_UP * lacks))
        self._added.append((answer, lacks))

    def sums(self) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """Return how often codes are given, how surely, and second; and the codes that are lacking.

        The first three have the shape (answers, codes), the last (answers,).
        """
        given, sure, second = (
            np.zeros((self._answers, len(self._place)), np.float32) for _ in range(3)
        )
        added = np.zeros(self._answers, np.float32)
        # Figure after figure, in the order of the responses: so the last bits are always the same.
        if self._given:
            answers, codes, confidences = zip(*self._given, strict=True)
            np.add.at(given, (answers, codes), np.float32(1))
            np.add.at(sure, (answers, codes), np.array(confidences, np.float32))
        if self._second:
            answers, codes, weights = zip(*self._second, strict=True)
            np.add.at(second, (answers, codes), np.array(weights, np.float32))
        if self._added:
            answers, lacks = zip(*self._added, strict=True)
            np.add.at(added, (answers,), np.array(lacks, np.float32))
        return given, sure, second, added


def _letters_without_code(coding: Coding) -> int:
    """Count the letters and figures of a response that are evidence of none of its codes."""
    letters, seen = 0, 0
    for evidence in sorted(
        (mention.evidence for mention in coding.mentions), key=lambda evidence: evidence.start
    ):
        letters += sum(map(str.isalnum, coding.text[seen : evidence.start]))
        seen = max(seen, evidence.start + evidence.length)
    return letters + sum(map(str.isalnum, coding.text[seen:]))


def _frequency(codebook: Codebook, codings: Sequence[Coding]) -> Matrix:
    """Return which part of all codes each code is, by confidence and by what was approved."""
    people = {code.number: PRIOR for code in codebook}
    # In the order of the ids: sums of the same figures in another order differ in the last bits.
    for coding in sorted(codings, key=lambda coding: coding.response_id):
        for number, confidence in given_numbers(coding).items():
            if number in people:
                people[number] += 1 if coding.approved else confidence
    counts = np.array(list(people.values()))
    return np.asarray(counts / counts.sum(), np.float32)
