"""Put work in line that is too long for a caller to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from openends.domain.errors import InvalidState, QueueUnavailable
from openends.domain.job import Job, JobStatus, JobType
from openends.domain.organization import Caller
from openends.domain.project import Question
from openends.engine.prepare.distinct import distinct_texts, first_occurrences
from openends.services.check_credits import check_credits
from openends.services.coding_request import CodingRequest, refuse_blanks
from openends.services.ports import Enqueue
from openends.services.prepare_coding import no_usable_answer
from openends.services.running_jobs import question_at_rest
from openends.services.temporary_project import coding_type, given_codebook, keep_request
from openends.store import codebooks, jobs, organizations, questions, responses
from openends.store.database import Database
from openends.store.ids import new_job_id
from openends.store.responses import StoredResponse


def start_one_call(
    database: Database,
    caller: Caller,
    request: CodingRequest,
    enqueue: Enqueue,
    *,
    depth: int,
    now: datetime,
) -> Job:
    """Keep the responses in a project of their own and queue their coding.

    Parameters
    ----------
    caller:
        Who pays; what the job will cost is held back until it ends.
    enqueue:
        Puts the job in line.
    depth:
        Jobs of an organization that may wait.

    Raises
    ------
    NothingToCode
        When no response says anything.
    NotFound, EmptyCodebook
        When the codebook is named and not there.
    CreditsShort
        When the organization cannot pay for the whole; nothing is kept.
    QueueUnavailable
        When too many jobs of the organization wait already.
    """
    refuse_blanks(request.texts)
    distinct = distinct_texts(request.texts)
    with database.transaction() as connection:
        given = given_codebook(connection, caller, request)
        if given is None and not distinct:
            raise no_usable_answer(len(request.responses))
        cost = _cost(caller, distinct)
        check_credits(connection, caller, cost)
        _refuse_long_queue(connection, caller, depth)
        question = keep_request(connection, caller, request, coding_type(request, given), now)
        if given is not None:
            codebooks.save(
                connection,
                caller.organization.id,
                question.id,
                given.codebook,
                induced=given.induced,
                now=now,
            )
        job = _new_job(caller, question, JobType.ONE_CALL, len(request.responses), cost, now)
        jobs.create(connection, job)
        enqueue(connection, job)
    return job


def start_auto_coding(  # noqa: PLR0913 - who, what, in which line and when
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    coding_guidance: str | None,
    enqueue: Enqueue,
    *,
    depth: int,
    now: datetime,
) -> Job:
    """Queue the coding of all responses of a question that are not coded yet.

    Parameters
    ----------
    coding_guidance:
        What the coding is to mind from now on; None leaves it as it is.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    AlreadyCoding, JobAlreadyRunning
        When a job waits or runs for the question; the message names it.
    NothingToCode, InvalidState
        When responses, or the codebook, come first.
    CreditsShort, QueueUnavailable
        As for ``start_one_call``.
    """
    with database.reading() as connection:
        _question_to_code(connection, caller, project_id, question_id)
        stored = responses.load(connection, question_id)
    # Up to a second for 10,000 responses: told before anybody has to wait for it behind the lock.
    firsts = _firsts(stored)
    with database.transaction() as connection:
        organizations.lock(connection, caller.organization.id)
        question = _question_to_code(connection, caller, project_id, question_id)
        if question.response_count != len(firsts):
            # Responses are added and never changed: as many as before are the same ones.
            firsts = _firsts(responses.load(connection, question_id))
        if coding_guidance is not None:
            questions.set_guidance(connection, question_id, coding_guidance)
        coded = responses.coded(connection, question_id)
        left = [first for response, first in firsts.items() if response not in coded]
        cost = _cost(caller, sum(left))
        check_credits(connection, caller, cost)
        _refuse_long_queue(connection, caller, depth)
        job = _new_job(caller, question, JobType.AUTO_CODING, len(left), cost, now)
        jobs.create(connection, job)
        enqueue(connection, job)
    return job


def start_codebook_generation(  # noqa: PLR0913 - who, what, in which line and when
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    enqueue: Enqueue,
    *,
    depth: int,
    now: datetime,
) -> Job:
    """Queue the building of a question's codebook, which costs nothing.

    Raises
    ------
    NotFound, AlreadyCoding, JobAlreadyRunning, NothingToCode, QueueUnavailable
        As for ``start_auto_coding``.
    """
    with database.transaction() as connection:
        organizations.lock(connection, caller.organization.id)
        question = question_at_rest(connection, caller, project_id, question_id)
        _refuse_long_queue(connection, caller, depth)
        total = question.response_count
        job = _new_job(caller, question, JobType.CODEBOOK_GENERATION, total, 0, now)
        jobs.create(connection, job)
        enqueue(connection, job)
    return job


def _question_to_code(
    connection: Connection, caller: Caller, project_id: str, question_id: str
) -> Question:
    question = question_at_rest(connection, caller, project_id, question_id)
    if not question.has_codebook:
        raise InvalidState(
            "Question must have a codebook before coding. Generate one first with POST "
            "/v2/codebook/generate."
        )
    return question


def _firsts(stored: Sequence[StoredResponse]) -> dict[int, bool]:
    """Tell by each response's row whether it is the first real answer with its text."""
    texts = [response.text for response in stored]
    refuse_blanks(texts)
    rows = [response.pk for response in stored]
    return dict(zip(rows, first_occurrences(texts), strict=True))


def _refuse_long_queue(connection: Connection, caller: Caller, depth: int) -> None:
    waiting = jobs.count_queued(connection, caller.organization.id)
    if waiting >= depth:
        raise QueueUnavailable(
            f"Job queue is temporarily unavailable: {waiting:,} jobs of your organization wait in "
            "it already. Retry async requests in 60 seconds."
        )


def _cost(caller: Caller, answers: int) -> int:
    """Return the credits for so many distinct answers; a test key pays nothing."""
    return 0 if caller.key.test else answers


def _new_job(
    caller: Caller, question: Question, kind: JobType, total: int, cost: int, now: datetime
) -> Job:
    return Job(
        id=new_job_id(),
        organization_id=caller.organization.id,
        project_id=question.project_id,
        question_id=question.id,
        type=kind,
        status=JobStatus.QUEUED,
        processed=0,
        total=total,
        created_at=now,
        updated_at=now,
        cost=cost,
    )
