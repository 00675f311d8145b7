"""The log has a line per request that says who asked for what, and never what was in it."""

import json
import logging

import pytest
import structlog
from fastapi import Request

from openends.api.envelope import answer
from openends.api.log_format import trace
from openends.api.request_log import configure_logging
from openends.domain.errors import DatabaseProblem
from openends.domain.organization import Scope
from openends.settings import ServerSettings

VERBATIM = "the nurse Anna lost my file"


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


@pytest.fixture
def logged():
    """The lines that are logged, as dictionaries."""
    with structlog.testing.capture_logs() as lines:
        yield lines


def requests(lines):
    return [line for line in lines if line["event"] == "request"]


@pytest.fixture
def probe(add_route, client, headers):
    """Posts a verbatim to a route that does what the test plans."""
    planned = []

    async def handler(request: Request):
        await request.body()
        return planned[0](request)

    add_route(handler, Scope.WRITE)

    def post(act=lambda request: answer(request, None), **more):
        planned[:] = [act]
        body = {"responses": [{"id": "1", "text": VERBATIM}]}
        return client.post("/v2/probe?q=secret", json=body, headers=headers | more)

    return post


def test_a_request_is_a_line(probe, logged, organization, key):
    response = probe()
    (line,) = requests(logged)
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "POST",
        "route": "/v2/probe",
        "status": 200,
        "request_id": response.headers["x-request-id"],
        "organization": organization.id,
        "key": key[:13],
    }


def test_a_job_that_a_request_started_is_named(probe, logged):
    def act(request):
        request.state.job_id = "job_1a2b3c4d5e6f7a8b9c0d1e2f"
        return answer(request, None, status=202)

    probe(act)
    assert requests(logged)[0]["job_id"] == "job_1a2b3c4d5e6f7a8b9c0d1e2f"


def test_a_refusal_is_logged_with_its_code(client, logged):
    client.get("/v2/projects")
    (line,) = requests(logged)
    assert (line["status"], line["error"]) == (401, "UNAUTHORIZED")
    assert "organization" not in line


def test_an_unknown_path_is_not_repeated(client, logged):
    client.get("/v2/scp_live_abc?text=secret")
    (line,) = requests(logged)
    assert line["route"] == "(none)"
    assert "scp_live" not in str(logged)


def test_probes_do_not_fill_the_log(client, logged):
    client.get("/health")
    assert requests(logged)[0]["log_level"] == "debug"


def failing(request):
    text = VERBATIM
    raise ValueError(f"cannot code {text!r}")


def failing_below(request):
    try:
        failing(request)
    except ValueError as error:
        raise DatabaseProblem("Database query failed. Please retry.") from error


@pytest.mark.parametrize("act", [failing, failing_below])
@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_line_holds_a_text_a_body_or_a_key(probe, key, capfd, configured, act, log_format):
    configured(log_format)
    response = probe(act)
    assert response.status_code == 500
    written = capfd.readouterr().err
    assert "failing" in written
    assert "ValueError" in written
    for secret in ("Anna", "secret", "cannot code", key):
        assert secret not in written


@pytest.fixture
def configured(settings):
    """Configures logging as a server does, and puts everything back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level

    def configure(log_format="text", log_level="info"):
        changed = {"log_format": log_format, "log_level": log_level}
        configure_logging(settings.model_copy(update=changed))

    yield configure
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_json_lines_are_objects(probe, configured, capfd):
    configured("json")
    response = probe()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["request_id"] == response.headers["x-request-id"]
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_text_lines_are_for_people(probe, configured, capfd):
    configured("text")
    response = probe()
    (line,) = [line for line in capfd.readouterr().err.splitlines() if " request " in line]
    assert "info" in line
    assert "route=/v2/probe status=200" in line
    assert f"request_id={response.headers['x-request-id']}" in line


def test_other_programs_log_in_the_same_form_and_without_what_errors_quote(configured, capfd):
    configured("json")
    try:
        failing(None)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["level"]) == ("Exception in ASGI application", "error")
    assert "ValueError" in line["trace"]
    assert "Anna" not in str(line)


def test_a_line_below_the_level_is_left_out(configured, capfd):
    configured(log_level="warning")
    structlog.get_logger().info("not important")
    assert capfd.readouterr().err == ""


def test_a_request_id_cannot_begin_a_line_of_its_own(probe, configured, capfd):
    configured("text")
    probe(**{"X-Request-Id": b"a\tb"})
    assert "a\tb" not in capfd.readouterr().err


def test_a_trace_names_kinds_and_lines_from_the_outside_in():
    try:
        failing_below(None)
    except DatabaseProblem as error:
        told = trace(error)
    outside, inside = told.split("\ncaused by ")
    assert "DatabaseProblem: Database query failed." in outside
    assert "ValueError" in inside
    assert "test_logs.py:" in told


def test_settings_have_the_two_forms():
    assert ServerSettings(log_format="JSON").log_format == "json"
