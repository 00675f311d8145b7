"""GET /v2/usage: credits and limits."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.v2.models.account import Usage
from openends.api.v2.models.base import Envelope
from openends.domain.errors import NotFound
from openends.domain.organization import Scope
from openends.store import organizations

router = gated_router("/v2/usage", "Account")


@router.get(
    "",
    operation_id="getUsage",
    summary="Credits and limits",
    responses=answers({200: (Envelope[Usage], "What is left.")}, 404),
    openapi_extra=scope(Scope.READ),
)
def get_usage(request: Request) -> Response:
    """Tell the balance of the organization, its plan, and how much this key may ask for."""
    who, ready = caller(request), services(request)
    # The caller may have been looked up half a minute ago; the balance is asked for anew.
    with ready.database.reading() as connection:
        organization = organizations.get(connection, who.organization.id)
    if organization is None:
        raise NotFound("Organization not found")
    return answer(
        request,
        {
            "plan": organization.plan,
            "credits_remaining": organization.credits_remaining,
            "credits_monthly": organization.credits_monthly,
            "is_trial": organization.is_trial,
            "rate_limit": {
                "rpm": who.key.rpm or ready.settings.rpm,
                "concurrent_jobs": organization.plan.concurrent_jobs,
            },
        },
    )
