"""POST /free/code: coding without a key, a little of it, and nothing is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from v2_steps import CODES, many, refusal, responses

from openends.api.app import create_app
from openends.store.tables import metadata, rate_counters

BODY = {"responses": responses(), "codebook": CODES}


def post(client, body=BODY, **headers):
    return client.post("/free/code", json=body, headers=headers)


def test_whoever_comes_is_answered_without_a_key(client):
    data = post(client).json()["data"]
    assert [result["id"] for result in data["results"]] == [f"R{at}" for at in range(1, 11)]
    assert data["results"][0]["codes"][0]["name"] == "Noise"
    assert set(data) == {"project_id", "question_id", "codebook", "results"}


def test_nothing_of_it_is_kept(client, database):
    post(client)
    kept = [table for table in metadata.sorted_tables if table is not rate_counters]
    with database.reading() as connection:
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in kept
        }
    assert not any(rows.values())


def test_100_responses_are_coded_at_once_and_more_refused(client):
    assert len(post(client, BODY | {"responses": many(100)}).json()["data"]["results"]) == 100
    message = refusal(post(client, BODY | {"responses": many(101)}), 422, "VALIDATION_ERROR")
    assert message == "Field 'responses' must have at most 100 items."


def test_the_codebook_of_a_question_is_for_those_who_have_one(client):
    body = {"responses": responses(), "codebook_ref": {"question_id": "x"}}
    assert "'codebook_ref' is not known" in refusal(post(client, body), 422, "VALIDATION_ERROR")


def test_an_address_has_three_calls_a_day(client):
    assert [post(client).status_code for _ in range(3)] == [200] * 3
    response = post(client)
    assert "(3 a day and address)" in refusal(response, 429, "RATE_LIMITED")
    then = datetime.now(UTC) + timedelta(seconds=int(response.headers["retry-after"]))
    # At midnight or, the answer being a little old by now, a moment later.
    assert (then.hour, then.minute) == (0, 0)


def test_a_call_that_cannot_be_read_does_not_count(client):
    for _ in range(3):
        refusal(post(client, {"responses": []}), 422, "VALIDATION_ERROR")
    assert post(client).status_code == 200


def test_every_address_has_its_own_calls(app):
    with TestClient(app, client=("192.0.2.1", 1)) as one:
        assert [post(one).status_code for _ in range(4)] == [200, 200, 200, 429]
    with TestClient(app, client=("192.0.2.2", 1)) as other:
        assert post(other).status_code == 200


@pytest.mark.parametrize("body", [BODY, {}])
def test_whoever_runs_the_server_can_switch_it_off(settings, database, body):
    off = create_app(settings.model_copy(update={"free_code": False}), database=database)
    with TestClient(off) as client:
        refusal(post(client, body), 404, "NOT_FOUND")
