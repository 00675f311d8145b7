"""Who is served when many wait, and how soon a cancelled job's worker is free."""

import threading

from job_site import verbatims, wait_until
from sqlalchemy import func, select

from openends.domain.job import JOB_CANCELLED, JobStatus
from openends.domain.organization import Plan
from openends.store import tables


def test_a_hundred_jobs_of_one_organization_do_not_keep_another_waiting(site, start_worker):
    busy, other = site.organization(Plan.ENTERPRISE), site.organization(Plan.ENTERPRISE)
    start_worker(delay=0.05)
    # They take longer than anybody waits here.
    long = [site.start(busy, verbatims(3_000)) for _ in range(2)]
    wait_until(lambda: _count(site, JobStatus.PROCESSING) == 2, "both places taken")
    for _ in range(98):
        site.start(busy, verbatims(50))
    one = site.start(other, verbatims(50))
    assert site.wait_for_end(one).status is JobStatus.COMPLETED
    assert [site.job(job_id).status for job_id in long] == [JobStatus.PROCESSING] * 2
    assert _count(site, JobStatus.QUEUED) == 98


def test_organizations_that_wait_take_turns(site, start_worker):
    callers = [site.organization() for _ in range(3)]
    for caller in callers[:2]:
        for _ in range(20):
            site.start(caller, verbatims(50))
    last = site.start(callers[2], verbatims(50))
    start_worker()
    assert site.wait_for_end(last).status is JobStatus.COMPLETED
    # In the order in which they came, it would have been the forty-first.
    assert _count(site, JobStatus.QUEUED) > 10


def test_more_jobs_than_the_plan_allows_wait(site, start_worker):
    caller = site.organization(Plan.STARTER)
    for _ in range(2):
        start_worker(delay=0.002, concurrency=4)
    started = [site.start(caller, verbatims(50)) for _ in range(12)]
    most, stop = [0], threading.Event()

    def note():
        while not stop.wait(0.01):
            most.append(_count(site, JobStatus.PROCESSING))

    noting = threading.Thread(target=note)
    noting.start()
    ended = [site.wait_for_end(job_id) for job_id in started]
    stop.set()
    noting.join()
    assert {job.status for job in ended} == {JobStatus.COMPLETED}
    assert max(most) == Plan.STARTER.concurrent_jobs


def test_a_cancelled_job_stops_and_frees_its_place(site, start_worker):
    caller = site.organization()
    start_worker(delay=0.01, concurrency=1)
    first = site.start(caller, verbatims(10_000))
    wait_until(lambda: site.job(first).status is JobStatus.PROCESSING, "begin")
    second = site.start(caller, verbatims(50))
    site.cancel(caller, first)
    # Left alone, the first would read its answers for longer than anybody waits here.
    assert site.wait_for_end(second).status is JobStatus.COMPLETED
    job = site.job(first)
    assert (job.status, job.error.code, job.charged) == (JobStatus.FAILED, JOB_CANCELLED, 0)


def test_what_a_cancelled_job_coded_is_kept_and_charged_and_no_more(site, start_worker):
    caller = site.organization()
    worker = start_worker()
    job_id = site.start(caller, verbatims(2_000))
    site.wait_for_progress(job_id)
    site.cancel(caller, job_id)
    coded = site.scalar(select(func.count()).select_from(tables.codings))
    worker.terminate()
    assert worker.wait() == 0
    assert site.scalar(select(func.count()).select_from(tables.codings)) == coded
    assert site.balance(caller) == 100_000 - coded
    assert site.job(job_id).processed == coded


def test_a_job_of_a_project_that_is_gone_ends_quietly(site, start_worker):
    job_id = site.start(site.organization(), verbatims(50))
    project = site.job(job_id).project_id
    with site.database.transaction() as connection:
        connection.execute(tables.projects.delete().where(tables.projects.c.id == project))
    kept = site.start(site.organization(), verbatims(50))
    start_worker()
    assert site.wait_for_end(kept).status is JobStatus.COMPLETED
    assert site.job(job_id) is None


def _count(site, status):
    query = select(func.count()).select_from(tables.jobs).where(tables.jobs.c.status == status)
    return site.scalar(query)
