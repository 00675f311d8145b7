"""Who may enter, and how everybody else is told why not."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Request
from sqlalchemy import Engine, event, update

from openends.api import auth
from openends.api.auth import CACHE_SECONDS, Authenticator
from openends.api.envelope import answer
from openends.api.gate import caller
from openends.domain.errors import KeyExpired, KeyRevoked, KeyUnknown
from openends.domain.organization import Scope
from openends.services.manage_keys import hash_key, revoke_key
from openends.store.tables import api_keys, organizations

MISSING = "x-api-key header is required"
MALFORMED = "Missing or invalid API key. Pass it in the x-api-key header."
UNKNOWN = "Authentication failed. The key could not be resolved."
LETTERS = "a1B2" * 8


@pytest.fixture
def enter(add_route, client):
    """Gets a route that needs the scope read; returns status, code and message or data."""

    def handler(request: Request):
        who = caller(request)
        return answer(request, [who.organization.name, who.key.prefix])

    add_route(handler, Scope.READ, method="GET")

    def get(**headers):
        response = client.get("/v2/probe", headers=headers)
        body = response.json()
        if body["success"]:
            return body["data"]
        return response.status_code, body["error"]["code"], body["error"]["message"]

    return get


def test_a_good_key_tells_who_calls(enter, key):
    assert enter(**{"x-api-key": key}) == ["Acme", key[:13]]
    assert enter(**{"X-API-KEY": key}) == ["Acme", key[:13]]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": f"Bearer scp_live_{LETTERS}"}, {"x-api-key": ""}, {"api-key": LETTERS}],
    ids=["none", "bearer", "empty", "other header"],
)
def test_a_missing_key_is_asked_for(enter, headers):
    assert enter(**headers) == (401, "UNAUTHORIZED", MISSING)


@pytest.mark.parametrize(
    "given",
    [
        f"sk_live_{LETTERS}",
        LETTERS,
        f"scp_live_{LETTERS[:-1]}",
        f"scp_live_{LETTERS}x",
        f"scp_live_{LETTERS[:-1]}-",
        f"SCP_LIVE_{LETTERS}",
        f"scp_live_{LETTERS[:-1]}\u00e9".encode("latin-1"),
        "scp_live_" + "\u0663" * 16,
    ],
    ids=["prefix", "bare", "short", "long", "dash", "capitals", "accent", "figures"],
)
def test_a_malformed_key_is_told_from_an_unknown_one(enter, given):
    given = given.encode() if isinstance(given, str) else given
    assert enter(**{"x-api-key": given}) == (401, "UNAUTHORIZED", MALFORMED)


@pytest.mark.parametrize("prefix", ["scp_live_", "scp_test_"])
def test_an_unknown_key_cannot_be_resolved(enter, prefix):
    assert enter(**{"x-api-key": prefix + LETTERS}) == (401, "AUTH_ERROR", UNKNOWN)


def test_a_test_key_enters_like_a_live_one(enter, make_key):
    key = make_key(test=True)
    assert key.startswith("scp_test_")
    assert enter(**{"x-api-key": key}) == ["Acme", key[:13]]
    # The other kind of key with the same letters is another key.
    other = key.replace("scp_test_", "scp_live_")
    assert enter(**{"x-api-key": other}) == (401, "AUTH_ERROR", UNKNOWN)


def test_a_revoked_key_is_told_so(enter, key, database):
    revoke_key(database, key, now=datetime.now(UTC))
    assert enter(**{"x-api-key": key}) == (401, "KEY_REVOKED", "This API key has been revoked.")


def test_a_revocation_in_this_process_holds_at_once(enter, key, database, app):
    assert enter(**{"x-api-key": key})
    revoke_key(database, key, now=datetime.now(UTC))
    app.state.door.authenticator.forget()
    assert enter(**{"x-api-key": key})[1] == "KEY_REVOKED"


def test_a_key_without_an_active_organization_does_not_enter(enter, key, database, organization):
    with database.transaction() as connection:
        connection.execute(
            update(organizations).where(organizations.c.id == organization.id).values(active=False)
        )
    message = "API key is not associated with an active organization."
    assert enter(**{"x-api-key": key}) == (401, "NO_ORG", message)


def test_a_scope_that_is_missing_is_named_beside_those_there_are(enter, make_key):
    key = make_key(Scope.WRITE, Scope.IMPORT)
    assert enter(**{"x-api-key": key}) == (
        403,
        "INSUFFICIENT_SCOPE",
        "This endpoint requires the 'read' scope. Your key has: ['import', 'write'].",
    )


@pytest.mark.parametrize("scope", [Scope.WRITE, Scope.IMPORT])
def test_one_of_several_scopes_is_enough(add_route, client, make_key, scope):
    def handler(request: Request):
        return answer(request, None)

    add_route(handler, Scope.WRITE, Scope.IMPORT)
    assert client.post("/v2/probe", headers={"x-api-key": make_key(scope)}).status_code == 200
    refused = client.post("/v2/probe", headers={"x-api-key": make_key(Scope.READ)})
    assert refused.json()["error"]["message"] == (
        "This endpoint requires the 'write' or 'import' scope. Your key has: ['read']."
    )


def test_a_route_without_a_scope_lets_everybody_in(add_route, client):
    def handler(request: Request):
        return answer(request, None)

    add_route(handler)
    for headers in ({}, {"x-api-key": "nonsense"}):
        assert client.post("/v2/probe", headers=headers).status_code == 200


class Clock:
    """A time that passes when a test says so."""

    def __init__(self):
        self.seconds = 1_000.0

    def __call__(self):
        return self.seconds

    def now(self):
        return datetime(2026, 4, 12, tzinfo=UTC) + timedelta(seconds=self.seconds - 1_000)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def authenticator(short, clock):
    return Authenticator(short, monotonic=clock, now=clock.now)


@pytest.fixture
def queries():
    """Every statement that any database is sent."""
    sent = []

    def note(*arguments):
        sent.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def authenticate(authenticator, loop):
    return lambda key: loop.run(authenticator.authenticate(key))


def test_a_known_key_is_not_looked_up_again_for_a_while(authenticate, clock, key, queries):
    first = authenticate(key)
    queries.clear()
    clock.seconds += CACHE_SECONDS - 1
    assert authenticate(key) == first
    assert not queries
    clock.seconds += 1
    authenticate(key)
    assert queries


def test_a_key_is_known_for_30_seconds_at_most():
    assert CACHE_SECONDS <= 30


def test_an_unknown_key_is_looked_up_every_time(authenticate, queries):
    for _ in range(2):
        queries.clear()
        with pytest.raises(KeyUnknown):
            authenticate(f"scp_live_{LETTERS}")
        assert queries


def test_a_revocation_elsewhere_is_noticed_when_the_key_is_looked_up(
    authenticate, clock, key, database
):
    authenticate(key)
    revoke_key(database, key, now=clock.now())
    authenticate(key)
    clock.seconds += CACHE_SECONDS
    with pytest.raises(KeyRevoked):
        authenticate(key)


class Meanwhile:
    """The database as the loop asks it, where once something happens before the answer arrives."""

    def __init__(self, short, happens):
        self.short = short
        self.happens = happens

    async def run(self, query):
        found = await self.short.run(query)
        happens, self.happens = self.happens, lambda: None
        happens()
        return found


def test_a_revocation_during_a_look_up_is_not_forgotten(short, loop, key, database):
    def revoke():
        revoke_key(database, key, now=datetime.now(UTC))
        authenticator.forget()

    authenticator = Authenticator(Meanwhile(short, revoke))
    loop.run(authenticator.authenticate(key))
    with pytest.raises(KeyRevoked):
        loop.run(authenticator.authenticate(key))


def test_a_key_expires_to_the_second_also_while_it_is_known(
    authenticate, clock, make_key, database
):
    end = clock.now() + timedelta(seconds=5)
    key = make_key()
    # Made with a day in the past of the real clock, which ``make_key`` would refuse.
    with database.transaction() as connection:
        connection.execute(
            update(api_keys).where(api_keys.c.hash == hash_key(key)).values(expires_at=end)
        )
    clock.seconds += 4
    authenticate(key)
    clock.seconds += 1
    with pytest.raises(KeyExpired) as refused:
        authenticate(key)
    assert refused.value.message == "This API key expired on 2026-04-12T00:00:05Z."


def test_no_more_keys_are_known_than_there_is_room_for(
    authenticate, authenticator, make_key, monkeypatch
):
    monkeypatch.setattr(auth, "CACHE_SIZE", 2)
    for _ in range(4):
        authenticate(make_key())
    assert len(authenticator._known) == 2


def test_the_key_itself_is_not_kept(authenticate, authenticator, key):
    authenticate(key)
    assert key not in repr(vars(authenticator))
