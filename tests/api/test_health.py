"""GET /health tells the truth about what the server needs."""

from datetime import UTC, datetime, timedelta

import pytest

from openends.domain.errors import Unavailable
from openends.store import workers
from openends.version import __version__


def health(client):
    response = client.get("/health")
    return response.status_code, response.json()["data"]


def beat(database, seconds_ago=0):
    with database.transaction() as connection:
        workers.beat(connection, "w1", datetime.now(UTC) - timedelta(seconds=seconds_ago))


def expect_workers(app, count):
    ready = app.state.services
    changed = ready.settings.model_copy(update={"workers": count})
    object.__setattr__(ready, "settings", changed)


def test_a_healthy_server_says_what_it_is(client, database):
    beat(database)
    status, data = health(client)
    assert status == 200
    assert data["status"] == "healthy"
    assert data["version"] == __version__
    assert data["environment"] == "production"
    assert data["uptime_seconds"] >= 0
    assert datetime.fromisoformat(data["timestamp"]).tzinfo is not None
    assert "commit" not in data
    assert data["dependencies"].keys() == {"database", "queue", "models"}
    for name in ("database", "queue"):
        assert data["dependencies"][name]["status"] == "ok"
        assert isinstance(data["dependencies"][name]["latency_ms"], int)
    assert data["dependencies"]["models"] == {"status": "ok"}


def test_health_asks_for_no_key_and_looks_at_none(client):
    assert health(client) is not None
    assert client.get("/health", headers={"x-api-key": "nonsense"}).status_code == 200


def test_health_is_answered_in_the_envelope(client):
    body = client.get("/health").json()
    assert body["success"] is True
    assert body["meta"]["api_version"] == "v2"


def test_no_worker_where_none_is_wanted_degrades_nothing(client):
    status, data = health(client)
    assert (status, data["status"]) == (200, "healthy")
    assert data["dependencies"]["queue"] == {"status": "unavailable"}


def test_a_worker_that_is_wanted_and_missing_is_an_error(app, client, database):
    expect_workers(app, 1)
    status, data = health(client)
    assert (status, data["status"]) == (503, "degraded")
    assert data["dependencies"]["queue"] == {"status": "error"}
    beat(database, seconds_ago=20)
    assert health(client)[0] == 503
    beat(database)
    assert health(client)[0] == 200


def test_a_database_that_does_not_answer_is_an_error(app, client, monkeypatch):
    def refuse():
        raise Unavailable("A required service is temporarily unavailable.")

    monkeypatch.setattr(app.state.services.database, "ping", refuse)
    status, data = health(client)
    assert (status, data["status"]) == (503, "degraded")
    assert data["dependencies"]["database"] == {"status": "error"}


def test_models_that_are_not_loaded_are_an_error(app, client):
    app.state.models_loaded = False
    status, data = health(client)
    assert status == 503
    assert data["dependencies"]["models"] == {"status": "error"}


@pytest.mark.parametrize("environment", ["production", "development"])
def test_the_environment_is_the_one_that_was_set(app, client, environment):
    ready = app.state.services
    changed = ready.settings.model_copy(update={"environment": environment})
    object.__setattr__(ready, "settings", changed)
    assert health(client)[1]["environment"] == environment
