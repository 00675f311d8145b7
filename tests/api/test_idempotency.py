"""A write that is sent twice happens once, and both times has the same answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Request
from fastapi.responses import Response
from fastapi.testclient import TestClient
from sqlalchemy import update

from openends.api import idempotency as idempotency_module
from openends.api.app import create_app
from openends.api.envelope import answer
from openends.domain.errors import InputError, NotFound, RateLimited
from openends.domain.organization import Scope
from openends.store.tables import idempotency

KEY = "my-batch-2026-03-31-001"


class Work:
    """What the route does: counts how often, then answers or fails as planned."""

    def __init__(self):
        self.done = 0
        self.outcome = None

    def __call__(self, request: Request) -> Response:
        self.done += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if callable(self.outcome):
            self.outcome()
        headers = {"Location": f"/v2/jobs/{self.done}", "Retry-After": "1", "X-Other": "no"}
        return answer(request, {"count": self.done}, status=202, headers=headers)


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def post(add_route, client, headers, work):
    """Posts to the route; with the usual key and body if not told otherwise."""

    def handler(request: Request) -> Response:
        return work(request)

    add_route(handler, Scope.WRITE)

    def send(idempotency_key=KEY, body=b'{"a": 1}', **more):
        named = {"Idempotency-Key": idempotency_key} if idempotency_key is not None else {}
        return client.post("/v2/probe", content=body, headers=headers | named | more)

    return send


def test_a_repeated_request_gets_the_first_answer_and_does_nothing(post, work):
    first, second = post(), post()
    assert work.done == 1
    assert (second.status_code, second.content) == (202, first.content)
    assert second.headers["x-idempotent-replay"] == "true"
    assert "x-idempotent-replay" not in first.headers
    for name in ("location", "retry-after", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert "x-other" not in second.headers


def test_a_replay_has_the_request_id_of_the_first_answer_in_its_body(post):
    first, second = post(**{"X-Request-Id": "one"}), post(**{"X-Request-Id": "two"})
    assert first.json()["meta"]["request_id"] == second.json()["meta"]["request_id"] == "one"
    # The header tells which request of the log this was.
    assert second.headers["x-request-id"] == "two"


def test_a_replay_counts_against_the_rate_limit(post):
    first, second = post(), post()
    counted = [int(response.headers["x-ratelimit-remaining"]) for response in (first, second)]
    assert counted[1] == counted[0] - 1


def test_without_a_key_every_request_is_carried_out(post, work):
    post(None)
    post(None)
    post("")
    assert work.done == 3


def test_another_body_under_the_same_key_is_refused(post, work):
    post()
    refused = post(body=b'{"a":1}')
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert error["code"] == "VALIDATION_ERROR"
    assert error["message"] == "Idempotency-Key reused with different body"
    assert work.done == 1


def test_another_path_under_the_same_key_is_refused(post, client, headers):
    post()
    named = headers | {"Idempotency-Key": KEY}
    refused = client.post("/v2/projects", content=b'{"a": 1}', headers=named)
    assert refused.json()["error"]["message"] == "Idempotency-Key reused with different body"


def test_the_old_path_is_the_same_path(post, client, headers, work):
    first = post()
    again = client.post(
        "/v1/probe", content=b'{"a": 1}', headers=headers | {"Idempotency-Key": KEY}
    )
    assert again.content == first.content
    assert work.done == 1


def test_two_api_keys_never_share_an_idempotency_key(post, work, make_key):
    post()
    post(**{"x-api-key": make_key()})
    assert work.done == 2


@pytest.mark.parametrize("length", [1, 255])
def test_an_idempotency_key_has_up_to_255_characters(post, length):
    assert post("k" * length).status_code == 202


def test_a_longer_idempotency_key_is_refused_before_any_work(post, work):
    refused = post("k" * 256)
    assert refused.status_code == 422
    assert refused.json()["error"]["message"] == (
        "Header 'Idempotency-Key' must have at most 255 characters; it has 256."
    )
    assert work.done == 0


@pytest.mark.parametrize("error", [NotFound("Project not found"), InputError("Field 'a'.")])
def test_a_refusal_is_kept(post, work, error):
    work.outcome = error
    first = post()
    work.outcome = None
    second = post()
    assert (second.status_code, second.content) == (error.status, first.content)
    assert work.done == 1


def test_a_body_that_cannot_be_read_is_refused_again(client, headers):
    named = headers | {"Idempotency-Key": KEY, "Content-Type": "application/json"}
    answers = [client.post("/v2/projects", content=b"{", headers=named) for _ in range(2)]
    assert [response.status_code for response in answers] == [422, 422]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["x-idempotent-replay"] == "true"


@pytest.mark.parametrize("error", [RateLimited("Enough."), RuntimeError("lost")])
def test_what_may_go_better_later_is_not_kept(post, work, error):
    work.outcome = error
    assert post().status_code in {429, 500}
    work.outcome = None
    again = post()
    assert again.status_code == 202
    assert "x-idempotent-replay" not in again.headers
    assert work.done == 2


def test_what_may_not_enter_does_not_use_up_a_key(post, work, make_key):
    refused = post(**{"x-api-key": make_key(Scope.READ)})
    assert refused.status_code == 403
    assert post().status_code == 202


def test_a_request_during_the_first_one_waits_for_its_answer(post, work):
    begun, go_on = threading.Event(), threading.Event()

    def pause():
        begun.set()
        assert go_on.wait(20)

    work.outcome = pause
    with ThreadPoolExecutor() as threads:
        first = threads.submit(post)
        assert begun.wait(20)
        others = [threads.submit(post) for _ in range(3)]
        go_on.set()
        answers = [waiting.result() for waiting in [first, *others]]
    assert {response.content for response in answers} == {answers[0].content}
    assert [response.headers.get("x-idempotent-replay") for response in answers] == [
        None,
        *(["true"] * 3),
    ]
    assert work.done == 1


def test_patience_ends_when_the_first_request_takes_too_long(post, work, monkeypatch):
    monkeypatch.setattr(idempotency_module, "PATIENCE", 0.3)
    begun, go_on = threading.Event(), threading.Event()

    def pause():
        begun.set()
        assert go_on.wait(20)

    work.outcome = pause
    with ThreadPoolExecutor() as threads:
        first = threads.submit(post)
        assert begun.wait(20)
        refused = post()
        go_on.set()
        assert first.result().status_code == 202
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "INVALID_STATE"
    # The refusal was not kept: the first answer is there now.
    assert post().status_code == 202
    assert work.done == 1


def test_a_request_waits_up_to_30_seconds():
    assert idempotency_module.PATIENCE == 30


def test_answers_outlive_the_server(post, work, settings, database, headers):
    first = post()
    app = create_app(settings, database=database)
    app.add_api_route("/other", lambda: None)
    with TestClient(app) as client:
        named = headers | {"Idempotency-Key": KEY}
        # The route is gone, and so is everything else but the database.
        other = client.post("/v2/projects", content=b'{"a": 1}', headers=named)
        assert other.json()["error"]["message"] == "Idempotency-Key reused with different body"
    assert post().content == first.content
    assert work.done == 1


def age(database, by):
    with database.transaction() as connection:
        connection.execute(update(idempotency).values(created_at=datetime.now(UTC) - by))


def test_after_24_hours_a_key_is_new(post, work, database):
    post()
    age(database, timedelta(hours=24, seconds=1))
    assert "x-idempotent-replay" not in post().headers
    assert work.done == 2


def test_a_key_whose_server_died_is_free_after_a_while(post, work, database):
    post()
    with database.transaction() as connection:
        connection.execute(update(idempotency).values(status=None))
    age(database, timedelta(minutes=11))
    assert post().status_code == 202
    assert work.done == 2


def test_the_only_server_of_a_file_frees_the_keys_of_the_one_before(
    post, work, settings, database, monkeypatch
):
    monkeypatch.setattr(idempotency_module, "PATIENCE", 0)
    post()
    with database.transaction() as connection:
        connection.execute(update(idempotency).values(status=None))
    assert post().status_code == 409
    with TestClient(create_app(settings, database=database)):
        # Of several servers on PostgreSQL, another one may still be at it.
        assert post().status_code == (409 if database.is_postgresql else 202)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_writes_nothing_new_ignores_the_key(add_route, client, headers, work, method):
    def handler(request: Request) -> Response:
        return work(request)

    add_route(handler, Scope.READ, method=method)
    for _ in range(2):
        client.request(method, "/v2/probe", headers=headers | {"Idempotency-Key": KEY})
    assert work.done == 2


def test_who_has_no_key_has_no_idempotency(add_route, client, work):
    def handler(request: Request) -> Response:
        return work(request)

    add_route(handler)
    for _ in range(2):
        client.post("/v2/probe", headers={"Idempotency-Key": KEY})
    assert work.done == 2


def test_a_download_is_kept_with_its_name(add_route, client, headers):
    def handler(request: Request) -> Response:
        name = {"Content-Disposition": 'attachment; filename="export-a1b2c3d4.sav"'}
        return Response(b"\x00\xff", media_type="application/x-spss-sav", headers=name)

    add_route(handler, Scope.READ)
    first, second = (
        client.post("/v2/probe", headers=headers | {"Idempotency-Key": KEY}) for _ in range(2)
    )
    assert second.content == first.content == b"\x00\xff"
    for name in ("content-type", "content-disposition"):
        assert second.headers[name] == first.headers[name]
