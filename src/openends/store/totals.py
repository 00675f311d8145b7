"""Sums over all organizations, for those who watch a server."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from openends.domain.job import JobStatus
from openends.store.tables import jobs, ledger


def count_jobs(connection: Connection) -> dict[JobStatus, int]:
    """Return how many jobs there are in every state, none included."""
    query = select(jobs.c.status, func.count()).group_by(jobs.c.status)
    counted = {JobStatus(status): count for status, count in connection.execute(query)}
    return {status: counted.get(status, 0) for status in JobStatus}


def credits_charged(connection: Connection) -> int:
    """Return the credits that were ever charged."""
    query = select(func.coalesce(func.sum(ledger.c.amount), 0)).where(ledger.c.amount < 0)
    return -int(connection.execute(query).scalar_one())
