from __future__ import annotations

import stat
import traceback

import psycopg
import pytest
from made_study import NOW, make_study, upload
from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from together import run_together, upgrade

from forked import Forked
from openends.domain.errors import ConfigProblem, DatabaseProblem, Unavailable
from openends.domain.organization import Plan
from openends.store import organizations
from openends.store.database import Database
from openends.store.tables import organizations as organization_table
from openends.store.tables import responses


def count_of(database, table=organization_table):
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def add(connection, name):
    organizations.create(connection, name=name, plan=Plan.STARTER, credits=None, now=NOW)


def test_a_transaction_keeps_everything(database):
    with database.transaction() as connection:
        add(connection, "A")
        add(connection, "B")
    assert count_of(database) == 2


def test_a_transaction_that_fails_keeps_nothing(database):
    with pytest.raises(ValueError, match="stop"), database.transaction() as connection:
        add(connection, "A")
        raise ValueError("stop")
    assert count_of(database) == 0


def test_a_reader_neither_sees_nor_waits_for_what_is_being_written(database):
    with database.transaction() as connection:
        add(connection, "A")
        assert count_of(database) == 0
    assert count_of(database) == 1


def test_a_writer_does_not_wait_for_a_reader(database):
    with database.reading() as connection:
        connection.execute(select(organization_table)).all()
        with database.transaction() as writing:
            add(writing, "A")
    assert count_of(database) == 1


def test_writers_see_what_those_before_them_wrote(database):
    study = make_study(database, credits=0)

    def raise_balance():
        for _ in range(10):
            with database.transaction() as connection:
                found = organizations.lock(connection, study.owner)
                connection.execute(organization_table.update().values(credits=found.credits + 1))

    run_together(raise_balance, count=8)
    with database.reading() as connection:
        assert organizations.get(connection, study.owner).credits == 80


def test_a_name_that_is_taken_is_told_as_such(database):
    make_study(database, "Acme")
    with pytest.raises(IntegrityError), database.transaction() as connection:
        add(connection, "Acme")


def test_a_query_that_fails_is_told_in_a_sentence(database):
    with pytest.raises(DatabaseProblem) as problem, database.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert problem.value.message == "Database query failed. Please retry."


def test_errors_say_nothing_of_what_respondents_wrote(database):
    study = make_study(database)
    upload(database, study)
    row = {
        "organization_id": study.owner,
        "question_id": study.question.id,
        "position": 0,
        "response_id": "R0",
        "text": "a private matter",
        "demographics": {},
        "created_at": NOW,
    }
    with pytest.raises(IntegrityError) as error, database.transaction() as connection:
        connection.execute(insert(responses), [row])
    assert "private" not in "".join(traceback.format_exception(error.value))


def test_a_database_that_answers_is_pinged_in_milliseconds(database):
    assert 0 < database.ping() < 30_000


def test_a_postgresql_server_that_is_not_there_is_unavailable():
    database = Database("postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(Unavailable) as problem:
        database.ping()
    database.close()
    assert problem.value.retry_after == 30
    assert "temporarily unavailable" in problem.value.message


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_connections_that_postgresql_has_cut_are_made_anew(postgres, database_url):
    database = Database(database_url)
    with pytest.raises(Unavailable), database.reading() as connection:
        cut_connections(postgres, make_url(database_url).database)
        connection.execute(text("SELECT 1"))
    cut_connections(postgres, make_url(database_url).database)
    assert count_of(database) == 0
    database.close()


def cut_connections(server, name):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )


def test_a_sqlite_file_and_its_folder_are_their_owners_only(tmp_path):
    file = tmp_path / "new" / "folder" / "data.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    with database.transaction() as connection:
        add(connection, "A")
        files = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    database.close()
    assert files == {0o600}
    for folder in (file.parent, file.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sqlite_file_is_shared_by_a_log_and_minds_its_references(database_url):
    database = Database(database_url)
    with database.reading() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    database.close()
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "synchronous": 1,
    }


@pytest.mark.parametrize(
    "spelling",
    ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"],
)
def test_any_spelling_of_postgresql_is_understood(spelling):
    database = Database(f"{spelling}://me:secret@localhost/survey")
    assert database.is_postgresql
    assert database.url == "postgresql+psycopg://me:secret@localhost/survey"
    database.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://me:secret@host/name", "no databases of the kind 'mysql'"),
        ("secret nonsense", "cannot be read"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////dev/null/secret/a.db", "cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url, says):
    with pytest.raises(ConfigProblem, match=says) as problem:
        Database(url)
    assert "secret nonsense" not in problem.value.message
    assert "me:secret" not in problem.value.message


def test_processes_that_upgrade_at_once_agree(empty_url, tmp_path):
    said = [tmp_path / f"said{number}.txt" for number in range(4)]
    started = [Forked(upgrade, empty_url, err=path) for path in said]
    assert [process.wait(120) for process in started] == [0] * 4
    assert [path.read_text() for path in said] == [""] * 4
    database = Database(empty_url)
    database.check_schema()
    database.close()
