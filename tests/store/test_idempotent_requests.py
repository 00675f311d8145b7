from __future__ import annotations

from datetime import timedelta

import pytest
from made_study import NOW, make_study
from together import run_together

from openends.store import idempotency

MARK = "f" * 64


def claim(database, study, *, key="order-1", fingerprint=MARK, now=NOW):
    with database.transaction() as connection:
        return idempotency.claim(connection, study.key.id, key, fingerprint, now)


def finish(database, study, *, key="order-1"):
    with database.transaction() as connection:
        headers = {"content-type": "application/json"}
        idempotency.finish(connection, study.key.id, key, 201, headers, b'{"a":1}')


def test_the_first_request_is_ours_and_the_second_finds_it_running(database, study):
    assert claim(database, study) is None
    first = claim(database, study, fingerprint="0" * 64, now=NOW + timedelta(minutes=1))
    assert first.is_running
    assert (first.fingerprint, first.created_at) == (MARK, NOW)


def test_a_repeated_request_finds_the_answer_of_the_first(database, study):
    claim(database, study)
    finish(database, study)
    first = claim(database, study, now=NOW + timedelta(hours=23))
    assert not first.is_running
    assert (first.status, first.body) == (201, b'{"a":1}')
    assert first.headers == {"content-type": "application/json"}
    assert first.fingerprint == MARK


def test_of_eight_requests_at_once_one_is_carried_out(database, study):
    ours, others = [], []

    def ask():
        found = claim(database, study)
        (ours if found is None else others).append(found)

    run_together(ask, count=8)
    assert ours == [None]
    assert len(others) == 7
    assert all(other.is_running for other in others)


def test_a_key_that_was_released_may_be_used_again(database, study):
    claim(database, study)
    with database.transaction() as connection:
        idempotency.release(connection, study.key.id, "order-1")
    assert claim(database, study, fingerprint="0" * 64) is None


def test_an_answer_that_is_kept_is_not_released(database, study):
    claim(database, study)
    finish(database, study)
    with database.transaction() as connection:
        idempotency.release(connection, study.key.id, "order-1")
    assert claim(database, study).status == 201


@pytest.mark.parametrize(
    ("answered", "passed", "ours"),
    [
        (True, timedelta(hours=24), False),
        (True, timedelta(hours=24, seconds=1), True),
        (False, timedelta(minutes=10), False),
        (False, timedelta(minutes=10, seconds=1), True),
    ],
)
def test_an_old_answer_and_an_abandoned_request_make_room(database, study, answered, passed, ours):
    claim(database, study)
    if answered:
        finish(database, study)
    found = claim(database, study, fingerprint="0" * 64, now=NOW + passed)
    assert (found is None) is ours
    if ours:
        again = claim(database, study, now=NOW + passed)
        assert again.is_running
        assert (again.fingerprint, again.headers, again.body) == ("0" * 64, {}, b"")


def test_two_api_keys_do_not_share_their_keys(database, study):
    other = make_study(database, "Other")
    assert claim(database, study) is None
    assert claim(database, other) is None
    assert claim(database, study, key="order-2") is None


def test_old_requests_are_purged(database, study):
    claim(database, study)
    claim(database, study, key="order-2", now=NOW + timedelta(hours=1))
    with database.transaction() as connection:
        assert idempotency.purge(connection, NOW + timedelta(hours=1)) == 1
    assert claim(database, study) is None
    assert claim(database, study, key="order-2") is not None
