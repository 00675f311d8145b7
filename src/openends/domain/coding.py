"""How a response was coded, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from openends.domain.codebook import Code
from openends.domain.response import ResponseStatus
from openends.domain.sentiment import Sentiment

__all__ = ["Coding", "Evidence", "Layer", "Mention", "Sentiment", "doubt"]


class Layer(StrEnum):
    """How a mention came about, from the most to the least certain."""

    PERSON = "person"
    EXACT = "exact"
    RULE = "rule"
    ENTITY = "entity"
    EXAMPLES = "examples"
    MODEL = "model"
    LLM = "llm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The words in the response that carry a code.

    ``text`` is always the literal slice ``verbatim[start:start + length]``.
    """

    start: int
    length: int
    text: str

    @classmethod
    def of(cls, verbatim: str, start: int, end: int) -> Evidence:
        """Cut the evidence out of the verbatim, so that it cannot differ from it.

        A span that reaches over an end of the verbatim is clipped there.
        """
        start = min(max(0, start), len(verbatim))
        end = min(max(start, end), len(verbatim))
        return cls(start=start, length=end - start, text=verbatim[start:end])


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One code on one response."""

    code: Code
    sentiment: Sentiment
    #: Estimated probability, 0 to 1, that a person would give this code too.
    confidence: float
    layer: Layer
    evidence: Evidence
    #: Who gave or confirmed it; "" where the machine alone did.
    coder: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """Everything the coding says about one response."""

    response_id: str
    #: The verbatim after repair of broken characters; evidence refers to this text.
    text: str
    status: ResponseStatus
    #: In the order in which they were mentioned.
    mentions: tuple[Mention, ...] = ()
    #: Tone of the whole response; None where nothing meaningful was written.
    sentiment: Sentiment | None = None
    #: ISO 639-1 code.
    language: str = "en"
    #: The best code that was not given: what a person would most likely add or swap in.
    runner_up: Code | None = None
    #: Estimated probability, 0 to 1, that a person would give that code; None where nobody said.
    runner_up_chance: float | None = None
    needs_review: bool = False
    #: Why a person should look, in words; "" when nobody needs to.
    review_reason: str = ""
    #: A person settled it: no machine changes it any more.
    approved: bool = False

    @property
    def confidence(self) -> float | None:
        """Confidence of the least certain mention, or None when nothing was coded."""
        return min((mention.confidence for mention in self.mentions), default=None)

    @property
    def margin(self) -> float | None:
        """How much surer the least certain mention is than the runner-up; None without either.

        Below zero where a rule or a person decided against what the meaning says.
        """
        return margin(self.runner_up, self.runner_up_chance, self.confidence)

    @property
    def doubt(self) -> float:
        """Estimated probability, 0 to 1, that no code is right: who reads again reads these first.

        1 where the response fits no code, 0 where it says nothing that could have one.
        """
        return doubt(self.status, [mention.confidence for mention in self.mentions])


def margin(
    runner_up: object | None, runner_up_chance: float | None, confidence: float | None
) -> float | None:
    """Return how much surer the least certain mention is than the runner-up; None without either.

    Parameters
    ----------
    runner_up:
        The best code that was not given.
    runner_up_chance, confidence:
        Estimated probabilities, 0 to 1, that a person would give the runner-up, and the mention.
    """
    if runner_up is None or runner_up_chance is None or confidence is None:
        return None
    return round(confidence - runner_up_chance, 3)


def doubt(status: ResponseStatus, confidences: Sequence[float]) -> float:
    """Return the estimated probability, 0 to 1, that none of a response's codes is right."""
    if status is ResponseStatus.OTHER:
        return 1.0
    return prod(1 - confidence for confidence in confidences) if confidences else 0.0
