"""Keep a question to one job at a time, and let nobody change it under a job."""

from __future__ import annotations

from sqlalchemy import Connection

from openends.domain.errors import (
    AlreadyCoding,
    InvalidState,
    JobAlreadyRunning,
    NothingToCode,
)
from openends.domain.job import Job, JobType
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.services.find_question import find_question
from openends.store import jobs


def question_at_rest(
    connection: Connection, caller: Caller, project_id: str, question_id: str
) -> Question:
    """Return a question that a job could work on now.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    AlreadyCoding, JobAlreadyRunning
        When a job waits or runs for it; the message names it.
    NothingToCode
        When nothing was uploaded to it yet.
    """
    question = find_question(connection, caller, project_id, question_id)
    refuse_second_job(connection, question_id)
    if question.response_count == 0:
        raise NothingToCode(
            f"Question {question_id} has no responses. Upload some first with POST "
            f"/v2/projects/{project_id}/questions/{question_id}/responses."
        )
    return question


def refuse_second_job(connection: Connection, question_id: str) -> None:
    """Raise ``AlreadyCoding`` or ``JobAlreadyRunning`` when a job waits or runs for the question.

    A caller that has locked the organization can rely on the answer until its transaction ends:
    jobs are created under the same lock.
    """
    job = jobs.active_for_question(connection, question_id)
    if job is None:
        return
    if job.type is JobType.CODEBOOK_GENERATION:
        raise JobAlreadyRunning(
            f"A codebook job ({job.id}) is already running for question {question_id}."
        )
    raise AlreadyCoding(f"Question {question_id} is already being coded by job {job.id}.")


def refuse_edit(connection: Connection, question_id: str, edit: str) -> None:
    """Raise ``InvalidState`` when a job waits or runs for the question.

    Parameters
    ----------
    question_id:
        The question to be changed.
    edit:
        What is to be done to it, such as "its codebook can be replaced".
    """
    job = jobs.active_for_question(connection, question_id)
    if job is not None:
        raise InvalidState(
            f"Question {question_id} is in use by job {job.id}, which {_does(job)}. Wait for it to "
            f"end, or cancel it with DELETE /v2/jobs/{job.id}, before {edit}."
        )


def _does(job: Job) -> str:
    if job.type is JobType.CODEBOOK_GENERATION:
        return "builds its codebook"
    return "codes its responses"
