"""POST /v2/code: code responses in one call."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from openends.api.code_call import answer_call
from openends.api.gate import gated_router, scope
from openends.api.openapi import answers
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.coding import CodeRequest
from openends.api.v2.models.jobs import JobAccepted
from openends.api.v2.models.results import CodeResult
from openends.domain.organization import Scope

router = gated_router("/v2/code", "Coding")


@router.post(
    "",
    operation_id="codeResponses",
    summary="Code responses in one call",
    responses=answers(
        {
            200: (Envelope[CodeResult], "Coded at once (fewer than 50 responses)."),
            202: (Envelope[JobAccepted], "Accepted as a job (50 responses or more)."),
        },
        *(402, 404, 409, 422, 504),
    ),
    openapi_extra=scope(Scope.WRITE),
)
async def code_responses(request: Request, body: CodeRequest) -> Response:
    """Make a project, build or take a codebook, and give every response its codes.

    Fewer than 50 responses are answered at once; 50 or more become a job of type one_call. Each
    distinct answer that says something costs a credit.
    """
    return await answer_call(request, body.coding_request())
