"""Which responses of a question to list."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from openends.api.v2.models.base import NOT_NULL, Text200, Uuid, known_id, unlike
from openends.domain.coding import Sentiment
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
        )
