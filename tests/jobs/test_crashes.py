"""Workers that die, stand still or leave: jobs go on elsewhere, and everything counts once."""

import random
import signal
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime

import psutil
import psycopg
import pytest
from job_site import verbatims, wait_until
from sqlalchemy import func, select

from openends.domain.job import JobStatus
from openends.store import jobs, tables

ANSWERS = 400


@pytest.mark.parametrize("seed", [1])
def test_a_job_whose_worker_is_killed_is_finished_by_another(site, start_worker, seed):
    _survives_two_kills(site, start_worker, random.Random(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_job_survives_kills_at_any_moment(site, start_worker, seed):
    _survives_two_kills(site, start_worker, random.Random(seed))


def _survives_two_kills(site, start_worker, chance):
    caller = site.organization()
    worker = start_worker(delay=0.002)
    job_id = site.start(caller, verbatims(ANSWERS))
    wait_until(lambda: site.job(job_id).status is not JobStatus.QUEUED, "begin")
    with _sampled(site, job_id) as samples:
        for _ in range(2):
            time.sleep(chance.uniform(0.0, 2.0))
            worker.kill()
            worker = start_worker(delay=0.002)
        job = site.wait_for_end(job_id)
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    assert samples == sorted(samples)
    _all_counts_once(site, caller, job)


@pytest.mark.slow
def test_two_killed_workers_leave_no_job_behind(site, start_worker):
    callers = [site.organization() for _ in range(2)]
    doomed = [start_worker(), start_worker()]
    started = [(caller, site.start(caller, verbatims(ANSWERS))) for caller in callers * 3]
    site.wait_for_progress(started[0][1])
    for worker in doomed:
        worker.kill()
    start_worker()
    for caller in callers:
        ended = [site.wait_for_end(job_id) for owner, job_id in started if owner is caller]
        assert {job.status for job in ended} == {JobStatus.COMPLETED}
        assert site.balance(caller) == 100_000 - 3 * ANSWERS


def test_a_worker_that_is_asked_to_leave_hands_its_job_back(site, start_worker):
    caller = site.organization()
    worker = start_worker(delay=0.001)
    job_id = site.start(caller, verbatims(ANSWERS))
    site.wait_for_progress(job_id)
    worker.terminate()
    assert worker.wait() == 0
    job = site.job(job_id)
    assert (job.status, job.attempts) == (JobStatus.QUEUED, 0)
    assert 0 < job.processed < ANSWERS
    assert site.workers() == set()
    start_worker()
    # On a busy core a worker can be taken for dead while it lives, so further attempts say nothing.
    job = site.wait_for_end(job_id)
    assert job.status is JobStatus.COMPLETED
    _all_counts_once(site, caller, job)


def test_a_worker_that_stood_still_stands_down(site, start_worker):
    caller = site.organization()
    sleeper = start_worker(delay=0.001)
    job_id = site.start(caller, verbatims(ANSWERS))
    site.wait_for_progress(job_id)
    _stop_between_two_writes(site, sleeper)
    start_worker(delay=0.002)
    wait_until(lambda: site.job(job_id).attempts == 2, "second attempt")
    sleeper.send_signal(signal.SIGCONT)
    job = site.wait_for_end(job_id)
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    _all_counts_once(site, caller, job)
    # It is taken for alive again and goes on to work.
    wait_until(lambda: len(site.workers()) == 2, "sign of life")
    sleeper.terminate()
    assert sleeper.wait() == 0


def test_a_job_that_a_stranger_hands_back_goes_on(site, start_worker):
    caller = site.organization()
    start_worker(delay=0.002)
    job_id = site.start(caller, verbatims(ANSWERS))
    site.wait_for_progress(job_id)
    with site.database.transaction() as connection:
        jobs.hand_back(connection, job_id, datetime.now(UTC))
    job = site.wait_for_end(job_id)
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    _all_counts_once(site, caller, job)


@pytest.mark.slow
def test_silence_of_the_database_kills_nobody(site, start_worker):
    for _ in range(2):
        start_worker(delay=0.003)
    job_id = site.start(site.organization(), verbatims(ANSWERS))
    site.wait_for_progress(job_id)
    with site.database.transaction() as connection:
        if site.database.is_postgresql:
            connection.exec_driver_sql("LOCK TABLE workers")
        time.sleep(5)
    job = site.wait_for_end(job_id)
    assert (job.status, job.attempts) == (JobStatus.COMPLETED, 1)


def test_a_job_outlives_lost_connections(site, start_worker):
    if not site.database.is_postgresql:
        pytest.skip("SQLite has no connections to lose")
    caller = site.organization()
    start_worker(delay=0.002)
    job_id = site.start(caller, verbatims(ANSWERS))
    for processed in (1, 100, 200):
        site.wait_for_progress(job_id, processed)
        with site.database.reading() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    job = site.wait_for_end(job_id)
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    _all_counts_once(site, caller, job)


def test_a_job_that_kills_its_worker_three_times_is_given_up(site, start_worker):
    caller = site.organization()
    bad = site.start(caller, [*verbatims(60), "a text that is poison"])
    good = site.start(caller, verbatims(ANSWERS))
    for _ in range(3):
        worker = start_worker(delay=0.001)
        assert worker.wait() == -signal.SIGKILL
    start_worker()
    job = site.wait_for_end(bad)
    assert (job.status, job.error.code) == (JobStatus.FAILED, "CODING_FAILED")
    assert job.error.message == (
        "The job stopped its worker 3 times and was given up; try again with fewer responses."
    )
    # It takes no other job along that ran beside it each time.
    job = site.wait_for_end(good)
    assert job.status is JobStatus.COMPLETED
    assert site.balance(caller) == 100_000 - ANSWERS


class _sampled:  # noqa: N801 - reads like what it does
    """Notes a job's progress until the block ends."""

    def __init__(self, site, job_id):
        self.site, self.job_id = site, job_id
        self.samples = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.note)

    def note(self):
        while not self.stop.wait(0.03):
            self.samples.append(self.site.job(self.job_id).processed)

    def __enter__(self):
        self.thread.start()
        return self.samples

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


def _stop_between_two_writes(site, process):
    """Stop a process where it holds no lock: with one, it would stop the database as well."""
    for _ in range(1_000):
        process.send_signal(signal.SIGSTOP)
        stopped = psutil.Process(process.pid)
        wait_until(lambda stopped=stopped: stopped.status() == psutil.STATUS_STOPPED, "standstill")
        if _can_write(site.database.engine.url):
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("it always holds a lock")


def _can_write(url):
    try:
        if url.get_backend_name() == "sqlite":
            with closing(sqlite3.connect(url.database, timeout=0.2)) as connection:
                connection.execute("BEGIN IMMEDIATE")
        else:
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(address) as connection:
                connection.execute("SET lock_timeout = 200")
                for table in ("jobs", "workers", "organizations", "questions"):
                    connection.execute(f"SELECT id FROM {table} FOR UPDATE")
    except (sqlite3.OperationalError, psycopg.OperationalError):
        return False
    return True


def _all_counts_once(site, caller, job):
    count = job.total
    assert (job.processed, job.charged) == (count, count)
    assert site.scalar(select(func.count()).select_from(tables.codings)) == count
    assert site.balance(caller) == 100_000 - count
    charged = select(func.sum(tables.ledger.c.amount)).where(tables.ledger.c.reference == job.id)
    assert site.scalar(charged) == -count
    assert site.scalar(select(func.count()).select_from(tables.job_results)) == 1
