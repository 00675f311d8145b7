"""What a person should review, in which order, and when it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openends.domain.codebook import Code


class ReviewPurpose(StrEnum):
    """What the review of an answer is for."""

    #: It shows how far confidence can be believed in this study, and teaches about other answers.
    LEARNING = "learning"
    #: It brings the percentages nearer to what people would have counted.
    FIGURES = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedText:
    """What a response says and which codes it has."""

    response_id: str
    text: str
    #: Ids.
    codes: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewEntry:
    """A distinct answer that waits for a person: one look settles all responses with its text."""

    #: Ids of the responses that are not approved, in the order of their ids.
    response_ids: tuple[str, ...]
    #: As the first of them has it.
    text: str
    purpose: ReviewPurpose
    #: Points by which its review is expected to bring the percentages nearer to a person's, over
    #: all codes together.
    gain: float
    #: Chance, 0 to 1, that its correction decides whether a cell of the crosstab has a letter; over
    #: all codes and pairs of columns together, so it can be above 1.
    decides_letter: float
    #: Why it is there, in a sentence with its figures.
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeOutlook:
    """What would become of a code's percentage if all that is left were reviewed."""

    code: Code
    #: People with the code now, and their part of the base, 0 to 1.
    people: int
    share: float
    #: Expected change of the percentage in points, up or down.
    change: float
    #: How far it is expected to move, up or down does not matter.
    movement: float
    #: How far it moves at most, 19 times of 20.
    bound: float
    #: The same two once the answers before the stop line are reviewed.
    movement_after: float
    bound_after: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StopLine:
    """How many answers to review until reviewing on would hardly change a figure."""

    #: Points that count as hardly.
    tolerance: float
    #: Entries from the top after which no code is expected to move by more than that.
    answers: int
    #: Entries after which none moves by more than that, 19 times of 20.
    sure_answers: int
    #: One per code, in the codebook's order.
    codes: tuple[CodeOutlook, ...]
    #: What it comes to, and what is assumed, in sentences.
    statement: str
    assumptions: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewQueue:
    """The distinct answers that are not approved, the one to review first at the top."""

    #: Everyone who answered with meaning: percentages are parts of them.
    base: int
    #: Distinct answers that are not approved.
    waiting: int
    #: The first of them, or all.
    entries: tuple[ReviewEntry, ...]
    stop: StopLine
