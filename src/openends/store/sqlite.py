"""What SQLite needs before it can serve several threads and processes."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from openends.domain.errors import ConfigProblem

#: Marks connections that only read.
READS = "openends_reads"
#: Seconds that a writer waits for another one.
BUSY_SECONDS = 30
#: Seconds between two tries to change the journal, for which SQLite does not wait by itself.
_PAUSE = 0.02


def create_file(path: str) -> None:
    """Make the file and its folder for their owner only, unless they are there.

    SQLite gives the files that it puts beside it the same rights.
    """
    file = Path(path)
    try:
        for folder in reversed([file.parent, *file.parent.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ConfigProblem(
            f"The database file '{file}' cannot be opened ({error.strerror}); name another one."
        ) from error


def prepare_engine(engine: Engine) -> None:
    """Make every new connection safe to share and every transaction begin as it is meant."""
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)


def _set_up(connection: sqlite3.Connection, record: Any) -> None:
    del record
    # Python's driver would begin transactions by its own rules; ours are begun in _begin.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {1000 * BUSY_SECONDS}")
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # SQLite's own knows only ASCII, and PostgreSQL's does not: searches would differ.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side; the file remembers it."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin(connection: Connection) -> None:
    # A writer that reads first could otherwise find, when it writes, that what it read is old.
    if not connection.get_execution_options().get(READS, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
