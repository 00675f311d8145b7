"""What coded samples say: agreement, corrected percentages, and decisions where coders differ."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.codebook_edits import engine
from openends.api.v2.models.base import Envelope, Name200
from openends.api.v2.models.review import ReviewAnswer
from openends.api.v2.models.samples import (
    AdjudicateRequest,
    SamplePercentagesAnswer,
    SampleReliabilityAnswer,
)
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.api.v2.review import answer_reviewed
from openends.api.v2.sample_shapes import percentages_to_dict, reliability_to_dict
from openends.api.v2.samples import SampleId, given_codes
from openends.domain.organization import Scope
from openends.services.adjudicate_sample import adjudicate_sample
from openends.services.change_codings import Deed, author_of
from openends.services.find_sample import SamplePlace
from openends.services.sample_percentages import sample_percentages
from openends.services.sample_reliability import sample_reliability

router = gated_router(
    "/v2/projects/{projectId}/questions/{questionId}/samples/{sampleId}", "Review"
)

_ERRORS = (404, 409, 422)


@router.get(
    "/reliability",
    operation_id="sampleReliability",
    summary="How well two coders agree",
    responses=answers(
        {200: (Envelope[SampleReliabilityAnswer], "Their agreement.")}, *_ERRORS, 504
    ),
    openapi_extra=scope(Scope.READ),
)
async def read_reliability(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    sample_id: SampleId,
    first: Annotated[
        Name200 | None, Query(description="A coder; who coded most of it if absent.")
    ] = None,
    second: Annotated[
        Name200 | None,
        Query(description="Another one; if absent the machine, as it coded before the drawing."),
    ] = None,
) -> Response:
    """Compare two coders, people or machines, on what both have coded; list where they differ."""
    work = partial(
        sample_reliability,
        services(request).database,
        caller(request),
        SamplePlace(project_id, question_id, sample_id),
        first,
        second,
    )
    return answer(request, reliability_to_dict(await run_inline(request, work)))


@router.get(
    "/percentages",
    operation_id="samplePercentages",
    summary="Percentages with their coding error",
    responses=answers(
        {200: (Envelope[SamplePercentagesAnswer], "As coded and corrected.")}, *_ERRORS
    ),
    openapi_extra=scope(Scope.READ),
)
def read_percentages(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    sample_id: SampleId,
    coder: Annotated[
        Name200 | None, Query(description="Who checked; who coded most of it if absent.")
    ] = None,
) -> Response:
    """Correct the percentages of all codes by a verification sample that was checked to its end."""
    found = sample_percentages(
        services(request).database,
        caller(request),
        SamplePlace(project_id, question_id, sample_id),
        coder,
    )
    return answer(request, percentages_to_dict(found))


@router.post(
    "/adjudicate",
    operation_id="adjudicateSample",
    summary="Decide where coders differ",
    responses=answers({200: (Envelope[ReviewAnswer], "What changed.")}, *_ERRORS, 504),
    openapi_extra=scope(Scope.WRITE),
)
async def adjudicate(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    sample_id: SampleId,
    body: AdjudicateRequest,
) -> Response:
    """Give responses the codes that were decided on, as a review: all of them or none.

    One change in the log, which can be undone. What the coders gave stays as it is.
    """
    who, reply = caller(request), Reply(request, answer_reviewed)
    given = given_codes(body.responses)
    work = partial(
        adjudicate_sample,
        services(request).database,
        who,
        SamplePlace(project_id, question_id, sample_id),
        given,
        Deed(
            action="review.adjudicate",
            author=author_of(who, body.coder),
            reason=body.reason,
            details={"sample_id": sample_id, "responses": len(given)},
        ),
        engine=engine(request) if body.teach else None,
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(await (run_inline(request, work) if body.teach else run_in_threadpool(work)))
