"""What PostgreSQL needs before a server can rely on its connections."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

#: Seconds without use after which a connection is tried before it is used again. A restart of the
#: database takes longer; trying every time would double the work of most requests.
_IDLE = 1.0
_LEFT = "left_at"
#: Then PostgreSQL takes the locks from a process that stands still in the middle of a transaction.
_IDLE_MILLISECONDS = 60_000


def ping_idle(engine: Engine) -> None:
    """Exchange connections that broke while nobody used them, without an error."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[_LEFT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def try_idle(connection: Any, record: Any, _proxy: Any) -> None:
        left = record.info.get(_LEFT)
        if left is None or time.monotonic() - left < _IDLE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def bound_idleness(connection: Any, _record: Any) -> None:
    """Keep a new connection from holding locks for long while it does nothing."""
    connection.execute(f"SET idle_in_transaction_session_timeout = {_IDLE_MILLISECONDS}")
    # The pool rolls back what is not committed.
    connection.commit()
