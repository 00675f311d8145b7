"""Who makes a request: the key in the x-api-key header, checked anew every time."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from openends.domain.errors import KeyExpired, KeyMissing, KeyRevoked, KeyUnknown, NoOrganization
from openends.domain.organization import Caller
from openends.services.manage_keys import hash_key
from openends.store import api_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from openends.store.short_queries import ShortQueries

#: The header that carries the key.
KEY_HEADER = "x-api-key"
#: A key's form: 41 characters.
_FORM = re.compile(r"scp_(live|test)_[A-Za-z0-9]{32}")
#: Seconds that a key is known without asking the database: as long as a revocation by another
#: process may take to be noticed.
CACHE_SECONDS = 30
#: Keys that are known at once; the longest known goes first.
CACHE_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    hash: str
    caller: Caller
    until: float


class Authenticator:
    """Tells from a key who calls, and refuses keys that may not.

    Parameters
    ----------
    short:
        Asks for keys, which are kept by their hashes.
    monotonic:
        Seconds that never go back, for the age of what is known.
    now:
        The time, for keys that expire.
    """

    def __init__(
        self,
        short: ShortQueries,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._short = short
        self._monotonic = monotonic
        self._now = now
        self._known: dict[str, _Known] = {}
        self._forgotten = 0

    async def authenticate(self, key: str | None) -> Caller:
        """Return who calls with a key.

        Raises
        ------
        AccessDenied
            In the order: no key, one of the wrong form, unknown, revoked, expired, or of an
            organization that is not active.
        """
        if not key:
            raise KeyMissing("x-api-key header is required")
        if not _FORM.fullmatch(key):
            raise KeyMissing("Missing or invalid API key. Pass it in the x-api-key header.")
        hash = hash_key(key)
        caller = self._recall(hash) or await self._look_up(hash)
        self._check(caller)
        return caller

    def forget(self) -> None:
        """Ask the database anew for every key: some key or organization was changed."""
        self._forgotten += 1
        self._known.clear()

    def _recall(self, hash: str) -> Caller | None:
        # Found by a part of the hash and compared in constant time as a whole, so that the time
        # an answer takes tells nothing about keys that exist.
        known = self._known.get(hash[:16])
        if known is None or not hmac.compare_digest(known.hash, hash):
            return None
        return known.caller if self._monotonic() < known.until else None

    async def _look_up(self, hash: str) -> Caller:
        until = self._monotonic() + CACHE_SECONDS
        forgotten = self._forgotten
        found = await self._short.run(partial(_find, hash=hash))
        if found is None:
            raise KeyUnknown("Authentication failed. The key could not be resolved.")
        # What was read before a revocation must not be remembered after it.
        if forgotten == self._forgotten:
            self._known.pop(hash[:16], None)
            while len(self._known) >= CACHE_SIZE:
                del self._known[next(iter(self._known))]
            self._known[hash[:16]] = _Known(hash, found, until)
        return found

    def _check(self, caller: Caller) -> None:
        key = caller.key
        if key.revoked_at is not None:
            raise KeyRevoked("This API key has been revoked.")
        if key.expires_at is not None and key.expires_at <= self._now():
            day = key.expires_at.astimezone(UTC).isoformat(timespec="seconds")
            raise KeyExpired(f"This API key expired on {day.replace('+00:00', 'Z')}.")
        if not caller.organization.active:
            raise NoOrganization("API key is not associated with an active organization.")


def _find(connection: Connection, *, hash: str) -> Caller | None:
    found = api_keys.find_by_hash(connection, hash)
    return None if found is None else Caller(key=found[0], organization=found[1])
