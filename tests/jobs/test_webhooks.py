"""Events on their way to webhooks: once, signed, tried again on schedule, across restarts."""

import json
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from job_site import verbatims, wait_until
from receiver import Receiver, is_signed, listening
from sqlalchemy import func, select, update

from openends.domain.job import JobStatus
from openends.jobs.deliver import SCHEDULE
from openends.jobs.line import Line
from openends.jobs.purge import Purge
from openends.jobs.queue import open_client
from openends.store import deliveries, tables, webhooks

ALLOW = ["127.0.0.1"]


def test_the_schedule_is_the_contracts():
    assert SCHEDULE == (0, 5, 30, 300)


def test_a_completed_job_is_told_once(site, start_worker):
    caller, receiver = site.organization(), Receiver()
    start_worker(allow=ALLOW)
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        job_id = site.start(caller, verbatims(60))
        delivery = _wait_for(site, hook, "delivered")
    (got,) = receiver.got
    assert is_signed(got, hook.secret)
    event = json.loads(got.body)
    job = site.job(job_id)
    assert event["event"] == got.headers["X-Event"] == "job.completed"
    assert (event["job_id"], event["question_id"]) == (job_id, job.question_id)
    assert event["result"] == {"responses_coded": 60, "credits_used": 60}
    assert got.headers["X-Attempt"] == "1"
    assert got.headers["X-Delivery-Id"] == delivery.id
    assert (delivery.attempts, delivery.outcome) == (1, "200")


def test_a_cancelled_job_is_told_as_failed(site, start_worker):
    caller, receiver = site.organization(), Receiver()
    with listening(receiver) as url:
        hook = _register(site, caller, url, ["*"])
        job_id = site.start(caller, verbatims(60))
        site.cancel(caller, job_id)
        start_worker(allow=ALLOW)
        _wait_for(site, hook, "delivered")
    (got,) = receiver.got
    assert is_signed(got, hook.secret)
    event = json.loads(got.body)
    assert (event["event"], event["job_id"]) == ("job.failed", job_id)
    assert event["error"]["code"] == "JOB_CANCELLED"


def test_a_failed_attempt_is_made_again_after_the_pause(site, start_worker):
    caller, receiver = site.organization(), Receiver(500, 302, 500, 200)
    start_worker(allow=ALLOW, schedule=[0, 0.4, 0.8, 1.6])
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        site.start(caller, verbatims(60))
        delivery = _wait_for(site, hook, "delivered")
    assert [got.headers["X-Attempt"] for got in receiver.got] == ["1", "2", "3", "4"]
    assert {got.headers["X-Delivery-Id"] for got in receiver.got} == {delivery.id}
    assert len({got.body for got in receiver.got}) == 1
    assert all(is_signed(got, hook.secret) for got in receiver.got)
    assert _pauses(receiver, [0.4, 0.8, 1.6])
    assert (delivery.attempts, delivery.outcome) == (4, "200")


def test_after_the_last_attempt_an_event_is_dropped(site, start_worker):
    caller, receiver = site.organization(), Receiver(503)
    start_worker(allow=ALLOW, schedule=[0, 0.1, 0.1, 0.1])
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        site.start(caller, verbatims(60))
        delivery = _wait_for(site, hook, "dropped")
    assert len(receiver.got) == 4
    assert (delivery.attempts, delivery.outcome) == (4, "503")


@pytest.mark.parametrize("end", ["killed", "asked to leave"])
def test_the_schedule_outlives_the_worker(site, start_worker, end):
    caller, receiver = site.organization(), Receiver(500, 500, 200)
    schedule = [0, 4.0, 0.2, 0.2]
    worker = start_worker(allow=ALLOW, schedule=schedule)
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        site.start(caller, verbatims(60))
        wait_until(lambda: _delivery(site, hook) and _delivery(site, hook).attempts, "attempt")
        if end == "killed":
            worker.kill()
        else:
            worker.terminate()
            assert worker.wait() == 0
        start_worker(allow=ALLOW, schedule=schedule)
        delivery = _wait_for(site, hook, "delivered")
    assert [got.headers["X-Attempt"] for got in receiver.got] == ["1", "2", "3"]
    assert _pauses(receiver, [4.0, 0.2])
    assert delivery.attempts == 3


