"""How Alembic finds the tables and the database."""

from alembic import context
from sqlalchemy import Connection, create_engine

from openends.store.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite changes columns by making the table anew.
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


# The server hands over its connection, in a transaction of its own. On Alembic's command line,
# with which developers write migrations, the settings file names the database.
given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
    with engine.begin() as connection:
        _run(connection)
    engine.dispose()
