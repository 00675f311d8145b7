"""Workers: who is alive, so that the jobs of the dead can go on elsewhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from openends.store.tables import workers
from openends.store.upsert import insert_into


def beat(connection: Connection, worker_id: str, now: datetime) -> None:
    """Give a sign of life."""
    row = insert_into(connection, workers).values(id=worker_id, beat=now)
    connection.execute(row.on_conflict_do_update(index_elements=["id"], set_={"beat": now}))


def remove(connection: Connection, worker_id: str) -> None:
    """Take leave: nobody needs to look after this worker's jobs."""
    connection.execute(delete(workers).where(workers.c.id == worker_id))


def take_dead(connection: Connection, before: datetime) -> list[str]:
    """Strike off workers silent since before that time; whoever gets an id looks after its jobs."""
    gone = connection.execute(
        delete(workers).where(workers.c.beat < before).returning(workers.c.id)
    )
    return list(gone.scalars())


def alive(connection: Connection, since: datetime) -> int:
    """Return how many workers gave a sign of life since that time."""
    query = select(func.count()).where(workers.c.beat >= since)
    return connection.execute(query).scalar_one()
