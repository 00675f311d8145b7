"""Single statements for an event loop, which must not stand still and has no time for threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from openends.store.database import POOL, Database, plain_errors
from openends.store.postgresql import ping_idle

Found = TypeVar("Found")


class ShortQueries:
    """Runs what a request asks of the database in one short statement.

    To hand such a statement to a thread takes several times as long as the statement. So SQLite
    answers on the spot, over a connection that stays open: a reader waits for nobody. PostgreSQL
    is waited for by the loop.

    Parameters
    ----------
    database:
        Where everything is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        if database.is_postgresql:
            self._engine = create_async_engine(
                database.url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **POOL
            )
            ping_idle(self._engine.sync_engine)

    async def run(self, query: Callable[[Connection], Found]) -> Found:
        """Return what a query finds; on SQLite it may only read."""
        with plain_errors():
            if not self._database.is_postgresql:
                return query(self._open())
            async with self._engine.connect() as connection:
                return await connection.run_sync(query)

    async def close(self) -> None:
        """Close the connections, in the loop that used them."""
        if self._database.is_postgresql:
            await self._engine.dispose()
        elif self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._database.open_reader()
        return self._connection
