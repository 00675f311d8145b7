"""Register an address that is told when jobs end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openends.domain.errors import InputError
from openends.domain.organization import Caller
from openends.services.ports import Keep, TargetCheck, keep_nothing
from openends.store import organizations, webhooks
from openends.store.database import Database
from openends.store.webhooks import Webhook

#: Webhooks of an organization: every job's end is sent to each of them.
MOST = 20
#: Characters of an address.
LONGEST = 2_000


def register_webhook(  # noqa: PLR0913 - who, where to, of what, when, and who is told
    database: Database,
    caller: Caller,
    url: str,
    events: Sequence[str],
    check_target: TargetCheck,
    *,
    now: datetime,
    keep: Keep[Webhook] = keep_nothing,
) -> Webhook:
    """Register an address; the answer carries the secret that deliveries are signed with.

    Parameters
    ----------
    url:
        Where events are sent.
    events:
        ``job.completed``, ``job.failed``, or ``*`` for all.
    check_target:
        Looks up where the address leads, and whether it may be http; nothing is written while it
        does.
    keep:
        Keeps the answer with the webhook.

    Raises
    ------
    InputError
        When it is no address that events may go to, or one too many.
    """
    _check_form(url)
    check_target(url)
    organization = caller.organization.id
    with database.transaction() as connection:
        organizations.lock(connection, organization)
        if webhooks.count(connection, organization) >= MOST:
            raise InputError(
                f"Your organization has {MOST} webhooks, which is the most there can be; delete "
                "one first with DELETE /v2/webhooks/{id}."
            )
        wanted = tuple(dict.fromkeys(events))
        made = webhooks.create(connection, organization, url=url, events=wanted, now=now)
        keep(connection, made)
    return made


def _check_form(url: str) -> None:
    """Refuse what is no address in any case; scheme and host are the target check's business."""
    if len(url) > LONGEST:
        raise InputError(f"Field 'url' must have at most {LONGEST:,} characters.")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise InputError(
            "Field 'url' must be an https address of ASCII characters without spaces, such as "
            "https://example.com/hook."
        )
