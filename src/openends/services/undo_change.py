"""Take back what a review changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openends.domain.errors import InvalidState, NotFound
from openends.domain.organization import Caller
from openends.services.change_codings import Deed, record_change
from openends.services.ports import Keep, keep_nothing
from openends.services.restore_codebook import within
from openends.services.seen_question import lock_as_seen, see_question
from openends.store import changes, superseded, write_codings
from openends.store.database import Database

EDIT = "its log is gone back in"


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """What taking a change back did."""

    change_id: str
    #: Responses that are as they were before the change.
    restored: int
    #: Responses that were changed again since, and stay as they are.
    left: int


def undo_change(  # noqa: PLR0913 - who, which change, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    change_id: str,
    deed: Deed,
    *,
    now: datetime,
    keep: Keep[Undone] = keep_nothing,
) -> Undone:
    """Give responses the codings that a change replaced, unless they were changed again since.

    Raises
    ------
    NotFound
        When there is no such question, or no such change of it.
    InvalidState
        When the change was of the codebook, which has an undo of its own, or was taken back
        already.
    """
    organization = caller.organization.id
    with database.transaction() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        lock_as_seen(connection, caller, seen, EDIT)
        change = changes.get(connection, organization, question_id, change_id)
        if change is None:
            raise NotFound("Change not found")
        if change.action.startswith("codebook."):
            raise InvalidState(
                "This change was of the codebook; undo it with POST .../codebook/undo, or go back "
                "to a version with POST .../codebook/restore."
            )
        if change.undone_by is not None:
            raise InvalidState("This change was taken back already; nothing is left to undo.")
        before = superseded.of_question(
            connection, organization, question_id, since=change.position
        )
        again = {each.response for each in before if each.change_id != change_id}
        there = set(seen.stored.code_ids.values())
        after = {
            each.response: within(dict(each.coding), there) | {"version": seen.stored.version}
            for each in before
            if each.change_id == change_id and each.response not in again
        }
        undone = record_change(connection, caller, seen, deed, after, now)
        changes.mark_undone(connection, organization, change_id, undone.id)
        write_codings.rewrite(connection, organization, question_id, after)
        done = Undone(change_id=undone.id, restored=len(after), left=change.responses - len(after))
        keep(connection, done)
    return done
