"""Say what coding would cost, for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.errors import NotFound
from openends.domain.organization import Caller
from openends.engine.prepare.distinct import distinct_texts
from openends.services.check_credits import shortage
from openends.store import jobs, organizations
from openends.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """What coding would cost, and whether the organization can pay it."""

    responses: int
    #: Distinct answers that say something: the others are free.
    unique_responses: int
    estimated_credits: int
    credits_remaining: int
    sufficient: bool


def estimate_cost(database: Database, caller: Caller, texts: Sequence[str]) -> Estimate:
    """Quote the cost of coding these verbatims.

    A test key, which pays nothing, is told what a live key would pay.

    Parameters
    ----------
    caller:
        Whose credits they are compared with, less what running jobs will still charge.
    texts:
        All verbatims of a question, repeats and blanks included.
    """
    cost = distinct_texts(texts)
    with database.reading() as connection:
        organization = organizations.get(connection, caller.organization.id)
        if organization is None:
            raise NotFound("Organization not found")
        reserved = jobs.reserved(connection, organization.id)
    return Estimate(
        responses=len(texts),
        unique_responses=cost,
        estimated_credits=cost,
        credits_remaining=organization.credits_remaining,
        sufficient=caller.key.test or shortage(organization, reserved, cost) is None,
    )
