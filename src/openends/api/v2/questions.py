"""Questions of a project, and the responses to them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.filters import Filters
from openends.api.v2.models.base import Envelope, ListEnvelope, known_id
from openends.api.v2.models.coding import new_responses
from openends.api.v2.models.projects import (
    Question,
    QuestionCreate,
    QuestionDetail,
    ResponsesUpload,
    Uploaded,
)
from openends.api.v2.models.results import StoredResponse
from openends.api.v2.paging import MOST, USUAL, Cursor, Limit, after_position, answer_page
from openends.api.v2.projects import ProjectId
from openends.api.v2.render import question_in_full, question_to_dict, response_to_dict
from openends.domain import project as domain
from openends.domain.organization import Scope
from openends.services.add_responses import Added, add_responses
from openends.services.contradictory import contradictory_page
from openends.services.find_question import find_project, find_question
from openends.store import codebooks, coding_runs, codings, questions
from openends.store.coded_rows import ResponseFilter

router = gated_router("/v2/projects/{projectId}/questions", "Questions")

QuestionId = Annotated[
    str,
    Path(alias="questionId", json_schema_extra={"format": "uuid"}),
    AfterValidator(partial(known_id, thing="Question")),
]


@router.post(
    "",
    operation_id="createQuestion",
    summary="Create a question",
    status_code=201,
    responses=answers({201: (Envelope[Question], "The new question.")}, 404, 422),
    openapi_extra=scope(Scope.WRITE),
)
def create_question(request: Request, project_id: ProjectId, body: QuestionCreate) -> Response:
    """Add a question to a project; its kind of coding and language are the project's by default."""
    who, reply = caller(request), Reply(request, _answer_created)
    with services(request).database.transaction() as connection:
        project = find_project(connection, who, project_id)
        question = questions.create(
            connection,
            who.organization.id,
            project.id,
            text=body.text,
            coding_type=body.coding_type or project.coding_type,
            language=body.language or project.language,
            short_name=body.short_name or "",
            now=datetime.now(UTC),
        )
        reply.keep(connection, question)
    return reply.to(question)


def _answer_created(request: Request, question: domain.Question) -> Response:
    return answer(request, question_to_dict(question), status=201)


@router.get(
    "/{questionId}",
    operation_id="getQuestion",
    summary="State of a question",
    responses=answers({200: (Envelope[QuestionDetail], "The question.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def get_question(request: Request, project_id: ProjectId, question_id: QuestionId) -> Response:
    """Tell how far a question is, with its codebook and the first hundred coded responses.

    All responses, page by page, are under its path and /responses.
    """
    who = caller(request)
    with services(request).database.reading() as connection:
        question = find_question(connection, who, project_id, question_id)
        stored = codebooks.load(connection, who.organization.id, question.id)
        counts = codebooks.count_mentions(connection, question.id)
        rows = codings.load_page(
            connection,
            who.organization.id,
            question.id,
            ResponseFilter(coded=True),
            after=None,
            limit=MOST,
        )
    return answer(request, question_in_full(question, stored, counts, rows))


@router.post(
    "/{questionId}/responses",
    operation_id="addResponses",
    summary="Upload responses",
    status_code=201,
    responses=answers({201: (Envelope[Uploaded], "What was stored.")}, 404, 409, 422),
    openapi_extra=scope(Scope.WRITE, Scope.IMPORT),
)
def upload(
    request: Request, project_id: ProjectId, question_id: QuestionId, body: ResponsesUpload
) -> Response:
    """Add responses to a question; those whose id it has already are left alone.

    Refused while a job runs on the question.
    """
    reply = Reply(request, _answer_uploaded)
    done = add_responses(
        services(request).database,
        caller(request),
        project_id,
        question_id,
        new_responses(body.responses),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(done)


def _answer_uploaded(request: Request, done: Added) -> Response:
    return answer(
        request,
        {
            "added": done.added,
            "duplicates": done.duplicates,
            "response_count": done.response_count,
        },
        status=201,
    )


@router.get(
    "/{questionId}/responses",
    operation_id="listResponses",
    summary="List responses",
    responses=answers({200: (ListEnvelope[StoredResponse], "Responses.")}, 404, 422),
    openapi_extra=scope(Scope.READ),
)
def list_responses(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    filters: Annotated[Filters, Query()],
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """List the responses of a question in their order, coded or not, page by page."""
    who = caller(request)
    with services(request).database.reading() as connection:
        question = find_question(connection, who, project_id, question_id)
        load = contradictory_page if filters.contradictory else codings.load_page
        rows = load(
            connection,
            who.organization.id,
            question.id,
            filters.chosen(),
            after=after_position(cursor),
            limit=limit + 1,
        )
        runs = coding_runs.of_question(connection, who.organization.id, question.id)
    show = partial(response_to_dict, runs=runs)
    return answer_page(request, rows, limit, show=show, key=lambda row: str(row.position))
