"""What a server that starts puts right after one that died."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from openends.store.tables import idempotency


def free_idempotency_keys(connection: Connection) -> int:
    """Forget requests that got no answer, so that clients can send them again; return how many.

    Only for a database with one server: another one's requests may be under way.
    """
    gone = connection.execute(
        delete(idempotency).where(idempotency.c.status.is_(None)).returning(idempotency.c.key)
    )
    return len(gone.all())
