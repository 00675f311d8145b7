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
    place = {code.number: at for at, code in enumerate(codebook)}
    shape = (len(groups), len(codebook))
    given, sure, second = (np.zeros(shape, np.float32) for _ in range(3))
    added = np.zeros(len(groups), np.float32)
    for at, group in enumerate(groups):
        for member in group:
            added[at] += _read(codings[member], place, given[at], sure[at], second[at])
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


def _read(
    coding: Coding, place: dict[int, int], given: Matrix, sure: Matrix, second: Matrix
) -> float:
    """Add a response's codes, their confidence and its runner-up; return the codes it lacks."""
    if coding.status not in {ResponseStatus.CODED, ResponseStatus.OTHER}:
        return 0.0
    wrong = 1.0 if coding.status is ResponseStatus.OTHER else 0.0
    for number, confidence in given_numbers(coding).items():
        if number in place:
            given[place[number]] += 1
            sure[place[number]] += confidence
            wrong += 1 - confidence
    lacks = PER_WRONG * wrong + PER_LETTER * min(_letters_without_code(coding), LETTERS)
    if coding.runner_up is not None and coding.runner_up.number in place:
        second[place[coding.runner_up.number]] += RUNNER_UP * lacks
    return lacks


def _letters_without_code(coding: Coding) -> int:
    """Count the letters and figures of a response that are evidence of none of its codes."""
    covered = bytearray(len(coding.text))
    for mention in coding.mentions:
        start, length = mention.evidence.start, mention.evidence.length
        covered[start : start + length] = b"\x01" * length
    return sum(
        letter.isalnum() and not seen for letter, seen in zip(coding.text, covered, strict=False)
    )


def _frequency(codebook: Codebook, codings: Sequence[Coding]) -> Matrix:
    """Return which part of all codes each code is, by confidence and by what was approved."""
    place = {code.number: at for at, code in enumerate(codebook)}
    people = np.full(len(codebook), PRIOR)
    # In the order of the ids: sums of the same figures in another order differ in the last bits.
    for coding in sorted(codings, key=lambda coding: coding.response_id):
        for number, confidence in given_numbers(coding).items():
            if number in place:
                people[place[number]] += 1 if coding.approved else confidence
    return np.asarray(people / people.sum(), np.float32)
