"""What every job that a worker runs has in common: its material, when to stop, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from openends.domain.errors import DatabaseProblem, OpenendsError, Unavailable
from openends.domain.job import Job, JobStatus
from openends.domain.project import Question
from openends.domain.response import ReviewedResponse
from openends.services.fail_job import fail_job
from openends.services.job_events import announce
from openends.services.ports import Clock, JobGone, Watch
from openends.services.seen_question import decided
from openends.services.stored_codings import codings_from
from openends.store import codebooks, codings, jobs, questions, responses
from openends.store.codebooks import StoredCodebook
from openends.store.codings import ResponseFilter
from openends.store.database import Database
from openends.store.responses import StoredResponse

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Work:
    """A job that runs, and all that it needs to know."""

    job: Job
    question: Question
    #: All responses of the question in their order.
    responses: list[StoredResponse]
    #: The question's codebook, if it has one.
    codebook: StoredCodebook | None
    #: What people decided about responses that are coded already.
    reviewed: Sequence[ReviewedResponse] = ()


class Guard:
    """Asks whether to go on, and tells being stopped from going wrong.

    Parameters
    ----------
    watch:
        Raises to stop.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._stop: BaseException | None = None

    def check(self) -> None:
        """Raise what the watch raises."""
        try:
            self._watch()
        except BaseException as stop:
            self._stop = stop
            raise

    def progress(self, stage: str, done: int, total: int) -> None:
        """Check whenever the engine tells how far it is."""
        del stage, done, total
        self.check()

    def is_no_failure(self, error: Exception) -> bool:
        """Return whether the job can go on later: it was stopped, or the database went away."""
        return error is self._stop or isinstance(error, (JobGone, DatabaseProblem, Unavailable))


def load_work(database: Database, job_id: str) -> Work:
    """Return what a job that was begun has to do.

    Another worker that thinks the job its own may code a batch meanwhile. The job is read last, so
    that its charges count each response that is read as coded: the other way round, a batch that is
    read as coded but not as charged would be left out of the job's sum for good.

    Raises
    ------
    JobGone
        When the job does not run any more, or its question was deleted.
    """
    with database.reading() as connection:
        job = jobs.get_any(connection, job_id)
        if job is None or job.status is not JobStatus.PROCESSING:
            raise JobGone(job_id)
        question = questions.get(connection, job.organization_id, job.question_id)
        if question is None:
            raise JobGone(job_id)
        codebook = codebooks.load(connection, job.organization_id, question.id)
        rows = responses.load(connection, question.id)
        reviewed: Sequence[ReviewedResponse] = ()
        if codebook is not None:
            approved = codings.load_all(
                connection, job.organization_id, question.id, ResponseFilter(approved=True)
            )
            reviewed = decided(codings_from(approved, codebook))
        job = jobs.get_any(connection, job_id)
        if job is None:
            raise JobGone(job_id)
        return Work(
            job=job, question=question, responses=rows, codebook=codebook, reviewed=reviewed
        )


def advance(
    connection: Connection, job: Job, *, processed: int, charged: int, now: datetime
) -> None:
    """Say how far the job is. Comes first in a transaction: until its end the job is ours.

    Raises
    ------
    JobGone
        When it was cancelled, or deleted with its project.
    """
    if not jobs.advance(connection, job.id, processed=processed, charged=charged, now=now):
        raise JobGone(job.id)


def complete(connection: Connection, job: Job, body: bytes, now: datetime) -> list[str]:
    """End the job with its result; return the ids of the deliveries that tell webhooks.

    Raises
    ------
    JobGone
        When it has ended otherwise.
    """
    if not jobs.complete(connection, job.id, body, now):
        raise JobGone(job.id)
    ended = jobs.get_any(connection, job.id)
    return announce(connection, ended, now) if ended else []


def give_up(
    database: Database, job: Job, error: Exception, told: tuple[str, str], clock: Clock
) -> list[str]:
    """Let the job fail, and note the cause for those who run the server.

    Parameters
    ----------
    error:
        What went wrong.
    told:
        Code and message for the client.
    """
    code, message = told
    about = {"job_id": job.id, "organization": job.organization_id, "code": code}
    if isinstance(error, OpenendsError):
        # The responses are to blame, not the program.
        _log.warning("job failed", **about)
    else:
        _log.error("job failed", **about, exc_info=error)
    return fail_job(database, job.id, code, message, clock())
