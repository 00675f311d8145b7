"""Edits of a question's codebook: what they would do, do it, and take it back."""

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
from openends.api.v2.edit_shapes import edit_from, edited_to_dict
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.edits import (
    UNSIGNED,
    EditAnswer,
    EditRequest,
    RestoreRequest,
    Signed,
    WhatIfRequest,
)
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.organization import Scope
from openends.services.change_codings import Deed, author_of
from openends.services.coding_engine import Engine
from openends.services.edit_codebook import Edited, ask_what_if, edit_codebook
from openends.services.restore_codebook import Choice, redo, restore_codebook, to_version, undo

router = gated_router("/v2/projects/{projectId}/questions/{questionId}/codebook", "Codebook")

_ERRORS = (404, 409, 422)


@router.post(
    "/what-if",
    operation_id="codebookWhatIf",
    summary="What an edit would do",
    responses=answers({200: (Envelope[EditAnswer], "What would change.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.READ),
)
async def ask(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: WhatIfRequest
) -> Response:
    """Tell which responses and percentages an edit would change; nothing is saved."""
    done = await run_inline(
        request,
        partial(
            ask_what_if,
            services(request).database,
            caller(request),
            project_id,
            question_id,
            partial(edit_from, body.edit),
            engine(request),
        ),
    )
    return _answer(request, done)


@router.post(
    "/edits",
    operation_id="editCodebook",
    summary="Edit the codebook",
    responses=answers({200: (Envelope[EditAnswer], "What changed.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def edit(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: EditRequest
) -> Response:
    """Do an edit as a new version; only what it touches is coded anew, nothing a person decided."""
    reply = Reply(request, _answer)
    work = partial(
        edit_codebook,
        services(request).database,
        caller(request),
        project_id,
        question_id,
        partial(edit_from, body.edit),
        _deed(request, body, f"codebook.{body.edit.type}", body.edit.model_dump(mode="json")),
        engine=engine(request),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await run_inline(request, work))


@router.post(
    "/undo",
    operation_id="undoCodebookEdit",
    summary="Undo the last edit",
    responses=answers({200: (Envelope[EditAnswer], "What changed.")}, *_ERRORS),
    openapi_extra=scope(Scope.WRITE),
)
async def undo_edit(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: Signed = UNSIGNED
) -> Response:
    """Take the last edit back, with what it did to codings; what people decided since stays."""
    return await _restored(request, (project_id, question_id), body, "codebook.undo", undo)


@router.post(
    "/redo",
    operation_id="redoCodebookEdit",
    summary="Redo what was undone",
    responses=answers({200: (Envelope[EditAnswer], "What changed.")}, *_ERRORS),
    openapi_extra=scope(Scope.WRITE),
)
async def redo_edit(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: Signed = UNSIGNED
) -> Response:
    """Do an edit again that was undone."""
    return await _restored(request, (project_id, question_id), body, "codebook.redo", redo)


@router.post(
    "/restore",
    operation_id="restoreCodebook",
    summary="Go back to a version",
    responses=answers({200: (Envelope[EditAnswer], "What changed.")}, *_ERRORS),
    openapi_extra=scope(Scope.WRITE),
)
async def restore(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: RestoreRequest
) -> Response:
    """Make an earlier version the present one again, with the codings that belong to it."""
    choose = to_version(body.version)
    return await _restored(request, (project_id, question_id), body, "codebook.restore", choose)


def engine(request: Request) -> Engine:
    """Return what the server codes with."""
    ready = services(request)
    return Engine(
        load_encoders=ready.load_encoders, quality=ready.settings.quality, read=ready.read
    )


async def _restored(
    request: Request, place: tuple[str, str], body: Signed, action: str, choose: Choice
) -> Response:
    reply = Reply(request, _answer)
    work = partial(
        restore_codebook,
        services(request).database,
        caller(request),
        *place,
        choose,
        _deed(request, body, action, {}),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await run_in_threadpool(work))


def _deed(request: Request, body: Signed, action: str, details: dict[str, Any]) -> Deed:
    author = author_of(caller(request), body.coder)
    return Deed(action=action, author=author, reason=body.reason, details=details)


def _answer(request: Request, done: Edited) -> Response:
    return answer(request, edited_to_dict(done))
