"""The review queue of a stored question."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.domain.review import ReviewQueue
from openends.engine.review.first import FIRST
from openends.engine.review.queue import review_queue
from openends.services.coding_engine import Engine
from openends.services.find_question import find_question
from openends.services.prepare_coding import prepare_coding
from openends.services.stored_question import no_codebook, not_coded
from openends.services.tabulate_question import variable_values
from openends.services.temporary_project import Given
from openends.store import codebooks, made_codings, responses
from openends.store.codebook_rows import StoredCodebook
from openends.store.database import Database
from openends.store.responses import StoredResponse


def queue_responses(  # noqa: PLR0913 - who, which, with what, and how much of it
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    by: str | None,
    engine: Engine,
    *,
    most: int,
) -> ReviewQueue:
    """Return which responses to review in which order, and when it is enough.

    Parameters
    ----------
    by:
        A member of the responses' demographics whose table counts too; None for no table.
    engine:
        Knows which answers teach most, for the first review of a study.
    most:
        Entries that are told of at most.

    Raises
    ------
    NotFound, InvalidState
        When there is no such question, or nothing of it is coded.
    InputError
        When no response has the variable, or it has more values than fit a table.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        question = find_question(connection, caller, project_id, question_id)
        stored = codebooks.load(connection, organization, question.id)
        if stored is None:
            raise no_codebook(question)
        made = made_codings.load(connection, organization, question.id, stored)
        if not made:
            raise not_coded(question)
        # What teaches most is asked for in the first answers only.
        begun = len({each.text for each in made if each.approved}) >= FIRST
        rows = [] if begun else responses.load(connection, question.id)
        values = None
        if by is not None:
            known = made_codings.demographics(connection, organization, question.id)
            values = variable_values(known, by)
    teaching = () if begun else _teaching(question, stored, rows, engine)
    return review_queue(
        stored.codebook, made, values, variable=by or "", teaching=teaching, most=most
    )


def _teaching(
    question: Question, stored: StoredCodebook, rows: Sequence[StoredResponse], engine: Engine
) -> tuple[str, ...]:
    coder = prepare_coding(
        question,
        rows,
        Given(stored.codebook, stored.induced),
        engine.load_encoders,
        quality=engine.quality,
        read=engine.read,
    )
    return coder.teaching
