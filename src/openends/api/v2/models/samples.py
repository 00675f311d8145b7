"""Samples that people code or check, as they are asked for and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import (
    NOT_NULL,
    WHOLE,
    Answer,
    Body,
    Count,
    Moment,
    Name200,
    Name255,
    Uuid,
)
from openends.api.v2.models.codebooks import MOST_NUMBER
from openends.api.v2.models.edits import Signed
from openends.api.v2.models.tabulation import Share
from openends.domain.sample import SampleKind
from openends.services.draw_sample import MOST_DRAWN

Kind = Annotated[SampleKind, Field(strict=False)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1), WHOLE]
Numbers = Annotated[
    list[Annotated[int, Field(ge=0, le=MOST_NUMBER), WHOLE]],
    Field(max_length=100, description="Numbers of codes; none, or 97, 98 or 99 alone: none fits."),
]


class DrawRequest(Body):
    """What to draw."""

    kind: Kind
    size: Annotated[int, Field(ge=1, le=MOST_DRAWN), WHOLE] = Field(
        description="All that there are, where they are fewer.", examples=[200]
    )
    seed: Annotated[Seed | None, NOT_NULL] = Field(
        None, description="The same one draws the same responses; another each time if absent."
    )
    coder: Annotated[Name200 | None, NOT_NULL] = Field(
        None, description="Who draws; the label of the key if absent.", examples=["Anna"]
    )


class GivenResponse(Body):
    """Codes that somebody gives a response."""

    id: Name255
    codes: Numbers


Given = Annotated[list[GivenResponse], Field(min_length=1, max_length=MOST_DRAWN)]


class CodesRequest(Body):
    """What a coder gives responses of a sample."""

    coder: Annotated[Name200 | None, NOT_NULL] = Field(
        None, description="Who codes; the label of the key if absent.", examples=["Anna"]
    )
    responses: Given


class AdjudicateRequest(Signed):
    """What was decided where coders differ."""

    responses: Given
    teach: bool = Field(
        True, description="Whether the engine learns from it at once and codes the others anew."
    )


class ProgressAnswer(Answer):
    """How far a coder is."""

    coder: str
    coded: Count


class SampleAnswer(Answer):
    """A sample."""

    id: Uuid
    kind: SampleKind
    seed: Count
    size: Count = Field(description="Responses that were drawn.")
    base: Count = Field(description="Responses that could have been drawn.")
    codebook_version: Count = Field(description="Of the codebook that it is coded by.")
    made_by: str
    created_at: Moment
    coders: list[ProgressAnswer]


class SampleCodeAnswer(Answer):
    """A code that the coders of a sample can give."""

    number: int
    name: str


class BlindResponse(Answer):
    """A response without anybody's codes but one's own."""

    id: str
    text: str
    codes: Annotated[list[int] | None, NOT_NULL] = Field(
        None, description="What the coder who is asked for gave it; absent until then."
    )


class SampleDetail(SampleAnswer):
    """A sample with its responses, as a coder sees them."""

    codes: list[SampleCodeAnswer] = Field(description="As they were when it was drawn.")
    responses: list[BlindResponse]


class CoderAnswer(Answer):
    """How far a coder is with a sample."""

    sample_id: Uuid
    coder: str
    coded: Count
    size: Count


class FigureWithInterval(Answer):
    """A figure and its 95% interval."""

    value: float | None = Field(description="Null where it is not defined.")
    low: float | None = Field(description="Null where the responses allow no interval.")
    high: float | None


class CodeAgreement(Answer):
    """How two coders agree on a code."""

    number: int
    name: str
    first: Count = Field(description="Responses with it by the first coder.")
    second: Count
    both: Count
    percent_agreement: FigureWithInterval
    kappa: FigureWithInterval
    alpha: FigureWithInterval
    positive_agreement: FigureWithInterval
    more_for_kappa: int | None = Field(
        description="Responses to double-code until the interval lies above .80; null: not so."
    )


class DisagreementAnswer(Answer):
    """A response to which the two gave different codes."""

    id: str
    text: str
    first: list[int] = Field(description="Numbers of codes.")
    second: list[int]


class SampleReliabilityAnswer(Answer):
    """How well two coders agree; what each figure means is in docs/explanation/reliability.md."""

    sample_id: Uuid
    first: str
    second: str
    responses: Count = Field(description="Which both coded: the figures are of these.")
    percent_agreement: FigureWithInterval = Field(description="Exactly the same codes.")
    kappa: FigureWithInterval = Field(description="Cohen's, of whole sets.")
    alpha_jaccard: FigureWithInterval = Field(description="Krippendorff's, for sets.")
    alpha_masi: FigureWithInterval
    positive_agreement: FigureWithInterval
    more_for_jaccard: int | None = Field(
        description="Responses to double-code until the interval lies above .80; null: not so."
    )
    more_for_masi: int | None
    outlook: list[str] = Field(description="The same in sentences.")
    mean_codes_first: float
    mean_codes_second: float
    draws: Count = Field(description="Of the bootstrap behind the intervals.")
    notes: list[str] = Field(description="What should be known about the figures.")
    codes: list[CodeAgreement] = Field(description="That either gave, the most frequent first.")
    disagreements: list[DisagreementAnswer] = Field(description="To be adjudicated.")


class CorrectedCode(Answer):
    """A code's percentage, as coded and as corrected; all are parts of 1."""

    number: int
    name: str
    people: Count = Field(description="With it in the base, when the sample was drawn.")
    coded: Share = Field(description="Part of the base that they are.")
    checked_coded: Count = Field(description="Checked responses that had it.")
    checked_right: Count = Field(description="Checked responses that should have it.")
    precision: FigureWithInterval = Field(description="Of those with it, who should have it.")
    recall: FigureWithInterval = Field(description="Of those who should have it, who have it.")
    corrected: FigureWithInterval
    margin: float = Field(
        ge=0, description="Half its interval, which joins sampling and coding error."
    )


class SamplePercentagesAnswer(Answer):
    """Percentages, corrected by a sample that a person checked."""

    sample_id: Uuid
    coder: str = Field(description="Who checked it.")
    checked: Count
    base: Count
    codes: list[CorrectedCode] = Field(description="The most frequent as coded first.")
