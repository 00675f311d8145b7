"""Coding inside a request: a few at a time, so that the server keeps answering everybody else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import anyio
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from openends.api.gate import services
from openends.domain.errors import UpstreamTimeout
from openends.services.advise_now import AskNow

T = TypeVar("T")

#: Seconds after which a busy server has probably coded something to its end.
_RETRY_SECONDS = 10


def ask_now(request: Request) -> AskNow | None:
    """Return the language model, and until when it may be asked: called as a request begins."""
    ready = services(request)
    if ready.advisers is None:
        return None
    seconds = ready.settings.inline_timeout
    return AskNow(advisers=ready.advisers, seconds=seconds, until=time.monotonic() + seconds)


async def run_inline(request: Request, code: Callable[[], T]) -> T:
    """Run a coding off the event loop, once a place for it is free.

    Waiting takes no thread, so that polls get through while everybody codes. A coding that has
    begun is not broken off: it takes seconds, and what it charges must also be answered. Only a
    language model takes longer, and keeps to the time of ``ask_now`` itself.

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
