"""Which database errors pass by themselves."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)

#: Locked by another process for longer than the busy timeout, or a file that cannot be opened.
_SQLITE_OUTAGES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN})


def is_outage(error: SQLAlchemyError) -> bool:
    """Return whether the database is out of reach for the moment, and not the query at fault."""
    if isinstance(error, TimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the kind, the rest says more.
        return code is not None and code & 0xFF in _SQLITE_OUTAGES
    # psycopg: connections refused, lost or closed, too many of them, a shutdown, a deadlock.
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
