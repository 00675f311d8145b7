"""What is to be put right in a question's codebook."""

from __future__ import annotations

from functools import partial

from fastapi import Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.v2.codebook_edits import engine
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.codebook_check import CodebookCheck
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.organization import Scope
from openends.services.check_report import report_to_dict
from openends.services.check_stored_codebook import check_stored_codebook

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Codebook")


@router.get(
    "/codebook/check",
    operation_id="checkCodebook",
    summary="Check the codebook",
    responses=answers({200: (Envelope[CodebookCheck], "What was found.")}, 404, 409, 504),
    openapi_extra=scope(Scope.READ),
)
async def check(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """Look the codebook through, try its test cases, and see how its codes are used."""
    look = partial(
        check_stored_codebook,
        services(request).database,
        caller(request),
        project_id,
        question_id,
        engine(request),
    )
    found = await run_inline(request, look)
    ids = {"project_id": project_id, "question_id": question_id}
    return answer(request, ids | report_to_dict(found))
