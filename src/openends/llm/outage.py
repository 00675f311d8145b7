"""When to give a provider up: rather than let every call find out by itself that it is down."""

from __future__ import annotations

from openends.domain.errors import OpenendsError
from openends.llm.failure import Failure, Kind
from openends.llm.limit import Clock

#: Failures in a row, of any calls, before a provider counts as down: twice as many as run at once
#: in the beginning, so that one bad moment is no outage.
MANY = 8
#: Seconds that a row must have lasted. Restarts take some seconds, limits are often by the minute,
#: and what is refused stays refused.
PATIENCE = {Kind.DOWN: 20.0, Kind.LIMITED: 300.0, Kind.REFUSED: 0.0}
#: The longest pause in seconds that a provider is waited for; beyond it is a matter for tomorrow.
LONGEST_PAUSE = 120.0


class ProviderDown(Exception):
    """No call that is left will be answered."""

    def __init__(self, error: OpenendsError) -> None:
        super().__init__(error.message)
        self.error = error


class Outage:
    """Watches the calls of one run for failures in a row.

    Parameters
    ----------
    clock:
        Tells the time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._row = 0
        self._since = 0.0

    def went_well(self) -> None:
        """Note that the provider answered a call."""
        self._row = 0

    def failed(self, failure: Failure) -> None:
        """Note that a call failed.

        Raises
        ------
        ProviderDown
            When it is time to give up.
        """
        if failure.kind is Kind.DECLINED:
            self.went_well()
            return
        if self._row == 0:
            self._since = self._clock()
        self._row += 1
        lasted = self._clock() - self._since
        if self._row >= MANY and lasted >= PATIENCE[failure.kind]:
            raise ProviderDown(failure.error)
        if (failure.retry_after or 0.0) > LONGEST_PAUSE:
            raise ProviderDown(failure.error)
