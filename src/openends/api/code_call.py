"""A call that sends its responses along: a few are coded at once, many become a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from openends.api.envelope import answer
from openends.api.gate import caller, services
from openends.api.inline import ask_now, run_inline
from openends.api.reply import Reply
from openends.api.v2.accepted import answer_started
from openends.domain.organization import Caller
from openends.services.code_now import CodedNow, code_now
from openends.services.coding_request import INLINE_BELOW, CodingRequest
from openends.services.start_jobs import start_one_call

#: Puts coded responses into the shape that a route answers.
Shape = Callable[[dict[str, Any]], dict[str, Any]]


def as_coded(data: dict[str, Any]) -> dict[str, Any]:
    """Return coded responses in the shape of version 2, which they have."""
    return data


async def answer_call(request: Request, wanted: CodingRequest, shape: Shape = as_coded) -> Response:
    """Code the responses for the caller: fewer than 50 at once, 50 and more as a job."""
    who = caller(request)
    if len(wanted.responses) < INLINE_BELOW:
        return await answer_at_once(request, who, wanted, shape)
    start = partial(start_one_call, services(request).database, who, wanted)
    return await run_in_threadpool(answer_started, request, start)


async def answer_at_once(
    request: Request, who: Caller | None, wanted: CodingRequest, shape: Shape = as_coded
) -> Response:
    """Code the responses while the client waits; nothing is kept or charged for a visitor.

    Parameters
    ----------
    who:
        Who pays; None for a visitor.
    shape:
        Puts the coded responses into the shape of the answer.
    """

    def show(request: Request, coded: CodedNow) -> Response:
        return answer(
            request,
            shape(coded.data),
            credits_used=coded.credits_used,
            credits_remaining=coded.credits_remaining,
        )

    ready, reply = services(request), Reply(request, show)
    code = partial(
        code_now,
        ready.database,
        who,
        wanted,
        ready.load_encoders,
        now=datetime.now(UTC),
        quality=ready.settings.quality,
        ask=ask_now(request),
        keep=reply.keep,
    )
    return reply.to(await run_inline(request, code))
