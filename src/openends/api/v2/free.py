"""POST /free/code: try coding without a key."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from math import ceil

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.code_call import answer_at_once
from openends.api.gate import gated_router, services
from openends.api.limits import client_address
from openends.api.openapi import answers
from openends.api.v2.models.base import Envelope
from openends.api.v2.models.coding import FreeCodeRequest
from openends.api.v2.models.results import CodeResult
from openends.domain.errors import NotFound, RateLimited
from openends.store import rate_counters

router = gated_router("/free", "Coding")


def _refuse_when_off(request: Request) -> None:
    if not services(request).settings.free_code:
        raise NotFound("No such path: POST /free/code; this server codes for its own keys only.")


@router.post(
    "/code",
    operation_id="freeCode",
    summary="Try coding without an account",
    responses=answers(
        {200: (Envelope[CodeResult], "Coded at once; nothing is kept.")}, *(404, 422, 504)
    ),
    dependencies=[Depends(_refuse_when_off)],
)
async def code_for_free(request: Request, body: FreeCodeRequest) -> Response:
    """Code up to 100 responses without a key, a few times a day; nothing of it is kept.

    The ids in the answer belong to nothing on the server.
    """
    wanted = body.coding_request()
    await run_in_threadpool(_count_call, request)
    return await answer_at_once(request, None, wanted)


def _count_call(request: Request) -> None:
    """Count a call of an address, and raise ``RateLimited`` when it had enough for a day."""
    ready, now = services(request), datetime.now(UTC)
    most = ready.settings.free_calls
    midnight = datetime.combine(now.date(), time(), UTC)
    bucket = f"free:{client_address(request)}"
    with ready.database.transaction() as connection:
        calls = rate_counters.hit(connection, int(midnight.timestamp()), {bucket: 1})[bucket]
    if calls > most:
        left = ceil((midnight + timedelta(days=1) - now).total_seconds())
        raise RateLimited(
            f"The free calls of today are used up ({most} a day and address). Retry after "
            f"{left:,} seconds, or send an API key to POST /v2/code.",
            retry_after=left,
        )
