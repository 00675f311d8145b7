"""One database, SQLite or PostgreSQL: how a server connects to it, reads and writes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from openends.domain.errors import ConfigProblem, DatabaseProblem, Unavailable
from openends.store import schema
from openends.store.outage import is_outage
from openends.store.postgresql import bound_idleness, ping_idle
from openends.store.sqlite import READS, create_file, prepare_engine

POOL: dict[str, Any] = {
    # Connections a process holds at most. Small, because several processes share one server, and
    # PostgreSQL allows 100 by default.
    "pool_size": 10,
    "max_overflow": 0,
    # Seconds to wait for one of them. Longer, and the request had better be tried again.
    "pool_timeout": 30,
    # What respondents wrote must not get into errors and logs.
    "hide_parameters": True,
}

_FAILED = "Database query failed. Please retry."
_DOWN = "A required service is temporarily unavailable. Retry after 30 seconds."


class Database:
    """Where a server keeps everything it remembers.

    Parameters
    ----------
    url:
        ``sqlite:////path/file.db``, or ``postgresql://user@host/name`` in any usual spelling. The
        file and its folder are made when they are missing, for their owner only.

    Raises
    ------
    ConfigProblem
        When the address names no database that Openends knows, or the file cannot be made.
    """

    def __init__(self, url: str) -> None:
        address = _address(url)
        self.url = address.render_as_string(hide_password=False)
        self.is_postgresql = address.get_backend_name() == "postgresql"
        if self.is_postgresql:
            self.engine = create_engine(address, **POOL)
            event.listen(self.engine, "connect", bound_idleness)
            ping_idle(self.engine)
        else:
            create_file(str(address.database))
            self.engine = create_engine(address, **POOL)
            prepare_engine(self.engine)
        # Without a transaction: each statement sees what is true when it begins.
        options = {"isolation_level": "AUTOCOMMIT"} if self.is_postgresql else {READS: True}
        self._reader = self.engine.execution_options(**options)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a connection to write with: everything is kept at the end, or nothing.

        On SQLite it holds the write lock from the start, so that what it reads stays true until
        it ends.
        """
        with plain_errors(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection to read with; it waits for no writer and makes none wait."""
        with plain_errors(), self._reader.connect() as connection:
            yield connection

    def open_reader(self) -> Connection:
        """Return a connection to read with that stays open; whoever takes it closes it."""
        return self._reader.connect()

    def upgrade(self) -> None:
        """Bring the tables to this program's form; several processes may do it at once."""
        with self.transaction() as connection:
            schema.upgrade(connection)

    def check_schema(self) -> None:
        """Raise ``ConfigProblem`` unless the tables have this program's form."""
        with self.reading() as connection:
            schema.check(connection)

    def ping(self) -> float:
        """Return the milliseconds that the database takes to answer.

        Raises
        ------
        Unavailable
            When it does not.
        """
        start = time.perf_counter()
        try:
            with self.reading() as connection:
                connection.execute(text("SELECT 1"))
        except DatabaseProblem as error:
            raise Unavailable(_DOWN) from error
        return 1000 * (time.perf_counter() - start)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # The text may hold a password: it is not repeated.
        raise ConfigProblem(
            "The database address cannot be read; write sqlite:////path/file.db or "
            "postgresql://user:password@host/name."
        ) from None
    kind = address.drivername.partition("+")[0]
    if kind in {"postgres", "postgresql"}:
        return address.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ConfigProblem(
            f"Openends knows no databases of the kind '{kind}'; use sqlite or postgresql."
        )
    if address.database in {None, "", ":memory:"}:
        raise ConfigProblem("The database address names no file; write sqlite:////path/file.db.")
    return address.set(drivername="sqlite")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what databases raise into the errors that callers know."""
    try:
        yield
    except IntegrityError:
        # Callers tell from it that somebody else was first.
        raise
    except SQLAlchemyError as error:
        if is_outage(error):
            raise Unavailable(_DOWN) from error
        raise DatabaseProblem(_FAILED) from error
