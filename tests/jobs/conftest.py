"""Workers as real processes, and the line that they work off."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from job_site import Site, wait_until

from openends.jobs.queue import JobQueue

#: The language model's server, and what is asked of it, as tests of ``llm`` and services have them.
sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("llm", "services")]


#: What these look at is the same on every database; the queries are tried on both in ``store``, the
#: queue and its crashes on both here. On PostgreSQL they are left to the slow tests.
ONE_DATABASE = {"test_webhooks", "test_worker_command"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave what need not run on both databases to the slow tests on one of them."""
    for item in items:
        if item.module.__name__ in ONE_DATABASE and "[postgresql" in item.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def site(database):
    queue = JobQueue(database)
    yield Site(database, queue)
    queue.close()


@pytest.fixture
def start_worker(site):
    """Start a worker with options (see worker_process.py), and wait until it lives."""
    started = []

    def start(**options):
        before = site.workers()
        process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("worker_process.py"), json.dumps(options)],
            env={**os.environ, "OPENENDS_DATABASE_URL": site.database.url},
        )
        started.append(process)
        wait_until(lambda: site.workers() - before or process.poll() is not None, "a worker")
        assert process.poll() is None
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
