"""Workers and callers of one organization at the same time."""

from concurrent.futures import ThreadPoolExecutor

from served import (
    ANSWERS,
    COST,
    NOW,
    charges,
    credits_of,
    job_now,
    ledger_sum,
    make_question,
    request,
    start_auto,
    start_call,
    upload,
    work,
)

from openends.domain.job import JOB_CANCELLED, JobStatus
from openends.services.cancel_job import cancel_job
from openends.services.code_now import code_now
from openends.services.delete_project import delete_project


def test_nobody_stands_in_anybodys_way(database, make_caller, enqueue, encoders):
    """Two workers, two callers that wait, one that starts and cancels, one that uploads."""
    caller = make_caller(10_000)
    started = [start_call(database, caller, enqueue) for _ in range(4)]
    cancelled = []

    def run(jobs):
        for job in jobs:
            work(database, job, encoders)

    def call():
        for _ in range(2):
            code_now(database, caller, request(), encoders, now=NOW)

    def start_and_cancel():
        for _ in range(2):
            job = start_call(database, caller, enqueue)
            ended, _ = cancel_job(database, caller, job.id, not_before=NOW, now=NOW)
            cancelled.append(ended)

    def ask_and_delete():
        for _ in range(2):
            question = make_question(database, caller)
            upload(database, caller, question, ["Cold"], start=20)
            work(database, start_auto(database, caller, question, enqueue), encoders)
            delete_project(database, caller, question.project_id)

    with ThreadPoolExecutor() as pool:
        doing = [
            pool.submit(run, started[::2]),
            pool.submit(run, started[1::2]),
            pool.submit(call),
            pool.submit(call),
            pool.submit(start_and_cancel),
            pool.submit(ask_and_delete),
        ]
        for done in doing:
            done.result()
    for job in started:
        now = job_now(database, job)
        assert (now.status, now.processed, now.charged) == (
            JobStatus.COMPLETED,
            len(ANSWERS),
            COST,
        )
    assert {job.error.code for job in cancelled} == {JOB_CANCELLED}
    spent = COST * (len(started) + 4) + (COST + 1) * 2
    assert sum(charges(database, caller).values()) == spent
    assert credits_of(database, caller) == ledger_sum(database, caller) == 10_000 - spent
