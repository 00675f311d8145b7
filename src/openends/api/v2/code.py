"""POST /v2/code: code responses in one call."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.inline import run_inline
from openends.api.openapi import answers
from openends.api.v2.accepted import answer_accepted
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.coding import CodeRequest
from openends.api.v2.models.jobs import JobAccepted
from openends.api.v2.models.results import CodeResult
from openends.domain.organization import Scope
from openends.services.code_now import code_now
from openends.services.coding_request import INLINE_BELOW
from openends.services.start_jobs import start_one_call

router = gated_router("/v2/code", "Coding")


@router.post(
    "",
    operation_id="codeResponses",
    summary="Code responses in one call",
    responses=answers(
        {
            200: (Envelope[CodeResult], "Coded at once (fewer than 50 responses)."),
            202: (Envelope[JobAccepted], "Accepted as a job (50 responses or more)."),
        },
        *(402, 404, 409, 422, 504),
    ),
    openapi_extra=scope(Scope.WRITE),
)
async def code_responses(request: Request, body: CodeRequest) -> Response:
    """Make a project, build or take a codebook, and give every response its codes.

    Fewer than 50 responses are answered at once; 50 or more become a job of type one_call. Each
    distinct answer that says something costs a credit.
    """
    who, ready, now = caller(request), services(request), datetime.now(UTC)
    wanted = body.coding_request()
    if len(wanted.responses) >= INLINE_BELOW:
        start = partial(
            start_one_call,
            ready.database,
            who,
            wanted,
            ready.queue.enqueue,
            depth=ready.settings.queue_depth,
            now=now,
        )
        return answer_accepted(request, await run_in_threadpool(start))
    coded = await run_inline(
        request,
        partial(
            code_now,
            ready.database,
            who,
            wanted,
            ready.load_encoders,
            now=now,
            quality=ready.settings.quality,
        ),
    )
    return answer(
        request,
        coded.data,
        credits_used=coded.credits_used,
        credits_remaining=coded.credits_remaining,
    )
