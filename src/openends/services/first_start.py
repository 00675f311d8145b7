"""The first start of a server: somebody must be able to use it at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from openends.domain.organization import Plan, Scope
from openends.services.manage_keys import add_key
from openends.store import organizations

if TYPE_CHECKING:
    from openends.store.database import Database

#: Name of the organization that a first start makes.
FIRST_ORGANIZATION = "default"


def first_start(database: Database, now: datetime) -> str | None:
    """Make an organization and a key on a database without any organization.

    The organization has no limit of credits, the key may do everything and never expires.

    Returns
    -------
    str or None
        The key, which nobody can find out again; None when there are organizations already, or
        another server makes its first start at this moment.
    """
    try:
        with database.transaction() as connection:
            if organizations.list_all(connection):
                return None
            organization = organizations.create(
                connection, name=FIRST_ORGANIZATION, plan=Plan.STARTER, credits=None, now=now
            )
            plain, _ = add_key(
                connection, organization, frozenset(Scope), label="first start", now=now
            )
            return plain
    except IntegrityError:
        return None
