"""Which responses of a question to list."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from openends.api.v2.models.base import NOT_NULL, LanguageCode, Text200, Uuid, known_id, unlike
from openends.domain.coding import Layer, Sentiment
from openends.domain.response import ResponseStatus
from openends.store.coded_rows import ResponseFilter

_WORDS = {"true": True, "false": False}


def _flag(given: Any) -> Any:
    """Return what a word in an address says; only the two words of JSON count."""
    if given not in _WORDS:
        raise unlike("true or false")
    return _WORDS[given]


Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]


class Filters(BaseModel):
    """Conditions that a response must meet, all of them."""

    status: Annotated[ResponseStatus | None, NOT_NULL] = Field(
        None, description="What became of them."
    )
    code_id: Annotated[Uuid | None, NOT_NULL] = Field(None, description="A code that they have.")
    needs_review: Annotated[Flag | None, NOT_NULL] = Field(
        None, description="Whether a person should look at them."
    )
    sentiment: Annotated[Sentiment | None, NOT_NULL] = Field(
        None, description="Tone of the whole response."
    )
    text: Annotated[Text200 | None, NOT_NULL] = Field(
        None, description="Words that they contain, capitals apart."
    )
    coded: Annotated[Flag | None, NOT_NULL] = Field(None, description="Whether they are coded.")
    category_id: Annotated[Uuid | None, NOT_NULL] = Field(
        None, description="A category of a code that they have."
    )
    layer: Annotated[Layer | None, NOT_NULL] = Field(
        None, description="How a code that they have came about."
    )
    min_confidence: Annotated[float | None, NOT_NULL, Field(ge=0, le=1)] = Field(
        None, description="Of their least certain mention."
    )
    max_confidence: Annotated[float | None, NOT_NULL, Field(ge=0, le=1)] = Field(
        None, description="Of their least certain mention."
    )
    language: Annotated[LanguageCode | None, NOT_NULL] = Field(
        None, description="The language that the coding found."
    )
    approved: Annotated[Flag | None, NOT_NULL] = Field(
        None, description="Whether a person settled them."
    )
    contradictory: Annotated[Flag | None, NOT_NULL] = Field(
        None, description="True for those with the same text as others, but other codes."
    )

    def chosen(self) -> ResponseFilter:
        """Return the conditions as the store knows them.

        Raises
        ------
        NotFound
            When the id of the code cannot be one.
        """
        return ResponseFilter(
            status=self.status,
            code_id=None if self.code_id is None else known_id(self.code_id, "Code"),
            needs_review=self.needs_review,
            sentiment=self.sentiment,
            text=self.text,
            coded=self.coded,
            category_id=None
            if self.category_id is None
            else known_id(self.category_id, "Category"),
            layer=self.layer,
            least_confidence=self.min_confidence,
            most_confidence=self.max_confidence,
            language=self.language,
            approved=self.approved,
        )
