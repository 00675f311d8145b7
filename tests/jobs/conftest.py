"""Workers as real processes, and the line that they work off."""

import sys
from pathlib import Path

import pytest
import worker_process
from job_site import Site, wait_until

from forked import Forked
from openends.jobs.queue import JobQueue

#: The language model's server, and what is asked of it, as tests of ``llm`` and services have them.
sys.path += [str(Path(__file__).parents[1] / folder) for folder in ("llm", "services")]


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
        process = Forked(worker_process.work, site.database.url, options)
        started.append(process)
        wait_until(lambda: site.workers() - before or process.poll() is not None, "a worker")
        assert process.poll() is None
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
