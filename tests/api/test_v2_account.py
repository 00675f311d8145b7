"""Credits, limits and webhooks of an organization."""

import pytest
from fastapi.testclient import TestClient
from v2_steps import NOBODYS, Steps, refusal, steps_of

from openends.api.app import create_app
from openends.domain.organization import Plan

URL = "https://127.0.0.1/hook"


@pytest.fixture
def steps(settings, database, headers):
    """A server that lets webhooks go to itself, where no name must be looked up."""
    lenient = settings.model_copy(update={"webhook_allow": ("127.0.0.1",)})
    with TestClient(create_app(lenient, database=database)) as client:
        yield Steps(client, headers)


def test_usage_tells_plan_credits_and_limits(database, client):
    steps = steps_of(database, client, plan=Plan.GROWTH, credits=250, is_trial=True)
    assert steps.data(steps.get("/v2/usage")) == {
        "plan": "growth",
        "credits_remaining": 250,
        "credits_monthly": 250,
        "is_trial": True,
        "rate_limit": {"rpm": 100_000, "concurrent_jobs": 5},
    }


def test_a_key_with_a_limit_of_its_own_is_told_that_one(client, make_key):
    steps = Steps(client, {"x-api-key": make_key(rpm=7)})
    assert steps.data(steps.get("/v2/usage"))["rate_limit"]["rpm"] == 7


def test_a_webhook_shows_its_secret_once(steps):
    made = steps.data(steps.post("/v2/webhooks", {"url": URL, "events": ["*"]}), 201)
    assert made["secret"].startswith("whsec_")
    assert (made["url"], made["events"], made["active"]) == (URL, ["*"], True)
    del made["secret"]
    assert steps.data(steps.get("/v2/webhooks")) == [made]


def test_a_webhook_is_told_of_both_ends_of_a_job_by_default(steps):
    made = steps.data(steps.post("/v2/webhooks", {"url": URL}), 201)
    assert made["events"] == ["job.completed", "job.failed"]


def test_webhooks_are_listed_oldest_first_and_counted(steps):
    made = [steps.data(steps.post("/v2/webhooks", {"url": URL}), 201)["id"] for _ in range(3)]
    response = steps.get("/v2/webhooks")
    assert [webhook["id"] for webhook in steps.data(response)] == made
    assert response.json()["meta"]["count"] == 3


@pytest.mark.parametrize(
    "url", ["http://example.com", "ftp://example.com", "example.com", "https://", "", "https://a b"]
)
def test_a_webhook_goes_to_an_https_address(steps, url):
    message = refusal(steps.post("/v2/webhooks", {"url": url}), 422, "VALIDATION_ERROR")
    assert message.startswith("Field 'url' must be an https address")


def test_a_webhook_that_the_operator_allows_may_use_http(steps):
    url = URL.replace("https:", "http:")
    assert steps.data(steps.post("/v2/webhooks", {"url": url}), 201)["url"] == url


def test_a_webhook_does_not_go_into_the_servers_own_network(client, headers):
    steps = Steps(client, headers)
    message = refusal(steps.post("/v2/webhooks", {"url": URL}), 422, "VALIDATION_ERROR")
    assert "127.0.0.1" in message


def test_a_deleted_webhook_is_gone(steps):
    id = steps.data(steps.post("/v2/webhooks", {"url": URL}), 201)["id"]
    response = steps.delete(f"/v2/webhooks/{id}")
    assert (response.status_code, response.content) == (204, b"")
    assert steps.data(steps.get("/v2/webhooks")) == []
    assert refusal(steps.delete(f"/v2/webhooks/{id}"), 404, "NOT_FOUND") == "Webhook not found"


@pytest.mark.parametrize("id", ["x", "%00", NOBODYS, "wh_000000000000000000000000"])
def test_a_webhook_that_is_not_there_is_not_found(steps, id):
    response = steps.delete(f"/v2/webhooks/{id}")
    assert refusal(response, 404, "NOT_FOUND") == "Webhook not found"
