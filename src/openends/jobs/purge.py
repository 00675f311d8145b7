"""Clears up what nobody can ask for any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from openends.store import deliveries, idempotency, jobs, rate_counters

if TYPE_CHECKING:
    from openends.jobs.line import Line
    from openends.store.database import Database

#: The longest window of a rate counter is a day; one that is under way began at most that long ago.
_WINDOWS = timedelta(hours=25)


class Purge:
    """Deletes jobs that expired, their events, and what lies about longer than it is of use.

    Parameters
    ----------
    database, line:
        Where it lies.
    job_hours:
        How long a job can be fetched.
    """

    def __init__(self, database: Database, line: Line, *, job_hours: int) -> None:
        self._database = database
        self._line = line
        self._kept = timedelta(hours=job_hours)

    def __call__(self) -> None:
        """Clear up once."""
        now = datetime.now(UTC)
        with self._database.transaction() as connection:
            jobs.purge(connection, now - self._kept)
            deliveries.purge(connection, now - self._kept)
        with self._database.transaction() as connection:
            idempotency.purge(connection, now - idempotency.KEPT)
            rate_counters.purge(connection, int((now - _WINDOWS).timestamp()))
        while self._line.purge(now - self._kept):
            continue
