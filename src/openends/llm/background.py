"""An event loop in a thread of its own, there for as long as somebody uses it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any

#: Seconds that the end of the thread is waited for. Closing connections takes none; looking up a
#: name that nobody knows can take long, and cannot be broken off.
_LONGEST_END = 10.0


class Background:
    """Runs asynchronous work for programs that are not, in one thread for all who use it.

    Parameters
    ----------
    open_connections:
        Opens in the thread what the work needs; it is closed there before the thread ends.
    """

    def __init__(self, open_connections: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
        self._open = open_connections
        self._lock = threading.Lock()
        self._users = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @contextmanager
    def running(self) -> Iterator[asyncio.AbstractEventLoop]:
        """Give the loop to one more user; the last one to leave ends the thread."""
        with self._lock:
            if self._users == 0:
                self._start()
            self._users += 1
        assert self._loop is not None  # noqa: S101 - it has just been started
        try:
            yield self._loop
        finally:
            with self._lock:
                self._users -= 1
                if self._users == 0:
                    self._end()

    def _start(self) -> None:
        started: Future[None] = Future()
        # A user who is cut off in a hurry does not keep the program from ending.
        self._thread = threading.Thread(
            target=self._run, args=(started,), name="openends-llm", daemon=True
        )
        self._thread.start()
        started.result()

    def _end(self) -> None:
        if self._loop is not None and self._stop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            # Whoever forgets a run can have it cleared away in this very thread.
            if self._thread is not threading.current_thread():
                self._thread.join(_LONGEST_END)
        self._loop = self._stop = self._thread = None

    def _run(self, started: Future[None]) -> None:
        try:
            asyncio.run(self._serve(started))
        except BaseException as error:
            # Whoever waits for the start must hear of it; afterwards each user hears by its work.
            if not started.done():
                started.set_exception(error)

    async def _serve(self, started: Future[None]) -> None:
        self._stop = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        async with self._open():
            started.set_result(None)
            await self._stop.wait()
