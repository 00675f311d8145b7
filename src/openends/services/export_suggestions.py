"""All suggestions for a question as a file, whatever became of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.services.find_question import find_question
from openends.services.refinement_file import ListedSuggestion, write_suggestions
from openends.services.suggestion_body import suggestion_from
from openends.store import codebooks, suggestions
from openends.store.database import Database


def export_suggestions(
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    form: Literal["xlsx", "csv"],
) -> bytes:
    """Return the content of the file.

    Raises
    ------
    NotFound
        When there is no such question.
    InvalidState
        When it has no codebook.
    """
    with database.reading() as connection:
        question = find_question(connection, caller, project_id, question_id)
        stored = codebooks.load(connection, caller.organization.id, question.id)
        kept = suggestions.list_all(connection, caller.organization.id, question.id)
    if stored is None:
        raise InvalidState(
            f"Question {question_id} has no codebook to refine. Generate one first with POST "
            "/v2/codebook/generate."
        )
    listed = [
        ListedSuggestion(
            id=each.id,
            suggestion=suggestion_from(each, stored),
            status=each.status,
            resolved_at=each.resolved_at,
            resolved_by=each.resolved_by,
            dismiss_reason=each.dismiss_reason,
        )
        for each in kept
    ]
    names = {code.number: code.name for code in stored.codebook}
    with tempfile.TemporaryDirectory(prefix="openends-") as folder:
        path = Path(folder) / f"suggestions.{form}"
        write_suggestions(listed, names, path)
        return path.read_bytes()
