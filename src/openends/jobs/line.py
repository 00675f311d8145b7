"""What a worker asks of the line: what is out of it, putting it back, clearing up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from dbos import DBOSClient, WorkflowStatus, error

from openends.domain.organization import Plan
from openends.jobs.queue import APPLICATION, DELIVERIES, POLL_SECONDS, queue_of

#: Jobs of one organization that a worker runs at once, when nobody says otherwise.
CONCURRENCY = 2
#: States of a workflow that nobody will run any more.
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
#: Ended workflows that are cleared at a time.
_PURGE_BATCH = 1_000


class Line:
    """The line as workers see it.

    Parameters
    ----------
    client:
        On the database that the line is in.
    """

    def __init__(self, client: DBOSClient) -> None:
        self._client = client

    def register(self, plans: Iterable[Plan], concurrency: int | None) -> None:
        """Let workers look into the lines of the plans.

        The numbers are kept in the database: they count for all workers on it.

        Parameters
        ----------
        plans:
            Plans that organizations have: a line costs time even when nothing is in it.
        concurrency:
            Jobs of one organization that a worker runs at once; None leaves it as it was. A worker
            has one place more for each plan, so that no organization can fill all of them.
        """
        for plan in plans:
            most = plan.concurrent_jobs
            places = concurrency or self._places(queue_of(plan)) or CONCURRENCY
            self._client.register_queue(
                queue_of(plan),
                partition_concurrency=most,
                partition_worker_concurrency=min(most, places),
                worker_concurrency=places + 1,
                polling_interval_sec=POLL_SECONDS,
            )

    def register_deliveries(self) -> None:
        """Let workers look into the line of the deliveries, which sleep and take no places."""
        self._client.register_queue(DELIVERIES, polling_interval_sec=POLL_SECONDS)

    def out_of_line(self, worker_id: str | None = None) -> list[WorkflowStatus]:
        """Return what runs, by its state in the line: with all workers, or with one."""
        return self._client.list_workflows(
            status="PENDING",
            executor_id=worker_id,
            application_name=APPLICATION,
            load_input=False,
            load_output=False,
        )

    def put_back(self, entries: Iterable[WorkflowStatus]) -> None:
        """Put in line again what is out of it; who ran it before can no longer end it."""
        by_queue: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            by_queue[entry.queue_name or DELIVERIES].append(entry.workflow_id)
        for queue, ids in by_queue.items():
            try:
                self._client.resume_workflows(ids, queue_name=queue)
            except error.DBOSNonExistentWorkflowError:
                for one in ids:
                    with suppress(error.DBOSNonExistentWorkflowError):
                        self._client.resume_workflows([one], queue_name=queue)

    def find(self, workflow_ids: Sequence[str]) -> list[WorkflowStatus]:
        """Return what the line knows of the ids."""
        if not workflow_ids:
            return []
        return self._client.list_workflows(
            workflow_ids=list(workflow_ids), load_input=False, load_output=False
        )

    def is_over(self, entry: WorkflowStatus) -> bool:
        """Return whether nobody will run it any more."""
        return entry.status in _ENDED

    def clear(self, workflow_ids: Sequence[str]) -> None:
        """Forget what the line knows of the ids."""
        if workflow_ids:
            self._client.delete_workflows(list(workflow_ids))

    def purge(self, before: datetime) -> int:
        """Forget what ended before that time, up to a number; return how many."""
        ended = self._client.list_workflows(
            status=_ENDED,
            completed_before=before.isoformat(),
            application_name=APPLICATION,
            limit=_PURGE_BATCH,
            load_input=False,
            load_output=False,
        )
        self.clear([entry.workflow_id for entry in ended])
        return len(ended)

    def _places(self, queue: str) -> int | None:
        known = self._client.retrieve_queue(queue)
        return known.worker_concurrency - 1 if known and known.worker_concurrency else None
