"""A worker's sign of life, by which the others know that its jobs are in hands."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from openends.domain.errors import ServerProblem
from openends.store import workers
from openends.store.tables import workers as workers_table

if TYPE_CHECKING:
    from openends.jobs.watch import Running
    from openends.store.database import Database

#: Seconds between two signs of life, and of silence after which a worker counts as dead.
BEAT_SECONDS, DEAD_SECONDS = 1.0, 5.0
#: Seconds without a sign of one's own after which one cannot judge the others' silence.
_GAP_SECONDS = 3.0

_log = structlog.get_logger()


class Heart:
    """Gives signs of life until it is stopped, in a thread of its own.

    Parameters
    ----------
    database:
        Where the signs are given.
    worker_id:
        Whose they are.
    running:
        What this worker runs; it lets go of that when the others took it for dead.
    """

    def __init__(self, database: Database, worker_id: str, running: Running) -> None:
        self._database = database
        self.worker_id = worker_id
        self.running = running
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heart", daemon=True)
        self._last = _now()
        self._judges_from = self._last[0]

    def start(self) -> None:
        """Give the first sign, which must succeed, and go on."""
        with self._database.transaction() as connection:
            workers.beat(connection, self.worker_id, datetime.now(UTC))
        self._last = _now()
        self._judges_from = self._last[0]
        self._thread.start()

    def stop(self) -> None:
        """Take leave: nobody needs to look after this worker's jobs."""
        self._stop.set()
        self._thread.join()
        with self._database.transaction() as connection:
            workers.remove(connection, self.worker_id)

    @property
    def can_judge(self) -> bool:
        """Whether other workers' silence means that they are dead.

        After an outage of the database, or a sleep of the machine, all were silent.
        """
        return time.monotonic() >= self._judges_from and not self._was_silent()

    def _beat_on(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                known = self._beat()
            except ServerProblem as error:
                _log.warning("no sign of life could be given", reason=error.message)
                continue
            if self._was_silent():
                self._judges_from = time.monotonic() + DEAD_SECONDS
            self._last = _now()
            if not known:
                _log.warning("taken for dead; other workers have the jobs")
                self.running.forget()

    def _was_silent(self) -> bool:
        return any(now - last > _GAP_SECONDS for now, last in zip(_now(), self._last, strict=True))

    def _beat(self) -> bool:
        """Give a sign; return whether the others still counted on this worker."""
        with self._database.transaction() as connection:
            query = select(workers_table.c.id).where(workers_table.c.id == self.worker_id)
            known = connection.execute(query).first() is not None
            workers.beat(connection, self.worker_id, datetime.now(UTC))
        return known


def _now() -> tuple[float, float]:
    # The first clock never jumps, but stands still while the machine sleeps.
    return time.monotonic(), time.time()
