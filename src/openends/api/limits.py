"""How often a caller may come: requests a minute, counted by key or by address."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from fastapi import Request

from openends.api.count_together import SharedCounter
from openends.domain.errors import RateLimited

if TYPE_CHECKING:
    from openends.store.database import Database
    from openends.store.short_queries import ShortQueries

#: Seconds in which requests are counted together. Windows begin with the minute, so that several
#: servers on one database count in the same ones.
WINDOW = 60
#: Who has no key shares an address with others, perhaps with a whole office.
STRANGERS = 10
#: Bits of an IPv6 address that tell a provider's customers apart; each moves freely within them.
_IPV6_NETWORK = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """How many requests a caller has left in this minute."""

    limit: int
    remaining: int
    #: When the next minute begins, Unix time in whole seconds.
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """Return it as the headers of an answer."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


class RateLimiter:
    """Counts requests: in memory on SQLite, which one server uses, else in the database.

    Parameters
    ----------
    database:
        Tells how many servers there can be.
    short:
        Where several of them count together.
    clock:
        Unix time in seconds.
    """

    def __init__(
        self, database: Database, short: ShortQueries, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._shared = SharedCounter(short) if database.is_postgresql else None
        self._clock = clock
        self._window = 0
        self._hits: Counter[str] = Counter()

    async def count(self, request: Request, bucket: str, limit: int) -> None:
        """Count a request and note what is left on it, for the headers of its answer.

        Raises
        ------
        RateLimited
            When more came in this minute than may.
        """
        now = self._clock()
        window = int(now) // WINDOW * WINDOW
        if self._shared is not None:
            hits = await self._shared.hit(bucket, window)
        else:
            hits = self._count_alone(bucket, window)
        reset = window + WINDOW
        request.state.allowance = Allowance(
            limit=limit, remaining=max(0, limit - hits), reset=reset
        )
        if hits > limit:
            seconds = max(1, reset - int(now))
            plural = "s" if seconds > 1 else ""
            raise RateLimited(
                f"Rate limit exceeded. Retry after {seconds} second{plural}.", retry_after=seconds
            )

    def _count_alone(self, bucket: str, window: int) -> int:
        if window != self._window:
            self._window = window
            self._hits.clear()
        self._hits[bucket] += 1
        return self._hits[bucket]


def client_address(request: Request) -> str:
    """Return where a request comes from, as far as one household or office goes."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        network = int(address) >> (128 - _IPV6_NETWORK) << (128 - _IPV6_NETWORK)
        return f"{IPv6Address(network)}/{_IPV6_NETWORK}"
    return str(address)
