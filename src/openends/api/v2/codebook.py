"""Codebooks of questions: build, import, clone; and what coding would cost."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import ask_now, run_inline
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.accepted import answer_started
from openends.api.v2.models.base import Envelope, known_id
from openends.api.v2.models.codebooks import CodebookResult, codebook_from
from openends.api.v2.models.coding import Estimate, EstimateRequest
from openends.api.v2.models.jobs import JobAccepted
from openends.api.v2.models.projects import (
    CodebookCloneRequest,
    CodebookImportRequest,
    QuestionRef,
)
from openends.domain.organization import Scope
from openends.domain.project import Question
from openends.services.coding_request import INLINE_BELOW
from openends.services.estimate_cost import estimate_cost
from openends.services.find_question import find_question
from openends.services.question_codebooks import clone_codebook, generate_now, import_codebook
from openends.services.start_jobs import start_codebook_generation

router = gated_router("/v2/codebook", "Codebook")


@router.post(
    "/generate",
    operation_id="codebookGenerate",
    summary="Generate a codebook",
    responses=answers(
        {
            200: (Envelope[CodebookResult], "Built at once (fewer than 50 responses)."),
            202: (Envelope[JobAccepted], "Accepted as a job (50 responses or more)."),
        },
        *(404, 409, 422, 504),
    ),
    openapi_extra=scope(Scope.WRITE),
)
async def generate(request: Request, body: QuestionRef) -> Response:
    """Build the codebook of a question from its responses, in place of the one it has; free."""
    ready = services(request)
    question = await run_in_threadpool(_find, request, body)
    named = (ready.database, caller(request), question.project_id, question.id)
    if question.response_count >= INLINE_BELOW:
        start = partial(start_codebook_generation, *named)
        return await run_in_threadpool(answer_started, request, start)
    reply = Reply(request, _answer_codebook)
    build = partial(
        generate_now,
        *named,
        ready.load_encoders,
        now=datetime.now(UTC),
        quality=ready.settings.quality,
        ask=ask_now(request),
        keep=reply.keep,
    )
    return reply.to(await run_inline(request, build))


def _answer_codebook(request: Request, done: dict[str, Any]) -> Response:
    return answer(request, done)


def _find(request: Request, body: QuestionRef) -> Question:
    with services(request).database.reading() as connection:
        return find_question(
            connection,
            caller(request),
            known_id(body.project_id, "Project"),
            known_id(body.question_id, "Question"),
        )


@router.post(
    "/import",
    operation_id="codebookImport",
    summary="Import a codebook",
    responses=answers({200: (Envelope[CodebookResult], "Stored.")}, 404, 409, 422),
    openapi_extra=scope(Scope.WRITE),
)
def import_given(request: Request, body: CodebookImportRequest) -> Response:
    """Give a question a codebook in place of the one it has; its codings go with that one."""
    question, reply = _find(request, body), Reply(request, _answer_codebook)
    done = import_codebook(
        services(request).database,
        caller(request),
        question.project_id,
        question.id,
        codebook_from(body.codebook, question.coding_type),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(done)


@router.post(
    "/estimate",
    operation_id="codebookEstimate",
    summary="Estimate the cost",
    responses=answers({200: (Envelope[Estimate], "The quote.")}, 422),
    openapi_extra=scope(Scope.READ),
)
def estimate(request: Request, body: EstimateRequest) -> Response:
    """Tell what coding would cost; the question is free. Duplicates are coded, and paid, once."""
    quote = estimate_cost(services(request).database, caller(request), body.texts)
    return answer(
        request,
        {
            "responses": quote.responses,
            "unique_responses": quote.unique_responses,
            "estimated_credits": quote.estimated_credits,
            "credits_remaining": quote.credits_remaining,
            "sufficient": quote.sufficient,
        },
    )


@router.post(
    "/clone",
    operation_id="codebookClone",
    summary="Clone a codebook",
    responses=answers({200: (Envelope[CodebookResult], "Cloned.")}, 404, 409, 422),
    openapi_extra=scope(Scope.WRITE),
)
def clone(request: Request, body: CodebookCloneRequest) -> Response:
    """Copy a codebook to another question of the same project, in place of what it has."""
    reply = Reply(request, _answer_codebook)
    done = clone_codebook(
        services(request).database,
        caller(request),
        known_id(body.project_id, "Project"),
        known_id(body.source_question_id, "Question"),
        known_id(body.target_question_id, "Question"),
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(done)
