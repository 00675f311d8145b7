"""Old clients: /v1 paths lead to today's routes, and POST /v1/code has a shape of its own."""

import pytest
from fastapi import Request

from openends.api.envelope import answer
from openends.domain.organization import Scope

TEXTS = [
    "The staff were friendly",
    "Friendly staff and quick service",
    "Too expensive",
    "The price is too high",
    "Friendly people work there",
]


def test_an_old_path_is_the_same_as_todays(client, headers):
    for path in ("projects", "jobs", "usage"):
        old, new = (client.get(f"/{version}/{path}", headers=headers) for version in ("v1", "v2"))
        assert old.status_code == new.status_code == 200
        assert old.json()["data"] == new.json()["data"]


def test_parts_of_a_path_arrive_as_they_were_written(add_route, app, client, headers):
    def handler(request: Request, name: str):
        return answer(request, [name, request.query_params["q"]])

    app.add_api_route("/v2/things/{name}", handler)
    response = client.get("/v1/things/a%20b%C3%A9", params={"q": "1 2"}, headers=headers)
    assert response.json()["data"] == ["a b\u00e9", "1 2"]


def test_an_error_names_the_path_as_it_was_written(client):
    message = client.get("/v1/nothing").json()["error"]["message"]
    assert message == "No such path: GET /v1/nothing; see /docs."


@pytest.mark.parametrize("path", ["/v1", "/v1x/projects", "/v3/projects", "/free/v1/projects"])
def test_other_paths_are_left_alone(client, headers, path):
    assert client.get(path, headers=headers).status_code == 404


def test_old_paths_are_behind_the_same_gate(client, make_key):
    assert client.get("/v1/projects").status_code == 401
    refused = client.post(
        "/v1/code", json={"responses": TEXTS}, headers={"x-api-key": make_key(Scope.READ)}
    )
    assert refused.status_code == 403


def test_plain_texts_are_coded_at_once(client, headers):
    response = client.post(
        "/v1/code",
        json={"question": "Why do you say that?", "responses": [*TEXTS, TEXTS[0]]},
        headers=headers,
    )
    assert response.status_code == 200, response.text
    data, meta = response.json()["data"], response.json()["meta"]
    assert data.keys() == {"codebook", "coded"}
    assert [entry["response"] for entry in data["coded"]] == [*TEXTS, TEXTS[0]]
    known = {code["code"]: code["count"] for code in data["codebook"]}
    assert all(code.keys() == {"code", "category", "count"} for code in data["codebook"])
    given = [name for entry in data["coded"] for name in entry["codes"]]
    assert set(given) <= set(known)
    assert {name: given.count(name) for name in known} == known
    assert meta["credits_used"] == len(TEXTS)
    assert meta["credits_remaining"] == 999_999_999


def test_a_codebook_may_be_sent_along(client, headers):
    codebook = [
        {"code": "Friendly staff", "category": "Service"},
        {"code": "High price", "category": "Value"},
    ]
    response = client.post(
        "/v1/code", json={"responses": TEXTS, "codebook": codebook}, headers=headers
    )
    shown = response.json()["data"]["codebook"]
    assert [(code["code"], code["category"]) for code in shown][:2] == [
        ("Friendly staff", "Service"),
        ("High price", "Value"),
    ]


def test_fifty_texts_become_a_job_that_the_old_path_follows(client, headers):
    texts = [f"{text} {place}" for place in range(10) for text in TEXTS]
    response = client.post("/v1/code", json={"responses": texts}, headers=headers)
    assert response.status_code == 202
    job_id = response.json()["data"]["job_id"]
    assert response.headers["location"] == f"/v2/jobs/{job_id}"
    job = client.get(f"/v1/jobs/{job_id}", headers=headers).json()["data"]
    assert (job["id"], job["status"], job["type"]) == (job_id, "queued", "one_call")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"responses": []}, "Field 'responses' must be a non-empty array."),
        ({"responses": ["a", 1]}, "Field 'responses[1]' must be a string."),
        ({"responses": ["a"], "questions": "?"}, "Field 'questions' is not known"),
        ({"responses": [{"id": "1", "text": "a"}]}, "Field 'responses[0]' must be a string."),
    ],
)
def test_a_wrong_field_is_named(client, headers, body, message):
    response = client.post("/v1/code", json=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith(message)
