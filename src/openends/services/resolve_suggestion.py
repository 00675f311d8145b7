"""Apply a suggestion or dismiss it, and open it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from openends.domain.decision import Decision, GivenCode
from openends.domain.errors import InvalidState, NotFound
from openends.domain.organization import Caller
from openends.domain.resolution import Resolution, SuggestionAction
from openends.domain.suggestion import SuggestionStatus, SuggestionType
from openends.services.coding_engine import Engine
from openends.services.edit_codebook import Edited, edit_codebook
from openends.services.find_question import find_question
from openends.services.find_suggestions import EDIT
from openends.services.ports import Keep, keep_nothing
from openends.services.review_responses import Reviewed, review_responses
from openends.services.running_jobs import refuse_edit
from openends.services.suggested_edit import made_code, number_of, suggested_edit
from openends.services.suggestion_body import suggestion_from
from openends.services.suggestion_case import Resolved, SuggestionCase
from openends.store import changes, codebooks, questions, responses, suggestions
from openends.store.changes import Author
from openends.store.database import Database


def resolve_suggestion(  # noqa: PLR0913 - who, which, what, with what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    suggestion_id: str,
    wanted: Resolution,
    *,
    author: Author,
    engine: Engine,
    now: datetime,
    keep: Keep[Resolved] = keep_nothing,
) -> Resolved:
    """Do with a suggestion what a person decided, and note it.

    Raises
    ------
    NotFound
        When there is no such question or suggestion.
    InvalidState
        When it is resolved already, a job works on the question, or somebody else changed it
        meanwhile.
    InputError
        When the resolution does not fit the suggestion or the codebook.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        find_question(connection, caller, project_id, question_id)
        kept = suggestions.get(connection, organization, question_id, suggestion_id)
        stored = codebooks.load(connection, organization, question_id)
        texts = {row.response_id: row.text for row in responses.load(connection, question_id)}
    if kept is None or stored is None:
        raise NotFound("Suggestion not found")
    if kept.status is not SuggestionStatus.PENDING:
        raise InvalidState(
            f"The suggestion is {kept.status} already. Open it again with POST "
            "/v2/refinement/undo first."
        )
    case = SuggestionCase(
        database=database,
        caller=caller,
        project_id=project_id,
        question_id=question_id,
        kept=kept,
        suggestion=suggestion_from(kept, stored),
        stored=stored,
        wanted=wanted,
        author=author,
        now=now,
        keep=keep,
    )
    if wanted.action is SuggestionAction.DISMISS:
        return _dismiss(case)
    if _assigns(case):
        return _assign(case)
    return _edit(case, engine, texts)


def _assigns(case: SuggestionCase) -> bool:
    if case.wanted.action is SuggestionAction.ASSIGN_EXISTING:
        return True
    as_it_is = case.wanted.action is SuggestionAction.APPLY
    return as_it_is and case.suggestion.type is SuggestionType.ASSIGN_EXISTING


def _dismiss(case: SuggestionCase) -> Resolved:
    organization = case.caller.organization.id
    with case.database.transaction() as connection:
        questions.lock(connection, organization, case.question_id)
        refuse_edit(connection, case.question_id, EDIT)
        deed = case.deed("refinement.dismiss")
        change = changes.record(
            connection,
            organization,
            case.question_id,
            case.author,
            action=deed.action,
            reason=case.wanted.dismiss_reason,
            details=deed.details,
            responses=0,
            now=case.now,
        )
        return case.close(
            connection, SuggestionStatus.DISMISSED, change_id=change.id, stored=case.stored
        )


def _assign(case: SuggestionCase) -> Resolved:
    """Give the responses of a suggestion a code that is there: a person's decision about each."""
    number = case.suggestion.target_code
    if case.wanted.target_code_id is not None or number is None:
        number = number_of(case.wanted.target_code_id, case.stored, "target_code_id")
    decision = Decision(codes=(GivenCode(number=number),))
    code = next(each for each in case.stored.codebook if each.number == number)
    closed: list[Resolved] = []

    def close(connection: Connection, done: Reviewed) -> None:
        closed.append(
            case.close(
                connection,
                SuggestionStatus.APPLIED,
                change_id=done.change_id,
                stored=case.stored,
                code=code,
                reassigned=len(done.what.changed),
            )
        )

    review_responses(
        case.database,
        case.caller,
        case.project_id,
        case.question_id,
        dict.fromkeys(case.suggestion.response_ids, decision),
        case.deed("refinement.assign_existing", code=code.name),
        engine=None,
        now=case.now,
        keep=close,
    )
    return closed[0]


def _edit(case: SuggestionCase, engine: Engine, texts: Mapping[str, str]) -> Resolved:
    made = suggested_edit(case.suggestion, case.wanted, case.stored, texts)
    closed: list[Resolved] = []

    def close(connection: Connection, done: Edited) -> None:
        closed.append(
            case.close(
                connection,
                SuggestionStatus.APPLIED,
                change_id=done.change_id or "",
                stored=done.stored,
                code=made_code(done.stored.codebook, made),
                reassigned=len(done.what.changed),
                counts=done.counts,
            )
        )

    edit_codebook(
        case.database,
        case.caller,
        case.project_id,
        case.question_id,
        lambda _: made.edit,
        case.deed(f"codebook.{made.edit.type}"),
        engine=engine,
        members=made.members,
        confidence=case.kept.confidence,
        now=case.now,
        keep=close,
    )
    return closed[0]
