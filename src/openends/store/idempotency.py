"""Idempotency: a request that is sent twice with one key is carried out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, null, or_, select, update

from openends.store.tables import idempotency
from openends.store.upsert import insert_into

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: How long a request may run before its server is taken for dead.
ABANDONED = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An earlier request with the key, and its answer once there is one."""

    #: SHA-256 of method, path and body.
    fingerprint: str
    #: None while the request runs.
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    created_at: datetime


def claim(
    connection: Connection, api_key_id: str, key: str, fingerprint: str, now: datetime
) -> Stored | None:
    """Begin a request under a key; None when it is ours, else what the first one has come to."""
    row = insert_into(connection, idempotency).values(
        api_key_id=api_key_id, key=key, fingerprint=fingerprint, created_at=now
    )
    over = or_(
        idempotency.c.created_at < now - KEPT,
        and_(idempotency.c.status.is_(None), idempotency.c.created_at < now - ABANDONED),
    )
    statement = row.on_conflict_do_update(
        index_elements=["api_key_id", "key"],
        set_={
            "fingerprint": fingerprint,
            "status": None,
            "headers": null(),
            "body": None,
            "created_at": now,
        },
        where=over,
    ).returning(idempotency.c.key)
    while connection.execute(statement).one_or_none() is None:
        first = _load(connection, api_key_id, key)
        # It can have been released between the two queries: then it is free again.
        if first is not None:
            return first
    return None


def finish(
    connection: Connection,
    api_key_id: str,
    key: str,
    begun: datetime,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
) -> bool:
    """Keep the answer of a request, for those that follow with the same key.

    Parameters
    ----------
    connection:
        In the transaction that does what the request asks for, where it does anything.
    begun:
        When the request was begun. Another one that took over the key has another time.

    Returns
    -------
    False when the key is no longer the request's: it was taken over, freed or answered already.
    """
    kept = connection.execute(
        update(idempotency)
        .where(_is_ours(api_key_id, key, begun))
        .values(status=status, headers=dict(headers), body=body)
        .returning(idempotency.c.key)
    )
    return kept.one_or_none() is not None


def release(connection: Connection, api_key_id: str, key: str, begun: datetime) -> None:
    """Forget a request without an answer that is worth keeping; the key may be used again."""
    connection.execute(delete(idempotency).where(_is_ours(api_key_id, key, begun)))


def purge(connection: Connection, before: datetime) -> int:
    """Delete what was begun before that time; return how many."""
    gone = connection.execute(
        delete(idempotency).where(idempotency.c.created_at < before).returning(idempotency.c.key)
    )
    return len(gone.all())


def _is(api_key_id: str, key: str) -> ColumnElement[bool]:
    return and_(idempotency.c.api_key_id == api_key_id, idempotency.c.key == key)


def _is_ours(api_key_id: str, key: str, begun: datetime) -> ColumnElement[bool]:
    """Select the request that began then, while it has no answer."""
    return and_(
        _is(api_key_id, key), idempotency.c.created_at == begun, idempotency.c.status.is_(None)
    )


def _load(connection: Connection, api_key_id: str, key: str) -> Stored | None:
    row = connection.execute(select(idempotency).where(_is(api_key_id, key))).one_or_none()
    if row is None:
        return None
    return Stored(
        fingerprint=row.fingerprint,
        status=row.status,
        headers=row.headers or {},
        body=row.body or b"",
        created_at=row.created_at,
    )
