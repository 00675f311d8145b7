"""GET /metrics has figures for Prometheus, and nothing that tells callers apart."""

from datetime import UTC, datetime

import pytest
from fastapi import Request
from prometheus_client.parser import text_string_to_metric_families

from openends.api.envelope import answer
from openends.domain.organization import Scope
from openends.store import credits


@pytest.fixture
def settings(settings):
    """A server with figures."""
    return settings.model_copy(update={"metrics": True})


@pytest.fixture
def figures(client):
    """Reads the figures: value by name and labels."""

    def read():
        response = client.get("/metrics")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/plain")
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(response.text)
            for sample in family.samples
        }

    return read


def labelled(name, **labels):
    return name, frozenset(labels.items())


def test_requests_are_counted_by_route_not_by_path(add_route, client, headers, figures):
    def handler(request: Request):
        return answer(request, None)

    add_route(handler, Scope.READ, method="GET")
    client.get("/v2/probe", headers=headers)
    client.get("/v2/probe", headers=headers)
    client.get("/v2/probe")
    client.get("/v2/jobs/job_1", headers=headers)
    found = figures()
    name = "openends_requests_total"
    assert found[labelled(name, route="/v2/probe", method="GET", status="200")] == 2
    assert found[labelled(name, route="/v2/probe", method="GET", status="401")] == 1
    assert found[labelled(name, route="/v2/jobs/{id}", method="GET", status="404")] == 1
    count = labelled("openends_request_seconds_count", route="/v2/probe", method="GET")
    assert found[count] == 3


def test_strangers_cannot_make_up_labels(client, figures):
    client.get("/made/up")
    client.request("BREW", "/made/up")
    found = figures()
    name = "openends_requests_total"
    assert found[labelled(name, route="(none)", method="GET", status="404")] == 1
    assert found[labelled(name, route="(none)", method="OTHER", status="404")] == 1


def test_jobs_are_counted_by_status(figures):
    found = figures()
    for status in ("queued", "processing", "completed", "failed"):
        assert found[labelled("openends_jobs", status=status)] == 0


def test_charged_credits_are_summed_and_granted_ones_are_not(figures, database, organization):
    with database.transaction() as connection:
        for batch, amount in enumerate((3, 4)):
            credits.charge(
                connection,
                organization.id,
                reference="job_1",
                batch=batch,
                amount=amount,
                now=datetime.now(UTC),
            )
    assert figures()[labelled("openends_credits_charged_total")] == 7


def test_no_figure_tells_callers_apart(client, headers, key, organization):
    client.get("/v2/projects", headers=headers)
    text = client.get("/metrics").text
    for told in (key[:13], organization.id, organization.name, "testclient"):
        assert told not in text


class TestSwitchedOff:
    """Without the switch there are no figures."""

    @pytest.fixture
    def settings(self, settings):
        return settings.model_copy(update={"metrics": False})

    def test_there_is_no_such_path(self, client):
        assert client.get("/metrics").status_code == 404
