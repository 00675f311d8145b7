"""What is in line is done, and what is not gets there."""

from datetime import UTC, datetime, timedelta

import pytest
from job_site import verbatims, wait_until
from sqlalchemy import select, text, update

from openends.domain.errors import QueueUnavailable
from openends.domain.job import JobStatus
from openends.domain.organization import Plan
from openends.jobs.line import Line
from openends.jobs.queue import JobQueue, open_client, open_engine, queue_of, upgrade_queue
from openends.store import tables


@pytest.fixture
def line(database):
    engine = open_engine(database)
    client = open_client(engine)
    yield Line(client)
    client.destroy()
    engine.dispose()


def test_a_job_and_its_place_in_line_come_and_go_together(site, line):
    caller = site.organization()

    def enqueue_and_fail(connection, job):
        site.queue.enqueue(connection, job)
        raise RuntimeError(job.id)

    with pytest.raises(RuntimeError) as failure:
        site.start(caller, verbatims(50), enqueue_and_fail)
    kept = site.start(caller, verbatims(50))
    assert site.job(str(failure.value)) is None
    assert line.find([str(failure.value)]) == []
    (entry,) = line.find([kept])
    assert (entry.status, entry.queue_name) == ("ENQUEUED", queue_of(Plan.STARTER))
    assert entry.queue_partition_key == caller.organization.id


def test_what_is_in_line_is_kept_as_json(site):
    job = site.start(site.organization(), verbatims(50))
    table = "dbos.workflow_input" if site.database.is_postgresql else "workflow_input"
    (inputs,) = site.all(text(f"SELECT inputs FROM {table} WHERE workflow_uuid = '{job}'"))
    assert inputs[0] == f'{{"namedArgs":{{}},"positionalArgs":["{job}"]}}'


def test_putting_in_line_twice_is_putting_once(site, line):
    job_id = site.start(site.organization(), verbatims(50))
    with site.database.transaction() as connection:
        site.queue.enqueue(connection, site.job(job_id))
    assert len(line.find([job_id])) == 1


def test_several_can_make_the_tables_of_the_line_at_once(database):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: upgrade_queue(database), range(4)))
    queue = JobQueue(database)
    assert queue.is_reachable()
    queue.close()


def test_a_line_without_tables_is_unavailable(site):
    prefix = "dbos." if site.database.is_postgresql else ""
    with site.database.transaction() as connection:
        connection.execute(text(f"ALTER TABLE {prefix}workflow_status RENAME TO elsewhere"))
    assert not site.queue.is_reachable()
    with pytest.raises(QueueUnavailable):
        site.start(site.organization(), verbatims(50))


def test_a_job_that_never_got_into_the_line_is_done_all_the_same(site, start_worker):
    job_id = site.start(site.organization(), verbatims(50), lambda connection, job: None)
    _age(site, job_id)
    start_worker()
    assert site.wait_for_end(job_id).status is JobStatus.COMPLETED


def test_a_job_whose_place_ended_too_early_is_done_all_the_same(site, start_worker):
    job_id = site.start(site.organization(), verbatims(50))
    _age(site, job_id)
    prefix = "dbos." if site.database.is_postgresql else ""
    with site.database.transaction() as connection:
        connection.execute(text(f"UPDATE {prefix}workflow_status SET status = 'ERROR'"))
    start_worker()
    assert site.wait_for_end(job_id).status is JobStatus.COMPLETED


def test_a_job_that_was_cancelled_in_line_is_left_alone(site, line, start_worker):
    caller = site.organization()
    job_id = site.start(caller, verbatims(50))
    site.cancel(caller, job_id)
    start_worker()
    wait_until(lambda: line.is_over(line.find([job_id])[0]), "end of the workflow")
    assert site.job(job_id).attempts == 0
    assert site.all(select(tables.codings)) == []


def _age(site, job_id):
    then = datetime.now(UTC) - timedelta(minutes=1)
    with site.database.transaction() as connection:
        connection.execute(
            update(tables.jobs).where(tables.jobs.c.id == job_id).values(updated_at=then)
        )
