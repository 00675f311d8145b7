"""Register an address that is told when jobs end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from openends.domain.errors import InputError
from openends.domain.organization import Caller
from openends.services.ports import TargetCheck
from openends.store import organizations, webhooks
from openends.store.database import Database
from openends.store.webhooks import Webhook

#: Webhooks of an organization: every job's end is sent to each of them.
MOST = 20
#: Characters of an address.
LONGEST = 2_000


def register_webhook(
    database: Database,
    caller: Caller,
    url: str,
    events: Sequence[str],
    check_target: TargetCheck,
    *,
    now: datetime,
) -> Webhook:
    """Register an https address; the answer carries the secret that deliveries are signed with.

    Parameters
    ----------
    url:
        Where events are sent.
    events:
        ``job.completed``, ``job.failed``, or ``*`` for all.
    check_target:
        Looks up where the address leads; nothing is written while it does.

    Raises
    ------
    InputError
        When it is no https address, leads where it must not, or is one too many.
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
        return webhooks.create(connection, organization, url=url, events=wanted, now=now)


def _check_form(url: str) -> None:
    if len(url) > LONGEST:
        raise InputError(f"Field 'url' must have at most {LONGEST:,} characters.")
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        usable = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise InputError(
            "Field 'url' must be an https address, such as https://example.com/hook; http is "
            "refused."
        )
