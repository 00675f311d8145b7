"""Credits: a ledger that is only added to, and the balance that it sums up to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from openends.store.tables import ledger, organizations
from openends.store.upsert import insert_into


def charge(
    connection: Connection,
    organization_id: str,
    *,
    reference: str,
    batch: int,
    amount: int,
    now: datetime,
) -> bool:
    """Take credits for a batch of work, once, however often it is asked for.

    Parameters
    ----------
    reference:
        The job, or the question of a call that was coded at once.
    batch:
        Number of the batch in it.

    Returns
    -------
    False when the batch was charged before; then nothing changes.
    """
    return _book(connection, organization_id, reference, batch, -amount, now)


def grant(
    connection: Connection,
    organization_id: str,
    *,
    reference: str,
    batch: int = 0,
    amount: int,
    now: datetime,
) -> bool:
    """Give credits, once for a reference and batch; False when they were given before."""
    return _book(connection, organization_id, reference, batch, amount, now)


def _book(
    connection: Connection,
    organization_id: str,
    reference: str,
    batch: int,
    amount: int,
    now: datetime,
) -> bool:
    """Add a line to the ledger and change the balance with it."""
    line = insert_into(connection, ledger).values(
        organization_id=organization_id,
        reference=reference,
        batch=batch,
        amount=amount,
        created_at=now,
    )
    new = line.on_conflict_do_nothing(index_elements=["reference", "batch"])
    if connection.execute(new.returning(ledger.c.id)).one_or_none() is None:
        return False
    connection.execute(
        update(organizations)
        .where(organizations.c.id == organization_id, organizations.c.credits.is_not(None))
        .values(credits=organizations.c.credits + amount)
    )
    return True
