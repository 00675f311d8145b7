"""The review queue of a stored question."""

from __future__ import annotations

from openends.domain.organization import Caller
from openends.domain.review import ReviewQueue
from openends.engine.review.first import FIRST
from openends.engine.review.queue import review_queue
from openends.services.edit_codebook import Engine
from openends.services.prepare_coding import prepare_coding
from openends.services.stored_question import StoredQuestion, load_coded_question
from openends.services.tabulate_question import variable_values
from openends.services.temporary_project import Given
from openends.store.database import Database


def queue_responses(
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    by: str | None,
    engine: Engine,
) -> ReviewQueue:
    """Return which responses to review in which order, and when it is enough.

    Parameters
    ----------
    by:
        A member of the responses' demographics whose table counts too; None for no table.
    engine:
        Knows which answers teach most, for the first review of a study.

    Raises
    ------
    NotFound, InvalidState
        When there is no such question, or nothing of it is coded.
    InputError
        When no response has the variable, or it has more values than fit a table.
    """
    with database.reading() as connection:
        stored = load_coded_question(connection, caller, project_id, question_id)
    codings = stored.coded.codings
    values = None if by is None else variable_values(stored.coded_rows, by)
    # What teaches most is asked for in the first answers only.
    approved = {each.text for each in codings if each.approved}
    teaching = () if len(approved) >= FIRST else _teaching(stored, engine)
    return review_queue(
        stored.stored.codebook, codings, values, variable=by or "", teaching=teaching
    )


def _teaching(stored: StoredQuestion, engine: Engine) -> tuple[str, ...]:
    coder = prepare_coding(
        stored.question,
        stored.rows,
        Given(stored.stored.codebook, stored.stored.induced),
        engine.load_encoders,
        quality=engine.quality,
        read=engine.read,
    )
    return coder.teaching
