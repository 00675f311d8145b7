"""Many calls at the same time, made in the background and handed on as they end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Generic

from openends.domain.errors import OpenendsError
from openends.llm.attempts import Attempts, Back, Send, Sent
from openends.llm.background import Background
from openends.llm.limit import MOST_AT_ONCE, Clock, Limit, Sleep
from openends.llm.outage import Outage, ProviderDown

#: Seconds that a call may take; a reply of a few hundred tokens takes one to ten.
SECONDS = 60.0
#: Seconds after which a wait for a reply lets Ctrl-C through, on systems where it does not itself.
_GLANCE = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast and how stubbornly a service is called."""

    #: Calls at once at most.
    at_once: int = MOST_AT_ONCE
    #: Seconds that an attempt may take.
    seconds: float = SECONDS
    #: Of the chance in the pauses.
    seed: int = 0
    #: Tell and pass the time.
    clock: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep


class ManyCalls(Generic[Sent, Back]):
    """Makes many calls to one service, as many at once as it takes.

    Parameters
    ----------
    send:
        Makes one attempt at a call.
    open_connections:
        Opens what the calls need, in a thread that ends with the last run.
    limit:
        How many may be under way.
    pace:
        How fast and how stubbornly they are made.
    """

    def __init__(
        self,
        send: Send[Sent, Back],
        open_connections: Callable[[], AbstractAsyncContextManager[Any]],
        limit: Limit,
        pace: Pace,
    ) -> None:
        self._pace = pace
        self._attempts = Attempts(send, limit, sleep=pace.sleep, seed=pace.seed)
        self._background = Background(open_connections)

    def all(
        self, calls: Sequence[Sent], watch: Callable[[], None] | None = None
    ) -> Generator[tuple[int, Back | OpenendsError], None, None]:
        """Make all calls.

        Parameters
        ----------
        calls:
            What to send, in any number. A run may be left early: what is under way is given up
            then.
        watch:
            Called twice a second while nothing comes back; what it raises leaves the run.

        Yields
        ------
        tuple of int and what came back, or OpenendsError
            The position of a call and how it ended, once each, as they end and so in any order.
        """
        ended: SimpleQueue[tuple[int, Back | OpenendsError] | None] = SimpleQueue()
        with self._background.running() as loop:
            run = asyncio.run_coroutine_threadsafe(self._make(tuple(calls), ended.put), loop)
            run.add_done_callback(lambda _: ended.put(None))
            try:
                while (ending := _next(ended, watch)) is not None:
                    yield ending
                run.result()
            finally:
                run.cancel()

    async def _make(
        self, calls: Sequence[Sent], tell: Callable[[tuple[int, Back | OpenendsError]], None]
    ) -> None:
        """Have as many workers as calls are allowed take call after call."""
        outage = Outage(self._pace.clock)
        todo = iter(enumerate(calls))
        open_calls = set(range(len(calls)))

        async def work() -> None:
            for index, call in todo:
                ending = await self._attempts.answer(call, outage)
                open_calls.discard(index)
                tell((index, ending))

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(self._pace.at_once, len(calls))):
                    workers.create_task(work())
        except* ProviderDown as down:
            error = _first(down).error
            for index in sorted(open_calls):
                tell((index, type(error)(error.message, retry_after=error.retry_after)))


def _next(
    ended: SimpleQueue[tuple[int, Back | OpenendsError] | None], watch: Callable[[], None] | None
) -> tuple[int, Back | OpenendsError] | None:
    while True:
        try:
            return ended.get(timeout=_GLANCE)
        except Empty:
            if watch is not None:
                watch()


def _first(group: BaseExceptionGroup[ProviderDown]) -> ProviderDown:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
