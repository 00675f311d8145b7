"""Apply all new codes that are suggested with enough confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openends.domain.errors import OpenendsError
from openends.domain.organization import Caller
from openends.domain.resolution import Resolution, SuggestionAction
from openends.domain.suggestion import SuggestionStatus, SuggestionType
from openends.services.coding_engine import Engine
from openends.services.find_question import find_question
from openends.services.resolve_suggestion import resolve_suggestion
from openends.store import suggestions
from openends.store.changes import Author
from openends.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class AppliedMany:
    """What became of several suggestions."""

    #: Ids.
    applied: tuple[str, ...]
    skipped: tuple[str, ...]
    #: Ids with the reason.
    failed: tuple[tuple[str, str], ...]
    #: Responses that have other codes now, all suggestions together.
    reassigned: int


def apply_many(  # noqa: PLR0913 - who, which, with what and when
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    ids: Sequence[str] | None,
    min_confidence: float,
    *,
    author: Author,
    engine: Engine,
    now: datetime,
) -> AppliedMany:
    """Create the suggested codes one after the other; one that fails leaves the others alone.

    Parameters
    ----------
    ids:
        Suggestions to consider; None for all that are pending.
    min_confidence:
        Those below it are skipped, as are those that are no new code or not pending.

    Raises
    ------
    NotFound
        When there is no such question.
    """
    with database.reading() as connection:
        find_question(connection, caller, project_id, question_id)
        kept = suggestions.list_all(connection, caller.organization.id, question_id)
    known = {each.id: each for each in kept}
    wanted = list(dict.fromkeys(ids)) if ids is not None else _pending(known)
    applied, skipped, failed, reassigned = [], [], [], 0
    for each in wanted:
        found = known.get(each)
        if found is None:
            failed.append((each, "Suggestion not found"))
            continue
        fits = found.type is SuggestionType.NEW_CODE and found.status is SuggestionStatus.PENDING
        if not fits or found.confidence < min_confidence:
            skipped.append(each)
            continue
        try:
            done = resolve_suggestion(
                database,
                caller,
                project_id,
                question_id,
                each,
                Resolution(action=SuggestionAction.CREATE_NEW),
                author=author,
                engine=engine,
                now=now,
            )
        except OpenendsError as error:
            failed.append((each, error.message))
        else:
            applied.append(each)
            reassigned += done.reassigned
    return AppliedMany(
        applied=tuple(applied),
        skipped=tuple(skipped),
        failed=tuple(failed),
        reassigned=reassigned,
    )


def _pending(known: dict[str, suggestions.StoredSuggestion]) -> list[str]:
    return [each.id for each in known.values() if each.status is SuggestionStatus.PENDING]
