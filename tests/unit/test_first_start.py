"""A server's first start makes one organization and one key, whoever starts with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from openends.domain.organization import UNLIMITED_CREDITS, Plan, Scope
from openends.services.first_start import first_start
from openends.services.manage_keys import KeyState, hash_key, list_keys
from openends.services.manage_organizations import create_organization, list_organizations
from openends.store import api_keys

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


def test_the_first_start_makes_a_key_that_may_do_everything(database):
    key = first_start(database, NOW)
    with database.reading() as connection:
        found, organization = api_keys.find_by_hash(connection, hash_key(key))
    assert found.scopes == frozenset(Scope)
    assert (found.expires_at, found.rpm, found.test) == (None, None, False)
    assert (organization.name, organization.plan) == ("default", Plan.STARTER)
    assert organization.credits_remaining == UNLIMITED_CREDITS
    assert [item.state for item in list_keys(database, now=NOW)] == [KeyState.ACTIVE]


def test_a_later_start_makes_nothing(database):
    assert first_start(database, NOW)
    assert first_start(database, NOW) is None
    assert len(list_organizations(database)) == 1
    assert len(list_keys(database, now=NOW)) == 1


def test_a_server_with_an_organization_has_had_its_first_start(database):
    create_organization(database, "acme", now=NOW)
    assert first_start(database, NOW) is None
    assert list_keys(database, now=NOW) == []


def test_of_several_first_starts_at_once_one_makes_the_key(database):
    together = Barrier(4)

    def start(_):
        together.wait()
        return first_start(database, NOW)

    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(start, range(4)))
    assert len([key for key in keys if key]) == 1
    assert len(list_keys(database, now=NOW)) == 1
