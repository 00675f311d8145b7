"""Build a question's codebook as a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openends.domain.errors import CodebookGenerationFailed, OpenendsError
from openends.engine.pipeline import EncoderChoice
from openends.engine.question_coder import QuestionCoder
from openends.services.advise_job import JobAdvice
from openends.services.advisers import Advisers
from openends.services.job_body import codebook_body
from openends.services.job_work import Guard, Work, advance, complete, give_up, load_work
from openends.services.ports import Clock, Watch, never_stop, utc_now
from openends.services.prepare_coding import CODEBOOK_FAILED, prepare_coding
from openends.store import codebooks
from openends.store.database import Database


def run_codebook_generation(  # noqa: PLR0913 - which, with what, and when to stop
    database: Database,
    job_id: str,
    load_encoders: EncoderChoice,
    *,
    watch: Watch = never_stop,
    quality: str = "fast",
    advisers: Advisers | None = None,
    clock: Clock = utc_now,
) -> list[str]:
    """Do a job of type codebook_generation to its end; return ids of deliveries to send.

    The caller has begun the job (``store.jobs.begin``). Stopped anywhere and run again, it begins
    anew; the question keeps the codebook that it has until the new one is there.

    Parameters
    ----------
    watch:
        Called often; what it raises passes through, and the job stays as it is.
    advisers:
        Hires a language model that names the codes; None lets the answers name them.

    Raises
    ------
    JobGone
        When the job does not run any more.
    """
    work = load_work(database, job_id)
    guard = Guard(watch)
    advice = JobAdvice(database, work, guard, advisers, clock)
    try:
        coder = _build(work, load_encoders, guard, quality, advice)
        return _keep(database, work, coder, advice.named(), clock)
    except Exception as error:
        if guard.is_no_failure(error):
            raise
        return give_up(database, work.job, error, told_of_codebook(error), clock)


def told_of_codebook(error: Exception) -> tuple[str, str]:
    """Return code and message for a client whose codebook could not be built."""
    if isinstance(error, OpenendsError):
        return error.code, error.message
    return CodebookGenerationFailed.code, CODEBOOK_FAILED


def _build(
    work: Work, load_encoders: EncoderChoice, guard: Guard, quality: str, advice: JobAdvice
) -> QuestionCoder:
    guard.check()
    coder = prepare_coding(
        work.question,
        work.responses,
        None,
        load_encoders,
        quality=quality,
        adviser=advice.namer,
        progress=guard.progress,
    )
    guard.check()
    return coder


def _keep(
    database: Database,
    work: Work,
    coder: QuestionCoder,
    advice: Mapping[str, Any] | None,
    clock: Clock,
) -> list[str]:
    job = work.job
    with database.transaction() as connection:
        now = clock()
        advance(connection, job, processed=job.total, charged=0, now=now)
        stored = codebooks.save(
            connection,
            job.organization_id,
            job.question_id,
            coder.codebook,
            induced=coder.induced,
            now=now,
        )
        return complete(connection, job, codebook_body(job, stored, advice), now)
