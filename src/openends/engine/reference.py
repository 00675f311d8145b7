"""The answers that stand for all others when a question is fitted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from openends.engine.prepare.prepare import Answer

#: Distinct answers that a codebook is built from and scores are fitted on. More would hardly move a
#: mean or find another code that one percent speaks of, and all of them must be read before the
#: first response is coded.
FIT_ANSWERS = 2_000


@dataclass(frozen=True, slots=True)
class Reference:
    """All distinct answers of a question or a selection, in the order of their letters.

    So nothing that is fitted on them depends on the order of the file.
    """

    #: Index of each among the question's distinct answers.
    positions: tuple[int, ...]
    #: In a selection, people are counted in units of those that a rare answer stands for.
    answers: tuple[Answer, ...]
    #: People in it by people in all; 1 where nothing was left out.
    share: float


def choose_reference(answers: Sequence[Answer], most: int) -> Reference:
    """Choose the answers to fit on, the same in every process.

    Parameters
    ----------
    answers:
        All distinct answers of a question.
    most:
        Above this many a selection stands for all.

    Notes
    -----
    Priority sampling (Duffield, Lund and Thorup 2007): people divided by a number from 0 to 1, and
    the answers with the largest quotients. The number is not drawn but taken from the SHA-256 of
    the text. What many people said is certain to be in, and still counts no more than its share:
    every other answer stands for as many people as the first quotient left out says.
    """
    if len(answers) <= most:
        positions = _by_text(answers, range(len(answers)))
        return Reference(positions, tuple(answers[position] for position in positions), 1.0)
    priorities = [answer.people / _number(answer.text) for answer in answers]
    order = sorted(
        range(len(answers)), key=lambda position: (-priorities[position], answers[position].text)
    )
    unit = max(1.0, priorities[order[most]])
    positions = _by_text(answers, order[:most])
    chosen = tuple(
        replace(answers[position], people=max(1, round(answers[position].people / unit)))
        for position in positions
    )
    everyone = sum(answer.people for answer in answers)
    return Reference(positions, chosen, sum(answer.people for answer in chosen) / everyone)


def _by_text(answers: Sequence[Answer], positions: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(positions, key=lambda position: answers[position].text))


def _number(text: str) -> float:
    """Return a number above 0 and up to 1 that looks drawn but depends on the text alone."""
    digest = hashlib.sha256(text.encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 1) / 2**48
