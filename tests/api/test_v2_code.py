"""POST /v2/code: a few responses are coded at once, many become a job."""

import pytest
from fastapi.testclient import TestClient
from v2_steps import CODES, NOBODYS, TEXTS, Steps, many, refusal, responses, steps_of

from openends.api.app import create_app

#: The codes of CODES in the two other forms of a codebook.
NESTED = {"categories": [{"name": "Place", "codes": [{"name": name} for name in CODES]}]}
FLAT = [{"code": name, "category": "Place"} for name in CODES]
COST = 6


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


def call(**members):
    return {"responses": responses(), "codebook": CODES} | members


def codes_of(data):
    return [code for group in data["codebook"]["categories"] for code in group["codes"]]


def test_every_response_is_answered_in_the_order_of_the_call(steps):
    data = steps.data(steps.post("/v2/code", call()))
    assert [result["id"] for result in data["results"]] == [f"R{at}" for at in range(1, 11)]
    assert [result["status"] for result in data["results"]][-3:] == ["no_answer", "none", "junk"]
    names = [[code["name"] for code in result["codes"]] for result in data["results"]]
    assert names[0] == names[5] == ["Noise"]
    assert names[7:] == [[], [], []]


def test_a_code_says_why_it_is_there(steps):
    data = steps.data(steps.post("/v2/code", call()))
    code = data["results"][0]["codes"][0]
    assert code["evidence"] == {"start": 0, "length": 8, "text": "Too loud"}
    assert (code["number"], code["sentiment"]) == (1, "negative")
    assert 0 < code["confidence"] <= 1
    assert code["id"] in {known["id"] for known in codes_of(data)}


def test_what_was_coded_can_be_looked_at_later(steps):
    data = steps.data(steps.post("/v2/code", call(project_name="Hotel", question_text="And?")))
    path = f"/v2/projects/{data['project_id']}"
    project = steps.data(steps.get(path))
    assert (project["name"], project["status"]) == ("Hotel", "completed")
    question = steps.data(steps.get(f"{path}/questions/{data['question_id']}"))
    assert (question["text"], question["status"]) == ("And?", "coded")
    assert question["results"] == data["results"]
    assert question["codebook"] == data["codebook"]


def test_the_answer_says_what_it_cost_and_what_is_left(database, client):
    steps = steps_of(database, client, credits=100)
    response = steps.post("/v2/code", call())
    meta = response.json()["meta"]
    assert (meta["credits_used"], meta["credits_remaining"]) == (COST, 100 - COST)
    assert steps.data(steps.get("/v2/usage"))["credits_remaining"] == 100 - COST


def test_without_a_limit_of_credits_a_large_number_is_left(steps):
    assert steps.post("/v2/code", call()).json()["meta"]["credits_remaining"] == 999_999_999


def test_what_cannot_be_paid_is_refused_whole(database, client):
    steps = steps_of(database, client, credits=COST - 1)
    message = refusal(steps.post("/v2/code", call()), 402, "INSUFFICIENT_CREDITS")
    assert f"{COST - 1} credits remaining but this request requires {COST}" in message
    assert steps.data(steps.get("/v2/projects")) == []


@pytest.mark.parametrize("codebook", [NESTED, FLAT], ids=["nested", "flat"])
def test_a_codebook_may_come_in_several_forms(steps, codebook):
    data = steps.data(steps.post("/v2/code", call(codebook=codebook)))
    assert [group["name"] for group in data["codebook"]["categories"]] == ["Place"]
    assert [(code["name"], code["number"]) for code in codes_of(data)] == [
        (name, number) for number, name in enumerate(CODES, 1)
    ]


@pytest.mark.parametrize("codebook", [CODES, FLAT], ids=["names", "flat"])
def test_a_codebook_can_be_sent_back_as_it_was_answered(steps, codebook):
    first = steps.data(steps.post("/v2/code", call(codebook=codebook)))
    second = steps.data(steps.post("/v2/code", call(codebook=first["codebook"])))
    assert [code["name"] for code in codes_of(second)] == CODES


def test_a_flat_codebook_carries_numbers_definitions_and_examples(steps):
    flat = [{"code": "Noise", "number": 7, "definition": "Loud.", "examples": ["a racket"]}]
    code = codes_of(steps.data(steps.post("/v2/code", call(codebook=flat))))[0]
    assert (code["number"], code["definition"], code["examples"]) == (7, "Loud.", ["a racket"])


def test_the_codebook_of_another_question_can_be_used(steps):
    ref = {"question_id": steps.question(codes=FLAT)["id"].upper()}
    body = {"responses": responses(), "codebook_ref": ref}
    assert [code["name"] for code in codes_of(steps.data(steps.post("/v2/code", body)))] == CODES


@pytest.mark.parametrize("id", ["x", "", NOBODYS])
def test_the_codebook_of_no_question_is_not_found(steps, id):
    body = {"responses": responses(), "codebook_ref": {"question_id": id}}
    assert refusal(steps.post("/v2/code", body), 404, "NOT_FOUND") == "Question not found"


def test_a_question_without_a_codebook_lends_none(steps):
    body = {"responses": responses(), "codebook_ref": {"question_id": steps.question()["id"]}}
    refusal(steps.post("/v2/code", body), 422, "EMPTY_CODEBOOK")


def test_without_a_codebook_one_is_built(steps):
    data = steps.data(steps.post("/v2/code", {"responses": responses(TEXTS[:7] * 3)[:7]}))
    assert codes_of(data)


@pytest.mark.parametrize("texts", [[""], ["", "  ", "\n"]])
def test_blanks_alone_are_nothing_to_code(steps, texts):
    refusal(steps.post("/v2/code", call(responses=responses(texts))), 422, "NO_DATA")


def test_demographics_and_languages_are_kept_with_the_response(steps):
    about = {"age": 41, "city": "Lyon", "weight": 0.5}
    given = [{"id": "R1", "text": "trop cher", "language": "fr", "demographics": about}]
    data = steps.data(steps.post("/v2/code", call(responses=given)))
    path = f"/v2/projects/{data['project_id']}/questions/{data['question_id']}/responses"
    assert steps.data(steps.get(path))[0]["demographics"] == about
    assert data["results"][0]["language"] == "fr"


def test_49_responses_are_coded_at_once_and_50_become_a_job(steps):
    assert len(steps.data(steps.post("/v2/code", call(responses=many(49))))["results"]) == 49
    assert steps.post("/v2/code", call(responses=many(50))).status_code == 202


def test_a_job_is_answered_with_its_place_and_when_to_look(steps):
    response = steps.post("/v2/code", call(responses=many()))
    data = steps.data(response, 202)
    assert data == {"job_id": data["job_id"], "status": "queued"}
    assert response.headers["location"] == f"/v2/jobs/{data['job_id']}"
    assert response.headers["retry-after"] == "1"
    assert steps.data(steps.get(response.headers["location"]))["type"] == "one_call"


def test_who_waits_too_long_for_a_place_is_told_so(settings, database, headers):
    hurried = settings.model_copy(update={"inline_timeout": 1})
    app = create_app(hurried, database=database)
    with TestClient(app) as client:
        steps, places = Steps(client, headers), app.state.services.coder_slots
        for _ in range(hurried.inline_coders):
            client.portal.call(places.acquire)
        message = refusal(steps.post("/v2/code", call()), 504, "GATEWAY_TIMEOUT")
        assert message.startswith("Coding timed out")
        assert steps.data(steps.get("/v2/projects")) == []
        client.portal.call(places.release)
        assert steps.post("/v2/code", call()).status_code == 200
