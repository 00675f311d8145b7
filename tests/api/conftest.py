"""A server in the test's own process: real routes, encoders and queue, on both databases."""

import asyncio
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from openends.api.app import create_app
from openends.api.gate import gated_router, scope
from openends.domain.organization import Organization, Scope
from openends.services.manage_keys import make_key as make_stored_key
from openends.services.manage_organizations import create_organization
from openends.settings import ServerSettings
from openends.store.database import Database
from openends.store.short_queries import ShortQueries

#: The language model's server, and what is asked of it, as tests of ``llm`` and services have them.
sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("llm", "services")]


@pytest.fixture
def sqlite_url(tmp_path: Path, _migrated_file: Path) -> str:
    """The address of an empty SQLite database, for what is the same on every kind."""
    file = shutil.copyfile(_migrated_file, tmp_path / "openends.db")
    return f"sqlite:///{file}"


@pytest.fixture
def settings(database_url: str) -> ServerSettings:
    """How the server is set up: no limits that a test would run into, no workers."""
    return ServerSettings(database_url=database_url, workers=0, rpm=100_000)


@pytest.fixture
def app(settings: ServerSettings, database: Database) -> FastAPI:
    """The server, not started yet: a test may add routes of its own."""
    return create_app(settings, database=database)


@pytest.fixture
def add_route(app: FastAPI) -> Callable[..., None]:
    """Adds a route of the test's own behind the real gate: ``add_route(handler, Scope.READ)``."""

    def add(handler: Callable[..., object], *scopes: Scope, method: str = "POST") -> None:
        router = gated_router("/v2", "Probe")
        extra = scope(*scopes) if scopes else None
        router.add_api_route("/probe", handler, methods=[method], openapi_extra=extra)
        app.include_router(router)

    return add


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the running server, without a key."""
    with TestClient(app) as running:
        yield running


@pytest.fixture(scope="session")
def shared(
    _migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """A server with a client and a database, for tests that look only at what is their own."""
    file = shutil.copyfile(_migrated_file, tmp_path_factory.mktemp("shared") / "openends.db")
    database = Database(f"sqlite:///{file}")
    settings = ServerSettings(database_url=f"sqlite:///{file}", workers=0, rpm=100_000)
    with TestClient(create_app(settings, database=database)) as client:
        yield SimpleNamespace(client=client, database=database)
    database.close()


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """An event loop for what a server does in its own."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def short(database: Database, loop: asyncio.Runner) -> Iterator[ShortQueries]:
    """The database as the loop asks it."""
    queries = ShortQueries(database)
    yield queries
    loop.run(queries.close())


@pytest.fixture
def organization(database: Database) -> Organization:
    """An organization without a limit of credits."""
    return create_organization(database, "Acme", now=datetime.now(UTC))


@pytest.fixture
def make_key(database: Database, organization: Organization) -> Callable[..., str]:
    """Makes keys of the organization: ``make_key(Scope.READ, rpm=5)``; all scopes by default."""

    def make(*scopes: Scope, **terms: object) -> str:
        now = datetime.now(UTC)
        return make_stored_key(database, organization.name, scopes or Scope, now=now, **terms)[0]

    return make


@pytest.fixture
def key(make_key: Callable[..., str]) -> str:
    """A live key that may do everything."""
    return make_key()


@pytest.fixture
def headers(key: str) -> dict[str, str]:
    """The headers of a request with the key."""
    return {"x-api-key": key}
