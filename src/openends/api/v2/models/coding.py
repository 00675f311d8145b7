"""Responses as they are sent, and calls that want them coded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, WrapValidator

from openends.api.v2.models.base import (
    NOT_NULL,
    Answer,
    Body,
    CodingTypeName,
    Count,
    Country,
    Language,
    LanguageCode,
    Name255,
    Text100,
    Text200,
    Text2000,
    Text4000,
    Uuid,
    by_kind,
    known_id,
    unlike,
)
from openends.api.v2.models.codebooks import CodebookInput, codebook_from
from openends.domain.codebook import CodingType
from openends.domain.errors import InputError
from openends.services.coding_request import DEFAULT_LANGUAGE, CodingRequest
from openends.store.responses import NewResponse

#: Responses of a call.
MOST_RESPONSES = 10_000
#: Responses of a call without a key.
MOST_FREE = 100
#: Facts about a respondent.
MOST_DEMOGRAPHICS = 200
#: Whole numbers up to here are the same to every reader of JSON.
_SAFE = 2**53 - 1

_FACT_TEXT: TypeAdapter[str] = TypeAdapter(Text2000)


def _fact(value: Any, _: Any) -> str | int | float:
    """Return a fact about a respondent: a text, or a number that JSON can say."""
    if isinstance(value, str):
        return _FACT_TEXT.validate_python(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unlike("a string or a number")
    if isinstance(value, int) and abs(value) <= _SAFE:
        return value
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise unlike("a number that JSON can say")
    return number


Fact = Annotated[Text2000 | int | float, WrapValidator(_fact)]
Demographics = Annotated[dict[Name255, Fact], Field(max_length=MOST_DEMOGRAPHICS)]


class ResponseInput(Body):
    """One respondent's answer."""

    id: Name255 = Field(
        description="The caller's own respondent or response id.", examples=["R001"]
    )
    text: Text2000 = Field(description="The verbatim.")
    language: Annotated[LanguageCode | None, NOT_NULL] = Field(
        None, description="Its language, where it is known: ISO 639-1."
    )
    demographics: Annotated[Demographics | None, NOT_NULL] = Field(
        None, description="Facts about the respondent, which exports carry."
    )


Responses = Annotated[list[ResponseInput], Field(min_length=1, max_length=MOST_RESPONSES)]


def new_responses(given: Sequence[ResponseInput]) -> tuple[NewResponse, ...]:
    """Return the responses; each must have an id of its own.

    Raises
    ------
    InputError
        When an id stands twice; the sentence names it and both places.
    """
    places: dict[str, int] = {}
    for place, item in enumerate(given):
        first = places.setdefault(item.id, place)
        if first != place:
            raise InputError(
                f"Field 'responses[{place}].id' is '{item.id}', as 'responses[{first}].id' is "
                "already; give every response an id of its own."
            )
    return tuple(
        NewResponse(
            id=item.id,
            text=item.text,
            language=item.language,
            demographics=item.demographics or {},
        )
        for item in given
    )


class CodebookRef(Body):
    """A question whose codebook is to be used."""

    question_id: Uuid


class FreeCodeRequest(Body):
    """Responses to code, and what is known about them."""

    responses: Annotated[list[ResponseInput], Field(min_length=1, max_length=MOST_FREE)]
    coding_type: CodingTypeName = CodingType.QUALITATIVE
    language: Language = Field(
        DEFAULT_LANGUAGE,
        description="ISO 639-1 code, or auto. With en, answers in other languages are told too.",
    )
    codebook: Annotated[CodebookInput | None, NOT_NULL] = Field(
        None, description="The codes to give; without them a codebook is built."
    )
    question_text: Text2000 = Field("", description="The question as respondents saw it.")
    project_name: Text200 = Field(
        "", description="Name of the project; API Coding and the time if there is none."
    )
    country: Country = "XX"
    category: Text100 = Field("API", description="A tag to group projects by.")
    coding_guidance: Text4000 = Field("", description="What the coding should mind.")

    def coding_request(self) -> CodingRequest:
        """Return what is to be coded.

        Raises
        ------
        InputError
            When an id stands twice, or the codebook breaks a rule.
        """
        codebook = self.codebook
        return CodingRequest(
            responses=new_responses(self.responses),
            coding_type=self.coding_type,
            language=self.language,
            codebook=None if codebook is None else codebook_from(codebook, self.coding_type),
            question_text=self.question_text,
            project_name=self.project_name,
            country=self.country.upper(),
            category=self.category,
            coding_guidance=self.coding_guidance,
        )


class CodeRequest(FreeCodeRequest):
    """Responses to code, and what is known about them."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["codebook", "codebook_ref"]}})

    responses: Responses
    codebook_ref: Annotated[CodebookRef | None, NOT_NULL] = Field(
        None, description="A question whose codebook is to be used."
    )

    def coding_request(self) -> CodingRequest:
        """Return what is to be coded.

        Raises
        ------
        InputError
            When an id stands twice, or the codebook breaks a rule.
        NotFound
            When the id of the question cannot be one.
        """
        request = super().coding_request()
        if self.codebook_ref is None:
            return request
        question_id = known_id(self.codebook_ref.question_id, "Question")
        return replace(request, codebook_question=question_id)


class EstimateRequest(Body):
    """Responses that coding is to be priced for."""

    responses: Annotated[
        list[
            Annotated[
                Text2000 | ResponseInput,
                by_kind(
                    "a string or an object with 'id' and 'text'",
                    {str: Text2000, dict: ResponseInput},
                ),
            ]
        ],
        Field(min_length=1, max_length=MOST_RESPONSES),
    ]

    @property
    def texts(self) -> list[str]:
        """Return the verbatims."""
        return [item if isinstance(item, str) else item.text for item in self.responses]


class Estimate(Answer):
    """What coding would cost."""

    responses: Count
    unique_responses: Count = Field(description="Distinct answers that say something.")
    estimated_credits: Count
    credits_remaining: int
    sufficient: bool
