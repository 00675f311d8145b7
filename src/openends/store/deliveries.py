"""Deliveries: events on their way to webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, select, update

from openends.store.ids import new_id
from openends.store.tables import deliveries, webhooks
from openends.store.upsert import insert_into

#: Longer reasons than this are cut.
_OUTCOME_LENGTH = 200


class DeliveryStatus(StrEnum):
    """What became of a delivery."""

    #: Not sent yet, or to be tried again.
    WAITING = "waiting"
    DELIVERED = "delivered"
    #: Given up after the last attempt.
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """An event for a webhook, with the webhook's address and secret."""

    id: str
    organization_id: str
    webhook_id: str
    job_id: str
    event: str
    #: What is signed and sent, letter by letter.
    body: str
    status: DeliveryStatus
    attempts: int
    #: What the last attempt met; "" before the first.
    outcome: str
    created_at: datetime
    url: str
    secret: str


def add(
    connection: Connection,
    organization_id: str,
    webhook_id: str,
    job_id: str,
    event: str,
    body: str,
    now: datetime,
) -> str | None:
    """Put an event on its way, once; None when it is there already, or the webhook is not."""
    webhook = select(webhooks.c.id).where(
        webhooks.c.id == webhook_id, webhooks.c.organization_id == organization_id
    )
    # Kept until the delivery is there: a webhook can be deleted at any moment.
    if connection.execute(webhook.with_for_update(key_share=True)).one_or_none() is None:
        return None
    delivery = insert_into(connection, deliveries).values(
        id=new_id(),
        organization_id=organization_id,
        webhook_id=webhook_id,
        job_id=job_id,
        event=event,
        body=body,
        status=DeliveryStatus.WAITING,
        attempts=0,
        outcome="",
        created_at=now,
    )
    new = delivery.on_conflict_do_nothing(index_elements=["webhook_id", "job_id", "event"])
    found: str | None = connection.execute(new.returning(deliveries.c.id)).scalar_one_or_none()
    return found


def get(connection: Connection, delivery_id: str) -> Delivery | None:
    """Return the delivery; None when it, or its webhook, was deleted."""
    row = connection.execute(
        select(deliveries, webhooks.c.url, webhooks.c.secret)
        .join_from(deliveries, webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(deliveries.c.id == delivery_id)
    ).one_or_none()
    if row is None:
        return None
    return Delivery(
        id=row.id,
        organization_id=row.organization_id,
        webhook_id=row.webhook_id,
        job_id=row.job_id,
        event=row.event,
        body=row.body,
        status=DeliveryStatus(row.status),
        attempts=row.attempts,
        outcome=row.outcome,
        created_at=row.created_at,
        url=row.url,
        secret=row.secret,
    )


def waiting(connection: Connection, before: datetime) -> list[str]:
    """Return deliveries made before that time that still wait, oldest first."""
    query = (
        select(deliveries.c.id)
        .where(deliveries.c.status == DeliveryStatus.WAITING, deliveries.c.created_at < before)
        .order_by(deliveries.c.created_at)
    )
    return list(connection.execute(query).scalars())


def attempted(
    connection: Connection, delivery_id: str, *, attempts: int, status: str, outcome: str
) -> None:
    """Tell how an attempt went.

    Parameters
    ----------
    attempts:
        How many there were, this one too.
    status:
        A ``DeliveryStatus``.
    outcome:
        The HTTP status or the reason.
    """
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(attempts=attempts, status=DeliveryStatus(status), outcome=outcome[:_OUTCOME_LENGTH])
    )


def purge(connection: Connection, before: datetime) -> int:
    """Delete deliveries made before that time; return how many."""
    gone = connection.execute(
        delete(deliveries).where(deliveries.c.created_at < before).returning(deliveries.c.id)
    )
    return len(gone.all())
