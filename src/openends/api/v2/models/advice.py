"""What a language model was asked, as it is answered."""

from __future__ import annotations

from pydantic import Field

from openends.api.v2.models.base import Answer, Count


class Advice(Answer):
    """What a language model was asked, and what it cost."""

    model: str = Field(description="Provider and name.")
    prompts: list[str] = Field(description="Names and versions of the prompts.")
    masked: bool = Field(description="Whether personal data was masked before it was sent.")
    calls: Count = Field(description="Calls that were paid for.")
    replayed: Count = Field(description="Calls that were on record from before.")
    input_tokens: Count
    output_tokens: Count
    cost: float | None = Field(None, ge=0, description="US dollars; null for an unknown price.")
    stopped: str | None = Field(
        None, description="Why it ended early; null where it did not. What was left is coded too."
    )
    unnamed: str | None = Field(
        None, description="Why a built codebook keeps the names that it had; else null."
    )


class CodingAdvice(Advice):
    """What a language model was asked about answers, and what came of it."""

    answers: Count = Field(description="Distinct answers of the question.")
    doubtful: Count = Field(description="Those that were in doubt.")
    sent: Count = Field(description="Those that were sent.")
    changed: Count = Field(description="Those whose codes are others than they were.")
    renamed: Count = Field(description="Codes of a built codebook that got another name.")
    merged: Count = Field(description="Codes of a built codebook that were merged into others.")
    fallbacks: dict[str, int] = Field(
        description="Answers on which nothing usable came back, by reason."
    )