def test_an_event_that_never_got_into_line_is_sent_all_the_same(site, start_worker):
    caller, receiver = site.organization(), Receiver()
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        with site.database.transaction() as connection:
            deliveries.add(
                connection,
                caller.organization.id,
                webhook_id=hook.id,
                job_id="job_1",
                event="job.completed",
                body="{}",
                now=datetime.now(UTC) - timedelta(minutes=1),
            )
        start_worker(allow=ALLOW)
        _wait_for(site, hook, "delivered")
    assert len(receiver.got) == 1


def test_a_deleted_webhook_gets_nothing_more(site, start_worker):
    caller, receiver = site.organization(), Receiver(500)
    start_worker(allow=ALLOW, schedule=[0, 1.0, 1.0, 1.0])
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        site.start(caller, verbatims(60))
        wait_until(lambda: receiver.got, "first attempt")
        with site.database.transaction() as connection:
            assert webhooks.delete(connection, caller.organization.id, hook.id)
        before = len(receiver.got)
        other = site.organization()
        proof = _register(site, other, url.replace("hook", "proof"))
        site.start(other, verbatims(60))
        _wait_for(site, proof, "dropped")
    assert len([got for got in receiver.got if got.path == "/hook"]) == before


def test_a_receiver_that_hangs_keeps_no_one_else_waiting(site, start_worker):
    released = threading.Event()
    caller, good = site.organization(), Receiver()
    start_worker(allow=ALLOW)
    with (
        listening(Receiver(answer=lambda _: released.wait(60))) as hanging,
        listening(good) as url,
    ):
        _register(site, caller, hanging)
        hook = _register(site, caller, url)
        site.start(caller, verbatims(60))
        _wait_for(site, hook, "delivered")
        released.set()


def test_a_target_that_is_not_public_is_never_reached(site, start_worker):
    caller, receiver = site.organization(), Receiver()
    start_worker(schedule=[0, 0.1, 0.1, 0.1])
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        job_id = site.start(caller, verbatims(60))
        delivery = _wait_for(site, hook, "dropped")
    assert receiver.got == []
    assert delivery.outcome == "the host is not found or not public"
    assert site.job(job_id).status is JobStatus.COMPLETED


def test_what_expired_is_cleared_away(site, start_worker):

    caller, receiver = site.organization(), Receiver()
    worker = start_worker(allow=ALLOW)
    with listening(receiver) as url:
        hook = _register(site, caller, url)
        old, new = (site.start(caller, verbatims(60)) for _ in range(2))
        for job_id in (old, new):
            site.wait_for_end(job_id)
        wait_until(lambda: len(receiver.got) == 2, "both events")
    client = open_client(site.database.engine)
    line = Line(client)
    wait_until(lambda: not line.out_of_line(), "end of all workflows")
    worker.terminate()
    worker.wait()
    day_before = datetime.now(UTC) - timedelta(hours=25)
    with site.database.transaction() as connection:
        for table, column in ((tables.jobs, "id"), (tables.deliveries, "job_id")):
            connection.execute(
                update(table).where(table.c[column] == old).values(created_at=day_before)
            )
        connection.execute(
            tables.rate_counters.insert(),
            [{"bucket": "a", "window": int(day_before.timestamp()) - 3600, "hits": 1}],
        )
    purge = Purge(site.database, line, job_hours=24)
    purge()
    assert site.job(old) is None
    assert site.job(new).status is JobStatus.COMPLETED
    assert site.scalar(select(func.count()).select_from(tables.deliveries)) == 1
    assert site.scalar(select(func.count()).select_from(tables.rate_counters)) == 0
    assert {entry.status for entry in line.find([old, new])} == {"SUCCESS"}
    assert line.purge(datetime.now(UTC) + timedelta(seconds=5)) == 4
    assert line.find([old, new]) == []
    client.destroy()
    assert hook.active


def _register(site, caller, url, events=("job.completed", "job.failed")):
    with site.database.transaction() as connection:
        return webhooks.create(
            connection, caller.organization.id, url=url, events=events, now=datetime.now(UTC)
        )


def _delivery(site, hook):
    found = site.all(select(tables.deliveries).where(tables.deliveries.c.webhook_id == hook.id))
    return found[0] if found else None


def _wait_for(site, hook, status):
    return wait_until(
        lambda: (found := _delivery(site, hook)) and found.status == status and found,
        f"an event that is {status}",
    )


def _pauses(receiver, least):
    between = [later.at - earlier.at for earlier, later in pairwise(receiver.got)]
    return all(pause >= wanted for pause, wanted in zip(between, least, strict=True))
