"""Two workers at one job: one seems dead, another takes over, the first wakes up."""

from contextlib import contextmanager

import orjson
import pytest
from served import (
    ANSWERS,
    COST,
    Stop,
    credits_of,
    job_now,
    ledger_sum,
    result_of,
    rows_of,
    start_call,
    work,
)
from sqlalchemy import event

from openends.domain.job import JobStatus
from openends.services.ports import JobGone
from openends.store import codebooks


def has_codebook(database, job):
    with database.reading() as connection:
        return codebooks.load(connection, job.organization_id, job.question_id) is not None


#: How far a job is.
STATES = {
    "begun": lambda database, job: True,
    "codebook kept": has_codebook,
    "some coded": lambda database, job: job_now(database, job).processed >= 3,
    "more coded": lambda database, job: job_now(database, job).processed >= 5,
    "all coded": lambda database, job: job_now(database, job).processed == len(ANSWERS),
}


@pytest.mark.parametrize(
    ("asleep", "awake"),
    [
        ("begun", "codebook kept"),
        ("begun", "some coded"),
        ("begun", "all coded"),
        ("codebook kept", "some coded"),
        ("some coded", "more coded"),
        ("some coded", "all coded"),
        ("all coded", "all coded"),
    ],
)
def test_two_workers_at_one_job_code_and_charge_once(
    database, make_caller, enqueue, encoders, asleep, awake
):
    """One seems dead, another takes over and stops again, the first wakes up."""
    caller = make_caller(100)
    job = start_call(database, caller, enqueue, codebook=None)
    slept = []

    def stop_when_awake():
        if STATES[awake](database, job):
            raise Stop

    def sleep_once():
        if not slept and STATES[asleep](database, job):
            slept.append(1)
            with pytest.raises(Stop):
                work(database, job, encoders, watch=stop_when_awake)

    try:
        work(database, job, encoders, watch=sleep_once)
    except JobGone:
        work(database, job, encoders)
    assert slept
    done = job_now(database, job)
    assert (done.status, done.processed, done.charged) == (JobStatus.COMPLETED, len(ANSWERS), COST)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 100 - COST
    assert all(row.coded for row in rows_of(database, caller, job.question_id))
    body = orjson.loads(result_of(database, job))
    known = {code["id"] for group in body["codebook"]["categories"] for code in group["codes"]}
    given = {code["id"] for result in body["results"] for code in result["codes"]}
    assert given
    assert given <= known


@pytest.mark.parametrize("asleep", STATES)
def test_a_worker_stands_down_when_another_has_finished_its_job(
    database, make_caller, enqueue, encoders, asleep
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue, codebook=None)
    slept = []

    def sleep_once():
        if not slept and STATES[asleep](database, job):
            slept.append(1)
            work(database, job, encoders)

    with pytest.raises(JobGone):
        work(database, job, encoders, watch=sleep_once)
    done = job_now(database, job)
    assert (done.status, done.charged) == (JobStatus.COMPLETED, COST)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 100 - COST
    assert all(row.coded for row in rows_of(database, caller, job.question_id))


@contextmanager
def before_reading(database, table, do):
    """Do something once, before the next query that reads the table."""
    left = [do]

    def look(connection, cursor, statement, *rest):
        if left and f"FROM {table}" in statement:
            left.pop()()

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", look)
    assert not left


@pytest.mark.parametrize("table", ["jobs", "questions", "codebooks", "responses"])
def test_a_batch_coded_while_another_worker_reads_the_job_is_counted(
    database, make_caller, enqueue, encoders, table
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue)

    def stop_when(state):
        def watch():
            if STATES[state](database, job):
                raise Stop

        return watch

    def code_more():
        with pytest.raises(Stop):
            work(database, job, encoders, watch=stop_when("more coded"))

    with pytest.raises(Stop):
        work(database, job, encoders, watch=stop_when("some coded"))
    with before_reading(database, table, code_more):
        try:
            work(database, job, encoders)
        except JobGone:
            work(database, job, encoders)
    done = job_now(database, job)
    assert (done.status, done.processed, done.charged) == (JobStatus.COMPLETED, len(ANSWERS), COST)
    assert credits_of(database, caller) == ledger_sum(database, caller) == 100 - COST
