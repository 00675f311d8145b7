"""What a worker does with a job: begin it, do it, tell webhooks; at most three times."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, func, select

from openends.domain.errors import (
    CodebookGenerationFailed,
    CodingFailed,
    DatabaseProblem,
    OpenendsError,
    ServerProblem,
    Unavailable,
)
from openends.domain.job import Job, JobStatus, JobType
from openends.jobs.watch import LOOK_SECONDS, HandBack, LeaveOpen, NotMine, Running, make_watch
from openends.services.fail_job import fail_job
from openends.services.ports import JobGone, Watch
from openends.services.run_codebook_generation import run_codebook_generation
from openends.services.run_coding import run_coding
from openends.store import jobs, organizations
from openends.store.tables import jobs as jobs_table

if TYPE_CHECKING:
    from openends.engine.pipeline import EncoderChoice
    from openends.jobs.queue import JobQueue
    from openends.services.advisers import Advisers
    from openends.store.database import Database

#: Times that a job may stop its worker dead; then it is the job's fault.
MOST_ATTEMPTS = 3
#: Times that a job's queries may fail before the job does. Outages do not count.
MOST_FAILED_QUERIES = 5
#: Seconds before a job goes on after something that should pass; doubled each time.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0

_log = structlog.get_logger()


class NoRoom(Exception):
    """As many jobs of the organization run as its plan allows."""


class JobRunner:
    """Does jobs, several at once in threads.

    Parameters
    ----------
    database:
        Where the jobs are.
    queue:
        Where the deliveries go that tell of their end.
    running:
        What runs here; its ``stop`` makes jobs hand themselves back.
    load_encoders:
        Chooses encoders by language.
    quality:
        "fast" or "best".
    advisers:
        Hires the language model; None where the server has none.
    """

    def __init__(
        self,
        database: Database,
        queue: JobQueue,
        running: Running,
        load_encoders: EncoderChoice,
        *,
        quality: str,
        advisers: Advisers | None,
    ) -> None:
        self._database = database
        self._queue = queue
        self._running = running
        self._load_encoders = load_encoders
        self._quality = quality
        self._advisers = advisers
        self._further_tries = threading.Lock()
        self._at_work: set[object] = set()

    @property
    def is_at_work(self) -> bool:
        """Return whether any job is under way, or on its way back into the line."""
        return bool(self._at_work)

    def run(self, job_id: str) -> None:
        """Do a job to its end, from wherever it stands.

        Raises
        ------
        LeaveOpen
            When another worker, or a later run, goes on with it.
        NoRoom
            When it has to wait on.
        """
        with self._running.run(job_id) as run, self._counted(run):
            try:
                told = self._do(job_id, make_watch(self._database, self._running, job_id, run))
            except (HandBack, NotMine, ServerProblem) as reason:
                _log.info("job left to others", job_id=job_id, reason=type(reason).__name__)
                raise LeaveOpen from None
        self._queue.enqueue_deliveries(told)

    @contextmanager
    def _counted(self, run: object) -> Iterator[None]:
        self._at_work.add(run)
        try:
            yield
        finally:
            self._at_work.discard(run)

    def _do(self, job_id: str, watch: Watch) -> list[str]:
        with self._turn(job_id, watch):
            job = self._begin(job_id)
            if job is None:
                return []
            if job.attempts > MOST_ATTEMPTS:
                return self._give_up(job)
            _log.info("job begun", job_id=job_id, organization=job.organization_id)
            try:
                return self._work(job, watch)
            except HandBack:
                # Without the database it stays as it is, and is taken up all the same.
                with suppress(ServerProblem), self._database.transaction() as connection:
                    jobs.hand_back(connection, job_id, datetime.now(UTC))
                raise

    @contextmanager
    def _turn(self, job_id: str, watch: Watch) -> Iterator[None]:
        """Let jobs whose worker died run one by one.

        Otherwise a job that kills its worker takes those along that run beside it, and in the end
        they are given up with it. One that waits here has not begun: its attempts do not count.
        """
        with self._database.reading() as connection:
            job = jobs.get_any(connection, job_id)
        if job is None or job.attempts == 0:
            yield
            return
        while not self._further_tries.acquire(timeout=LOOK_SECONDS):
            watch()
        try:
            yield
        finally:
            self._further_tries.release()

    def _begin(self, job_id: str) -> Job | None:
        with self._database.transaction() as connection:
            job = jobs.get_any(connection, job_id)
            if job is None or not job.status.is_active:
                return None
            # On SQLite two workers may take one job too many out of the line at the same moment.
            owner = organizations.lock(connection, job.organization_id)
            if job.status is JobStatus.QUEUED:
                others = _processing(connection, owner.id)
                if others >= owner.plan.concurrent_jobs:
                    raise NoRoom
            return jobs.begin(connection, job_id, datetime.now(UTC))

    def _work(self, job: Job, watch: Watch) -> list[str]:
        service = run_codebook_generation if job.type is JobType.CODEBOOK_GENERATION else run_coding
        pause, failed = _FIRST_PAUSE, 0
        while True:
            try:
                watch()
                return service(
                    self._database,
                    job.id,
                    self._load_encoders,
                    watch=watch,
                    quality=self._quality,
                    advisers=self._advisers,
                )
            except JobGone:
                with suppress(Unavailable):
                    if not self._goes_on(job.id):
                        return []
            except Unavailable:
                _log.warning("job waits for the database", job_id=job.id)
            except DatabaseProblem as error:
                failed += 1
                if failed > MOST_FAILED_QUERIES:
                    return self._fail(job, error.code, error.message)
            except (HandBack, NotMine):
                raise
            except Exception as error:
                _log.error("job failed", job_id=job.id, exc_info=error)
                return self._fail(
                    job,
                    OpenendsError.code,
                    "The job could not be finished because of an unexpected error.",
                )
            self._running.stop.wait(pause)
            pause = min(_LONGEST_PAUSE, 2 * pause)

    def _goes_on(self, job_id: str) -> bool:
        """Return whether a job that seemed gone is to be gone on with.

        Another worker that thought it its own did a part of it, or handed it back. One of the two
        will learn within a second that it is not.
        """
        with self._database.transaction() as connection:
            job = jobs.get_any(connection, job_id)
            if job is not None and job.status is JobStatus.QUEUED:
                jobs.begin(connection, job_id, datetime.now(UTC))
        return job is not None and job.status.is_active

    def _give_up(self, job: Job) -> list[str]:
        _log.error("job given up", job_id=job.id, organization=job.organization_id)
        kind = CodebookGenerationFailed if job.type is JobType.CODEBOOK_GENERATION else CodingFailed
        return self._fail(
            job,
            kind.code,
            f"The job stopped its worker {MOST_ATTEMPTS} times and was given up; try again with "
            "fewer responses.",
        )

    def _fail(self, job: Job, code: str, message: str) -> list[str]:
        return fail_job(self._database, job.id, code, message, datetime.now(UTC))


def _processing(connection: Connection, organization_id: str) -> int:
    return connection.execute(
        select(func.count()).where(
            jobs_table.c.organization_id == organization_id,
            jobs_table.c.status == JobStatus.PROCESSING,
        )
    ).scalar_one()
