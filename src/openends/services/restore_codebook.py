"""Go back to a codebook as it was, and forward again: undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from openends.domain.errors import InvalidState, NotFound
from openends.domain.organization import Caller
from openends.domain.response import ResponseStatus
from openends.engine.refine.apply_edit import EditedCodebook
from openends.engine.refine.what_if import what_if
from openends.services.change_codings import Deed, record_change
from openends.services.edit_codebook import EDIT, Edited, people_by_code
from openends.services.ports import Keep, keep_nothing
from openends.services.seen_question import SeenQuestion, lock_as_seen, see_question
from openends.services.stored_codings import codings_from
from openends.store import codebook_versions, codebooks, codings, superseded, write_codings
from openends.store.codebook_rows import StoredCodebook
from openends.store.codebook_versions import Version
from openends.store.coded_rows import CodedRow
from openends.store.database import Database
from openends.store.superseded import Superseded, coding_values

#: Chooses the version to go back to, among all that there are; the last is the present one.
Choice = Callable[[Sequence[Version]], Version]


def undo(versions: Sequence[Version]) -> Version:
    """Choose the version that the present content was made from."""
    content = _content(versions[-1], versions)
    if content.parent is None:
        raise InvalidState(
            "There is no edit of the codebook to undo: it is as it was built or handed in."
        )
    return _content(_find(versions, content.parent), versions)


def undo_of(change_id: str) -> Choice:
    """Choose as ``undo`` does, if the present version is the one that a change made.

    The choice is made under the question's lock, so that no later edit is taken back in its place.
    """

    def choose(versions: Sequence[Version]) -> Version:
        if versions[-1].change_id != change_id:
            raise InvalidState(
                "The codebook was edited after this suggestion was applied; take those edits back "
                "first with POST .../codebook/undo, or leave out 'revert'."
            )
        return undo(versions)

    return choose


def redo(versions: Sequence[Version]) -> Version:
    """Choose the version that was last made from the present content and undone."""
    content = _content(versions[-1], versions)
    made = [
        version
        for version in versions
        if version.restores is None
        and version.parent is not None
        and _content(_find(versions, version.parent), versions) is content
    ]
    if not made:
        raise InvalidState("There is no edit of the codebook to redo: none was undone here.")
    return made[-1]


def to_version(wanted: int) -> Choice:
    """Choose a version by its number."""

    def choose(versions: Sequence[Version]) -> Version:
        return _content(_find(versions, wanted), versions)

    return choose


def restore_codebook(  # noqa: PLR0913 - who, what, which version, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    choose: Choice,
    deed: Deed,
    *,
    now: datetime,
    keep: Keep[Edited] = keep_nothing,
) -> Edited:
    """Give a question the codebook of an earlier version again, as a new version.

    Codings that edits changed since are as they were before those; what a person decided since
    stays, in so far as its codes are in the codebook.

    Raises
    ------
    NotFound
        When there is no such question or version.
    InvalidState
        When there is nothing to undo or redo, the codebook was replaced since, or somebody else
        changed the question meanwhile.
    """
    organization = caller.organization.id
    with database.transaction() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        lock_as_seen(connection, caller, seen, EDIT)
        codebook_versions.keep(connection, organization, question_id, seen.stored)
        versions = codebook_versions.list_all(connection, organization, question_id)
        target = choose(versions)
        # Test cases are of no version: what was once found right stays a test.
        codebook = replace(target.stored.codebook, tests=seen.stored.codebook.tests)
        stored = replace(target.stored, codebook=codebook, version=seen.stored.version + 1)
        _refuse_replaced(versions, target)
        since = _left(versions, target)
        former = superseded.of_question(connection, organization, question_id, since=since)
        after = _values(seen, former, stored)
        details = {**deed.details, "version": target.version}
        change = record_change(connection, caller, seen, replace(deed, details=details), after, now)
        codebooks.replace_by(connection, organization, question_id, seen.stored, stored)
        codebook_versions.add(
            connection,
            organization,
            question_id,
            stored,
            change_id=change.id,
            parent=seen.stored.version,
            restores=target.version,
            now=now,
        )
        write_codings.rewrite(connection, organization, question_id, after)
        done = _done(connection, caller, seen, stored, change.id)
        keep(connection, done)
    return done


def _find(versions: Sequence[Version], wanted: int) -> Version:
    found = next((version for version in versions if version.version == wanted), None)
    if found is None:
        raise NotFound(f"The codebook has no version {wanted}")
    return found


def _content(version: Version, versions: Sequence[Version]) -> Version:
    """Return the version that first had the content of this one."""
    return version if version.restores is None else _find(versions, version.restores)


def _refuse_replaced(versions: Sequence[Version], target: Version) -> None:
    later = [version for version in versions if version.version > target.version]
    if any(version.change_id is None for version in later):
        raise InvalidState(
            f"The codebook was replaced by another after version {target.version}, and its codings "
            "went with it; import that version as a codebook instead."
        )


def _left(versions: Sequence[Version], target: Version) -> int:
    """Return the place in the log at which the target's content was last left."""
    held = max(version.version for version in versions if version.content == target.version)
    left = [version.position for version in versions if version.version == held + 1]
    return (left[0] or 1) if left else _NEVER


