"""Bodies have a largest size, which is noticed before they are read."""

import pytest
from fastapi import Request

from openends.api.envelope import answer
from openends.domain.organization import Scope

MESSAGE = "The body is larger than 1 MiB; send fewer responses at a time."
MOST = 1024 * 1024


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"body_limit": MOST})


@pytest.fixture
def post(add_route, client, headers):
    """Posts a body to a route that answers its length."""

    async def handler(request: Request):
        return answer(request, len(await request.body()))

    add_route(handler, Scope.WRITE)

    def send(content, **more):
        return client.post("/v2/probe", content=content, headers=headers | more)

    return send


def in_parts(size, parts=8):
    for _ in range(parts):
        yield b"x" * (size // parts)


@pytest.mark.parametrize("more", [{}, {"Idempotency-Key": "k"}], ids=["plain", "idempotent"])
def test_the_largest_body_is_read_whole(post, more):
    assert post(b"x" * MOST, **more).json()["data"] == MOST
    assert post(in_parts(MOST)).json()["data"] == MOST


@pytest.mark.parametrize("more", [{}, {"Idempotency-Key": "k"}], ids=["plain", "idempotent"])
@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
def test_a_larger_body_is_refused_in_the_envelope(post, told, more):
    response = post(b"x" * (MOST + 1) if told else in_parts(MOST + 8), **more)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "VALIDATION_ERROR"
    assert response.json()["error"]["message"] == MESSAGE
    assert response.headers["x-ratelimit-limit"]


def test_strangers_are_not_told_about_sizes(client):
    response = client.post("/v2/code", content=b"x" * (MOST + 1))
    assert response.status_code == 401


def test_a_reading_by_the_route_s_model_is_bounded_too(client, headers):
    response = client.post(
        "/v2/projects",
        content=in_parts(MOST + 8),
        headers=headers | {"Content-Type": "application/json"},
    )
    assert response.status_code == 413
    assert response.json()["error"]["message"] == MESSAGE
