"""A server's services without a server: organizations, a queue that is a list, the real engine."""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from openends.domain.organization import Caller, Plan, Scope
from openends.encoders import load_encoders
from openends.store import api_keys, organizations
from openends.store.ids import new_id

#: The language model's server that tests of ``llm`` ask too.
sys.path.append(str(Path(__file__).parents[1] / "llm"))

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def encoders(use):
    """Choose the encoders as a server does; loaded once for all tests."""
    return partial(load_encoders, "fast")


@pytest.fixture
def make_caller(database):
    """Make an organization with a key."""

    def make(credits=None, *, test=False, **terms):
        with database.transaction() as connection:
            organization = organizations.create(
                connection,
                name=f"Organization {new_id()}",
                plan=Plan.STARTER,
                credits=credits,
                now=NOW,
                **terms,
            )
            key = api_keys.create(
                connection,
                organization_id=organization.id,
                label="",
                prefix="scp_live_abcd",
                hash=new_id(),
                scopes=[Scope.READ, Scope.WRITE],
                rpm=None,
                test=test,
                expires_at=None,
                now=NOW,
            )
        return Caller(key=key, organization=organization)

    return make


@pytest.fixture
def caller(make_caller):
    """An organization without a limit."""
    return make_caller()


@pytest.fixture
def queue():
    """What was put in line, in that order."""
    return []


@pytest.fixture
def enqueue(queue):
    """Put a job in line."""
    return lambda connection, job: queue.append(job)
