from __future__ import annotations

from datetime import timedelta

from made_study import NOW
from together import run_together

from openends.store import deliveries, webhooks
from openends.store.deliveries import DeliveryStatus

DONE, FAILED = "job.completed", "job.failed"


def make_webhook(database, study, events=(DONE,), now=NOW):
    with database.transaction() as connection:
        return webhooks.create(
            connection, study.owner, url="https://example.com/told", events=events, now=now
        )


def send(database, study, webhook, job_id="job_1", event=DONE, now=NOW):
    with database.transaction() as connection:
        return deliveries.add(connection, study.owner, webhook.id, job_id, event, '{"é": 1}', now)


def test_webhooks_come_back_as_they_were_made_oldest_first(database, study):
    later = make_webhook(database, study, events=(FAILED, DONE), now=NOW + timedelta(seconds=1))
    first = make_webhook(database, study)
    with database.reading() as connection:
        assert webhooks.list_for(connection, study.owner) == [first, later]
        assert webhooks.count(connection, study.owner) == 2
    assert first.secret.startswith("whsec_")
    assert first.secret != later.secret


def test_only_webhooks_that_want_an_event_get_it(database, study):
    both = make_webhook(database, study, events=(FAILED, DONE))
    make_webhook(database, study, events=(DONE,), now=NOW + timedelta(seconds=1))
    with database.reading() as connection:
        assert webhooks.matching(connection, study.owner, FAILED) == [both]
        assert len(webhooks.matching(connection, study.owner, DONE)) == 2
        assert webhooks.matching(connection, study.owner, "job") == []


def test_a_deleted_webhook_gets_nothing_more(database, study):
    webhook = make_webhook(database, study)
    delivery = send(database, study, webhook)
    with database.transaction() as connection:
        assert webhooks.delete(connection, study.owner, webhook.id)
        assert not webhooks.delete(connection, study.owner, webhook.id)
        assert deliveries.get(connection, delivery) is None
        assert webhooks.count(connection, study.owner) == 0


def test_a_delivery_knows_where_it_goes_and_what_it_says(database, study):
    webhook = make_webhook(database, study)
    delivery = send(database, study, webhook)
    with database.reading() as connection:
        found = deliveries.get(connection, delivery)
    assert (found.url, found.secret) == (webhook.url, webhook.secret)
    assert (found.body, found.event, found.job_id) == ('{"é": 1}', DONE, "job_1")
    assert (found.status, found.attempts, found.outcome) == (DeliveryStatus.WAITING, 0, "")
    assert found.organization_id == study.owner


def test_an_event_of_a_job_is_sent_to_a_webhook_once(database, study):
    webhook, made = make_webhook(database, study), []
    run_together(lambda: made.append(send(database, study, webhook)), count=4)
    assert len([delivery for delivery in made if delivery is not None]) == 1
    assert send(database, study, webhook, event=FAILED) is not None
    assert send(database, study, webhook, job_id="job_2") is not None


def test_what_was_not_sent_is_found_again_oldest_first(database, study):
    webhook = make_webhook(database, study)
    moments = [NOW + timedelta(seconds=number) for number in range(4)]
    made = [
        send(database, study, webhook, job_id=f"job_{number}", now=moment)
        for number, moment in reversed(list(enumerate(moments)))
    ][::-1]
    with database.transaction() as connection:
        told = {"attempts": 1, "status": DeliveryStatus.DELIVERED, "outcome": "204"}
        deliveries.attempted(connection, made[1], **told)
        assert deliveries.waiting(connection, moments[3]) == [made[0], made[2]]


def test_an_attempt_is_noted_and_a_long_reason_cut(database, study):
    delivery = send(database, study, make_webhook(database, study))
    with database.transaction() as connection:
        deliveries.attempted(connection, delivery, attempts=4, status="dropped", outcome="é" * 300)
        found = deliveries.get(connection, delivery)
    assert (found.status, found.attempts) == (DeliveryStatus.DROPPED, 4)
    assert found.outcome == "é" * 200


def test_old_deliveries_are_purged(database, study):
    webhook = make_webhook(database, study)
    old = send(database, study, webhook)
    young = send(database, study, webhook, job_id="job_2", now=NOW + timedelta(hours=1))
    with database.transaction() as connection:
        assert deliveries.purge(connection, NOW + timedelta(hours=1)) == 1
        assert deliveries.get(connection, old) is None
        assert deliveries.get(connection, young) is not None
