"""``openends db``: the database of a server, and how the other commands open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from openends.store.database import Database

EXAMPLES = """Examples:

  openends db upgrade

  openends db upgrade --database postgresql://openends@localhost/openends
"""

#: The option that all commands about a server have.
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        show_default="OPENENDS_DATABASE_URL, or a file in your data folder",
    ),
]
#: How every SQLite database begins.
_SQLITE_MARK = b"SQLite format 3\0"


def upgrade(database: DatabaseOption = None) -> None:
    """Bring the tables to the form that this version of Openends needs; makes them if missing.

    Stop the server and its workers before, and start them again after.
    """
    from openends.settings import shown_url
    from openends.store.database import Database

    url = _url(database)
    _check_file(_file(url))
    store = Database(url)
    try:
        store.upgrade()
    finally:
        store.close()
    typer.echo(f"The database {shown_url(url)} is up to date.")


@contextmanager
def opened_database(database: str | None, *, may_create: bool) -> Iterator[Database]:
    """Open the database that an option or the environment names.

    Parameters
    ----------
    database:
        What ``--database`` says.
    may_create:
        Whether an SQLite database that is missing or empty gets its tables now.

    Raises
    ------
    InputError
        When the address or the file cannot be used, or the file is missing and may not be created.
    ConfigProblem
        When the tables are not those of this version.
    """
    from openends.settings import shown_url
    from openends.store.database import Database

    url = _url(database)
    file = _file(url)
    is_there = _check_file(file)
    if file and not is_there and not may_create:
        from openends.domain.errors import FileProblem

        raise FileProblem(
            f"There is no database {shown_url(url)}; make one with: openends org create NAME."
        )
    store = Database(url)
    try:
        if file and may_create and (not is_there or _has_no_tables(store)):
            store.upgrade()
            typer.echo(f"Made the database {shown_url(url)}.", err=True)
        store.check_schema()
        yield store
    finally:
        store.close()


def _url(database: str | None) -> str:
    from openends.domain.errors import ConfigProblem, InputError
    from openends.settings import ServerSettings

    if database is None:
        return ServerSettings().database_url
    try:
        return ServerSettings(database_url=database).database_url
    except ConfigProblem as error:
        raise InputError(
            error.message.replace("The setting OPENENDS_DATABASE_URL", "--database")
        ) from None


def _file(url: str) -> Path | None:
    """Return the file of an SQLite database."""
    from sqlalchemy.engine import make_url

    parts = make_url(url)
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None


def _check_file(file: Path | None) -> bool:
    """Return whether an SQLite database is there; refuse a file that is something else."""
    from openends.domain.errors import FileProblem

    if file is None or not file.exists():
        return False
    try:
        with file.open("rb") as content:
            start = content.read(len(_SQLITE_MARK))
    except OSError as error:
        raise FileProblem(
            f"The database file '{file}' cannot be opened ({error.strerror}); name another one."
        ) from None
    if start and start != _SQLITE_MARK:
        raise FileProblem(f"The file '{file}' is no SQLite database; name another one.")
    return bool(start)


def _has_no_tables(store: Database) -> bool:
    from sqlalchemy import inspect

    with store.reading() as connection:
        return not inspect(connection).get_table_names()
