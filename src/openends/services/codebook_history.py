"""Look at the versions of a question's codebook and at the log of its changes."""

from __future__ import annotations

from datetime import UTC, datetime

from openends.domain.errors import NotFound
from openends.domain.organization import Caller
from openends.services.find_question import find_question
from openends.store import codebook_versions, codebooks
from openends.store.codebook_versions import Version
from openends.store.database import Database

_NEVER = datetime.min.replace(tzinfo=UTC)


def list_versions(
    database: Database, caller: Caller, project_id: str, question_id: str
) -> list[Version]:
    """Return all versions of a question's codebook, the oldest first; empty before it has one.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    """
    with database.reading() as connection:
        question = find_question(connection, caller, project_id, question_id)
        organization = caller.organization.id
        versions = codebook_versions.list_all(connection, organization, question.id)
        stored = codebooks.load(connection, organization, question.id)
        if stored is None or any(each.version == stored.version for each in versions):
            return versions
        # What nobody has edited or replaced yet is not kept as a version.
        made = codebooks.made_at(connection, organization, question.id)
    present = Version(
        version=stored.version,
        stored=stored,
        parent=None,
        restores=None,
        change_id=None,
        position=None,
        action=None,
        coder=None,
        reason="",
        created_at=made or _NEVER,
    )
    return [*versions, present]


def find_version(versions: list[Version], wanted: int) -> Version:
    """Return a version by its number; ``NotFound`` where there is none."""
    for version in versions:
        if version.version == wanted:
            return version
    raise NotFound(f"The codebook has no version {wanted}")
