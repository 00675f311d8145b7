"""The form of the tables: which one a database has, and how it gets this program's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from openends.domain.errors import ConfigProblem

#: PostgreSQL's lock for those who want to change the tables; the number is ours alone.
_LOCK = 7_036_330_101

_MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(connection: Connection) -> None:
    """Bring the tables to this program's form, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config(attributes={"connection": connection})
    # Per cent signs have a meaning in Alembic's settings.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    _refuse_newer(connection)
    command.upgrade(config, "head")


def check(connection: Connection) -> None:
    """Raise ``ConfigProblem`` unless the tables have this program's form."""
    found = _refuse_newer(connection)
    if found != _revisions()[0]:
        raise ConfigProblem(
            "The database has no tables, or those of an older version of Openends; run: "
            "openends db upgrade"
        )


def _refuse_newer(connection: Connection) -> str | None:
    from alembic.migration import MigrationContext

    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in _revisions():
        raise ConfigProblem(
            f"The database was made by a newer version of Openends (its form is '{found}'); "
            "install that version, or name another database."
        )
    return found


def _revisions() -> list[str]:
    """Return the forms that this program knows, newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]
