"""Who works with a server: organizations, their plans and their API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: What an organization without a limit is shown to have left.
UNLIMITED_CREDITS = 999_999_999
#: What stands in place of a model's name where none is to be asked.
NO_MODEL = "off"


class Scope(StrEnum):
    """What an API key may do."""

    READ = "read"
    WRITE = "write"
    #: Upload responses and nothing else.
    IMPORT = "import"


class Plan(StrEnum):
    """The size of an organization; it sets how much may run at once."""

    STARTER = "starter"
    GROWTH = "growth"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"

    @property
    def concurrent_jobs(self) -> int:
        """Return how many jobs of the organization run at once; further ones wait."""
        return _CONCURRENT_JOBS[self]


_CONCURRENT_JOBS = {
    Plan.STARTER: 3,
    Plan.GROWTH: 5,
    Plan.PROFESSIONAL: 10,
    Plan.ENTERPRISE: 20,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Organization:
    """Who owns projects, keys and credits; no organization sees another's."""

    id: str
    #: Unique on a server.
    name: str
    plan: Plan
    #: Credits left; None when the organization has no limit.
    credits: int | None
    #: Credits that were granted at the start; 0 without a limit.
    credits_monthly: int
    is_trial: bool
    #: How far the balance may fall; 0 but for organizations with a negative allowance.
    credit_floor: int
    active: bool
    created_at: datetime
    #: Its language model, as PROVIDER:NAME; ``NO_MODEL`` for never; None for the server's.
    llm: str | None = None

    @property
    def credits_remaining(self) -> int:
        """Return the credits left as the API shows them."""
        return UNLIMITED_CREDITS if self.credits is None else self.credits


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKey:
    """A key as the server knows it: never the key itself."""

    id: str
    organization_id: str
    label: str
    #: The first 13 characters, for people to tell keys apart.
    prefix: str
    scopes: frozenset[Scope]
    #: Requests a minute; None takes the server's default.
    rpm: int | None
    #: A test key works like any other and never charges.
    test: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who makes a request."""

    key: ApiKey
    organization: Organization


def without_key(organization: Organization) -> Caller:
    """Return who reads what an organization has without a key: at the server's own machine."""
    return Caller(
        organization=organization,
        key=ApiKey(
            id="",
            organization_id=organization.id,
            label="command line",
            prefix="",
            scopes=frozenset({Scope.READ}),
            rpm=None,
            test=False,
            created_at=organization.created_at,
            expires_at=None,
            revoked_at=None,
        ),
    )
