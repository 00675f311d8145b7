"""Give a question its codebook: build it, import it, or clone it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from openends.domain.codebook import Codebook
from openends.domain.errors import EmptyCodebook, InputError
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.engine.pipeline import EncoderChoice
from openends.services.advise_now import AdviceNow, AskNow
from openends.services.find_question import find_question
from openends.services.ports import Keep, keep_nothing
from openends.services.prepare_coding import prepare_coding
from openends.services.results import codebook_result
from openends.services.running_jobs import question_at_rest, refuse_edit
from openends.store import codebooks, organizations, responses
from openends.store.database import Database

_EDIT = "its codebook is replaced"


def generate_now(  # noqa: PLR0913 - who, what, with what and when
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    load_encoders: EncoderChoice,
    *,
    now: datetime,
    quality: str = "fast",
    ask: AskNow | None = None,
    keep: Keep[dict[str, Any]] = keep_nothing,
) -> dict[str, Any]:
    """Build the codebook of a question with few responses while the caller waits.

    It costs nothing. A codebook that the question has is replaced, and its codings go with it.

    Returns
    -------
    dict
        ``project_id``, ``question_id`` and ``codebook``, as the API sends them.

    Raises
    ------
    NotFound, AlreadyCoding, JobAlreadyRunning
        When there is no such question, or a job works on it.
    NothingToCode, CodebookGenerationFailed
        When its responses are missing, say nothing, or make no codebook.
    UpstreamTimeout
        When the language model that names the codes takes longer than the caller can wait.
    """
    with database.reading() as connection:
        question = question_at_rest(connection, caller, project_id, question_id)
        stored = responses.load(connection, question_id)
    advice = AdviceNow(database, caller, ask)
    coder = prepare_coding(
        question, stored, None, load_encoders, quality=quality, adviser=advice.adviser
    )
    advice.named()
    with database.transaction() as connection:
        organizations.lock(connection, caller.organization.id)
        # A job may have begun while the engine worked.
        question_at_rest(connection, caller, project_id, question_id)
        done = _saved(connection, caller, question, coder.codebook, now, induced=coder.induced)
        advice.keep(connection, question_id, now)
        done |= advice.data
        keep(connection, done)
    return done


def import_codebook(  # noqa: PLR0913 - who, where to, what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    codebook: Codebook,
    *,
    now: datetime,
    keep: Keep[dict[str, Any]] = keep_nothing,
) -> dict[str, Any]:
    """Put a given codebook on a question, in place of what it had; its codings go with that.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        While a job works on the question.
    """
    with database.transaction() as connection:
        organizations.lock(connection, caller.organization.id)
        question = find_question(connection, caller, project_id, question_id)
        refuse_edit(connection, question_id, _EDIT)
        done = _saved(connection, caller, question, codebook, now, induced=False)
        keep(connection, done)
    return done


def clone_codebook(  # noqa: PLR0913 - who, from where to where, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    source_question_id: str,
    target_question_id: str,
    *,
    now: datetime,
    keep: Keep[dict[str, Any]] = keep_nothing,
) -> dict[str, Any]:
    """Copy a codebook to another question of the same project; the target's codings go.

    Raises
    ------
    NotFound
        When the caller has no such project, or it lacks one of the questions.
    InputError
        When both are the same question.
    EmptyCodebook
        When the source has no codebook.
    InvalidState
        While a job works on the target.
    """
    with database.transaction() as connection:
        organizations.lock(connection, caller.organization.id)
        source = find_question(connection, caller, project_id, source_question_id)
        target = find_question(connection, caller, project_id, target_question_id)
        if source.id == target.id:
            raise InputError(
                "Fields 'source_question_id' and 'target_question_id' must name two questions."
            )
        copied = codebooks.load(connection, caller.organization.id, source.id)
        if copied is None:
            raise EmptyCodebook(f"Source question {source.id} has no codebook to clone from.")
        refuse_edit(connection, target.id, _EDIT)
        done = _saved(
            connection,
            caller,
            target,
            copied.codebook,
            now,
            induced=copied.induced,
        )
        keep(connection, done)
    return done


def _saved(
    connection: Connection,
    caller: Caller,
    question: Question,
    codebook: Codebook,
    now: datetime,
    *,
    induced: bool,
) -> dict[str, Any]:
    stored = codebooks.save(
        connection,
        caller.organization.id,
        question.id,
        codebook,
        induced=induced,
        now=now,
    )
    return codebook_result(question.project_id, question.id, stored, {})
