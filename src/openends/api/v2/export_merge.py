"""The client's own data file, with the coded questions of a project in it."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator
from starlette.concurrency import run_in_threadpool

from openends.api.form import FILE, SENT_FILE, read_file
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.send_file import send_file
from openends.api.v2.models.base import known_id
from openends.api.v2.models.exports import MOST_QUESTIONS
from openends.domain.errors import InputError
from openends.domain.organization import Scope
from openends.services.deliver_file import MergeChoice, MergeLayout
from openends.services.deliver_project import ProjectOrder, deliver_project
from openends.services.find_question import find_project

router = gated_router("/v2/export", "Export")

_BINARY = "application/octet-stream"
_FORM = "multipart/form-data"
_SENT = SENT_FILE["content"][_FORM]["schema"]["properties"]  # type: ignore[index]
_BODY = {
    "required": True,
    "content": {
        _FORM: {
            "schema": {
                "type": "object",
                "required": [FILE],
                "additionalProperties": False,
                "properties": {name: _SENT[name] for name in (FILE, "name")},
            }
        }
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, as it was but for the variables at its end.",
        "content": {_BINARY: {"schema": {"type": "string", "format": "binary"}}},
    },
    **answers({}, 404, 422),
}


@router.post(
    "/merge",
    operation_id="exportMerge",
    summary="Add codes to the client's file",
    responses=_ANSWERS,
    openapi_extra=scope(Scope.READ) | {"requestBody": _BODY},
    response_class=Response,
)
async def merge(  # noqa: PLR0913 - where codes come from, where they go, and how
    request: Request,
    *,
    project_id: Annotated[
        str,
        Query(description="Whose codes.", json_schema_extra={"format": "uuid"}),
        AfterValidator(partial(known_id, thing="Project")),
    ],
    key: Annotated[
        str,
        Query(min_length=1, max_length=200, description="Variable of the file with response ids."),
    ],
    question_ids: Annotated[
        list[Annotated[str, AfterValidator(partial(known_id, thing="Question"))]] | None,
        Query(max_length=MOST_QUESTIONS, description="Without it, every coded question."),
    ] = None,
    layout: Annotated[
        MergeLayout, Query(description="A variable per mention, or one of 0 and 1 per code.")
    ] = "columns_by_mention",
    include_sentiment: Annotated[bool, Query(description="The tone of each.")] = False,
    include_confidence: Annotated[bool, Query(description="How sure the codes are.")] = False,
    include_code_names: Annotated[
        bool, Query(description="Names in the place of numbers, in columns_by_mention.")
    ] = False,
    prefix: Annotated[
        str, Query(max_length=20, description="Before the names of the added variables.")
    ] = "",
    allow_unmatched: Annotated[
        bool, Query(description="Answer the file even if somebody is left out; X-Note says so.")
    ] = False,
) -> Response:
    """Return the client's file with further variables; nothing else in it changes."""
    await run_in_threadpool(_check_project, request, project_id)
    sent = await read_file(request)
    if sent.mapping is not None or sent.upload.data:
        raise InputError("A form for a merge has the parts 'file' and 'name' only.")
    order = ProjectOrder(
        project_id=project_id,
        question_ids=None if question_ids is None else tuple(dict.fromkeys(question_ids)),
        content=sent.upload.content,
        ending=PurePosixPath(sent.upload.name).suffix.casefold(),
        key=key,
        choice=MergeChoice(
            layout=layout,
            sentiment=include_sentiment,
            confidence=include_confidence,
            names=include_code_names,
            prefix=prefix,
        ),
        allow_unmatched=allow_unmatched,
    )
    write = partial(deliver_project, services(request).database, caller(request), order)
    return await send_file(order.file_name, _BINARY, write)


def _check_project(request: Request, project_id: str) -> None:
    """Refuse a project that is not there before a file is read for it."""
    with services(request).database.reading() as connection:
        find_project(connection, caller(request), project_id)
