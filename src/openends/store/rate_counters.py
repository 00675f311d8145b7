"""Rate counters that several processes share."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from openends.store.tables import rate_counters
from openends.store.upsert import insert_into


def hit(connection: Connection, bucket: str, window: int, cost: int = 1) -> int:
    """Count a request; return how many there were in the window, this one too.

    Parameters
    ----------
    bucket:
        Whose requests are counted.
    window:
        Start of the window, Unix time in seconds.
    cost:
        How many requests it counts for.
    """
    row = insert_into(connection, rate_counters).values(bucket=bucket, window=window, hits=cost)
    counted = row.on_conflict_do_update(
        index_elements=["bucket", "window"], set_={"hits": rate_counters.c.hits + cost}
    )
    hits: int = connection.execute(counted.returning(rate_counters.c.hits)).scalar_one()
    return hits


def purge(connection: Connection, before: int) -> int:
    """Delete windows that began before that Unix time; return how many."""
    gone = connection.execute(
        delete(rate_counters)
        .where(rate_counters.c.window < before)
        .returning(rate_counters.c.bucket)
    )
    return len(gone.all())
