"""POST /v1/code: the first version of the one call, whose responses are plain texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from openends.api.code_call import answer_call
from openends.api.gate import gated_router, scope
from openends.api.openapi import answers
from openends.api.v2.models.base import (
    NOT_NULL,
    Answer,
    Body,
    CodingTypeName,
    Count,
    Envelope,
    Language,
    Text2000,
    known_id,
)
from openends.api.v2.models.codebooks import CodebookInput, codebook_from
from openends.api.v2.models.coding import MOST_RESPONSES, CodebookRef
from openends.api.v2.models.jobs import JobAccepted
from openends.domain.codebook import CodingType
from openends.domain.organization import Scope
from openends.services.coding_request import DEFAULT_LANGUAGE, CodingRequest
from openends.store.responses import NewResponse

router = gated_router("/v1", "Coding")


class FirstCodeRequest(Body):
    """Responses as plain texts, and the question that they answer."""

    responses: Annotated[list[Text2000], Field(min_length=1, max_length=MOST_RESPONSES)]
    question: Text2000 = Field("", description="The question as respondents saw it.")
    coding_type: CodingTypeName = CodingType.QUALITATIVE
    language: Language = DEFAULT_LANGUAGE
    codebook: Annotated[CodebookInput | None, NOT_NULL] = None
    codebook_ref: Annotated[CodebookRef | None, NOT_NULL] = None

    def coding_request(self) -> CodingRequest:
        """Return what is to be coded; responses are called by their places, from 1."""
        codebook, reference = self.codebook, self.codebook_ref
        return CodingRequest(
            responses=tuple(
                NewResponse(id=str(place), text=text)
                for place, text in enumerate(self.responses, 1)
            ),
            coding_type=self.coding_type,
            language=self.language,
            codebook=None if codebook is None else codebook_from(codebook, self.coding_type),
            codebook_question=known_id(reference.question_id, "Question") if reference else None,
            question_text=self.question,
        )


class FirstCode(Answer):
    """A code, with the number of responses that have it."""

    code: str
    category: str
    count: Count


class FirstCoded(Answer):
    """A response and the names of its codes."""

    response: str
    codes: list[str]


class FirstResult(Answer):
    """Coded responses in the shape of version 1."""

    codebook: list[FirstCode]
    coded: list[FirstCoded]


@router.post(
    "/code",
    operation_id="codeResponsesV1",
    summary="Code responses in one call, version 1",
    responses=answers(
        {
            200: (Envelope[FirstResult], "Coded at once (fewer than 50 responses)."),
            202: (Envelope[JobAccepted], "Accepted as a job (50 responses or more)."),
        },
        *(402, 404, 409, 422, 504),
    ),
    openapi_extra=scope(Scope.WRITE),
)
async def code_first_version(request: Request, body: FirstCodeRequest) -> Response:
    """Code plain texts: fewer than 50 at once, 50 and more as a job with a result of version 2."""
    return await answer_call(
        request, body.coding_request(), partial(as_first_version, texts=body.responses)
    )


def as_first_version(data: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """Return coded responses in the shape of version 1: names of codes, and the texts again."""
    codebook = [
        {"code": code["name"], "category": category["name"], "count": code["count"]}
        for category in data["codebook"]["categories"]
        for code in category["codes"]
    ]
    coded = [
        {"response": text, "codes": [code["name"] for code in result["codes"]]}
        for text, result in zip(texts, data["results"], strict=True)
    ]
    return {"codebook": codebook, "coded": coded}
