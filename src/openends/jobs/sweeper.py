"""Looks after work that nobody does: of workers that died, and what never got into the line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from dbos import WorkflowStatus
from sqlalchemy import Connection, select

from openends.domain.organization import Plan
from openends.jobs.heart import DEAD_SECONDS, Heart
from openends.jobs.purge import Purge
from openends.store import deliveries, jobs, workers
from openends.store.tables import jobs as jobs_table
from openends.store.tables import organizations as organizations_table
from openends.store.tables import workers as workers_table

if TYPE_CHECKING:
    from openends.jobs.line import Line
    from openends.jobs.queue import JobQueue
    from openends.store.database import Database

#: Seconds between two rounds.
ROUND_SECONDS = 2.0
#: Seconds that something may stand without a place in the line: whoever made it may be at it.
_GRACE = timedelta(seconds=5)
#: Jobs that a round looks at, oldest first; those that stand in line cost it time as well.
_LOOKED_AT = 1_000
#: Seconds between two purges.
_PURGE_SECONDS = 60.0

_log = structlog.get_logger()


class Sweeper:
    """Goes round until it is stopped, in a thread of its own; every worker has one.

    Two of them may find the same: what they do twice does no harm, and who takes a dead worker's
    row off is the only one that puts its work back.

    Parameters
    ----------
    database, queue, line:
        Where work is noted down, put in line, and looked at there.
    heart:
        Of the worker that this sweeper belongs to.
    purge:
        Clears up once a minute.
    concurrency:
        Jobs of one organization that a worker runs at once; None leaves that as it is.
    """

    def __init__(
        self,
        database: Database,
        queue: JobQueue,
        line: Line,
        *,
        heart: Heart,
        purge: Purge,
        concurrency: int | None,
    ) -> None:
        self._database = database
        self._queue = queue
        self._line = line
        self._heart = heart
        self._purge = purge
        self._concurrency = concurrency
        self._plans: set[Plan] = set()
        self._stray: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_round, name="sweeper", daemon=True)

    def start(self) -> None:
        """Open the lines that organizations need, and begin."""
        self._line.register_deliveries()
        self._open_lines()
        self._thread.start()

    def stop(self) -> None:
        """End after the round that is under way."""
        self._stop.set()
        self._thread.join()

    def sweep(self) -> None:
        """Go one round."""
        self._open_lines()
        self._put_back_what_nobody_runs()
        self._line_up_jobs()
        self._line_up_deliveries()

    def _go_round(self) -> None:
        purged = time.monotonic()
        while not self._stop.wait(ROUND_SECONDS):
            try:
                self.sweep()
                if time.monotonic() - purged >= _PURGE_SECONDS:
                    purged = time.monotonic()
                    self._purge()
            except Exception as error:
                # Most of all an outage of the database. The next round looks at everything anew.
                _log.warning("round broken off", reason=type(error).__name__)

    def _open_lines(self) -> None:
        with self._database.reading() as connection:
            found = connection.execute(select(organizations_table.c.plan).distinct())
            plans = {Plan(plan) for plan in found.scalars()}
        self._line.register(sorted(plans - self._plans), self._concurrency)
        self._plans |= plans

    def _put_back_what_nobody_runs(self) -> None:
        dead: set[str] = set()
        if self._heart.can_judge:
            silent_since = datetime.now(UTC) - timedelta(seconds=DEAD_SECONDS)
            with self._database.transaction() as connection:
                dead = set(workers.take_dead(connection, silent_since))
        entries = self._line.out_of_line()
        with self._database.reading() as connection:
            alive = _known(connection)
        # What was stray in the last round too: it could have been about to begin, or in the hands
        # of the sweeper that took off its worker's row.
        strays = {entry.workflow_id for entry in entries if self._is_stray(entry, alive)}
        lost = [
            entry
            for entry in entries
            if entry.executor_id in dead or entry.workflow_id in strays & self._stray
        ]
        self._stray = strays - {entry.workflow_id for entry in lost}
        if lost or dead:
            _log.warning("put back the work of the dead", workers=len(dead), pieces=len(lost))
        self._line.put_back(lost)

    def _is_stray(self, entry: WorkflowStatus, alive: set[str]) -> bool:
        if entry.executor_id == self._heart.worker_id:
            return entry.workflow_id not in self._heart.running.ids()
        return entry.executor_id not in alive

    def _line_up_jobs(self) -> None:
        with self._database.reading() as connection:
            waiting = _untouched_jobs(connection, datetime.now(UTC) - _GRACE)
        for job_id in self._without_place(waiting):
            with self._database.transaction() as connection:
                job = jobs.get_any(connection, job_id)
                if job is not None and job.status.is_active:
                    self._queue.enqueue(connection, job)
                    _log.warning("job put in line", job_id=job_id)

    def _line_up_deliveries(self) -> None:
        with self._database.reading() as connection:
            waiting = deliveries.waiting(connection, datetime.now(UTC) - _GRACE)
        self._queue.enqueue_deliveries(self._without_place(waiting))

    def _without_place(self, ids: Iterable[str]) -> list[str]:
        """Return the ids that nobody will ever run, with what ended too early cleared."""
        wanted = list(ids)
        entries = self._line.find(wanted)
        over = {entry.workflow_id for entry in entries if self._line.is_over(entry)}
        self._line.clear(sorted(over))
        placed = {entry.workflow_id for entry in entries} - over
        return [one for one in wanted if one not in placed]


def _known(connection: Connection) -> set[str]:
    return set(connection.execute(select(workers_table.c.id)).scalars())


def _untouched_jobs(connection: Connection, before: datetime) -> list[str]:
    query = select(jobs_table.c.id).where(jobs.is_active(), jobs_table.c.updated_at < before)
    oldest = query.order_by(jobs_table.c.created_at).limit(_LOOKED_AT)
    return list(connection.execute(oldest).scalars())
