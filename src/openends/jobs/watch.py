"""Whether a worker goes on with a job, asked between any two steps of the work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from openends.services.ports import JobGone, Watch
from openends.store import jobs

if TYPE_CHECKING:
    from openends.store.database import Database

#: Seconds between two looks at a job's state: how soon a cancelled job's worker is free.
LOOK_SECONDS = 0.5


class HandBack(Exception):
    """The worker leaves; the job is another worker's to go on with."""


class NotMine(Exception):
    """Another worker, or a later run here, has taken the job over."""


class LeaveOpen(BaseException):
    """Ends a workflow here without ending it: someone goes on with it.

    DBOS takes note of every ``Exception`` as the end of the workflow, but of nothing else.
    """


class Running:
    """What this process runs at the moment, by workflow id.

    A worker that was silent for a while is taken for dead, and its work goes to others, or even
    comes back to itself. What it ran before must stop then: each id has one run that counts.

    Parameters
    ----------
    stop:
        Set when the worker is to leave.
    """

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._lock = threading.Lock()
        self._runs: dict[str, object] = {}

    @contextmanager
    def run(self, workflow_id: str) -> Iterator[object]:
        """Count a run until it ends; an earlier one of the same id counts no longer.

        Raises
        ------
        LeaveOpen
            When the worker is about to leave.
        """
        mine = object()
        with self._lock:
            if self.stop.is_set():
                raise LeaveOpen
            self._runs[workflow_id] = mine
        try:
            yield mine
        finally:
            with self._lock:
                if self._runs.get(workflow_id) is mine:
                    del self._runs[workflow_id]

    def counts(self, workflow_id: str, run: object) -> bool:
        """Return whether the run is still the one that counts."""
        with self._lock:
            return self._runs.get(workflow_id) is run

    def forget(self) -> None:
        """Let no run count any more: this worker was taken for dead."""
        with self._lock:
            self._runs.clear()

    def ids(self) -> set[str]:
        """Return the ids of all runs that count."""
        with self._lock:
            return set(self._runs)


def make_watch(database: Database, running: Running, job_id: str, run: object) -> Watch:
    """Return what a service calls while it does a job.

    It raises ``HandBack`` when the worker is to leave, ``NotMine`` when the job is someone else's
    by now, and ``JobGone`` when it was cancelled or deleted.
    """
    next_look = 0.0

    def watch() -> None:
        nonlocal next_look
        if not running.counts(job_id, run):
            raise NotMine
        if running.stop.is_set():
            raise HandBack
        if time.monotonic() < next_look:
            return
        with database.reading() as connection:
            job = jobs.get_any(connection, job_id)
        if job is None or not job.status.is_active:
            raise JobGone
        next_look = time.monotonic() + LOOK_SECONDS

    return watch
