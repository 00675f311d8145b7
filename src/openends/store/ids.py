"""Names for new things: nobody can guess them, and no two are alike."""

from __future__ import annotations

import secrets
import string
import uuid

_LETTERS_AND_DIGITS = string.ascii_letters + string.digits


def new_id() -> str:
    """Return a name for an organization, project, question, code or key."""
    return str(uuid.uuid4())


def new_job_id() -> str:
    """Return a name for a job, as clients poll it."""
    return "job_" + secrets.token_hex(12)


def new_webhook_id() -> str:
    """Return a name for a webhook."""
    return "wh_" + secrets.token_hex(12)


def new_secret() -> str:
    """Return a secret that a webhook's deliveries are signed with."""
    return "whsec_" + "".join(secrets.choice(_LETTERS_AND_DIGITS) for _ in range(32))
