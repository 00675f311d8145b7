"""Codebooks of questions: imported, cloned, built; and what coding would cost."""

import pytest
from v2_steps import CODES, NOBODYS, TEXTS, Steps, many, refusal, responses, steps_of

FLAT = [
    {"code": "Noise", "category": "Place", "definition": "Loud or quiet.", "number": 11},
    {"code": "Food", "category": "Kitchen", "examples": ["cold soup", "great bread"]},
    {"code": "Price"},
]


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


def codes_of(codebook):
    return [code for group in codebook["categories"] for code in group["codes"]]


def bare(codebook):
    """Return a codebook without its ids."""
    return [
        (group["name"], group["id"] is None, [code | {"id": ""} for code in group["codes"]])
        for group in codebook["categories"]
    ]


def imported(steps, codebook, question=None):
    question = question or steps.question()
    body = question["ref"] | {"codebook": codebook}
    return question, steps.data(steps.post("/v2/codebook/import", body))


def test_an_imported_codebook_is_the_questions(steps):
    question, data = imported(steps, FLAT)
    assert {name: data[name] for name in question["ref"]} == question["ref"]
    noise, food, price = codes_of(data["codebook"])
    assert (noise["number"], noise["definition"], noise["count"]) == (11, "Loud or quiet.", 0)
    assert food["examples"] == ["cold soup", "great bread"]
    assert len({noise["number"], food["number"], price["number"]}) == 3
    assert [group["name"] for group in data["codebook"]["categories"][:2]] == ["Place", "Kitchen"]
    shown = steps.data(steps.get(question["path"]))
    assert (shown["status"], shown["codebook"]) == ("codebook_ready", data["codebook"])


def test_a_codebook_that_was_answered_can_be_imported_as_it_is(steps):
    _, first = imported(steps, FLAT)
    _, second = imported(steps, first["codebook"])
    assert bare(second["codebook"]) == bare(first["codebook"])


def test_an_import_takes_the_place_of_the_codebook_and_of_its_codings(steps):
    body = {"responses": responses(), "codebook": CODES}
    data = steps.data(steps.post("/v2/code", body))
    ref = {"project_id": data["project_id"], "question_id": data["question_id"]}
    steps.data(steps.post("/v2/codebook/import", ref | {"codebook": ["Rooms"]}))
    path = f"/v2/projects/{ref['project_id']}/questions/{ref['question_id']}"
    shown = steps.data(steps.get(path))
    assert (shown["status"], shown["coded_count"]) == ("codebook_ready", 0)
    assert [code["name"] for code in codes_of(shown["codebook"])] == ["Rooms"]


def test_a_codebook_is_of_the_kind_of_its_question(steps):
    question = steps.question(coding_type="entity", texts=["Nike and Addidas"], codes=["Adidas"])
    job = steps.data(steps.post("/v2/coding/auto", question["ref"]), 202)["job_id"]
    assert steps.data(steps.get(f"/v2/jobs/{job}"))["type"] == "auto_coding"


@pytest.mark.parametrize("name", ["project_id", "question_id"])
@pytest.mark.parametrize("id", ["x", "\0", NOBODYS])
@pytest.mark.parametrize("path", ["codebook/import", "codebook/generate", "coding/auto"])
def test_what_is_not_there_is_not_found(steps, path, name, id):
    body = steps.question(texts=["Too loud"], codes=CODES)["ref"] | {name: id}
    if path == "codebook/import":
        body["codebook"] = CODES
    thing = name.removesuffix("_id").capitalize()
    assert refusal(steps.post(f"/v2/{path}", body), 404, "NOT_FOUND") == f"{thing} not found"


