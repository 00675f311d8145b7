from __future__ import annotations

from datetime import timedelta

import pytest
from made_study import NOW, make_study
from sqlalchemy.exc import IntegrityError

from openends.domain.errors import InputError
from openends.domain.organization import UNLIMITED_CREDITS, Plan, Scope
from openends.store import api_keys, organizations

LATER = NOW + timedelta(days=1)


def make_key(database, study, hash="a" * 64, prefix="scp_live_abcd", **changes):
    values = {
        "label": "Büro",
        "scopes": [Scope.WRITE, Scope.IMPORT],
        "rpm": 7,
        "test": True,
        "expires_at": LATER,
        "now": NOW,
    }
    with database.transaction() as connection:
        return api_keys.create(
            connection,
            organization_id=study.owner,
            hash=hash,
            prefix=prefix,
            **{**values, **changes},
        )


def test_an_organization_comes_back_as_it_was_made(database):
    with database.transaction() as connection:
        made = organizations.create(
            connection,
            name="Acme",
            plan=Plan.ENTERPRISE,
            credits=5,
            is_trial=True,
            credit_floor=-100,
            now=NOW,
        )
    assert (made.plan, made.credits, made.credits_monthly) == (Plan.ENTERPRISE, 5, 5)
    assert (made.is_trial, made.credit_floor, made.active) == (True, -100, True)
    with database.reading() as connection:
        assert organizations.get(connection, made.id) == made
        assert organizations.find_by_name(connection, "Acme") == made
        assert organizations.get(connection, "other") is None
        assert organizations.find_by_name(connection, "acme") is None


def test_without_credits_an_organization_has_no_limit(database):
    organization = make_study(database, credits=None).organization
    assert (organization.credits, organization.credits_monthly) == (None, 0)
    assert organization.credits_remaining == UNLIMITED_CREDITS


def test_organizations_are_listed_by_name(database):
    made = [make_study(database, name).organization for name in ("C", "A", "B")]
    with database.reading() as connection:
        assert organizations.list_all(connection) == [made[1], made[2], made[0]]


def test_a_key_is_found_by_its_hash_with_its_organization(database, study):
    key = make_key(database, study)
    with database.reading() as connection:
        assert api_keys.find_by_hash(connection, "a" * 64) == (key, study.organization)
        assert api_keys.find_by_hash(connection, "b" * 64) is None
    assert key.scopes == {Scope.WRITE, Scope.IMPORT}
    assert (key.rpm, key.test, key.expires_at, key.revoked_at) == (7, True, LATER, None)


def test_no_two_keys_have_the_same_hash(database, study):
    make_key(database, study)
    with pytest.raises(IntegrityError):
        make_key(database, study)


def test_keys_are_listed_for_one_organization_or_all(database, study):
    other = make_study(database, "Other")
    key = make_key(database, study, now=LATER)
    with database.reading() as connection:
        assert api_keys.list_for(connection, study.owner) == [study.key, key]
        assert set(api_keys.list_for(connection, None)) == {study.key, other.key, key}


@pytest.mark.parametrize("named_by", ["id", "prefix"])
def test_a_key_is_revoked_by_id_or_prefix_and_stays_known(database, study, named_by):
    key = make_key(database, study, now=LATER)
    with database.transaction() as connection:
        revoked = api_keys.revoke(connection, getattr(key, named_by), LATER)
        assert revoked.revoked_at == LATER
        again = api_keys.revoke(connection, getattr(key, named_by), LATER + timedelta(days=1))
        assert again == revoked
        assert api_keys.find_by_hash(connection, "a" * 64)[0] == revoked
        assert api_keys.list_for(connection, study.owner) == [study.key, revoked]


def test_a_prefix_that_fits_two_keys_revokes_neither(database, study):
    keys = [make_key(database, study, hash=letter * 64) for letter in "ab"]
    with pytest.raises(InputError, match="2 keys begin with"), database.transaction() as connection:
        api_keys.revoke(connection, keys[0].prefix, LATER)
    with database.transaction() as connection:
        assert api_keys.revoke(connection, "nothing", LATER) is None
        assert [key.revoked_at for key in api_keys.list_for(connection, study.owner)] == [None] * 3
