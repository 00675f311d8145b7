"""``openends worker`` and the processes that a server keeps: as they are started for real."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from job_site import verbatims, wait_until

from forked import Forked, command
from openends.domain.job import JobStatus
from openends.jobs import supervise
from openends.jobs.supervise import Workers

WORKER = (sys.executable, "-m", "openends", "worker")
#: Stands for a worker: notes that it was started, with what, and waits.
STAND_IN = """
import json, os, pathlib, signal, sys, time
mode, folder = sys.argv[1:3]
if mode == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
note = {"argv": sys.argv, "url": os.environ["OPENENDS_DATABASE_URL"], "extra": os.getenv("EXTRA")}
pathlib.Path(folder, f"{os.getpid()}.part").write_text(json.dumps(note))
pathlib.Path(folder, f"{os.getpid()}.part").rename(pathlib.Path(folder, f"{os.getpid()}.json"))
if mode == "fragile":
    sys.exit(3)
time.sleep(600)
"""


@pytest.fixture
def start_command(site, monkeypatch):
    """Start the real command, and wait until it works."""
    started = []

    def start(*options, forked=False):
        before = site.workers()
        monkeypatch.setenv("OPENENDS_DATABASE_URL", site.database.url)
        process = (
            Forked(command, "worker", *options) if forked else subprocess.Popen([*WORKER, *options])
        )
        started.append(process)
        wait_until(lambda: site.workers() - before or process.poll() is not None, "a worker")
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_the_command_works_and_leaves_when_it_is_asked_to(site, start_command, wish):
    job_id = site.start(site.organization(), verbatims(60))
    process = start_command()
    assert site.wait_for_end(job_id).status is JobStatus.COMPLETED
    process.send_signal(wish)
    assert process.wait() == 0
    assert site.workers() == set()


def test_a_second_wish_to_stop_is_granted_at_once(site, start_command):
    process = start_command(forked=True)
    job_id = site.start(site.organization(), verbatims(10_000))
    wait_until(lambda: site.job(job_id).status is JobStatus.PROCESSING, "begin")
    # It stands still, so that both arrive before it can do anything about the first.
    process.send_signal(signal.SIGSTOP)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    assert process.wait() == 1


def test_a_database_of_another_version_is_refused(empty_url):
    refused = subprocess.run(
        WORKER,
        env={**os.environ, "OPENENDS_DATABASE_URL": empty_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "run: openends db upgrade" in refused.stderr


def test_concurrency_counts_for_all_workers_until_it_is_said_anew(site, start_command):
    site.organization()
    queue = "dbos.queues" if site.database.is_postgresql else "queues"

    def places():
        with site.database.reading() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT partition_worker_concurrency, worker_concurrency, partition_concurrency "
                f"FROM {queue} WHERE name = 'jobs-starter'"
            )
            return [tuple(row) for row in rows]

    first = start_command(forked=True)
    wait_until(lambda: places() == [(2, 3, 3)], "the usual")
    first.terminate()
    assert first.wait() == 0
    second = start_command("--concurrency", "5", forked=True)
    wait_until(lambda: places() == [(3, 6, 3)], "what was said")
    second.terminate()
    assert second.wait() == 0
    start_command(forked=True)
    assert places() == [(3, 6, 3)]


def test_a_worker_leaves_when_its_server_is_killed(site):
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from openends.jobs.supervise import Workers; "
            "Workers(1, sys.argv[1]).start(); time.sleep(600)",
            site.database.url,
        ]
    )
    wait_until(site.workers, "a worker")
    (child,) = psutil.Process(server.pid).children()
    server.kill()
    server.wait()
    wait_until(lambda: not child.is_running(), "end of the worker")
    assert site.workers() == set()


def test_workers_get_the_database_where_nobody_else_sees_it(tmp_path):
    workers = _stand_ins("patient", tmp_path, count=2, environment={"EXTRA": "1"})
    workers.start()
    notes = wait_until(lambda: len(_notes(tmp_path)) == 2 and _notes(tmp_path), "two workers")
    workers.stop()
    for note in notes:
        assert '"url": "sqlite:///secret.db"' in note
        assert '"extra": "1"' in note
        assert "secret.db" not in note.replace('"url": "sqlite:///secret.db"', "")
        assert f'"--parent", "{os.getpid()}"' in note


def test_a_worker_that_dies_is_replaced(tmp_path):
    workers = _stand_ins("fragile", tmp_path)
    workers.start()
    wait_until(lambda: len(_notes(tmp_path)) >= 2, "a second worker")
    workers.stop()
    assert workers.pids == []


def test_stopping_ends_all_workers(tmp_path):
    workers = _stand_ins("patient", tmp_path, count=3)
    workers.start()
    wait_until(lambda: len(_notes(tmp_path)) == 3, "three workers")
    pids = workers.pids
    assert len(pids) == 3
    workers.stop()
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_worker_that_does_not_leave_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.5)
    workers = _stand_ins("stubborn", tmp_path)
    workers.start()
    wait_until(lambda: _notes(tmp_path), "a worker")
    (pid,) = workers.pids
    workers.stop()
    assert not psutil.pid_exists(pid)


def test_no_workers_are_no_trouble(tmp_path):
    workers = _stand_ins("patient", tmp_path, count=0)
    workers.start()
    workers.stop()
    Workers(1, "sqlite:///never.db").stop()


def _stand_ins(mode, folder, count=1, environment=None):
    command = (sys.executable, "-c", STAND_IN, mode, str(folder))
    return Workers(count, "sqlite:///secret.db", environment=environment, command=command)


def _notes(folder):
    return [note.read_text() for note in Path(folder).glob("*.json")]
