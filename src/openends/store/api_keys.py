"""API keys: known by their hash, never by themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from openends.domain.errors import InputError
from openends.domain.organization import ApiKey, Organization, Scope
from openends.store import organizations
from openends.store.ids import new_id
from openends.store.tables import api_keys
from openends.store.tables import organizations as organization_table


def create(
    connection: Connection,
    *,
    organization_id: str,
    label: str,
    prefix: str,
    hash: str,
    scopes: Collection[Scope],
    rpm: int | None,
    test: bool,
    expires_at: datetime | None,
    now: datetime,
) -> ApiKey:
    """Remember a key by its SHA-256 hash and the first 13 characters."""
    key = ApiKey(
        id=new_id(),
        organization_id=organization_id,
        label=label,
        prefix=prefix,
        scopes=frozenset(scopes),
        rpm=rpm,
        test=test,
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
    )
    connection.execute(
        insert(api_keys).values(
            id=key.id,
            organization_id=organization_id,
            label=label,
            prefix=prefix,
            hash=hash,
            scopes=sorted(key.scopes),
            rpm=rpm,
            test=test,
            created_at=now,
            expires_at=expires_at,
            revoked_at=None,
        )
    )
    return key


def find_by_hash(connection: Connection, hash: str) -> tuple[ApiKey, Organization] | None:
    """Return the key with that hash, revoked or expired ones too, and whose it is; or None."""
    row = connection.execute(select(api_keys).where(api_keys.c.hash == hash)).one_or_none()
    if row is None:
        return None
    owner = connection.execute(
        select(organization_table).where(organization_table.c.id == row.organization_id)
    ).one()
    return _from_row(row), organizations.from_row(owner)


def list_for(connection: Connection, organization_id: str | None) -> list[ApiKey]:
    """Return the keys of an organization, or all for None, oldest first."""
    query = select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)
    if organization_id is not None:
        query = query.where(api_keys.c.organization_id == organization_id)
    return [_from_row(row) for row in connection.execute(query)]


def revoke(connection: Connection, id_or_prefix: str, now: datetime) -> ApiKey | None:
    """Take a key back; what was taken back before keeps its time. None when there is no such key.

    Raises
    ------
    InputError
        When the prefix fits several keys; then none is taken back.
    """
    named = or_(api_keys.c.id == id_or_prefix, api_keys.c.prefix == id_or_prefix)
    found = connection.execute(select(api_keys.c.id).where(named)).scalars().all()
    if len(found) > 1:
        raise InputError(f"{len(found)} keys begin with '{id_or_prefix}'; give the key's id.")
    row = connection.execute(
        update(api_keys)
        .where(api_keys.c.id.in_(found))
        .values(revoked_at=func.coalesce(api_keys.c.revoked_at, now))
        .returning(*api_keys.c)
    ).one_or_none()
    return None if row is None else _from_row(row)


def _from_row(row: Row[*tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        id=row.id,
        organization_id=row.organization_id,
        label=row.label,
        prefix=row.prefix,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        rpm=row.rpm,
        test=row.test,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
