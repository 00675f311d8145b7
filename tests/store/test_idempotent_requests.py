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


def finish(database, study, *, key="order-1", begun=NOW, status=201):
    with database.transaction() as connection:
        headers = {"content-type": "application/json"}
        return idempotency.finish(connection, study.key.id, key, begun, status, headers, b'{"a":1}')


def release(database, study, *, begun=NOW):
    with database.transaction() as connection:
        idempotency.release(connection, study.key.id, "order-1", begun)


def test_the_first_request_is_ours_and_the_second_finds_it_running(database, study):
    assert claim(database, study) is None
    first = claim(database, study, fingerprint="0" * 64, now=NOW + timedelta(minutes=1))
    assert first.status is None
    assert (first.fingerprint, first.created_at) == (MARK, NOW)


def test_a_repeated_request_finds_the_answer_of_the_first(database, study):
    claim(database, study)
    finish(database, study)
    first = claim(database, study, now=NOW + timedelta(hours=23))
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
    assert all(other.status is None for other in others)


def test_a_key_that_was_released_may_be_used_again(database, study):
    claim(database, study)
    release(database, study)
    assert claim(database, study, fingerprint="0" * 64) is None


def test_an_answer_that_is_kept_is_not_released(database, study):
    claim(database, study)
    finish(database, study)
    release(database, study)
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
        assert again.status is None
        assert (again.fingerprint, again.headers, again.body) == ("0" * 64, {}, b"")


LATER = NOW + idempotency.ABANDONED + timedelta(seconds=1)


def test_the_first_answer_of_a_request_stands(database, study):
    claim(database, study)
    assert finish(database, study)
    assert not finish(database, study, status=404)
    assert claim(database, study).status == 201


def test_a_request_whose_key_was_taken_over_keeps_and_releases_nothing(database, study):
    claim(database, study)
    assert claim(database, study, now=LATER) is None
    assert not finish(database, study)
    release(database, study)
    assert claim(database, study, now=LATER).status is None
    assert finish(database, study, begun=LATER)


def test_a_request_whose_key_was_freed_keeps_nothing(database, study):
    claim(database, study)
    release(database, study)
    assert not finish(database, study)
    assert claim(database, study) is None


def test_an_answer_is_kept_with_the_work_or_not_at_all(database, study):
    claim(database, study)
    with pytest.raises(ZeroDivisionError), database.transaction() as connection:
        idempotency.finish(connection, study.key.id, "order-1", NOW, 201, {}, b"{}")
        raise ZeroDivisionError
    assert claim(database, study).status is None


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
