"""How often a caller may come, and what every answer says about it."""

import asyncio
from types import SimpleNamespace

import pytest
from fastapi import Request
from sqlalchemy import Engine, event

from openends.api.envelope import answer
from openends.api.limits import STRANGERS, WINDOW, RateLimiter, client_address
from openends.domain.errors import RateLimited
from openends.domain.organization import Scope
from openends.store.short_queries import ShortQueries

LIMIT, REMAINING, RESET = "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"


@pytest.fixture
def settings(settings):
    """A server with few requests a minute."""
    return settings.model_copy(update={"rpm": 3})


class Clock:
    """A time that passes when a test says so."""

    seconds = 1_714_579_142.7

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock(app, client):
    """The time by which the running server counts."""
    clock = Clock()
    app.state.door.limiter._clock = clock
    return clock


@pytest.fixture
def get(add_route, client, clock):
    """Gets a route that needs the scope read."""

    def handler(request: Request):
        return answer(request, None)

    add_route(handler, Scope.READ, method="GET")

    def send(key=None, path="/v2/probe"):
        return client.get(path, headers={"x-api-key": key} if key else {})

    return send


def test_every_answer_counts_down_to_the_end_of_the_minute(get, key):
    answers = [get(key) for _ in range(3)]
    assert [response.status_code for response in answers] == [200, 200, 200]
    assert [response.headers[REMAINING] for response in answers] == ["2", "1", "0"]
    for response in answers:
        assert response.headers[LIMIT] == "3"
        assert response.headers[RESET] == "1714579200"


def test_one_request_too_many_is_told_when_to_come_again(get, key, clock):
    for _ in range(3):
        get(key)
    refused = get(key)
    assert refused.status_code == 429
    error = refused.json()["error"]
    assert (error["code"], error["message"]) == (
        "RATE_LIMITED",
        "Rate limit exceeded. Retry after 58 seconds.",
    )
    assert refused.headers["retry-after"] == "58"
    assert refused.headers[REMAINING] == "0"
    clock.seconds += 56.9
    assert get(key).headers["retry-after"] == "1"
    clock.seconds += 1
    assert get(key).status_code == 200


def test_the_last_second_of_a_minute_says_one_second(get, key, clock):
    clock.seconds = 1_714_579_199.9
    for _ in range(3):
        get(key)
    assert get(key).json()["error"]["message"] == "Rate limit exceeded. Retry after 1 second."


def test_a_key_has_a_number_of_its_own(get, make_key):
    generous = make_key(rpm=5)
    assert get(generous).headers[LIMIT] == "5"
    for _ in range(4):
        get(generous)
    assert get(generous).status_code == 429


def test_two_keys_of_one_organization_do_not_share_a_number(get, make_key):
    first, second = make_key(), make_key()
    for _ in range(4):
        get(first)
    assert get(first).status_code == 429
    assert get(second).status_code == 200


def test_errors_count_and_carry_the_headers(get, make_key):
    key = make_key(Scope.WRITE)
    refused = get(key)
    assert refused.status_code == 403
    assert refused.headers[REMAINING] == "2"


def test_the_rate_is_looked_at_before_the_scope(get, make_key):
    key = make_key(Scope.WRITE)
    for _ in range(3):
        get(key)
    assert get(key).status_code == 429


def test_who_has_no_good_key_is_counted_by_address(get):
    keys = [None, "nonsense", "scp_live_" + "a" * 32]
    remaining = [int(get(key).headers[REMAINING]) for key in keys]
    assert remaining == [29, 28, 27]
    for _ in range(STRANGERS * 3 - 3):
        get()
    refused = get()
    assert refused.status_code == 429
    assert refused.headers[LIMIT] == "30"
    assert refused.headers["retry-after"]


def test_strangers_do_not_use_up_what_a_key_may(get, key):
    for _ in range(STRANGERS * 3 + 1):
        get()
    assert get().status_code == 429
    assert get(key).status_code == 200


def test_paths_that_do_not_exist_count_for_the_key_that_asks_for_them(get, key):
    assert get(key, "/v2/nothing").headers[REMAINING] == "2"
    assert get(key).headers[REMAINING] == "1"
    get(key)
    assert get(key, "/v2/nothing").status_code == 429


def test_paths_that_do_not_exist_count_for_the_address_of_a_stranger(get):
    assert get(None, "/v2/nothing").headers[LIMIT] == "30"


def test_wrong_methods_count_too(client, clock):
    assert client.put("/v2/projects").headers[REMAINING] == "29"


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json", "/docs/errors/no-data"])
def test_what_probes_and_people_read_is_not_counted(client, clock, path):
    assert LIMIT not in client.get(path).headers


@pytest.fixture
def count(loop):
    """Counts a request as the server does."""

    def send(limiter, bucket="key:1", limit=3):
        request = SimpleNamespace(state=SimpleNamespace())
        loop.run(limiter.count(request, bucket, limit))
        return request.state.allowance

    return send


def test_a_minute_begins_anew(database, short, count):
    clock = Clock()
    limiter = RateLimiter(database, short, clock=clock)
    for _ in range(3):
        count(limiter)
    with pytest.raises(RateLimited):
        count(limiter)
    clock.seconds += WINDOW
    assert count(limiter).remaining == 2


@pytest.fixture
def limiters(database, short, loop):
    """Two servers on one PostgreSQL."""
    if not database.is_postgresql:
        pytest.skip("an SQLite database has one server, which counts in memory")
    second, clock = ShortQueries(database), Clock()
    yield [RateLimiter(database, queries, clock=clock) for queries in (short, second)]
    loop.run(second.close())


def test_servers_on_one_postgresql_count_together(limiters, count):
    assert [count(limiters[turn % 2]).remaining for turn in range(3)] == [2, 1, 0]
    for limiter in limiters:
        with pytest.raises(RateLimited):
            count(limiter)


def test_requests_at_once_are_counted_once_each_with_few_statements(limiters, loop):
    requests = [SimpleNamespace(state=SimpleNamespace()) for _ in range(90)]
    statements = []

    def note(*arguments):
        statements.append(arguments[2])

    async def send():
        await asyncio.gather(
            *(
                limiters[at % 2].count(request, f"key:{at % 3}", 1000)
                for at, request in enumerate(requests)
            )
        )

    event.listen(Engine, "before_cursor_execute", note)
    loop.run(send())
    event.remove(Engine, "before_cursor_execute", note)
    for key in range(3):
        left = [request.state.allowance.remaining for request in requests[key::3]]
        assert sorted(left) == list(range(970, 1000))
    assert len(statements) < 20


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_an_address_is_a_household(host, address):
    client = SimpleNamespace(host=host) if host else None
    assert client_address(SimpleNamespace(client=client)) == address
