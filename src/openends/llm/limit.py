"""How many calls a provider gets at once: as many as it takes, and none while it asks to wait."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

#: Most calls at once. Providers' lowest paid tiers take some 500 calls a minute; with two seconds a
#: call, 16 at once come to that.
MOST_AT_ONCE = 16
#: Calls at once before anything is known of the provider.
FIRST_AT_ONCE = 4

#: Returns seconds that only go on.
Clock = Callable[[], float]
#: Waits for some seconds.
Sleep = Callable[[float], Awaitable[None]]


class Limit:
    """Finds out how many calls at once a provider takes.

    Parameters
    ----------
    most:
        Calls at once that are never passed.
    clock, sleep:
        Tell and pass the time.

    Notes
    -----
    Additive increase, multiplicative decrease: Chiu and Jain (1989), with the quick start of
    Jacobson (1988): one more per reply until the provider first objects, then one more per round of
    replies.

    All methods belong to one thread, that of the event loop. Nothing is bound to a loop, so what
    was learned holds for the next one.
    """

    def __init__(
        self,
        most: int = MOST_AT_ONCE,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._most = most
        self._clock = clock
        self._sleep = sleep
        self._level = float(min(FIRST_AT_ONCE, most))
        self._running = 0
        self._opens_at = float("-inf")
        #: Counts the times that the level was cut.
        self._cuts = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def level(self) -> int:
        """How many calls may run at once by now."""
        return int(self._level)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[int]:
        """Wait until a call may be made, and hold its place for as long as it runs.

        Yields
        ------
        int
            To be handed to ``too_many`` if the provider objects to this call.
        """
        await self._enter()
        try:
            yield self._cuts
        finally:
            self._running -= 1
            self._wake()

    def went_well(self) -> None:
        """Note that a call was answered: the provider may take one more."""
        step = 1.0 if self._cuts == 0 else 1.0 / self._level
        self._level = min(float(self._most), self._level + step)

    def too_many(self, since: int) -> None:
        """Note that the provider objected to the number of calls, and halve it.

        Parameters
        ----------
        since:
            What ``place`` gave for the call. Calls that had begun before the last cut belong to
            the burst that led to it: a burst of 16 refusals says once that 16 are too many.
        """
        if since == self._cuts:
            self._cuts += 1
            self._level = max(1.0, self._level / 2)

    def pause(self, seconds: float) -> None:
        """Begin no call for as long as the provider asks."""
        self._opens_at = max(self._opens_at, self._clock() + seconds)

    async def _enter(self) -> None:
        while True:
            if (pause := self._opens_at - self._clock()) > 0:
                await self._sleep(pause)
            elif self._running < self.level:
                break
            else:
                free = asyncio.get_running_loop().create_future()
                self._waiting.append(free)
                await free
        self._running += 1

    def _wake(self) -> None:
        """Let all who wait look again: one of them alone might be gone before it can."""
        while self._waiting:
            free = self._waiting.popleft()
            if not free.done():
                free.set_result(None)
