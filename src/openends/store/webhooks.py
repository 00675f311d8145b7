"""Webhooks: where an organization wants to be told of its jobs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy import delete as delete_from

from openends.store.ids import new_secret, new_webhook_id
from openends.store.tables import webhooks

#: Among a webhook's events: it wants every one.
ALL_EVENTS = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Webhook:
    """An address of an organization that is sent events."""

    id: str
    organization_id: str
    url: str
    events: tuple[str, ...]
    #: Signs what is sent; shown once, when the webhook is made.
    secret: str
    active: bool
    created_at: datetime


def create(
    connection: Connection,
    organization_id: str,
    *,
    url: str,
    events: Collection[str],
    now: datetime,
) -> Webhook:
    """Make a webhook with a new secret."""
    webhook = Webhook(
        id=new_webhook_id(),
        organization_id=organization_id,
        url=url,
        events=tuple(events),
        secret=new_secret(),
        active=True,
        created_at=now,
    )
    connection.execute(
        insert(webhooks).values(
            id=webhook.id,
            organization_id=organization_id,
            url=url,
            events=list(events),
            secret=webhook.secret,
            active=True,
            created_at=now,
        )
    )
    return webhook


def list_for(connection: Connection, organization_id: str) -> list[Webhook]:
    """Return the organization's webhooks, oldest first."""
    query = (
        select(webhooks)
        .where(webhooks.c.organization_id == organization_id)
        .order_by(webhooks.c.created_at, webhooks.c.id)
    )
    return [_from_row(row) for row in connection.execute(query)]


def count(connection: Connection, organization_id: str) -> int:
    """Return how many webhooks the organization has."""
    query = select(func.count()).where(webhooks.c.organization_id == organization_id)
    return connection.execute(query).scalar_one()


def delete(connection: Connection, organization_id: str, webhook_id: str) -> bool:
    """Delete a webhook and what it has yet to send; False when the organization has none such."""
    gone = connection.execute(
        delete_from(webhooks)
        .where(webhooks.c.id == webhook_id, webhooks.c.organization_id == organization_id)
        .returning(webhooks.c.id)
    )
    return gone.one_or_none() is not None


def matching(connection: Connection, organization_id: str, event: str) -> list[Webhook]:
    """Return the organization's active webhooks that want the event."""
    return [
        webhook
        for webhook in list_for(connection, organization_id)
        if webhook.active and not {event, ALL_EVENTS}.isdisjoint(webhook.events)
    ]


def _from_row(row: Row[*tuple[object, ...]]) -> Webhook:
    return Webhook(
        id=row.id,
        organization_id=row.organization_id,
        url=row.url,
        events=tuple(row.events),
        secret=row.secret,
        active=row.active,
        created_at=row.created_at,
    )