def test_a_cloned_codebook_is_a_copy_with_ids_of_its_own(steps):
    project = steps.project()
    source, target = steps.question(project), steps.question(project)
    _, given = imported(steps, FLAT, source)
    body = {
        "project_id": project["id"],
        "source_question_id": source["id"],
        "target_question_id": target["id"],
    }
    copy = steps.data(steps.post("/v2/codebook/clone", body))
    assert copy["question_id"] == target["id"]
    assert bare(copy["codebook"]) == bare(given["codebook"])
    ids = [{code["id"] for code in codes_of(each["codebook"])} for each in (copy, given)]
    assert not ids[0] & ids[1]


def test_a_question_without_a_codebook_has_none_to_clone(steps):
    project = steps.project()
    source, target = steps.question(project), steps.question(project)
    body = {
        "project_id": project["id"],
        "source_question_id": source["id"],
        "target_question_id": target["id"],
    }
    message = refusal(steps.post("/v2/codebook/clone", body), 422, "EMPTY_CODEBOOK")
    assert message == f"Source question {source['id']} has no codebook to clone from."


@pytest.mark.parametrize("name", ["source_question_id", "target_question_id"])
def test_a_codebook_is_cloned_only_within_a_project(steps, name):
    project, stranger = steps.project(), steps.question(codes=CODES)
    body = {
        "project_id": project["id"],
        "source_question_id": steps.question(project, codes=CODES)["id"],
        "target_question_id": steps.question(project)["id"],
    }
    message = refusal(
        steps.post("/v2/codebook/clone", body | {name: stranger["id"]}), 404, "NOT_FOUND"
    )
    assert message == "Question not found"


def test_a_codebook_of_few_responses_is_built_at_once_and_for_nothing(database, client):
    steps = steps_of(database, client, credits=0)
    question = steps.question(texts=TEXTS)
    data = steps.data(steps.post("/v2/codebook/generate", question["ref"]))
    assert codes_of(data["codebook"])
    assert steps.data(steps.get(question["path"]))["status"] == "codebook_ready"


def test_a_codebook_of_50_responses_is_built_by_a_job(steps):
    question = steps.question()
    steps.post(f"{question['path']}/responses", {"responses": many()})
    response = steps.post("/v2/codebook/generate", question["ref"])
    job = steps.data(response, 202)["job_id"]
    assert response.headers["location"] == f"/v2/jobs/{job}"
    assert steps.data(steps.get(f"/v2/jobs/{job}"))["type"] == "codebook_generation"
    again = steps.post("/v2/codebook/generate", question["ref"])
    message = refusal(again, 409, "JOB_ALREADY_RUNNING")
    assert message == f"A codebook job ({job}) is already running for question {question['id']}."


def test_a_codebook_of_no_responses_cannot_be_built(steps):
    refusal(steps.post("/v2/codebook/generate", steps.question()["ref"]), 422, "NO_DATA")


def test_a_step_out_of_order_is_told_which_comes_first(steps):
    ref = steps.question(texts=TEXTS)["ref"]
    message = refusal(steps.post("/v2/coding/auto", ref), 409, "INVALID_STATE")
    assert "POST /v2/codebook/generate" in message


def test_a_question_is_coded_by_one_job_at_a_time(steps):
    question = steps.question(texts=TEXTS, codes=CODES)
    guided = question["ref"] | {"coding_guidance": "Mind the rooms."}
    job = steps.data(steps.post("/v2/coding/auto", guided), 202)["job_id"]
    message = refusal(steps.post("/v2/coding/auto", question["ref"]), 409, "ALREADY_CODING")
    assert message == f"Question {question['id']} is already being coded by job {job}."
    assert steps.data(steps.get(question["path"]))["status"] == "coding"


@pytest.mark.parametrize("form", [list, responses])
def test_a_quote_counts_each_answer_once(database, client, form):
    steps = steps_of(database, client, credits=5)
    quote = steps.data(steps.post("/v2/codebook/estimate", {"responses": form(TEXTS)}))
    assert quote == {
        "responses": 10,
        "unique_responses": 6,
        "estimated_credits": 6,
        "credits_remaining": 5,
        "sufficient": False,
    }
    assert steps.data(steps.get("/v2/usage"))["credits_remaining"] == 5
