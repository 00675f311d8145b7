"""One call, tried until it is answered or trying is useless."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from openends.domain.errors import OpenendsError, UpstreamTimeout
from openends.llm.failure import Failure, Kind
from openends.llm.limit import Limit, Sleep
from openends.llm.outage import Outage

#: Attempts at a call, the first one included: their pauses add up to some 12 seconds.
MOST_ATTEMPTS = 5
#: Seconds before the second attempt, twice as many before each further one, at most the last.
FIRST_PAUSE, LONGEST_OWN_PAUSE = 1.0, 30.0

#: What a call sends, and what comes back if all is well.
Sent = TypeVar("Sent")
Back = TypeVar("Back")
#: Makes one attempt.
Send = Callable[[Sent], Awaitable[Back | Failure]]


class Attempts(Generic[Sent, Back]):
    """Makes calls, and makes them again where that helps.

    Parameters
    ----------
    send:
        Makes one attempt.
    limit:
        How many may be under way.
    sleep:
        Waits.
    seed:
        Of the chance in the pauses, which keeps calls that failed together from coming back
        together.
    most:
        Attempts at a call.
    """

    def __init__(
        self,
        send: Send[Sent, Back],
        limit: Limit,
        *,
        sleep: Sleep,
        seed: int,
        most: int = MOST_ATTEMPTS,
    ) -> None:
        self._send = send
        self._limit = limit
        self._sleep = sleep
        self._chance = random.Random(seed)  # noqa: S311 - nothing secret hangs on a pause
        self._most = most

    async def answer(self, sent: Sent, outage: Outage) -> Back | OpenendsError:
        """Return what came back, or the error of the last attempt.

        Parameters
        ----------
        sent:
            What is sent.
        outage:
            Watches the run that the call belongs to.

        Raises
        ------
        ProviderDown
            When neither this call nor those after it will be answered.
        """
        error: OpenendsError | None = None
        for attempt in range(1, self._most + 1):
            outcome = await self._try(sent, outage)
            if not isinstance(outcome, Failure):
                return outcome
            error = outcome.error
            if outcome.kind in (Kind.REFUSED, Kind.DECLINED):
                break
            # A provider that asks for no more than a moment would use the attempts up in one.
            if attempt < self._most and (outcome.retry_after or 0.0) < FIRST_PAUSE:
                await self._sleep(self._pause(attempt))
        assert error is not None  # noqa: S101 - there is at least one attempt
        return error

    async def _try(self, sent: Sent, outage: Outage) -> Back | Failure:
        """Make one attempt, and let limit and outage learn from it."""
        async with self._limit.place() as since:
            outcome = await self._send(sent)
            if not isinstance(outcome, Failure):
                self._limit.went_well()
                outage.went_well()
                return outcome
            # A server of one's own has no words for "too many": its calls wait until they are late.
            if outcome.kind is Kind.LIMITED or isinstance(outcome.error, UpstreamTimeout):
                self._limit.too_many(since)
            outage.failed(outcome)
            if outcome.retry_after is not None:
                self._limit.pause(outcome.retry_after)
            return outcome

    def _pause(self, attempt: int) -> float:
        longest: float = min(LONGEST_OWN_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1))
        return longest * self._chance.uniform(0.5, 1.0)
