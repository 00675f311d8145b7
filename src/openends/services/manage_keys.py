"""API keys: make one, list them, take one back."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, TypedDict, Unpack

from openends.domain.errors import Conflict, InputError, NotFound
from openends.domain.organization import ApiKey, Organization, Scope
from openends.services.manage_organizations import find_organization
from openends.store import api_keys, organizations

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from openends.store.database import Database

LIVE_PREFIX = "scp_live_"
TEST_PREFIX = "scp_test_"
#: 62 letters and figures, 32 times: 190 bits, so that a plain hash is enough to keep a key by.
_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 32
#: Characters by which people tell keys apart.
_SHOWN = 13
#: What the table holds.
_LONGEST_LABEL = 200


class KeyTerms(TypedDict, total=False):
    """What can be agreed on for a key beside its scopes."""

    #: Requests a minute; None or missing: the server's default.
    rpm: int | None
    #: Whether the key never charges.
    test: bool
    #: When it stops working; None or missing: never.
    expires_at: datetime | None
    #: What it is for, for people.
    label: str


class KeyState(StrEnum):
    """Whether a key opens the server."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedKey:
    """A key as people who run a server see it."""

    key: ApiKey
    #: Name of the organization that it belongs to.
    organization: str
    state: KeyState


def hash_key(key: str) -> str:
    """Return what the server keeps of a key: its SHA-256 in hexadecimal."""
    return sha256(key.encode()).hexdigest()


def make_key(
    database: Database,
    organization_name: str,
    scopes: Iterable[Scope],
    *,
    now: datetime,
    **terms: Unpack[KeyTerms],
) -> tuple[str, ApiKey]:
    """Make a key of an organization, which may do what the scopes say.

    Returns
    -------
    tuple[str, ApiKey]
        The key itself, which nobody can find out again, and what the server keeps.

    Raises
    ------
    NotFound
        When there is no such organization.
    InputError
        When the scopes or the terms cannot be used.
    """
    _check(frozenset(scopes), terms, now)
    with database.transaction() as connection:
        organization = find_organization(connection, organization_name)
        return add_key(connection, organization, scopes, now=now, **terms)


def add_key(
    connection: Connection,
    organization: Organization,
    scopes: Iterable[Scope],
    *,
    now: datetime,
    **terms: Unpack[KeyTerms],
) -> tuple[str, ApiKey]:
    """Make a key within a transaction, on terms that were checked."""
    test = terms.get("test", False)
    letters = (secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    plain = (TEST_PREFIX if test else LIVE_PREFIX) + "".join(letters)
    key = api_keys.create(
        connection,
        organization_id=organization.id,
        label=terms.get("label", "").strip(),
        prefix=plain[:_SHOWN],
        hash=hash_key(plain),
        scopes=frozenset(scopes),
        rpm=terms.get("rpm"),
        test=test,
        expires_at=terms.get("expires_at"),
        now=now,
    )
    return plain, key


def _check(scopes: frozenset[Scope], terms: KeyTerms, now: datetime) -> None:
    if not scopes:
        raise InputError(f"A key needs a scope; there is {', '.join(Scope)}.")
    rpm, expires_at, label = terms.get("rpm"), terms.get("expires_at"), terms.get("label", "")
    if rpm is not None and rpm < 1:
        raise InputError("A key needs at least 1 request a minute; leave it out for the default.")
    if expires_at is not None and expires_at <= now:
        raise InputError("The key would have expired already; choose a later day.")
    if len(label) > _LONGEST_LABEL or not label.isprintable():
        raise InputError(f"A label is {_LONGEST_LABEL} visible characters at most; shorten it.")


def list_keys(
    database: Database, organization_name: str | None = None, *, now: datetime
) -> list[ListedKey]:
    """Return the keys of an organization, or of all, in the order of making.

    Raises
    ------
    NotFound
        When there is no such organization.
    """
    with database.reading() as connection:
        if organization_name is None:
            owners = organizations.list_all(connection)
            keys = api_keys.list_for(connection, None)
        else:
            owners = [find_organization(connection, organization_name)]
            keys = api_keys.list_for(connection, owners[0].id)
    names = {owner.id: owner.name for owner in owners}
    return [
        ListedKey(key=key, organization=names[key.organization_id], state=state_of(key, now=now))
        for key in keys
    ]


def state_of(key: ApiKey, *, now: datetime) -> KeyState:
    """Return whether a key opens the server."""
    if key.revoked_at is not None:
        return KeyState.REVOKED
    if key.expires_at is not None and key.expires_at <= now:
        return KeyState.EXPIRED
    return KeyState.ACTIVE


def revoke_key(database: Database, named: str, *, now: datetime) -> ApiKey:
    """Take a key back for good; other servers on the database refuse it within 30 seconds.

    Parameters
    ----------
    database
        The server's database.
    named
        The key's prefix, its id, or the key itself.
    now
        The time of revoking.

    Raises
    ------
    NotFound
        When no key is named so.
    Conflict
        When several are, or it was revoked before.
    """
    named = named.strip()
    with database.transaction() as connection:
        keys = [key for key in api_keys.list_for(connection, None) if named in {key.id, key.prefix}]
        if not keys:
            whole = api_keys.find_by_hash(connection, hash_key(named))
            keys = [whole[0]] if whole else []
        key = _the_one(keys, named)
        revoked = api_keys.revoke(connection, key.id, now)
    return revoked or key


def _the_one(keys: list[ApiKey], named: str) -> ApiKey:
    """Return the key that can be meant, which is one that is not revoked."""
    # Whoever hands in a whole key does not want to see it again.
    named = named[:_SHOWN] if named.startswith((LIVE_PREFIX, TEST_PREFIX)) else named
    open_keys = [key for key in keys if key.revoked_at is None]
    if len(open_keys) == 1:
        return open_keys[0]
    if open_keys:
        ids = ", ".join(key.id for key in open_keys)
        raise Conflict(f"Several keys begin with {named}; name one by its id: {ids}.")
    if keys:
        raise Conflict(f"The key {named} was revoked before; nothing is left to do.")
    raise NotFound(f"There is no key {named}; openends key list shows all.")
