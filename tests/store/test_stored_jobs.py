from __future__ import annotations

from datetime import timedelta

import pytest
from made_study import NOW, make_job, make_study
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from together import run_together

from openends.domain.job import JobError, JobStatus, JobType
from openends.store import jobs, questions
from openends.store.tables import job_results

LATER = NOW + timedelta(minutes=1)
ENDS = {
    "completed": lambda connection, job: jobs.complete(connection, job.id, b"{}", LATER),
    "failed": lambda connection, job: jobs.fail(
        connection, job.id, code="CODING_FAILED", message="No.", indices=(), body=None, now=LATER
    ),
}


@pytest.fixture
def job(database, study):
    """A job that waits."""
    made = make_job(study)
    with database.transaction() as connection:
        jobs.create(connection, made)
    return made


def found(database, job):
    with database.reading() as connection:
        return jobs.get_any(connection, job.id)


def test_a_job_comes_back_as_it_was_made(database, study):
    job = make_job(
        study,
        type=JobType.ONE_CALL,
        status=JobStatus.FAILED,
        processed=3,
        charged=2,
        attempts=1,
        error=JobError(code="NO_DATA", message="Nothing."),
        failed_response_indices=(4, 5),
    )
    with database.transaction() as connection:
        jobs.create(connection, job)
        assert jobs.get(connection, study.owner, job.id, not_before=NOW) == job
    assert found(database, job) == job


def test_a_question_has_one_job_at_a_time(database, study, job):
    with database.reading() as connection:
        assert jobs.active_for_question(connection, study.question.id) == job
    for status in (JobStatus.QUEUED, JobStatus.PROCESSING):
        second = make_job(study, type=JobType.CODEBOOK_GENERATION, status=status)
        with pytest.raises(IntegrityError), database.transaction() as connection:
            jobs.create(connection, second)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_question_may_have_a_job_after_one_that_ended(database, study, job, end):
    with database.transaction() as connection:
        assert end(connection, job)
        assert jobs.active_for_question(connection, study.question.id) is None
        jobs.create(connection, make_job(study))


@pytest.mark.parametrize(
    ("kind", "coding"),
    [
        (JobType.AUTO_CODING, True),
        (JobType.ONE_CALL, True),
        (JobType.CODEBOOK_GENERATION, False),
    ],
)
def test_a_question_is_being_coded_while_a_coding_job_is_active(database, study, kind, coding):
    job = make_job(study, type=kind)
    with database.transaction() as connection:
        jobs.create(connection, job)
        assert questions.get(connection, study.owner, study.question.id).is_coding is coding
        jobs.complete(connection, job.id, b"{}", LATER)
        assert not questions.get(connection, study.owner, study.question.id).is_coding


def test_a_job_that_expired_is_not_found(database, study, job):
    after = NOW + timedelta(microseconds=1)
    with database.reading() as connection:
        assert jobs.get(connection, study.owner, job.id, not_before=after) is None
        assert jobs.list_for(connection, study.owner, limit=9, not_before=after) == []


def test_jobs_are_listed_newest_first(database):
    studies = [make_study(database, f"Org {number}") for number in range(3)]
    one = studies[0]
    made = [
        make_job(
            study,
            organization_id=one.owner,
            created_at=NOW + timedelta(seconds=number),
            status=status,
        )
        for number, (study, status) in enumerate(zip(studies, list(JobStatus)[:3], strict=True))
    ]
    with database.transaction() as connection:
        for job in made:
            jobs.create(connection, job)
        assert jobs.list_for(connection, one.owner, limit=2, not_before=NOW) == [made[2], made[1]]
        chosen = jobs.list_for(
            connection, one.owner, status=JobStatus.QUEUED, limit=9, not_before=NOW
        )
        assert chosen == [made[0]]
        assert jobs.count_queued(connection, one.owner) == 1


def test_credits_are_reserved_while_a_job_has_yet_to_charge(database, study, job):
    with database.transaction() as connection:
        assert jobs.reserved(connection, study.owner) == 8
        jobs.begin(connection, job.id, LATER)
        jobs.advance(connection, job.id, processed=5, charged=3, now=LATER)
        assert jobs.reserved(connection, study.owner) == 5
        jobs.complete(connection, job.id, b"{}", LATER)
        assert jobs.reserved(connection, study.owner) == 0


