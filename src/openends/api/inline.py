"""Coding inside a request: a few at a time, so that the server keeps answering everybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from openends.api.gate import services
from openends.domain.errors import UpstreamTimeout

T = TypeVar("T")

#: Seconds after which a busy server has probably coded something to its end.
_RETRY_SECONDS = 10


async def run_inline(request: Request, code: Callable[[], T]) -> T:
    """Run a coding off the event loop, once a place for it is free.

    Waiting takes no thread, so that polls get through while everybody codes. A coding that has
    begun is not broken off: it takes seconds, and what it charges must also be answered.

    Raises
    ------
    UpstreamTimeout
        When no place comes free within the time that a request may wait.
    """
    ready = services(request)
    seconds = ready.settings.inline_timeout
    try:
        with anyio.fail_after(seconds):
            await ready.coder_slots.acquire()
    except TimeoutError:
        raise UpstreamTimeout(
            f"Coding timed out after {seconds} seconds of waiting for its turn; nothing was "
            "charged. Retry, or send 50 responses or more, which are coded as a job.",
            retry_after=_RETRY_SECONDS,
        ) from None
    try:
        return await run_in_threadpool(code)
    finally:
        ready.coder_slots.release()
