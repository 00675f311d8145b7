"""What to review first, and when it is enough."""

from __future__ import annotations

from pydantic import Field

from openends.api.v2.models.base import Answer, Count
from openends.domain.review import ReviewPurpose


class QueueEntry(Answer):
    """An answer that waits for a person."""

    response_ids: list[str] = Field(description="Responses with its text: one look settles all.")
    text: str
    purpose: ReviewPurpose
    gain: float = Field(
        description="Points by which its review brings the percentages nearer, over all codes."
    )
    decides_letter: float = Field(
        description="Chance that its correction decides a significance letter."
    )
    reason: str = Field(description="Why it is there.")


class CodeOutlook(Answer):
    """What would become of a code's percentage if all that is left were reviewed."""

    number: int
    name: str
    people: Count
    percent: float
    change: float = Field(description="Expected change in points.")
    movement: float = Field(description="How far it is expected to move, up or down.")
    bound: float = Field(description="How far it moves at most, 19 times of 20.")
    movement_after: float = Field(description="The same after the answers before the stop line.")
    bound_after: float


class StopLine(Answer):
    """How many answers to review until reviewing on would hardly change a figure."""

    tolerance: float = Field(description="Points that count as hardly.")
    answers: Count = Field(description="Answers until none is expected to move further.")
    sure_answers: Count = Field(description="Answers until none does, 19 times of 20.")
    statement: str
    assumptions: str
    codes: list[CodeOutlook]


class ReviewQueueAnswer(Answer):
    """What a person should look at, the answer that matters most first."""

    base: Count = Field(description="People who answered.")
    waiting: Count = Field(description="Distinct answers that nobody has settled.")
    entries: list[QueueEntry] = Field(description="The first of them.")
    stop: StopLine
