"""POST /v2/coding/auto: code a question that exists."""

from __future__ import annotations

from functools import partial

from fastapi import Request
from fastapi.responses import Response

from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.accepted import answer_started
from openends.api.v2.models.base import Envelope, known_id
from openends.api.v2.models.jobs import JobAccepted
from openends.api.v2.models.projects import AutoCodeRequest
from openends.domain.organization import Scope
from openends.services.start_jobs import start_auto_coding

router = gated_router("/v2/coding", "Coding")


@router.post(
    "/auto",
    operation_id="autoCode",
    summary="Code an existing question",
    status_code=202,
    responses=answers({202: (Envelope[JobAccepted], "Accepted as a job.")}, *(402, 404, 409, 422)),
    openapi_extra=scope(Scope.WRITE),
)
def auto_code(request: Request, body: AutoCodeRequest) -> Response:
    """Start a job that codes the responses of a question; those that are coded are left alone."""
    start = partial(
        start_auto_coding,
        services(request).database,
        caller(request),
        known_id(body.project_id, "Project"),
        known_id(body.question_id, "Question"),
        body.coding_guidance,
    )
    return answer_started(request, start)
