"""Events on their way to webhooks: up to four attempts, on a schedule that outlives restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import structlog
from dbos import DBOS
from sqlalchemy import Connection

from openends.domain.errors import Unavailable
from openends.jobs.watch import LeaveOpen, Running
from openends.store import deliveries
from openends.store.deliveries import Delivery, DeliveryStatus

if TYPE_CHECKING:
    from openends.jobs.send import Sender
    from openends.store.database import Database

#: Seconds before each attempt, counted from the failure of the one before.
SCHEDULE = (0.0, 5.0, 30.0, 300.0)
#: Attempts that are under way at a time. Those that wait for theirs cost nothing.
_AT_ONCE = 20
#: Seconds before the database is asked again after an outage.
_PAUSE = 1.0

T = TypeVar("T")

_log = structlog.get_logger()


class Deliverer:
    """Delivers events.

    Parameters
    ----------
    database:
        Where the deliveries are.
    running:
        What this worker runs.
    sender:
        Makes the attempts.
    schedule:
        Seconds before each attempt.
    """

    def __init__(
        self,
        database: Database,
        running: Running,
        sender: Sender,
        *,
        schedule: Sequence[float] = SCHEDULE,
    ) -> None:
        self._database = database
        self._running = running
        self._sender = sender
        self._schedule = schedule
        self._slots = asyncio.Semaphore(_AT_ONCE)
        #: Attempts that are under way.
        self.sending = 0

    async def run(self, delivery_id: str) -> None:
        """Deliver an event, as a workflow of DBOS: its sleeps end when they were meant to.

        How many attempts there were is in the delivery itself. An attempt that was cut short is
        made again, under the same number and id.

        Raises
        ------
        LeaveOpen
            When the worker leaves, or another one delivers it.
        """
        with self._running.run(delivery_id) as run:
            for attempt, pause in enumerate(self._schedule, start=1):
                await DBOS.sleep_async(pause)
                if self._running.stop.is_set() or not self._running.counts(delivery_id, run):
                    raise LeaveOpen
                delivery = await self._ask(lambda on: deliveries.get(on, delivery_id))
                if delivery is None or delivery.status is not DeliveryStatus.WAITING:
                    return
                if delivery.attempts < attempt:
                    await self._attempt(delivery, attempt)

    async def _attempt(self, delivery: Delivery, attempt: int) -> None:
        async with self._slots:
            self.sending += 1
            try:
                outcome = await self._sender.send(delivery, attempt)
                status = DeliveryStatus.WAITING
                if outcome.delivered:
                    status = DeliveryStatus.DELIVERED
                elif attempt == len(self._schedule):
                    status = DeliveryStatus.DROPPED
                await self._ask(
                    lambda on: deliveries.attempted(
                        on, delivery.id, attempts=attempt, status=status, outcome=outcome.reason
                    )
                )
            finally:
                self.sending -= 1
        _log.info(
            "event sent" if outcome.delivered else "event not delivered",
            delivery=delivery.id,
            job_id=delivery.job_id,
            organization=delivery.organization_id,
            attempt=attempt,
            outcome=outcome.reason,
        )

    async def _ask(self, query: Callable[[Connection], T]) -> T:
        """Do something in the database; wait for it when it is away."""
        while True:
            try:
                return await asyncio.to_thread(self._in_transaction, query)
            except Unavailable:
                await asyncio.sleep(_PAUSE)

    def _in_transaction(self, query: Callable[[Connection], T]) -> T:
        with self._database.transaction() as connection:
            return query(connection)
