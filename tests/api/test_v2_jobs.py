"""Jobs: polled, listed and cancelled."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text, update
from v2_steps import CODES, NOBODYS, Steps, many, refusal

from openends.api.app import create_app
from openends.store import deliveries, jobs, webhooks
from openends.store.tables import jobs as jobs_table

MISSING = "job_000000000000000000000000"


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


@pytest.fixture
def work(database):
    """Changes a job as a worker does: ``work(jobs.begin, job)``."""

    def do(step, job, *args, **kwargs):
        with database.transaction() as connection:
            return step(connection, job, *args, **kwargs, now=datetime.now(UTC))

    return do


def test_a_job_that_waits_says_so_and_when_to_look_again(steps):
    job = steps.job(60)
    response = steps.get(f"/v2/jobs/{job}")
    data = steps.data(response)
    assert (data["id"], data["type"], data["status"]) == (job, "one_call", "queued")
    assert data["progress"] == {"processed": 0, "total": 60, "percentage": 0}
    assert set(data) == {"id", "type", "status", "progress", "created_at", "updated_at"}
    assert response.headers["retry-after"] == "1"


def test_a_job_that_runs_says_how_far_it_is(steps, work):
    job = steps.job(60)
    work(jobs.begin, job)
    work(jobs.advance, job, processed=20, charged=20)
    response = steps.get(f"/v2/jobs/{job}")
    assert response.headers["retry-after"] == "1"
    data = steps.data(response)
    assert data["status"] == "processing"
    assert data["progress"] == {"processed": 20, "total": 60, "percentage": 33}


def test_a_completed_job_carries_its_result_as_it_was_written(steps, work):
    job = steps.job()
    # Spaces and digits as no program would write them: they show that nobody read it again.
    work(jobs.complete, job, b'{ "results" : [1.50,  "\\u00e9"] }')
    response = steps.get(f"/v2/jobs/{job}")
    assert b'"result":{ "results" : [1.50,  "\\u00e9"] }' in response.content
    assert steps.data(response)["progress"]["percentage"] == 100
    assert "retry-after" not in response.headers


def test_a_failed_job_says_why_what_it_had_and_what_is_missing(steps, work):
    job = steps.job()
    work(
        jobs.fail,
        job,
        code="CODING_FAILED",
        message="Coding failed at batch 1 of 1.",
        indices=[3, 4],
        body=orjson.dumps({"results": []}),
    )
    data = steps.data(steps.get(f"/v2/jobs/{job}"))
    assert data["status"] == "failed"
    assert data["error"] == {"code": "CODING_FAILED", "message": "Coding failed at batch 1 of 1."}
    assert data["partial_result"] == {"results": []}
    assert data["failed_response_indices"] == [3, 4]
    assert "result" not in data


def test_jobs_are_listed_newest_first_without_their_results(steps, work):
    made = [steps.job() for _ in range(3)]
    work(jobs.complete, made[0], b'{"results": []}')
    response = steps.get("/v2/jobs")
    data = steps.data(response)
    assert [job["id"] for job in data] == made[::-1]
    assert all("result" not in job for job in data)
    assert response.json()["meta"]["count"] == 3
    assert "next_cursor" not in response.json()["meta"]


def test_jobs_can_be_listed_by_state(steps, work):
    made = [steps.job() for _ in range(3)]
    work(jobs.begin, made[1])
    listed = steps.data(steps.get("/v2/jobs", status="processing"))
    assert [job["id"] for job in listed] == [made[1]]
    assert len(steps.data(steps.get("/v2/jobs", status="queued"))) == 2


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_jobs_hold_each_once(steps, database, limit):
    made = [steps.job() for _ in range(5)]
    with database.transaction() as connection:
        # Two that were made in the same moment.
        connection.execute(
            update(jobs_table)
            .where(jobs_table.c.id.in_(made[1:3]))
            .values(created_at=datetime.now(UTC))
        )
    seen, query = [], {"limit": limit}
    while True:
        response = steps.get("/v2/jobs", **query)
        page = [job["id"] for job in steps.data(response)]
        assert len(page) == response.json()["meta"]["count"] <= limit
        seen += page
        cursor = response.json()["meta"].get("next_cursor")
        if cursor is None:
            break
        query["cursor"] = cursor
    assert len(seen) == 5
    assert set(seen) == set(made)


@pytest.mark.parametrize("id", [MISSING, "job_1", NOBODYS, "x", "job_%00", "job_é", "%20"])
@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_job_that_is_not_there_is_not_found(steps, method, id):
    response = getattr(steps, method)(f"/v2/jobs/{id}")
    assert refusal(response, 404, "NOT_FOUND") == "Job not found"


def test_a_job_is_gone_after_a_day(steps, database):
    job = steps.job()
    with database.transaction() as connection:
        earlier = datetime.now(UTC) - timedelta(hours=24, seconds=1)
        connection.execute(update(jobs_table).values(created_at=earlier))
    for response in (steps.get(f"/v2/jobs/{job}"), steps.delete(f"/v2/jobs/{job}")):
        refusal(response, 404, "NOT_FOUND")
    assert steps.data(steps.get("/v2/jobs")) == []
    assert len(steps.data(steps.get("/v2/projects"))) == 1


def test_a_cancelled_job_has_failed_and_says_why(steps):
    job = steps.job()
    data = steps.data(steps.delete(f"/v2/jobs/{job}"))
    assert data["status"] == "failed"
    assert data["error"]["code"] == "JOB_CANCELLED"
    assert steps.data(steps.get(f"/v2/jobs/{job}")) == data


def test_a_job_is_cancelled_even_when_webhooks_cannot_be_told_now(steps, database, organization):
    with database.transaction() as connection:
        url, now = "https://example.com/hook", datetime.now(UTC)
        webhooks.create(connection, organization.id, url=url, events=["*"], now=now)
    job = steps.job()
    prefix = "dbos." if database.is_postgresql else ""
    with database.transaction() as connection:
        connection.execute(text(f"ALTER TABLE {prefix}workflow_status RENAME TO elsewhere"))
    data = steps.data(steps.delete(f"/v2/jobs/{job}"))
    assert data["error"]["code"] == "JOB_CANCELLED"
    with database.reading() as connection:
        # A worker's sweeper finds it.
        assert len(deliveries.waiting(connection, datetime.now(UTC))) == 1


@pytest.mark.parametrize("end", ["completed", "failed"])
def test_a_job_that_has_ended_cannot_be_cancelled(steps, work, end):
    job = steps.job()
    if end == "completed":
        work(jobs.complete, job, b"{}")
    else:
        steps.delete(f"/v2/jobs/{job}")
    message = refusal(steps.delete(f"/v2/jobs/{job}"), 409, "INVALID_STATE")
    assert message == f"Job {job} has already {end} and cannot be cancelled."


def test_too_many_waiting_jobs_are_refused(settings, database, headers):
    few = settings.model_copy(update={"queue_depth": 2})
    with TestClient(create_app(few, database=database)) as client:
        steps = Steps(client, headers)
        for _ in range(2):
            steps.job()
        body = {"responses": many(), "codebook": CODES}
        response = steps.post("/v2/code", body)
        refusal(response, 503, "QUEUE_UNAVAILABLE")
        assert int(response.headers["retry-after"]) == 60
