"""Count requests for several servers at once, in their common database."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import anyio

from openends.store import rate_counters

if TYPE_CHECKING:
    from openends.store.short_queries import ShortQueries


class SharedCounter:
    """Counts requests of this server together with those of others on the same database.

    Requests that come while others are being counted are counted with one statement after them: a
    server that is busy asks the database less often for each of them, and the counts stay exact.

    Parameters
    ----------
    short:
        Reaches the database.
    """

    def __init__(self, short: ShortQueries) -> None:
        self._short = short
        self._one_at_a_time = anyio.Lock()
        self._next = _Batch()

    async def hit(self, bucket: str, window: int) -> int:
        """Count a request; return how many there were in the window, this one too.

        Parameters
        ----------
        bucket:
            Whose request it is.
        window:
            Start of the window, Unix time in seconds.
        """
        if self._next.window != window:
            self._next = _Batch(window)
        batch = self._next
        batch.costs[bucket] += 1
        place = batch.costs[bucket]
        async with self._one_at_a_time:
            if batch.hits is None:
                if self._next is batch:
                    self._next = _Batch(window)
                query = partial(rate_counters.hit, window=window, costs=batch.costs)
                batch.hits = await self._short.run(query)
        return batch.hits[bucket] - batch.costs[bucket] + place


class _Batch:
    """Requests that are counted with one statement."""

    def __init__(self, window: int = 0) -> None:
        self.window = window
        self.costs: Counter[str] = Counter()
        self.hits: dict[str, int] | None = None
