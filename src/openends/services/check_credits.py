"""Tell whether an organization can pay before anything is coded."""

from __future__ import annotations

from sqlalchemy import Connection

from openends.domain.errors import (
    CreditsShort,
    InsufficientCredits,
    NegativeBalance,
    TrialLimitExceeded,
)
from openends.domain.organization import Caller, Organization
from openends.store import jobs, organizations


def check_credits(connection: Connection, caller: Caller, cost: int) -> Organization:
    """Refuse the request whole when its cost exceeds what is left; return the organization.

    What running jobs will still charge counts as spent. The organization is locked until the
    transaction ends, so that two requests at once cannot both spend the same credits.

    Parameters
    ----------
    connection:
        In the transaction that charges the cost, or creates the job that will.
    caller:
        Who asks; a test key pays nothing.
    cost:
        Credits that the request costs.

    Raises
    ------
    CreditsShort
        When the balance does not allow it; the subclass depends on the organization.
    """
    organization = organizations.lock(connection, caller.organization.id)
    if not caller.key.test:
        problem = shortage(organization, jobs.reserved(connection, organization.id), cost)
        if problem is not None:
            raise problem
    return organization


def shortage(organization: Organization, reserved: int, cost: int) -> CreditsShort | None:
    """Return why the organization cannot pay, or None when it can.

    Parameters
    ----------
    organization:
        As it is now.
    reserved:
        Credits that its running jobs will still charge.
    cost:
        Credits that are asked for.
    """
    if organization.credits is None or cost == 0:
        return None
    left = organization.credits - reserved
    floor = min(0, organization.credit_floor)
    if left - cost >= floor:
        return None
    held = f" Running jobs hold another {reserved:,}." if reserved else ""
    if organization.is_trial:
        return TrialLimitExceeded(_for_a_trial(left, cost, held))
    if floor < 0:
        return NegativeBalance(_for_a_floor(left, cost, floor, held))
    return InsufficientCredits(
        f"Your organization has {left:,} credits remaining but this request requires {cost:,}."
        f"{held}"
    )


def _for_a_trial(left: int, cost: int, held: str) -> str:
    if left <= 0:
        return "Free trial credits exhausted. Upgrade to continue."
    return (
        f"Your free trial has {left:,} credits remaining but this request requires {cost:,}."
        f"{held} Upgrade to continue."
    )


def _for_a_floor(left: int, cost: int, floor: int, held: str) -> str:
    if left <= floor:
        return f"Balance is {left:,} credits and has reached the configured floor.{held}"
    return (
        f"Balance is {left:,} credits; this request requires {cost:,} and would pass the "
        f"configured floor of {floor:,}.{held}"
    )
