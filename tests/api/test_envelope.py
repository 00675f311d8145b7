"""Every success has one shape and carries the request's id; browsers and caches leave it be."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from fastapi import Request

from openends.api.envelope import answer, slug

KEPT_IDS = ["550e8400-e29b-41d4-a716-446655440000", "my-batch/7: first try", "x", "y" * 128]
REPLACED_IDS = ["", "y" * 129, "caf\u00e9".encode("latin-1"), b"tab\there"]


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


@pytest.fixture
def probe(add_route, client):
    """Answers a GET of /v2/probe with whatever ``data`` and ``meta`` hold."""
    sent = {"data": {}, "meta": {}}

    def handler(request: Request):
        return answer(request, sent["data"], **sent["meta"])

    add_route(handler, method="GET")

    def get(data=None, meta=None, **kwargs):
        sent.update(data=data, meta=meta or {})
        return client.get("/v2/probe", **kwargs)

    return get


def test_a_success_has_data_and_meta(probe):
    response = probe([1, 2], {"count": 2})
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    assert body == {
        "success": True,
        "data": [1, 2],
        "meta": {
            "api_version": "v2",
            "request_id": response.headers["x-request-id"],
            "count": 2,
        },
    }


def test_a_member_of_meta_that_is_none_is_left_out(probe):
    assert "next_cursor" not in probe(None, {"next_cursor": None}).json()["meta"]


def test_times_are_utc_with_a_z(probe):
    moment = datetime(2026, 4, 12, 8, 30, tzinfo=UTC)
    assert probe({"at": moment}).json()["data"] == {"at": "2026-04-12T08:30:00Z"}


def test_ready_json_goes_anywhere_in_an_answer(probe):
    response = probe({"id": "job_1", "result": orjson.Fragment(b'{"a":[1]}')})
    assert response.json()["data"] == {"id": "job_1", "result": {"a": [1]}}


@pytest.mark.parametrize("given", KEPT_IDS)
def test_the_request_id_is_the_callers_own(probe, given):
    response = probe(headers={"X-Request-Id": given})
    assert response.headers["x-request-id"] == given
    assert response.json()["meta"]["request_id"] == given


@pytest.mark.parametrize("given", REPLACED_IDS)
def test_an_id_that_cannot_stand_in_a_log_is_replaced(probe, given):
    response = probe(headers={"X-Request-Id": given})
    assert UUID(response.headers["x-request-id"])
    assert response.json()["meta"]["request_id"] == response.headers["x-request-id"]


def test_two_requests_have_two_ids(probe):
    assert probe().headers["x-request-id"] != probe().headers["x-request-id"]


def test_answers_are_not_sniffed_referred_to_or_cached(probe):
    headers = probe().headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_no_other_site_may_read_answers(probe):
    response = probe(headers={"Origin": "https://example.com"})
    assert "access-control-allow-origin" not in response.headers


def test_a_code_stands_in_addresses_in_small_letters_with_dashes():
    assert slug("INSUFFICIENT_CREDITS") == "insufficient-credits"
