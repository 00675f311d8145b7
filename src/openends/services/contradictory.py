"""Find responses that say the same and have different codes."""

from __future__ import annotations

from sqlalchemy import Connection

from openends.engine.review.same_text import coded_differently
from openends.services.stored_codings import codings_from
from openends.store import codebooks, codings


def contradictory_ids(
    connection: Connection, organization_id: str, question_id: str
) -> tuple[str, ...]:
    """Return the ids of responses whose text others have too, with other codes."""
    stored = codebooks.load(connection, organization_id, question_id)
    if stored is None:
        return ()
    rows = codings.load_all(connection, organization_id, question_id)
    groups = coded_differently(codings_from(rows, stored))
    return tuple(response_id for group in groups for response_id in group)
