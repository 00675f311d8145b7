"""Organizations: who owns projects, keys and credits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from openends.domain.errors import NotFound
from openends.domain.organization import Organization, Plan
from openends.store.credits import grant
from openends.store.ids import new_id
from openends.store.tables import organizations


def create(
    connection: Connection,
    *,
    name: str,
    plan: Plan,
    credits: int | None,
    is_trial: bool = False,
    credit_floor: int = 0,
    now: datetime,
) -> Organization:
    """Make an organization; its first credits are the first line of its ledger.

    Raises
    ------
    IntegrityError
        When another organization has the name.
    """
    organization_id = new_id()
    connection.execute(
        insert(organizations).values(
            id=organization_id,
            name=name,
            plan=plan,
            # The grant brings the rest.
            credits=None if credits is None else 0,
            credits_monthly=credits or 0,
            credit_floor=credit_floor,
            is_trial=is_trial,
            active=True,
            created_at=now,
        )
    )
    if credits:
        reference = f"grant:{organization_id}"
        grant(connection, organization_id, reference=reference, amount=credits, now=now)
    return lock(connection, organization_id)


def get(connection: Connection, organization_id: str) -> Organization | None:
    """Return the organization, or None."""
    row = connection.execute(
        select(organizations).where(organizations.c.id == organization_id)
    ).one_or_none()
    return None if row is None else from_row(row)


def find_by_name(connection: Connection, name: str) -> Organization | None:
    """Return the organization of that name, or None."""
    row = connection.execute(
        select(organizations).where(organizations.c.name == name)
    ).one_or_none()
    return None if row is None else from_row(row)


def list_all(connection: Connection) -> list[Organization]:
    """Return all organizations by name."""
    rows = connection.execute(select(organizations).order_by(organizations.c.name))
    return [from_row(row) for row in rows]


def lock(connection: Connection, organization_id: str) -> Organization:
    """Return the organization, whose things nobody else changes until the transaction ends.

    Whoever changes its credits, projects, questions or codings comes here before anything else.

    Raises
    ------
    NotFound
        When there is no such organization.
    """
    # SQLite's writers are alone anyway. PostgreSQL's weaker lock lets others refer to the row.
    row = connection.execute(
        select(organizations)
        .where(organizations.c.id == organization_id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if row is None:
        raise NotFound("Organization not found")
    return from_row(row)


def set_model(connection: Connection, organization_id: str, llm: str | None) -> None:
    """Say which language model the organization has: None for the server's."""
    connection.execute(
        update(organizations).where(organizations.c.id == organization_id).values(llm=llm)
    )


def from_row(row: Row[*tuple[object, ...]]) -> Organization:
    """Return the organization that a row of its table tells of."""
    return Organization(
        id=row.id,
        name=row.name,
        plan=Plan(row.plan),
        credits=row.credits,
        credits_monthly=row.credits_monthly,
        is_trial=row.is_trial,
        credit_floor=row.credit_floor,
        active=row.active,
        created_at=row.created_at,
        llm=row.llm,
    )
