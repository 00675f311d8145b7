"""The two workflows that a worker runs for DBOS: a job, and the delivery of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dbos import DBOS

from openends.jobs.queue import DELIVERY, JOB
from openends.jobs.run_job import NoRoom
from openends.jobs.watch import LeaveOpen

if TYPE_CHECKING:
    from openends.jobs.deliver import Deliverer
    from openends.jobs.line import Line
    from openends.jobs.run_job import JobRunner


def register_workflows(runner: JobRunner, deliverer: Deliverer, line: Line) -> None:
    """Tell DBOS what to do with what it takes out of the lines.

    Neither workflow has steps of DBOS's: what is done is in our tables, in the same transaction as
    the doing, so that any run of them goes on from there. How often a job may be tried is counted
    there too, since DBOS forgets it when work is put back.
    """

    @DBOS.workflow(name=JOB, max_recovery_attempts=None)
    def run_job(job_id: str) -> None:
        try:
            runner.run(job_id)
        except NoRoom:
            line.put_back(line.find([job_id]))
            raise LeaveOpen from None

    @DBOS.workflow(name=DELIVERY, max_recovery_attempts=None)
    async def deliver(delivery_id: str) -> None:
        await deliverer.run(delivery_id)
