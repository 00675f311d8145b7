"""Be told when jobs end."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from fastapi import Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.gate import caller, gated_router, scope, services
from openends.api.openapi import answers
from openends.api.reply import Reply
from openends.api.v2.models.account import Webhook, WebhookCreate, WebhookCreated
from openends.api.v2.models.base import Envelope, ListEnvelope
from openends.api.v2.paging import answer_page
from openends.api.v2.render import webhook_to_dict
from openends.domain.errors import NotFound
from openends.domain.organization import Scope
from openends.services.register_webhook import register_webhook
from openends.store import webhooks
from openends.store.webhooks import Webhook as StoredWebhook

router = gated_router("/v2/webhooks", "Webhooks")

_WEBHOOK_ID = re.compile(r"wh_[a-f0-9]{24}")


@router.get(
    "",
    operation_id="listWebhooks",
    summary="List webhooks",
    responses=answers({200: (ListEnvelope[Webhook], "Webhooks.")}),
    openapi_extra=scope(Scope.READ),
)
def list_webhooks(request: Request) -> Response:
    """List the organization's webhooks, oldest first, without their secrets."""
    with services(request).database.reading() as connection:
        found = webhooks.list_for(connection, caller(request).organization.id)
    return answer_page(request, found, None, show=webhook_to_dict, key=lambda hook: hook.id)


@router.post(
    "",
    operation_id="createWebhook",
    summary="Register a webhook",
    status_code=201,
    responses=answers({201: (Envelope[WebhookCreated], "The webhook with its secret.")}, 422),
    openapi_extra=scope(Scope.WRITE),
)
def create_webhook(request: Request, body: WebhookCreate) -> Response:
    """Register an https address that is told when jobs end.

    The secret that deliveries are signed with is in this answer and never shown again.
    """
    ready, reply = services(request), Reply(request, _answer_created)
    made = register_webhook(
        ready.database,
        caller(request),
        body.url,
        body.events,
        ready.check_target,
        now=datetime.now(UTC),
        keep=reply.keep,
    )
    return reply.to(made)


def _answer_created(request: Request, made: StoredWebhook) -> Response:
    return answer(request, webhook_to_dict(made) | {"secret": made.secret}, status=201)


@router.delete(
    "/{id}",
    operation_id="deleteWebhook",
    summary="Delete a webhook",
    status_code=204,
    responses=answers({204: (None, "Deleted.")}, 404),
    openapi_extra=scope(Scope.WRITE),
)
def delete_webhook(request: Request, id: str) -> Response:
    """Remove a webhook; what it was not told yet stays unsaid.

    To change a secret, delete the webhook and register it again.
    """
    gone = False
    if _WEBHOOK_ID.fullmatch(id):
        with services(request).database.transaction() as connection:
            gone = webhooks.delete(connection, caller(request).organization.id, id)
    if not gone:
        raise NotFound("Webhook not found")
    return Response(status_code=204)
