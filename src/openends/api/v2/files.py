"""Data files: what their columns hold, and the questions that they become."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.form import SENT_FILE, SentFile, read_file
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.files import FileAnswer, MappingChoice
from openends.api.v2.projects import ProjectId
from openends.api.v2.render import question_to_dict
from openends.domain.column_role import ColumnMapping
from openends.domain.errors import InputError
from openends.domain.organization import Scope
from openends.domain.survey import Survey
from openends.services.chosen_columns import check_mapping
from openends.services.find_question import find_project
from openends.services.import_survey import ImportedSurvey, import_survey
from openends.services.map_columns import map_columns
from openends.services.read_upload import read_upload

router = gated_router("/v2/projects/{projectId}/files", "Projects")


@router.post(
    "",
    operation_id="importFile",
    summary="Bring in a data file",
    responses=answers(
        {
            200: (Envelope[FileAnswer], "What the columns are taken for; nothing was kept."),
            201: (Envelope[FileAnswer], "The questions that the columns became."),
        },
        404,
        422,
    ),
    openapi_extra=scope(Scope.WRITE, Scope.IMPORT) | {"requestBody": SENT_FILE},
)
async def import_file(request: Request, project_id: ProjectId) -> Response:
    """Tell what the columns of a file hold; with a mapping, make questions of them."""
    await run_in_threadpool(_check_project, request, project_id)
    sent = await read_file(request)
    return await run_in_threadpool(_bring_in, request, project_id, sent)


def _check_project(request: Request, project_id: str) -> None:
    """Refuse a project that is not there before a file is read for it."""
    with services(request).database.reading() as connection:
        find_project(connection, caller(request), project_id)


def _bring_in(request: Request, project_id: str, sent: SentFile) -> Response:
    chosen = None if sent.mapping is None else _read_mapping(sent.mapping)
    survey = read_upload(sent.upload)
    if chosen is None:
        return answer(request, _shown(project_id, survey, map_columns(survey)))
    mapping = check_mapping(survey, [column.chosen() for column in chosen.columns])
    reply = Reply(request, partial(_answer_imported, survey=survey, mapping=mapping))
    done = import_survey(
        services(request).database,
        caller(request),
        project_id,
        survey,
        mapping,
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(done)


def _read_mapping(written: str) -> MappingChoice:
    try:
        return MappingChoice.model_validate_json(written)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        if problems[0]["type"] == "json_invalid":
            raise InputError(
                f"Part 'mapping' of the form is not JSON ({problems[0]['ctx']['error']}); send "
                'an object like {"columns": [{"name": "why", "role": "text"}]}.'
            ) from error
        found = [
            dict(problem) | {"loc": ("body", "mapping", *problem["loc"])} for problem in problems
        ]
        raise RequestValidationError(found) from error


def _shown(project_id: str, survey: Survey, mapping: ColumnMapping) -> dict[str, object]:
    return {
        "project_id": project_id,
        "file": survey.source,
        "rows": len(survey),
        "columns": mapping.as_list(),
        "questions": [],
        "notes": list(survey.warnings),
    }


def _answer_imported(
    request: Request, done: ImportedSurvey, *, survey: Survey, mapping: ColumnMapping
) -> Response:
    found = [
        question_to_dict(each.question) | {"column": each.column, "response_count": each.responses}
        for each in done.questions
    ]
    shown = _shown(done.project_id, survey, mapping)
    return answer(request, shown | {"questions": found}, status=201)
