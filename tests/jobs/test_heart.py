"""When a worker may say of others that they are dead."""

import threading
import time

from job_site import wait_until

from openends.jobs import heart as module
from openends.jobs.heart import Heart
from openends.jobs.watch import Running
from openends.store.tables import workers


def test_who_was_silent_itself_judges_nobody_for_a_while(site):
    heart = Heart(site.database, "w1", Running(threading.Event()))
    heart.start()
    assert heart.can_judge
    with site.database.transaction() as connection:
        if site.database.is_postgresql:
            connection.exec_driver_sql("LOCK TABLE workers")
        wait_until(lambda: not heart.can_judge, "silence")
    before = time.monotonic()
    wait_until(lambda: heart.can_judge, "judgement")
    # The others had the time to give a sign first.
    assert time.monotonic() - before > module.DEAD_SECONDS - 1
    heart.stop()
    assert site.workers() == set()


def test_who_was_taken_for_dead_lets_go_of_everything(site):
    running = Running(threading.Event())
    heart = Heart(site.database, "w1", running)
    with running.run("job_1") as run:
        heart.start()
        assert running.counts("job_1", run)
        with site.database.transaction() as connection:
            connection.execute(workers.delete())
        wait_until(lambda: site.workers() == {"w1"}, "sign of life")
        wait_until(lambda: not running.counts("job_1", run), "letting go")
    heart.stop()


def test_of_two_runs_of_a_job_the_later_counts():
    running = Running(threading.Event())
    with running.run("job_1") as first:
        with running.run("job_1") as second:
            assert not running.counts("job_1", first)
            assert running.counts("job_1", second)
        assert not running.counts("job_1", first)
        assert running.ids() == set()
