"""Coding as a job: what a worker does."""

import orjson
import pytest
from served import (
    ANSWERS,
    COST,
    NOW,
    Stop,
    begin,
    charges,
    codebook,
    credits_of,
    job_now,
    ledger_sum,
    make_question,
    question_now,
    request,
    result_of,
    rows_of,
    start_auto,
    start_call,
    upload,
    work,
)

from openends.domain.job import JobStatus
from openends.domain.project import QuestionStatus
from openends.services.code_now import code_now
from openends.services.ports import JobGone
from openends.services.run_codebook_generation import run_codebook_generation
from openends.services.run_coding import batch_size, run_coding
from openends.services.start_jobs import start_codebook_generation
from openends.store import codebooks, projects


def without_ids(data):
    """Leave out what is new with every call."""
    data = orjson.loads(orjson.dumps(data))
    del data["project_id"], data["question_id"]
    for category in data["codebook"]["categories"]:
        del category["id"]
        for code in category["codes"]:
            del code["id"]
    for result in data["results"]:
        for code in result["codes"]:
            del code["id"]
    return data


@pytest.mark.parametrize("given", [codebook(), None], ids=["given", "built"])
def test_a_job_has_the_result_that_the_call_has_at_once(database, caller, enqueue, encoders, given):
    at_once = code_now(database, caller, request(codebook=given), encoders, now=NOW).data
    job = start_call(database, caller, enqueue, codebook=given)
    work(database, job, encoders)
    body = orjson.loads(result_of(database, job))
    assert body["question_id"] == job.question_id
    assert without_ids(body) == without_ids(at_once)


def test_a_job_that_is_done_says_so_in_every_figure(database, make_caller, enqueue, encoders):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)
    work(database, job, encoders)
    done = job_now(database, job)
    assert (done.status, done.percentage, done.error) == (JobStatus.COMPLETED, 100, None)
    assert (done.processed, done.total) == (len(ANSWERS), len(ANSWERS))
    assert (done.charged, done.cost) == (COST, COST)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 100 - COST
    assert sum(charges(database, caller).values()) == COST


def test_a_test_keys_job_charges_nothing(database, make_caller, enqueue, encoders):
    caller = make_caller(0, test=True)
    job = start_call(database, caller, enqueue)
    work(database, job, encoders)
    assert job_now(database, job).charged == 0
    assert charges(database, caller) == {}


def test_progress_counts_coded_responses_and_never_goes_back(database, caller, enqueue, encoders):
    job = start_call(database, caller, enqueue)
    seen = []

    def look():
        now = job_now(database, job)
        coded = sum(row.coded for row in rows_of(database, caller, job.question_id))
        assert now.processed == coded
        seen.append(coded)

    work(database, job, encoders, watch=look)
    assert seen == sorted(seen)
    assert set(range(len(ANSWERS))) <= set(seen)


@pytest.mark.parametrize(
    ("total", "size"),
    [(0, 1), (1, 1), (50, 1), (100, 1), (101, 2), (1_000, 10), (9_901, 100), (50_000, 100)],
)
def test_a_batch_is_a_hundredth_and_a_hundred_at_most(total, size):
    assert batch_size(total) == size


def test_a_question_is_coded_where_it_is_not_yet(database, make_caller, enqueue, encoders):
    caller = make_caller(100)
    question = make_question(database, caller)
    work(database, start_auto(database, caller, question, enqueue), encoders)
    before = rows_of(database, caller, question.id)
    upload(database, caller, question, ["TOO LOUD.", "Cheap", ""], start=20)
    assert question_now(database, caller, question).status is QuestionStatus.CODEBOOK_READY
    job = start_auto(database, caller, question, enqueue)
    work(database, job, encoders)
    after = rows_of(database, caller, question.id)
    assert after[: len(before)] == before
    assert all(row.coded for row in after)
    assert question_now(database, caller, question).status is QuestionStatus.CODED
    assert job_now(database, job).charged == 1
    assert credits_of(database, caller) == 100 - COST - 1
    results = orjson.loads(result_of(database, job))["results"]
    assert [result["id"] for result in results] == [row.response_id for row in after]


def test_a_built_codebook_codes_later_responses_too(database, caller, enqueue, encoders):
    job = start_call(database, caller, enqueue, codebook=None)
    work(database, job, encoders)
    with database.reading() as connection:
        stored = codebooks.load(connection, caller.organization.id, job.question_id)
        (question,) = projects.get(connection, caller.organization.id, job.project_id).questions
    assert stored.induced
    upload(database, caller, question, ["Far too loud"], start=20)
    later = start_auto(database, caller, question, enqueue)
    work(database, later, encoders)
    assert job_now(database, later).status is JobStatus.COMPLETED
    with database.reading() as connection:
        assert codebooks.load(connection, caller.organization.id, question.id) == stored


def test_a_codebook_is_built_as_a_job(database, make_caller, enqueue, encoders):
    caller = make_caller(0)
    question = make_question(database, caller, codes=())
    job = start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )
    begin(database, job)
    run_codebook_generation(database, job.id, encoders)
    done = job_now(database, job)
    assert (done.status, done.percentage, done.charged) == (JobStatus.COMPLETED, 100, 0)
    body = orjson.loads(result_of(database, job))
    assert set(body) == {"project_id", "question_id", "codebook"}
    assert body["codebook"]["categories"]
    now = question_now(database, caller, question)
    assert (now.has_codebook, now.status) == (True, QuestionStatus.CODEBOOK_READY)


def test_what_stops_a_codebook_job_passes_through_and_leaves_it_as_it_is(
    database, caller, enqueue, encoders
):
    question = make_question(database, caller)
    job = start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )
    begin(database, job)
    calls = []

    def watch():
        calls.append(1)
        if len(calls) == 3:
            raise Stop

    with pytest.raises(Stop):
        run_codebook_generation(database, job.id, encoders, watch=watch)
    assert job_now(database, job).status is JobStatus.PROCESSING
    assert question_now(database, caller, question).has_codebook
    run_codebook_generation(database, job.id, encoders)
    assert job_now(database, job).status is JobStatus.COMPLETED


@pytest.mark.parametrize("run", [run_coding, run_codebook_generation], ids=["code", "generate"])
def test_a_job_that_nobody_began_is_not_run(database, caller, enqueue, encoders, run):
    job = start_call(database, caller, enqueue)
    with pytest.raises(JobGone):
        run(database, job.id, encoders)
    with pytest.raises(JobGone):
        run(database, "job_000000000000000000000000", encoders)


def test_a_job_whose_project_was_deleted_under_it_leaves_nothing_behind(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)

    def watch():
        if job_now(database, job).processed == 3:
            # No service does this while a job runs; someone at the database's console might.
            with database.transaction() as connection:
                projects.delete(connection, caller.organization.id, job.project_id)

    with pytest.raises(JobGone):
        work(database, job, encoders, watch=watch)
    assert rows_of(database, caller, job.question_id) == []
    assert job_now(database, job) is None
    assert credits_of(database, caller) == ledger_sum(database, caller) == 97
