"""Look for what would make a coded question better, and keep what is found."""

from __future__ import annotations

from datetime import datetime

from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.suggestion import SuggestionStatus
from openends.engine.progress import silent
from openends.engine.refine.suggest import suggest
from openends.engine.told import told_languages
from openends.services.coding_engine import Engine
from openends.services.coding_request import for_the_engine
from openends.services.prepare_coding import settings_of
from openends.services.seen_question import SeenQuestion, lock_as_seen, see_question
from openends.services.suggestion_body import new_suggestion
from openends.store import suggestions
from openends.store.database import Database
from openends.store.suggestions import NewSuggestion, StoredSuggestion

EDIT = "its codebook is refined"


def find_suggestions(  # noqa: PLR0913 - who, where, how, with what and when
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    *,
    force: bool,
    engine: Engine,
    now: datetime,
) -> list[StoredSuggestion]:
    """Return the pending suggestions for a question; look for them when there are none.

    Parameters
    ----------
    force:
        Throws the pending ones away and looks again. What was applied or dismissed is not
        suggested again.

    Raises
    ------
    NotFound
        When there is no such question.
    InvalidState
        When it is not coded, or a job works on it.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        kept = suggestions.list_all(connection, organization, question_id)
    if not seen.rows:
        raise InvalidState(
            f"Question {question_id} is not coded yet. Code it first with POST /v2/coding/auto."
        )
    pending = [each for each in kept if each.status is SuggestionStatus.PENDING]
    if pending and not force:
        return pending
    found = _look(seen, engine)
    with database.transaction() as connection:
        lock_as_seen(connection, caller, seen, EDIT)
        suggestions.renew(connection, organization, question_id, found, now)
        kept = suggestions.list_all(connection, organization, question_id)
    return [each for each in kept if each.status is SuggestionStatus.PENDING]


def _look(seen: SeenQuestion, engine: Engine) -> list[NewSuggestion]:
    answers, language = for_the_engine(seen.rows, seen.question.language)
    codebook = seen.stored.codebook
    told = told_languages(None if seen.stored.induced else codebook, ())
    settings = settings_of(seen.question, language, engine.quality)
    read = engine.read(answers, told, engine.load_encoders, settings, silent)
    return [new_suggestion(each, seen.stored) for each in suggest(read, codebook, seen.codings)]
