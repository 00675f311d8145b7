"""Upload responses to a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openends.domain.organization import Caller
from openends.services.find_question import find_question
from openends.services.ports import Keep, keep_nothing
from openends.services.running_jobs import refuse_edit
from openends.store import organizations, responses
from openends.store.database import Database
from openends.store.responses import NewResponse


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """What an upload did."""

    added: int
    #: Responses whose id the question has already; they were left as they are.
    duplicates: int
    #: Responses of the question after it.
    response_count: int


def add_responses(  # noqa: PLR0913 - who, where to, what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    items: Sequence[NewResponse],
    *,
    now: datetime,
    keep: Keep[Added] = keep_nothing,
) -> Added:
    """Add responses to a question; those with an id that it has already are left out.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        While a job works on the question: its total would no longer be true.
    """
    organization = caller.organization.id
    with database.transaction() as connection:
        organizations.lock(connection, organization)
        question = find_question(connection, caller, project_id, question_id)
        refuse_edit(connection, question_id, "responses are added")
        added, duplicates = responses.add(connection, organization, question_id, items, now)
        total = question.response_count + added
        done = Added(added=added, duplicates=duplicates, response_count=total)
        keep(connection, done)
    return done
