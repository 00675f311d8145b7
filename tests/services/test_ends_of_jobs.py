"""How jobs end before their time, and who is told of an end."""

import orjson
import pytest
from served import (
    ANSWERS,
    COST,
    NOW,
    Stop,
    begin,
    credits_of,
    everything,
    job_now,
    later,
    ledger_sum,
    make_question,
    result_of,
    rows_of,
    start_auto,
    start_call,
    upload,
    work,
)

from openends.domain.codebook import CodingType
from openends.domain.errors import CodebookGenerationFailed, InvalidState, NotFound, Unavailable
from openends.domain.job import JOB_CANCELLED, JobStatus
from openends.services.cancel_job import cancel_job
from openends.services.fail_job import fail_job
from openends.services.ports import JobGone
from openends.services.run_codebook_generation import run_codebook_generation
from openends.services.run_coding import run_coding
from openends.services.start_jobs import start_codebook_generation
from openends.store import jobs


def cancel(database, caller, job):
    return cancel_job(database, caller, job.id, not_before=later(-60), now=NOW)


def stop_after(database, job, encoders, coded):
    """Work until so many responses are coded."""

    def watch():
        if job_now(database, job).processed >= coded:
            raise Stop

    with pytest.raises(Stop):
        work(database, job, encoders, watch=watch)


def fail_after(database, job, encoders, coded):
    """Work with an engine that breaks once so many responses are coded; return deliveries."""
    from openends.engine.question_coder import QuestionCoder

    original = QuestionCoder.code

    def breaking(self, start, stop):
        if start >= coded:
            raise RuntimeError("broken")
        return original(self, start, stop)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuestionCoder, "code", breaking)
        return work(database, job, encoders)


def test_a_job_that_breaks_keeps_what_was_coded_and_charges_no_more(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)
    fail_after(database, job, encoders, 3)
    failed = job_now(database, job)
    assert failed.status is JobStatus.FAILED
    assert (failed.error.code, failed.error.message) == (
        "CODING_FAILED",
        "Coding failed at batch 4 of 8. 3 of 8 responses were coded successfully.",
    )
    assert failed.failed_response_indices == (3, 4, 5, 6, 7)
    assert (failed.processed, failed.charged) == (3, 3)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 97
    body = orjson.loads(result_of(database, job))
    assert [result["id"] for result in body["results"]] == ["R1", "R2", "R3"]
    assert all(result["status"] for result in body["results"])


def test_coding_goes_on_where_a_broken_job_ended(database, make_caller, enqueue, encoders):
    caller = make_caller(100)
    question = make_question(database, caller)
    fail_after(database, start_auto(database, caller, question, enqueue), encoders, 3)
    again = start_auto(database, caller, question, enqueue)
    assert (again.total, again.cost) == (len(ANSWERS) - 3, COST - 3)
    work(database, again, encoders)
    assert job_now(database, again).status is JobStatus.COMPLETED
    assert all(row.coded for row in rows_of(database, caller, question.id))
    assert credits_of(database, caller) == 100 - COST


def test_a_job_that_breaks_at_once_has_no_partial_result(database, caller, enqueue, encoders):
    question = make_question(database, caller)
    work(database, start_auto(database, caller, question, enqueue), encoders)
    upload(database, caller, question, ["Cold coffee"], start=20)
    job = start_auto(database, caller, question, enqueue)
    fail_after(database, job, encoders, 0)
    failed = job_now(database, job)
    assert failed.error.message == (
        "Coding failed at batch 1 of 1. 0 of 1 responses were coded successfully."
    )
    assert failed.failed_response_indices == (len(ANSWERS),)
    assert result_of(database, job) is None


def test_a_job_whose_encoders_fail_says_that_no_codebook_came_of_it(database, caller, enqueue):
    def broken(languages):
        raise RuntimeError

    job = start_call(database, caller, enqueue, codebook=None)
    work(database, job, broken)
    failed = job_now(database, job)
    assert (failed.error.code, failed.error.message) == (
        "CODEBOOK_GENERATION_FAILED",
        "Codebook generation failed. The response set may be too small or too noisy.",
    )
    assert failed.failed_response_indices == tuple(range(len(ANSWERS)))


def test_names_that_cannot_be_found_fail_the_job(database, caller, enqueue, encoders):
    texts = ["i really do not think that anything at all could ever have been any better"]
    job = start_call(database, caller, enqueue, texts, codebook=None, coding_type=CodingType.ENTITY)
    work(database, job, encoders)
    assert job_now(database, job).error.code == "CODEBOOK_GENERATION_FAILED"


