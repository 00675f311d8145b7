from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from openends import store
from openends.domain.errors import ConfigProblem
from openends.store import organizations
from openends.store.database import Database
from openends.store.tables import metadata


def test_migrated_tables_are_those_that_the_queries_know(empty_url):
    database = Database(empty_url)
    database.upgrade()
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_migrated_tables_have_the_names_and_conditions_of_the_others(empty_url):
    database = Database(empty_url)
    with database.transaction() as connection:
        metadata.create_all(connection)
        made = described(connection)
        metadata.drop_all(connection)
    database.upgrade()
    with database.reading() as connection:
        assert described(connection) == made
    database.close()


def described(connection):
    """Every table with its columns, keys and indexes, by their names."""
    inspector, found = inspect(connection), {}
    for table in sorted(metadata.tables):
        indexes = inspector.get_indexes(table)
        for index in indexes:
            options = index.get("dialect_options", {})
            index["dialect_options"] = {name: str(value) for name, value in options.items()}
        found[table] = (
            {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            },
            inspector.get_pk_constraint(table),
            sorted(map(str, inspector.get_foreign_keys(table))),
            sorted(map(str, inspector.get_unique_constraints(table))),
            sorted(map(str, indexes)),
        )
    return found


def test_an_empty_database_is_to_be_upgraded(empty_url):
    database = Database(empty_url)
    with pytest.raises(ConfigProblem, match="run: openends db upgrade"):
        database.check_schema()
    database.upgrade()
    database.check_schema()
    database.upgrade()
    database.check_schema()
    database.close()


def test_an_older_database_is_refused_until_it_is_upgraded_and_keeps_what_it_holds(empty_url):
    database = Database(empty_url)
    with database.transaction() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(store.__file__).with_name("migrations")))
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO organizations (id, name, plan, credits_monthly, credit_floor, "
                "is_trial, active, created_at) "
                "VALUES ('1', 'Acme', 'starter', 0, 0, false, true, '2026-01-01 00:00:00')"
            )
        )
    with pytest.raises(ConfigProblem, match="run: openends db upgrade"):
        database.check_schema()
    database.upgrade()
    database.check_schema()
    with database.reading() as connection:
        (found,) = organizations.list_all(connection)
    assert (found.name, found.llm) == ("Acme", None)
    database.close()


def test_a_newer_database_is_refused_and_left_as_it_is(database):
    with database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (database.check_schema, database.upgrade):
        with pytest.raises(ConfigProblem, match="newer version of Openends"):
            step()
    with database.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert found == "9999"


def test_an_upgrade_that_fails_changes_nothing(empty_url):
    database = Database(empty_url)
    with database.transaction() as connection:
        # In the way of the last table but one.
        connection.execute(text("CREATE TABLE rate_counters (x INTEGER)"))
    with pytest.raises(Exception, match="Database query failed"):
        database.upgrade()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["rate_counters"]
    database.close()
