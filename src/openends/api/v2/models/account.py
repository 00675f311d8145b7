"""Credits, limits and webhooks as they are sent and answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from openends.api.v2.models.base import Answer, Body, Count, Moment, Text2000
from openends.domain.organization import Plan

WebhookEvent = Literal["job.completed", "job.failed", "*"]


class RateLimit(Answer):
    """How much may be asked for."""

    rpm: int = Field(ge=1, description="Requests a minute of this key.")
    concurrent_jobs: Count = Field(description="Jobs that run at once; further ones wait.")


class Usage(Answer):
    """What an organization has left."""

    plan: Plan
    credits_remaining: int = Field(description="999999999 without a limit.")
    credits_monthly: Count
    is_trial: bool
    rate_limit: RateLimit


class WebhookCreate(Body):
    """An address that is to be told when jobs end."""

    url: Text2000 = Field(
        examples=["https://example.com/hooks/openends"],
        # The service that registers it says better what is wrong with it.
        json_schema_extra={"format": "uri", "pattern": "^https://"},
    )
    events: Annotated[list[WebhookEvent], Field(min_length=1)] = Field(
        default=["job.completed", "job.failed"]
    )


class Webhook(Answer):
    """An address that is told when jobs end."""

    id: str
    url: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    events: list[WebhookEvent]
    active: bool
    created_at: Moment


class WebhookCreated(Webhook):
    """A new webhook with its secret, which is shown only here."""

    secret: str = Field(description="What deliveries are signed with.")
