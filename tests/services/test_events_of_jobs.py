"""Who is told of the end of a job."""

import orjson
import pytest
from served import (
    ANSWERS,
    COST,
    NOW,
    Stop,
    begin,
    charges,
    everything,
    later,
    make_question,
    start_call,
    stop_at,
    work,
)

from openends.domain.job import JOB_CANCELLED
from openends.services.cancel_job import cancel_job
from openends.services.run_codebook_generation import run_codebook_generation
from openends.services.start_jobs import start_codebook_generation
from openends.store import deliveries, webhooks
from openends.store.webhooks import Webhook


def cancel(database, caller, job):
    return cancel_job(database, caller, job.id, not_before=later(-60), now=NOW)


def listen(database, caller, *events) -> Webhook:
    with database.transaction() as connection:
        return webhooks.create(
            connection,
            caller.organization.id,
            url="https://example.com/hook",
            events=events,
            now=NOW,
        )


def sent(database, delivery_ids):
    with database.reading() as connection:
        return [deliveries.get(connection, delivery) for delivery in delivery_ids]


def test_webhooks_are_told_of_a_completed_job(database, make_caller, enqueue, encoders):
    caller = make_caller(100)
    wanting = listen(database, caller, "job.completed", "job.failed")
    all_events = listen(database, caller, "*")
    listen(database, caller, "job.failed")
    listen(database, make_caller(), "*")
    job = start_call(database, caller, enqueue)
    told = sent(database, work(database, job, encoders, clock=lambda: NOW))
    assert {delivery.webhook_id for delivery in told} == {wanting.id, all_events.id}
    for delivery in told:
        assert delivery.event == "job.completed"
        assert orjson.loads(delivery.body) == {
            "event": "job.completed",
            "job_id": job.id,
            "project_id": job.project_id,
            "question_id": job.question_id,
            "result": {"responses_coded": len(ANSWERS), "credits_used": COST},
            "timestamp": "2026-11-24T12:00:00Z",
        }


def test_webhooks_are_told_of_a_failed_job(database, caller, enqueue):
    wanting = listen(database, caller, "*")
    listen(database, caller, "job.completed")
    job = start_call(database, caller, enqueue)
    _, told = cancel(database, caller, job)
    (delivery,) = sent(database, told)
    assert (delivery.webhook_id, delivery.event) == (wanting.id, "job.failed")
    assert orjson.loads(delivery.body) == {
        "event": "job.failed",
        "job_id": job.id,
        "project_id": job.project_id,
        "question_id": job.question_id,
        "error": {"code": JOB_CANCELLED, "message": "The job was cancelled."},
        "timestamp": "2026-11-24T12:00:00Z",
    }


def test_a_codebook_job_tells_that_it_coded_nothing(database, caller, enqueue, encoders):
    listen(database, caller, "job.completed")
    question = make_question(database, caller)
    job = start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )
    begin(database, job)
    (delivery,) = sent(database, run_codebook_generation(database, job.id, encoders))
    assert orjson.loads(delivery.body)["result"] == {"responses_coded": 0, "credits_used": 0}


def test_an_interrupted_job_tells_nobody(database, caller, enqueue, encoders):
    listen(database, caller, "*")
    job = start_call(database, caller, enqueue)
    with pytest.raises(Stop):
        work(database, job, encoders, watch=stop_at(9))
    assert everything(database)["deliveries"] == 0
    assert len(work(database, job, encoders)) == 1
    assert charges(database, caller)
