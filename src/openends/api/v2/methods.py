"""How a question was coded, as a page for a report."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.organization import Scope
from openends.files.write_methods import render_html, render_markdown
from openends.services.question_methods import question_methods

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Results")


class MethodsFormat(StrEnum):
    """What the page is written in."""

    MARKDOWN = "md"
    HTML = "html"


_KINDS = {MethodsFormat.MARKDOWN: "text/markdown", MethodsFormat.HTML: "text/html"}
_PAGE = {kind: {"schema": {"type": "string"}} for kind in _KINDS.values()}
_ANSWERS = answers({200: (None, "The page.")}, 404, 409, 422)
_ANSWERS[200]["content"] = _PAGE


@router.get(
    "/methods",
    operation_id="getMethods",
    summary="Methods page of a question",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra=scope(Scope.READ),
)
def read_methods(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    written_in: Annotated[
        MethodsFormat,
        Query(alias="format", description="Markdown, or a page to read and print."),
    ] = MethodsFormat.MARKDOWN,
) -> Response:
    """Tell how the question was coded, from what the server keeps; it quotes no response."""
    page = question_methods(
        services(request).database,
        caller(request),
        project_id,
        question_id,
    )
    render = render_html if written_in is MethodsFormat.HTML else render_markdown
    return Response(
        render([page]),
        media_type=_KINDS[written_in],
        headers={
            "Content-Disposition": f'attachment; filename="methods.{written_in}"',
            # For one caller; no cache on the way keeps it.
            "Cache-Control": "no-store",
        },
    )
