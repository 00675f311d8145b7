"""Coding within requests leaves room for everybody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import Request

from openends.api.envelope import answer
from openends.api.inline import run_inline
from openends.domain.errors import NothingToCode

#: More than the server has threads for routes.
MANY = 45


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


@pytest.fixture
def code(add_route, client):
    """Posts to a route that codes while its caller waits."""
    planned = []

    async def handler(request: Request):
        return answer(request, await run_inline(request, planned[0]))

    add_route(handler)

    def post(work):
        planned[:] = [work]
        return client.post("/v2/probe")

    return post


def test_polls_get_through_while_many_wait_for_their_turn(code, client, headers, app):
    places = app.state.services.coder_slots
    for _ in range(app.state.settings.inline_coders):
        client.portal.call(places.acquire)
    with ThreadPoolExecutor(MANY) as threads:
        waiting = [threads.submit(code, lambda: "done") for _ in range(MANY)]
        assert client.get("/v2/jobs", headers=headers).status_code == 200
        assert not any(request.done() for request in waiting)
        for _ in range(app.state.settings.inline_coders):
            client.portal.call(places.release)
        assert {request.result().json()["data"] for request in waiting} == {"done"}


def test_a_coding_that_fails_makes_its_place_free(code, app):
    def fail():
        raise NothingToCode("All 2 responses are blank.")

    for _ in range(app.state.settings.inline_coders + 1):
        assert code(fail).json()["error"]["code"] == "NO_DATA"
    assert code(lambda: 7).json()["data"] == 7
