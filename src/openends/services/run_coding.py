"""Code a question's responses as a job."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from openends.domain.coding import Coding
from openends.domain.errors import CodingFailed, OpenendsError
from openends.domain.run import MachineRun
from openends.engine.pipeline import EncoderChoice
from openends.engine.prepare.distinct import first_occurrences
from openends.engine.question_coder import QuestionCoder
from openends.services.advise_job import JobAdvice
from openends.services.advisers import Advisers
from openends.services.job_body import coding_body
from openends.services.job_work import Guard, Work, advance, complete, give_up, load_work
from openends.services.ports import Clock, JobGone, Watch, never_stop, utc_now
from openends.services.prepare_coding import prepare_coding, run_of
from openends.services.run_codebook_generation import told_of_codebook
from openends.services.temporary_project import Given
from openends.store import (
    codebooks,
    coding_runs,
    codings,
    credits,
    jobs,
    organizations,
    write_codings,
)
from openends.store.codebooks import StoredCodebook
from openends.store.database import Database

#: Parts in which a job tells how far it is.
STEPS = 100
#: Responses coded between two looks at whether to go on.
LARGEST_BATCH = 100


def run_coding(  # noqa: PLR0913 - which, with what, and when to stop
    database: Database,
    job_id: str,
    load_encoders: EncoderChoice,
    *,
    watch: Watch = never_stop,
    quality: str = "fast",
    advisers: Advisers | None = None,
    clock: Clock = utc_now,
) -> list[str]:
    """Do a job of type one_call or auto_coding to its end; return ids of deliveries to send.

    The caller has begun the job (``store.jobs.begin``). It can be stopped anywhere, by ``watch`` or
    by a crash, and run again: what is coded stays, and is neither coded nor charged again.

    Parameters
    ----------
    load_encoders:
        Returns the encoders for the languages of the answers.
    watch:
        Called often; what it raises passes through, and the job stays as it is.
    quality:
        "fast" or "best".
    advisers:
        Hires a language model that decides what stays in doubt; None asks none.
    clock:
        Tells the time.

    Raises
    ------
    JobGone
        When the job does not run any more.
    """
    run = _Run(database, load_work(database, job_id), Guard(watch), advisers, clock)
    try:
        coder, stored = run.prepare(load_encoders, quality)
        run.advice.take(coder)
        run.code(coder, stored)
        return run.finish(stored)
    except Exception as error:
        if run.guard.is_no_failure(error):
            raise
        return give_up(database, run.work.job, error, run.told(error), clock)


def batch_size(total: int) -> int:
    """Return how many of so many responses are coded in one transaction."""
    return max(1, min(LARGEST_BATCH, math.ceil(total / STEPS)))


class _Run:
    """One attempt at a job."""

    def __init__(
        self, database: Database, work: Work, guard: Guard, advisers: Advisers | None, clock: Clock
    ) -> None:
        self.database = database
        self.work = work
        self.guard = guard
        self.clock = clock
        self.advice = JobAdvice(database, work, guard, advisers, clock)
        #: Places of the responses that are not coded yet.
        self.left = [at for at, response in enumerate(work.responses) if not response.coded]
        self.charged = work.job.charged
        #: What this attempt codes with, and the id of its line once a batch is kept.
        self.run: MachineRun | None = None
        self.run_id: int | None = None
        #: Whether the codebook stands and coding has begun.
        self.ready = False

    @property
    def processed(self) -> int:
        """Responses coded by the job, in this attempt and those before."""
        return max(0, self.work.job.total - len(self.left))

    def prepare(
        self, load_encoders: EncoderChoice, quality: str
    ) -> tuple[QuestionCoder, StoredCodebook]:
        """Read all responses; build the codebook and keep it, where there is none yet."""
        self.guard.check()
        known = self.work.codebook
        coder = prepare_coding(
            self.work.question,
            self.work.responses,
            Given(known.codebook, known.induced) if known else None,
            load_encoders,
            quality=quality,
            reviewed=self.work.reviewed,
            adviser=self.advice.namer,
            progress=self.guard.progress,
        )
        stored = known or self._keep_codebook(coder)
        self.ready = True
        return coder, stored

    def code(self, coder: QuestionCoder, stored: StoredCodebook) -> None:
        """Code what is left, batch by batch."""
        self.run = run_of(coder, stored, self.clock())
        size = batch_size(self.work.job.total)
        firsts = first_occurrences([response.text for response in self.work.responses])
        while self.left:
            self.guard.check()
            batch = self.left[:size]
            made = [coding for start, stop in _runs(batch) for coding in coder.code(start, stop)]
            self._keep_batch(stored, batch, made, sum(firsts[at] for at in batch))

    def finish(self, stored: StoredCodebook) -> list[str]:
        """Write the result and end the job."""
        self.guard.check()
        with self.database.reading() as connection:
            # Read anew, for what a language model was asked meanwhile.
            job = jobs.get_any(connection, self.work.job.id) or self.work.job
            rows = codings.load_all(connection, job.organization_id, job.question_id)
        body = coding_body(job, stored, rows)
        self.guard.check()
        with self.database.transaction() as connection:
            return complete(connection, job, body, self.clock())

    def told(self, error: Exception) -> tuple[str, str]:
        """Return code and message for the client whose job failed."""
        if not self.ready and (self.work.codebook is None or isinstance(error, OpenendsError)):
            return told_of_codebook(error)
        job = self.work.job
        size = batch_size(job.total)
        batches = max(1, math.ceil(job.total / size))
        return CodingFailed.code, (
            f"Coding failed at batch {min(batches, self.processed // size + 1)} of {batches}. "
            f"{self.processed} of {job.total} responses were coded successfully."
        )

    def _keep_codebook(self, coder: QuestionCoder) -> StoredCodebook:
        job = self.work.job
        with self.database.transaction() as connection:
            now = self.clock()
            advance(connection, job, processed=0, charged=0, now=now)
            if codebooks.load(connection, job.organization_id, job.question_id):
                # Another worker has taken the job over, and may be coding by its codebook already.
                raise JobGone(job.id)
            return codebooks.save(
                connection,
                job.organization_id,
                job.question_id,
                coder.codebook,
                induced=coder.induced,
                now=now,
            )

    def _keep_batch(
        self, stored: StoredCodebook, batch: Sequence[int], made: Sequence[Coding], answers: int
    ) -> None:
        """Keep codings, charge them and tell how far the job is: all of it or nothing.

        Another worker that took the job over, because this one seemed dead, may have been here
        before. Then a coding or a charge is there already, and this worker stands down.
        """
        job = self.work.job
        organization, question = job.organization_id, job.question_id
        rows = [self.work.responses[at] for at in batch]
        # A job pays no more than was held back for it.
        amount = max(0, min(answers, job.cost - self.charged))
        left = self.left[len(batch) :]
        with self.database.transaction() as connection:
            now = self.clock()
            # Everybody locks the organization, the job and the question in this order, so that
            # nobody waits in a circle.
            organizations.lock(connection, organization)
            advance(
                connection,
                job,
                processed=max(0, job.total - len(left)),
                charged=self.charged + amount,
                now=now,
            )
            pairs = [(row.pk, coding) for row, coding in zip(rows, made, strict=True)]
            if self.run_id is None and self.run is not None:
                self.run_id = coding_runs.record(connection, organization, question, self.run)
            new = write_codings.save(
                connection, organization, question, stored, pairs, now, self.run_id
            )
            if new < len(pairs):
                raise JobGone(job.id)
            if amount and not credits.charge(
                connection,
                organization,
                reference=job.id,
                batch=rows[0].position,
                amount=amount,
                now=now,
            ):
                raise JobGone(job.id)
        self.left, self.charged = left, self.charged + amount


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and stop of each unbroken run of places."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1] + 1
            start = at
