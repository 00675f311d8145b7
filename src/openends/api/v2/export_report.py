"""The report that a client is given, as a file."""

from __future__ import annotations

from functools import partial

from fastapi import Request
from fastapi.responses import Response

from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.send_file import send_file
from openends.api.v2.models.base import known_id
from openends.api.v2.models.exports import ReportExportRequest, ReportFormat
from openends.domain.organization import Scope
from openends.services.export_report import export_report

router = gated_router("/v2/export", "Export")

_MEDIA = {
    ReportFormat.HTML: "text/html",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.SLIDES: (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/report",
    operation_id="exportReport",
    summary="Export a report for a client",
    responses={
        200: {"description": "The report.", "content": dict.fromkeys(_MEDIA.values(), _BINARY)},
        **answers({}, 404, 422),
    },
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
async def report(request: Request, body: ReportExportRequest) -> Response:
    """Return a page per question: base, codes, categories, tone, quotations, how it was coded."""
    project_id = known_id(body.project_id, "Project")
    write = partial(
        export_report,
        services(request).database,
        caller(request),
        project_id,
        body.questions,
        verbatims=body.include_verbatims,
    )
    return await send_file(f"report-{project_id[:8]}.{body.format}", _MEDIA[body.format], write)
