from __future__ import annotations

import re
from datetime import timedelta

from made_study import NOW
from together import run_together

from openends.store import ids, rate_counters, workers


def hit(database, bucket="key", window=0, cost=1):
    with database.transaction() as connection:
        return rate_counters.hit(connection, window, {bucket: cost})[bucket]


def test_every_request_of_many_threads_is_counted_once(database):
    seen = []
    run_together(lambda: seen.extend(hit(database) for _ in range(10)), count=6)
    assert sorted(seen) == list(range(1, 61))


def test_buckets_and_windows_are_counted_apart(database):
    assert [hit(database), hit(database, bucket="other"), hit(database, window=60)] == [1, 1, 1]
    assert hit(database, cost=5) == 6


def test_several_buckets_are_counted_at_once(database):
    hit(database, bucket="b")
    with database.transaction() as connection:
        counted = rate_counters.hit(connection, 0, {"b": 2, "a": 1, "c": 4})
    assert counted == {"a": 1, "b": 3, "c": 4}


def test_old_windows_are_purged(database):
    hit(database, window=0)
    hit(database, window=60)
    with database.transaction() as connection:
        assert rate_counters.purge(connection, 60) == 1
    assert (hit(database, window=0), hit(database, window=60)) == (1, 2)


def beat(database, worker, now):
    with database.transaction() as connection:
        workers.beat(connection, worker, now)


def test_workers_that_gave_a_sign_of_life_are_alive(database):
    beat(database, "a", NOW)
    beat(database, "b", NOW)
    beat(database, "b", NOW + timedelta(seconds=5))
    with database.transaction() as connection:
        assert workers.alive(connection, NOW) == 2
        assert workers.alive(connection, NOW + timedelta(seconds=1)) == 1
        workers.remove(connection, "b")
        assert workers.alive(connection, NOW) == 1


def test_a_dead_worker_is_struck_off_by_one_of_those_who_look(database):
    beat(database, "dead", NOW)
    beat(database, "living", NOW + timedelta(seconds=9))
    struck = []

    def look():
        with database.transaction() as connection:
            struck.extend(workers.take_dead(connection, NOW + timedelta(seconds=5)))

    run_together(look, count=5)
    assert struck == ["dead"]


def test_new_names_have_their_form_and_differ():
    for make, form in [
        (ids.new_id, r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        (ids.new_job_id, r"job_[a-f0-9]{24}"),
        (ids.new_webhook_id, r"wh_[a-f0-9]{24}"),
        (ids.new_secret, r"whsec_[A-Za-z0-9]{32}"),
    ]:
        made = {make() for _ in range(50)}
        assert len(made) == 50
        assert all(re.fullmatch(form, name) for name in made)
