"""Delete a project with everything in it."""

from __future__ import annotations

from openends.domain.organization import Caller
from openends.services.find_question import find_project
from openends.services.running_jobs import refuse_second_job
from openends.store import organizations, projects
from openends.store.database import Database


def delete_project(database: Database, caller: Caller, project_id: str) -> None:
    """Delete a project, its questions, responses, codebooks, codings and jobs.

    What was charged stays charged and in the ledger.

    Raises
    ------
    NotFound
        When the organization has no such project.
    AlreadyCoding, JobAlreadyRunning
        While a job works on one of its questions; the message names it.
    """
    with database.transaction() as connection:
        # Jobs begin under the same lock: none can begin between the question and the deed.
        organizations.lock(connection, caller.organization.id)
        for question in find_project(connection, caller, project_id).questions:
            refuse_second_job(connection, question.id)
        projects.delete(connection, caller.organization.id, project_id)
