"""What another person needs to repeat the coding of a question."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.manifest import StoredManifest
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.organization import Scope
from openends.services.question_manifest import question_manifest

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Results")


@router.get(
    "/manifest",
    operation_id="getManifest",
    summary="Manifest of a question",
    responses=answers({200: (Envelope[StoredManifest], "The manifest.")}, 404, 409),
    openapi_extra=scope(Scope.READ),
)
def read_manifest(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """Tell settings, codebook, versions, hashes, and who or what coded; it holds no response.

    Saved as a file, it is what "openends code --manifest" repeats the coding from.
    """
    shown = question_manifest(
        services(request).database,
        caller(request),
        project_id,
        question_id,
    )
    return answer(request, shown)
