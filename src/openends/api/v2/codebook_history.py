"""Versions of a question's codebook, its file, and the log of all changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Path as InPath
from fastapi import Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.edit_shapes import change_to_dict, compared_to_dict, version_to_dict
from openends.api.v2.models.base import Envelope, ListEnvelope
from openends.api.v2.models.codebooks import CodebookResult
from openends.api.v2.models.edits import (
    ChangeAnswer,
    VersionAnswer,
    VersionDetail,
    VersionsCompared,
)
from openends.api.v2.paging import USUAL, Cursor, Limit, after_position, answer_page
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.errors import InputError, NotFound
from openends.domain.organization import Scope
from openends.files.limits import CODEBOOK_BYTES
from openends.files.read_codebook import codebook_from_bytes
from openends.files.write_codebook import codebook_bytes
from openends.services.codebook_history import find_version, list_versions
from openends.services.find_question import find_question
from openends.services.question_codebooks import import_codebook
from openends.services.results import codebook_to_dict
from openends.store import changes
from openends.store.codebook_versions import Version

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Codebook")

VersionNumber = Annotated[int, InPath(ge=1, le=2**31 - 1)]
_TYPES = {"yaml": "application/yaml", "json": "application/json", "qdc": "application/xml"}
#: A file has no shape that a description of bodies could tell.
_FILES: dict[str, Any] = {media: {"schema": {}} for media in _TYPES.values()}
#: The format that a word of the content type stands for; YAML where it has none of them.
_FORMS = (("json", "json"), ("xml", "qdc"))


@router.get(
    "/codebook/versions",
    operation_id="listCodebookVersions",
    summary="List versions of the codebook",
    responses=answers({200: (ListEnvelope[VersionAnswer], "Versions.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def list_all(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """List who changed the codebook, when and why, the oldest version first."""
    found = _versions(request, project_id, question_id)
    return answer(request, [version_to_dict(version) for version in found], count=len(found))


@router.get(
    "/codebook/versions/{version}",
    operation_id="getCodebookVersion",
    summary="A version of the codebook",
    responses=answers({200: (Envelope[VersionDetail], "The version.")}, 404, 422),
    openapi_extra=scope(Scope.READ),
)
def get_version(
    request: Request, project_id: ProjectId, question_id: QuestionId, version: VersionNumber
) -> Response:
    """Show the codebook as it was."""
    found = find_version(_versions(request, project_id, question_id), version)
    codebook = codebook_to_dict(found.stored, {})
    return answer(request, version_to_dict(found) | {"codebook": codebook})


@router.get(
    "/codebook/compare",
    operation_id="compareCodebookVersions",
    summary="Compare two versions",
    responses=answers({200: (Envelope[VersionsCompared], "What is different.")}, 404, 422),
    openapi_extra=scope(Scope.READ),
)
def compare(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    from_version: Annotated[int, Query(alias="from", ge=1)],
    to_version: Annotated[int, Query(alias="to", ge=1)],
) -> Response:
    """Tell which codes were added, removed and changed from one version to another."""
    found = _versions(request, project_id, question_id)
    one, other = find_version(found, from_version), find_version(found, to_version)
    return answer(request, compared_to_dict(one, other))


@router.get(
    "/codebook/file",
    operation_id="exportCodebook",
    summary="The codebook as a file",
    responses={200: {"description": "The file.", "content": _FILES}, **answers({}, 404, 422)},
    openapi_extra=scope(Scope.READ),
)
def export(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    form: Annotated[Literal["yaml", "json", "qdc"], Query(alias="format")] = "yaml",
) -> Response:
    """Return the codebook with definitions, examples, rules and test cases, to edit and keep."""
    found = _versions(request, project_id, question_id)
    if not found:
        raise NotFound("The question has no codebook")
    return Response(
        codebook_bytes(found[-1].stored.codebook, form),
        media_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="codebook.{form}"'},
    )


@router.get(
    "/changes",
    operation_id="listChanges",
    summary="The log of changes",
    responses=answers({200: (ListEnvelope[ChangeAnswer], "Changes.")}, 404, 422),
    openapi_extra=scope(Scope.READ),
)
def list_changes(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """List who changed codebook and codings, when and why, the newest first."""
    who = caller(request)
    with services(request).database.reading() as connection:
        question = find_question(connection, who, project_id, question_id)
        rows = changes.load_page(
            connection,
            who.organization.id,
            question.id,
            before=after_position(cursor),
            limit=limit + 1,
        )
    return answer_page(
        request, rows, limit, show=change_to_dict, key=lambda change: str(change.position)
    )


@router.put(
    "/codebook/file",
    operation_id="importCodebookFile",
    summary="Import a codebook file",
    responses=answers({200: (Envelope[CodebookResult], "Stored.")}, 404, 409, 413, 422),
    openapi_extra=scope(Scope.WRITE)
    | {
        "requestBody": {
            "required": True,
            "content": _FILES,
        }
    },
)
async def import_file(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """Give a question the codebook of a YAML, JSON or .qdc file in place of its own; codings go."""
    content = await request.body()
    if len(content) > CODEBOOK_BYTES:
        raise InputError(
            f"The codebook has {len(content):,} bytes; shorten it to at most {CODEBOOK_BYTES:,}."
        )
    told = request.headers.get("content-type", "").casefold()
    form = next((form for kind, form in _FORMS if kind in told), "yaml")
    return await run_in_threadpool(_import, request, (project_id, question_id), content, form)


def _import(request: Request, place: tuple[str, str], content: bytes, form: str) -> Response:
    done = import_codebook(
        services(request).database,
        caller(request),
        *place,
        codebook_from_bytes(content, Path(f"codebook.{form}")),
        now=datetime.now(UTC),
    )
    return answer(request, done)


def _versions(request: Request, project_id: str, question_id: str) -> list[Version]:
    return list_versions(
        services(request).database,
        caller(request),
        project_id,
        question_id,
    )