def test_every_beginning_counts_as_an_attempt(database, job):
    with database.transaction() as connection:
        for attempt in (1, 2):
            begun = jobs.begin(connection, job.id, LATER)
            assert (begun.status, begun.attempts) == (JobStatus.PROCESSING, attempt)
            assert begun.updated_at == LATER


def test_a_job_that_was_handed_back_waits_and_its_attempt_does_not_count(database, job):
    with database.transaction() as connection:
        jobs.begin(connection, job.id, LATER)
        jobs.hand_back(connection, job.id, LATER)
    assert (found(database, job).status, found(database, job).attempts) == (JobStatus.QUEUED, 0)
    with database.transaction() as connection:
        jobs.hand_back(connection, job.id, LATER)
    assert found(database, job).attempts == 0


def test_progress_never_goes_down(database, job):
    with database.transaction() as connection:
        jobs.begin(connection, job.id, NOW)
        assert jobs.advance(connection, job.id, processed=6, charged=4, now=NOW)
        assert jobs.advance(connection, job.id, processed=2, charged=5, now=LATER)
    now = found(database, job)
    assert (now.processed, now.charged, now.updated_at) == (6, 5, LATER)


def test_a_job_that_waits_cannot_advance(database, job):
    with database.transaction() as connection:
        assert not jobs.advance(connection, job.id, processed=1, charged=1, now=LATER)
    assert found(database, job) == job


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_job_that_ended_stands_still(database, job, end):
    with database.transaction() as connection:
        jobs.begin(connection, job.id, LATER)
        assert end(connection, job)
    ended = found(database, job)
    with database.transaction() as connection:
        assert jobs.begin(connection, job.id, NOW) is None
        assert not jobs.advance(connection, job.id, processed=9, charged=9, now=NOW)
        jobs.hand_back(connection, job.id, NOW)
        for again in ENDS.values():
            assert not again(connection, job)
    assert found(database, job) == ended


def test_a_job_that_is_done_has_a_result_and_is_done_to_the_full(database, job):
    with database.transaction() as connection:
        assert jobs.result(connection, job.id) is None
        assert jobs.complete(connection, job.id, b'{"a": "\xc3\xa9"}', LATER)
        assert jobs.result(connection, job.id) == b'{"a": "\xc3\xa9"}'
    done = found(database, job)
    assert (done.status, done.percentage, done.error) == (JobStatus.COMPLETED, 100, None)


def test_a_job_that_failed_says_why_and_keeps_what_was_coded(database, job):
    with database.transaction() as connection:
        jobs.begin(connection, job.id, LATER)
        jobs.advance(connection, job.id, processed=7, charged=5, now=LATER)
        failed = {"code": "CODING_FAILED", "message": "At batch 2.", "indices": (7, 9)}
        assert jobs.fail(connection, job.id, **failed, body=b"[]", now=LATER)
        assert jobs.result(connection, job.id) == b"[]"
    end = found(database, job)
    assert (end.status, end.processed, end.charged) == (JobStatus.FAILED, 7, 5)
    assert end.error == JobError(code="CODING_FAILED", message="At batch 2.")
    assert end.failed_response_indices == (7, 9)


def test_of_many_who_end_a_job_one_does(database, job):
    won = []

    def end():
        with database.transaction() as connection:
            if ENDS["failed"](connection, job):
                won.append(job)

    run_together(end, count=6)
    assert won == [job]


def test_old_jobs_are_purged_with_their_results(database, study, job):
    with database.transaction() as connection:
        jobs.complete(connection, job.id, b"{}", LATER)
        young = make_job(study, created_at=LATER)
        jobs.create(connection, young)
        assert jobs.purge(connection, NOW) == 0
        assert jobs.purge(connection, LATER) == 1
        assert jobs.get_any(connection, job.id) is None
        assert jobs.get_any(connection, young.id) == young
        left = connection.execute(select(func.count()).select_from(job_results))
        assert left.scalar() == 0
