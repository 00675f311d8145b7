"""Open a resolved suggestion again and, if wanted, take back what it changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from openends.domain.errors import InvalidState, NotFound
from openends.domain.organization import Caller
from openends.domain.suggestion import SuggestionStatus
from openends.services.change_codings import Deed
from openends.services.edit_codebook import Edited
from openends.services.find_question import find_question
from openends.services.ports import Keep, keep_nothing
from openends.services.restore_codebook import restore_codebook, undo_of
from openends.services.suggestion_case import Resolved
from openends.services.undo_change import Undone, undo_change
from openends.store import changes, codebooks, suggestions
from openends.store.changes import Author
from openends.store.database import Database


def reopen_suggestion(  # noqa: PLR0913 - who, which, how far, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    suggestion_id: str,
    *,
    author: Author,
    revert: bool,
    now: datetime,
    keep: Keep[Resolved] = keep_nothing,
) -> Resolved:
    """Make a suggestion pending again.

    Parameters
    ----------
    revert:
        Also takes back what applying it changed in codebook and codings.

    Raises
    ------
    NotFound
        When there is no such question or suggestion.
    InvalidState
        When it is pending, or cannot be taken back because the codebook was edited since.
    """
    organization = caller.organization.id
    closed: list[Resolved] = []

    def reopen(connection: Connection, reassigned: int) -> None:
        if not suggestions.reopen(connection, organization, suggestion_id):
            raise InvalidState("The suggestion was opened again by somebody else meanwhile.")
        kept = suggestions.get(connection, organization, question_id, suggestion_id)
        stored = codebooks.load(connection, organization, question_id)
        if kept is None or stored is None:
            raise NotFound("Suggestion not found")
        done = Resolved(suggestion=kept, stored=stored, reassigned=reassigned)
        keep(connection, done)
        closed.append(done)

    with database.transaction() as connection:
        find_question(connection, caller, project_id, question_id)
        kept = suggestions.get(connection, organization, question_id, suggestion_id)
        if kept is None:
            raise NotFound("Suggestion not found")
        if kept.status is SuggestionStatus.PENDING:
            raise InvalidState("The suggestion is pending already; there is nothing to undo.")
        change = changes.get(connection, organization, question_id, kept.change_id or "")
        applied = kept.status is SuggestionStatus.APPLIED
        if not revert or not applied or change is None:
            changes.record(
                connection,
                organization,
                question_id,
                author,
                action="refinement.reopen",
                details={"suggestion_id": suggestion_id},
                responses=0,
                now=now,
            )
            reopen(connection, 0)
            return closed[0]
    deed = Deed(
        action="codebook.undo" if change.action.startswith("codebook.") else "refinement.undo",
        author=author,
        details={"suggestion_id": suggestion_id, "change_id": change.id},
    )
    if change.action.startswith("codebook."):

        def keep_edit(connection: Connection, done: Edited) -> None:
            reopen(connection, len(done.what.changed))

        restore_codebook(
            database,
            caller,
            project_id,
            question_id,
            undo_of(change.id),
            deed,
            now=now,
            keep=keep_edit,
        )
    else:

        def keep_undone(connection: Connection, done: Undone) -> None:
            reopen(connection, done.restored)

        undo_change(
            database, caller, project_id, question_id, change.id, deed, now=now, keep=keep_undone
        )
    return closed[0]
