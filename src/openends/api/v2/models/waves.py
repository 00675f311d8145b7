"""Two waves of a question beside each other, as they are answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from openends.api.v2.models.base import Answer, Count, Uuid
from openends.domain.wave_change import ChangeVerdict

Percent = Annotated[float, Field(ge=0, le=100)]


class WaveFacts(Answer):
    """A wave, and whom its percentages are parts of."""

    project_id: Uuid
    question_id: Uuid
    codebook_version: Count
    asked: Count = Field(description="Coded responses, blanks included.")
    base: Count = Field(description="Who answered with meaning: the base of all percentages.")


class BridgeFacts(Answer):
    """Responses of the later wave that are coded both ways."""

    responses: Count
    differing: Count = Field(description="Responses that got other codes by the earlier coding.")
    seed: int = Field(description="Of the draw.")


class PointsChange(Answer):
    """A change of a percentage in points, with its 95% interval."""

    points: float
    low: float
    high: float


class CodeInWaves(Answer):
    """A code in two waves: what of its change is real."""

    name: str = Field(description="As in the later wave.")
    first_number: int | None = Field(description="Null where the earlier codebook lacks it.")
    second_number: int | None = Field(description="Null where the later codebook lacks it.")
    first: Percent = Field(description="Percent of the earlier wave, by its own coding.")
    second: Percent = Field(description="Percent of the later wave, by its own coding.")
    change: PointsChange
    coding: PointsChange = Field(description="The part of the change that the coding makes.")
    real: PointsChange = Field(description="The part of it that people make.")
    verdict: ChangeVerdict
    statement: str


class UncoveredThemeAnswer(Answer):
    """Something that people say in the later wave, and no code covers."""

    name: str
    definition: str
    people: Count
    confidence: Annotated[float, Field(ge=0, le=1)]
    rationale: str
    response_ids: list[str]


class WaveChangeAnswer(Answer):
    """What changed between two waves, and whether it is real."""

    first: WaveFacts
    second: WaveFacts
    bridge: BridgeFacts
    coded_alike: bool = Field(description="Coding has no part in any change.")
    statement: str
    method: str = Field(description="How the figures come about; belongs under them.")
    codes: list[CodeInWaves] = Field(
        description="Every code that anybody has, the most frequent first."
    )
    themes: list[UncoveredThemeAnswer] = Field(
        description="Pending new_code suggestions of the later wave, or what would become some."
    )
    notes: list[str] = Field(description="What should be known about the comparison.")
