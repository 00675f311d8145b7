"""Refinement: what would make a coded question better, and what people do about it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.codebook_edits import engine
from openends.api.v2.models.base import Envelope, known_id
from openends.api.v2.models.projects import QuestionRef
from openends.api.v2.models.refinement import (
    ApplyRequest,
    BulkApplyRequest,
    BulkApplyResult,
    RefinementExportRequest,
    RefinementResult,
    ResolveRequest,
    SuggestionList,
    SuggestionsRequest,
    UndoRequest,
)
from openends.domain.organization import Caller, Scope
from openends.domain.resolution import Resolution, SuggestionAction
from openends.services.apply_many import AppliedMany, apply_many
from openends.services.change_codings import author_of
from openends.services.export_suggestions import export_suggestions
from openends.services.find_suggestions import find_suggestions
from openends.services.reopen_suggestion import reopen_suggestion
from openends.services.resolve_suggestion import resolve_suggestion
from openends.services.results import code_to_dict
from openends.services.suggestion_body import suggestion_to_dict
from openends.services.suggestion_case import Resolved
from openends.store.database import Database

router = gated_router("/v2/refinement", "Refinement")

_ERRORS = (404, 409, 422)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/suggestions",
    operation_id="refinementSuggestions",
    summary="Get refinement suggestions",
    responses=answers({200: (Envelope[SuggestionList], "Suggestions.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def suggest(request: Request, body: SuggestionsRequest) -> Response:
    """Look for new codes, merges, splits, tighter definitions and contradictions; free.

    What is pending is answered again until it is resolved, unless force throws it away.
    """
    look = partial(
        find_suggestions,
        *_place(request, body),
        force=body.force,
        engine=engine(request),
        now=datetime.now(UTC),
    )
    found = await run_inline(request, look)
    return answer(request, {"suggestions": [suggestion_to_dict(each) for each in found]})


@router.post(
    "/apply",
    operation_id="refinementApply",
    summary="Apply a suggestion",
    responses=answers({200: (Envelope[RefinementResult], "Applied.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def apply(request: Request, body: ApplyRequest) -> Response:
    """Change the codebook as the suggestion says and give the responses their codes."""
    given = body.suggestion
    wanted = Resolution(
        action=given.action or SuggestionAction.APPLY,
        name=given.override_name or None,
        definition=given.override_definition or None,
        sentiment=given.override_sentiment,
        category_id=given.override_category_id,
        target_code_id=given.target_code_id if _overrides(given.action) else None,
        source_code_id=given.source_code_id if _overrides(given.action) else None,
        dismiss_reason=given.dismiss_reason or "",
    )
    return await _resolve(request, body, given.id, wanted)


@router.post(
    "/resolve",
    operation_id="refinementResolve",
    summary="Resolve a suggestion by action",
    responses=answers({200: (Envelope[RefinementResult], "Resolved.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def resolve(request: Request, body: ResolveRequest) -> Response:
    """Create its code, assign a code that is there, merge two codes, or dismiss it."""
    wanted = Resolution(
        action=SuggestionAction(body.action),
        target_code_id=body.target_code_id,
        source_code_id=body.source_code_id,
        dismiss_reason=body.dismiss_reason or "",
    )
    return await _resolve(request, body, body.suggestion_id, wanted)


@router.post(
    "/undo",
    operation_id="refinementUndo",
    summary="Reopen a suggestion",
    responses=answers({200: (Envelope[RefinementResult], "Reopened.")}, *_ERRORS),
    openapi_extra=scope(Scope.WRITE),
)
async def undo(request: Request, body: UndoRequest) -> Response:
    """Set a resolved suggestion back to pending; with revert, take its changes back too."""
    reply = Reply(request, _answer)
    work = partial(
        reopen_suggestion,
        *_place(request, body),
        body.suggestion_id,
        author=author_of(caller(request), None),
        revert=body.revert,
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await run_in_threadpool(work))


@router.post(
    "/bulk-apply",
    operation_id="refinementBulkApply",
    summary="Apply several suggestions",
    responses=answers({200: (Envelope[BulkApplyResult], "Outcome.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def bulk_apply(request: Request, body: BulkApplyRequest) -> Response:
    """Create the suggested codes, all that are pending or those named, that are sure enough."""
    work = partial(
        apply_many,
        *_place(request, body),
        body.suggestion_ids,
        min_confidence=body.min_confidence or 0.0,
        author=author_of(caller(request), None),
        engine=engine(request),
        now=datetime.now(UTC),
    )
    return _answer_many(request, await run_inline(request, work))


@router.post(
    "/export",
    operation_id="refinementExport",
    summary="Export all suggestions",
    responses={
        200: {
            "description": "The file.",
            "content": {_XLSX: _BINARY, "text/csv": {"schema": {"type": "string"}}},
        },
        **answers({}, *_ERRORS),
    },
    openapi_extra=scope(Scope.READ),
    response_class=Response,
)
def export(request: Request, body: RefinementExportRequest) -> Response:
    """Return every suggestion in any state: a workbook of four sheets, or one table."""
    content = export_suggestions(*_place(request, body), body.format)
    return Response(
        content,
        media_type=_XLSX if body.format == "xlsx" else "text/csv",
        headers={"Content-Disposition": f'attachment; filename="suggestions.{body.format}"'},
    )


def _overrides(action: SuggestionAction | None) -> bool:
    """Tell whether codes that a suggestion names are what is wanted, or only what it said."""
    return action in {SuggestionAction.MERGE, SuggestionAction.ASSIGN_EXISTING}


def _place(request: Request, body: QuestionRef) -> tuple[Database, Caller, str, str]:
    return (
        services(request).database,
        caller(request),
        known_id(body.project_id, "Project"),
        known_id(body.question_id, "Question"),
    )


async def _resolve(
    request: Request, body: QuestionRef, suggestion_id: str, wanted: Resolution
) -> Response:
    reply = Reply(request, _answer)
    work = partial(
        resolve_suggestion,
        *_place(request, body),
        suggestion_id,
        wanted,
        author=author_of(caller(request), None),
        engine=engine(request),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await run_inline(request, work))


def _answer(request: Request, done: Resolved) -> Response:
    shown: dict[str, Any] = {
        "suggestion": suggestion_to_dict(done.suggestion),
        "responses_reassigned": done.reassigned,
    }
    if done.code is not None:
        shown["code"] = code_to_dict(done.code, done.stored, done.counts)
    return answer(request, shown)


def _answer_many(request: Request, done: AppliedMany) -> Response:
    return answer(
        request,
        {
            "applied": done.applied,
            "skipped": done.skipped,
            "failed": [
                {"suggestion_id": each, "message": message} for each, message in done.failed
            ],
            "summary": {
                "applied": len(done.applied),
                "skipped": len(done.skipped),
                "failed": len(done.failed),
                "responses_reassigned": done.reassigned,
            },
        },
    )
