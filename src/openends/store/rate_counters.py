"""Rate counters that several processes share."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete
from sqlalchemy.sql.dml import ReturningInsert

from openends.store.tables import rate_counters
from openends.store.upsert import insert_into

_COUNTING: dict[str, ReturningInsert[tuple[str, int]]] = {}


def hit(connection: Connection, window: int, costs: Mapping[str, int]) -> dict[str, int]:
    """Count requests; return for each bucket how many there were in the window, these too.

    Parameters
    ----------
    window:
        Start of the window, Unix time in seconds.
    costs:
        Whose requests are counted, and how many of them.
    """
    # In one order, so that two servers never wait for one another.
    rows = [
        {"bucket": bucket, "window": window, "hits": cost} for bucket, cost in sorted(costs.items())
    ]
    counted = connection.execute(_counting(connection), rows)
    return {row.bucket: row.hits for row in counted}


def _counting(connection: Connection) -> ReturningInsert[tuple[str, int]]:
    """Return the statement, made once for each kind of database: it is asked all the time."""
    kind = connection.dialect.name
    if kind not in _COUNTING:
        new = insert_into(connection, rate_counters)
        _COUNTING[kind] = new.on_conflict_do_update(
            index_elements=["bucket", "window"],
            set_={"hits": rate_counters.c.hits + new.excluded.hits},
        ).returning(rate_counters.c.bucket, rate_counters.c.hits)
    return _COUNTING[kind]


def purge(connection: Connection, before: int) -> int:
    """Delete windows that began before that Unix time; return how many."""
    gone = connection.execute(
        delete(rate_counters)
        .where(rate_counters.c.window < before)
        .returning(rate_counters.c.bucket)
    )
    return len(gone.all())
