"""Which responses to review first, and when it is enough."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.v2.codebook_edits import engine
from openends.api.v2.models.base import Envelope, Name255
from openends.api.v2.models.review_queue import ReviewQueueAnswer
from openends.api.v2.projects import ProjectId
from openends.api.v2.questions import QuestionId
from openends.domain.organization import Scope
from openends.domain.review import ReviewQueue
from openends.services.queue_responses import queue_responses

router = gated_router("/v2/projects/{projectId}/questions/{questionId}", "Review")

#: Entries that are answered unless the client says otherwise.
USUAL = 50
MOST = 1_000


@router.get(
    "/review-queue",
    operation_id="reviewQueue",
    summary="What to review first",
    responses=answers({200: (Envelope[ReviewQueueAnswer], "The queue.")}, 404, 409, 422, 504),
    openapi_extra=scope(Scope.READ),
)
async def read_queue(
    request: Request,
    project_id: ProjectId,
    question_id: QuestionId,
    by: Annotated[
        Name255 | None,
        Query(description="A demographic whose table counts too: its letters come earlier."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> Response:
    """Order what nobody has settled by how much a correction could move a published figure."""
    work = partial(
        queue_responses,
        services(request).database,
        caller(request),
        project_id,
        question_id,
        by,
        engine(request),
        most=limit,
    )
    return answer(request, _shown(await run_inline(request, work)))


def _shown(queue: ReviewQueue) -> dict[str, Any]:
    stop = queue.stop
    return {
        "base": queue.base,
        "waiting": queue.waiting,
        "entries": [
            {
                "response_ids": entry.response_ids,
                "text": entry.text,
                "purpose": entry.purpose,
                "gain": round(entry.gain, 4),
                "decides_letter": round(entry.decides_letter, 4),
                "reason": entry.reason,
            }
            for entry in queue.entries
        ],
        "stop": {
            "tolerance": stop.tolerance,
            "answers": stop.answers,
            "sure_answers": stop.sure_answers,
            "statement": stop.statement,
            "assumptions": stop.assumptions,
            "codes": [
                {
                    "number": outlook.code.number,
                    "name": outlook.code.name,
                    "people": outlook.people,
                    "percent": round(100 * outlook.share, 2),
                    "change": round(outlook.change, 3),
                    "movement": round(outlook.movement, 3),
                    "bound": round(outlook.bound, 3),
                    "movement_after": round(outlook.movement_after, 3),
                    "bound_after": round(outlook.bound_after, 3),
                }
                for outlook in stop.codes
            ],
        },
    }