#: Later than any line of a log.
_NEVER = 2**31 - 1


def _values(
    seen: SeenQuestion, former: Sequence[Superseded], stored: StoredCodebook
) -> dict[int, dict[str, Any]]:
    """Return what becomes of each response that an edit since has changed, or a code of which goes.

    The oldest coding that an edit superseded is what the response had before.
    """
    before: dict[int, Mapping[str, Any]] = {}
    reviewed = set()
    for each in former:
        if each.action.startswith("codebook."):
            before.setdefault(each.response, each.coding)
        else:
            reviewed.add(each.response)
    there = set(stored.code_ids.values())
    changed = {}
    for row in seen.rows:
        now = coding_values(row)
        decided = row.approved or any(each.coder for each in row.mentions)
        settled = decided and row.pk in reviewed
        wanted = dict(now if settled else before.get(row.pk, now))
        values = within(wanted, there) | {"version": stored.version}
        if {**values, "version": row.version} != now:
            changed[row.pk] = values
    return changed


def within(values: dict[str, Any], there: set[str]) -> dict[str, Any]:
    """Return a coding without the codes that the codebook does not have."""
    kept = [mention for mention in values["mentions"] if mention["code_id"] in there]
    if values["runner_up"] not in there:
        values = {**values, "runner_up": None}
    if len(kept) == len(values["mentions"]):
        return values
    gone = next(each["name"] for each in values["mentions"] if each["code_id"] not in there)
    return values | {
        "mentions": kept,
        "status": values["status"] if kept else ResponseStatus.OTHER,
        "confidence": min((each["confidence"] for each in kept), default=None),
        "approved": False,
        "needs_review": True,
        "review_reason": f"It had '{gone}', which was taken out of the codebook.",
    }


def _done(
    connection: Connection,
    caller: Caller,
    seen: SeenQuestion,
    stored: StoredCodebook,
    change_id: str,
) -> Edited:
    rows: list[CodedRow] = [
        row
        for row in codings.load_all(connection, caller.organization.id, seen.question.id)
        if row.coded
    ]
    numbers = {code_id: number for number, code_id in stored.code_ids.items()}
    codes = {code.number: code for code in stored.codebook}
    heirs = {
        number: codes[numbers[code_id]]
        for number, code_id in seen.stored.code_ids.items()
        if code_id in numbers
    }
    edited = EditedCodebook(
        former=seen.stored.codebook, codebook=stored.codebook, heirs=heirs, touched=frozenset()
    )
    after = codings_from(rows, stored)
    return Edited(
        project_id=seen.question.project_id,
        question_id=seen.question.id,
        stored=stored,
        what=what_if(seen.codings, edited, after),
        counts=people_by_code(after, stored),
        change_id=change_id,
    )