def test_a_codebook_job_that_breaks_leaves_the_old_codebook(database, caller, enqueue):
    question = make_question(database, caller)
    before = everything(database)["codes"]
    job = start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )
    begin(database, job)

    def broken(languages):
        raise RuntimeError

    run_codebook_generation(database, job.id, broken)
    failed = job_now(database, job)
    assert failed.error.code == CodebookGenerationFailed.code
    assert (failed.failed_response_indices, result_of(database, job)) == ((), None)
    assert everything(database)["codes"] == before


@pytest.mark.parametrize("run", [run_coding, run_codebook_generation], ids=["code", "generate"])
def test_a_database_that_goes_away_fails_no_job(database, caller, enqueue, run):
    def gone(languages):
        raise Unavailable("gone")

    job = start_call(database, caller, enqueue, codebook=None)
    begin(database, job)
    with pytest.raises(Unavailable):
        run(database, job.id, gone)
    assert job_now(database, job).status is JobStatus.PROCESSING


def test_a_job_that_waits_can_be_cancelled(database, make_caller, enqueue):
    caller = make_caller(COST)
    job = start_call(database, caller, enqueue)
    cancelled, _ = cancel(database, caller, job)
    assert cancelled == job_now(database, job)
    assert cancelled.status is JobStatus.FAILED
    assert (cancelled.error.code, cancelled.error.message) == (
        JOB_CANCELLED,
        "The job was cancelled.",
    )
    assert result_of(database, job) is None
    with database.reading() as connection:
        assert jobs.reserved(connection, caller.organization.id) == 0


def test_a_job_that_runs_can_be_cancelled_and_its_worker_stops(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)

    def watch():
        if job_now(database, job).processed == 4:
            cancel(database, caller, job)

    with pytest.raises(JobGone):
        work(database, job, encoders, watch=watch)
    cancelled = job_now(database, job)
    coded = [row.position for row in rows_of(database, caller, job.question_id) if row.coded]
    assert coded == [0, 1, 2, 3]
    assert cancelled.failed_response_indices == (4, 5, 6, 7)
    assert (cancelled.processed, cancelled.charged) == (4, 3)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 97
    assert len(orjson.loads(result_of(database, job))["results"]) == 4


def test_a_cancelled_job_makes_room_for_another(database, caller, enqueue, encoders):
    question = make_question(database, caller)
    cancel(database, caller, start_auto(database, caller, question, enqueue))
    again = start_auto(database, caller, question, enqueue)
    work(database, again, encoders)
    assert job_now(database, again).status is JobStatus.COMPLETED


def test_a_job_that_has_ended_cannot_be_cancelled(database, caller, enqueue, encoders):
    done, stopped = (start_call(database, caller, enqueue) for _ in range(2))
    work(database, done, encoders)
    with pytest.raises(InvalidState) as refusal:
        cancel(database, caller, done)
    assert refusal.value.message == (
        f"Job {done.id} has already completed and cannot be cancelled."
    )
    cancel(database, caller, stopped)
    with pytest.raises(InvalidState, match="has already failed"):
        cancel(database, caller, stopped)


def test_other_organizations_jobs_and_expired_ones_are_not_found(database, make_caller, enqueue):
    caller = make_caller()
    job = start_call(database, caller, enqueue)
    with pytest.raises(NotFound, match="Job not found"):
        cancel(database, make_caller(), job)
    with pytest.raises(NotFound, match="Job not found"):
        cancel_job(database, caller, job.id, not_before=later(1), now=NOW)


def test_a_batch_that_lands_while_a_job_is_failed_is_in_the_partial_result(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)
    stop_after(database, job, encoders, 2)
    from openends.services import fail_job as module

    original, worked = module._end, []

    def work_before(*args):
        if not worked:
            worked.append(1)
            stop_after(database, job, encoders, 5)
        return original(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_end", work_before)
        fail_job(database, job.id, "CODING_FAILED", "Given up.", NOW)
    failed = job_now(database, job)
    assert failed.failed_response_indices == (5, 6, 7)
    assert len(orjson.loads(result_of(database, job))["results"]) == 5


def test_a_job_that_has_ended_is_not_failed_again(database, caller, enqueue):
    job = start_call(database, caller, enqueue)
    cancel(database, caller, job)
    assert fail_job(database, job.id, "CODING_FAILED", "Given up.", NOW) == []
    assert job_now(database, job).error.code == JOB_CANCELLED
    assert fail_job(database, "job_000000000000000000000000", "X", "Y", NOW) == []
