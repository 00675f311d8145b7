"""Questions of a project and the responses to them."""

from datetime import UTC, datetime

import pytest
from v2_steps import CODES, NOBODYS, TEXTS, Steps, many, refusal, responses

from openends.services.run_coding import run_coding
from openends.store import jobs

ABOUT = {"age": 41, "city": "Lyon"}


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


@pytest.fixture
def coded(steps):
    """A question that a call has coded, with its path."""
    data = steps.data(steps.post("/v2/code", {"responses": responses(), "codebook": CODES}))
    return data | {"path": f"/v2/projects/{data['project_id']}/questions/{data['question_id']}"}


def ids(steps, question, **query):
    rows = steps.data(steps.get(f"{question['path']}/responses", limit=100, **query))
    return [row["id"] for row in rows]


def test_a_new_question_has_nothing_yet(steps):
    question = steps.question()
    shown = steps.data(steps.get(question["path"]))
    assert shown == {
        "id": question["id"],
        "text": "What could be better?",
        "status": "pending",
        "coding_type": "qualitative",
        "language": "en",
        "response_count": 0,
        "coded_count": 0,
        "has_codebook": False,
        "results": [],
    }


def test_a_question_is_of_the_kind_and_language_of_its_project(steps):
    project = steps.project(language="fr", coding_type="entity")
    asked = [steps.question(project), steps.question(project, coding_type="qualitative")]
    shown = [steps.data(steps.get(question["path"])) for question in asked]
    assert [question["coding_type"] for question in shown] == ["entity", "qualitative"]
    assert [question["language"] for question in shown] == ["fr", "fr"]


def test_questions_stand_in_their_project_in_the_order_they_were_made(steps):
    project = steps.project()
    made = [steps.question(project, text=text)["id"] for text in "abc"]
    shown = steps.data(steps.get(f"/v2/projects/{project['id']}"))["questions"]
    assert [question["id"] for question in shown] == made


@pytest.mark.parametrize("id", ["x", "%00", NOBODYS])
def test_a_question_that_is_not_there_is_not_found(steps, id):
    path = f"/v2/projects/{steps.project()['id']}/questions/{id}"
    for response in (
        steps.get(path),
        steps.get(f"{path}/responses"),
        steps.post(f"{path}/responses", {"responses": responses()}),
    ):
        assert refusal(response, 404, "NOT_FOUND") == "Question not found"


def test_a_question_of_another_project_is_not_found(steps):
    question, other = steps.question(), steps.project()
    path = f"/v2/projects/{other['id']}/questions/{question['id']}"
    assert refusal(steps.get(path), 404, "NOT_FOUND") == "Question not found"


@pytest.mark.parametrize("id", ["x", NOBODYS])
def test_no_question_can_be_asked_in_a_project_that_is_not_there(steps, id):
    response = steps.post(f"/v2/projects/{id}/questions", {"text": "Why?"})
    assert refusal(response, 404, "NOT_FOUND") == "Project not found"


def test_an_upload_keeps_what_is_new_and_leaves_the_rest_alone(steps):
    path = f"{steps.question()['path']}/responses"
    first = steps.data(steps.post(path, {"responses": responses(["a", "b"])}), 201)
    assert first == {"added": 2, "duplicates": 0, "response_count": 2}
    second = steps.data(steps.post(path, {"responses": responses(["x", "y"], start=2)}), 201)
    assert second == {"added": 1, "duplicates": 1, "response_count": 3}
    shown = steps.data(steps.get(path))
    assert [(row["id"], row["text"]) for row in shown] == [("R1", "a"), ("R2", "b"), ("R3", "y")]


def test_an_uploaded_response_comes_back_with_all_it_carries(steps):
    path = f"{steps.question()['path']}/responses"
    given = {"id": "R1", "text": "trop cher", "language": "fr", "demographics": ABOUT}
    steps.data(steps.post(path, {"responses": [given]}), 201)
    assert steps.data(steps.get(path)) == [
        {"id": "R1", "text": "trop cher", "demographics": ABOUT, "codes": [], "approved": False}
    ]


def test_an_upload_has_at_least_one_response(steps):
    path = f"{steps.question()['path']}/responses"
    message = refusal(steps.post(path, {"responses": []}), 422, "VALIDATION_ERROR")
    assert message == "Field 'responses' must be a non-empty array."


def test_nothing_is_uploaded_to_a_question_that_is_being_coded(steps):
    job = steps.job()
    project = steps.data(steps.get("/v2/projects"))[0]
    path = f"/v2/projects/{project['id']}/questions/{project['questions'][0]['id']}/responses"
    response = steps.post(path, {"responses": [{"id": "new", "text": "x"}]})
    assert job in refusal(response, 409, "INVALID_STATE")


def test_responses_are_listed_page_by_page_in_their_order(steps):
    question = steps.question()
    path = f"{question['path']}/responses"
    steps.data(steps.post(path, {"responses": many(45)}), 201)
    seen, sizes, query = [], [], {}
    while True:
        response = steps.get(path, **query)
        page = steps.data(response)
        sizes.append(len(page))
        seen += [row["id"] for row in page]
        if "next_cursor" not in response.json()["meta"]:
            break
        query["cursor"] = response.json()["meta"]["next_cursor"]
    assert sizes == [20, 20, 5]
    assert seen == [f"R{at}" for at in range(1, 46)]


def test_a_coded_response_says_what_the_call_said(steps, coded):
    shown = steps.data(steps.get(f"{coded['path']}/responses"))
    for row, result in zip(shown, coded["results"], strict=True):
        assert {name: row[name] for name in result} == result
    assert [row["text"] for row in shown] == list(TEXTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "none"}, ["R9"]),
        ({"status": "no_answer"}, ["R8"]),
        ({"status": "junk"}, ["R10"]),
        ({"text": "LOUD"}, ["R1", "R3", "R6"]),
        ({"text": "%"}, []),
        ({"text": "loud", "status": "junk"}, []),
        ({"coded": "true"}, [f"R{at}" for at in range(1, 11)]),
        ({"coded": "false"}, []),
    ],
)
def test_responses_can_be_chosen(steps, coded, query, found):
    assert ids(steps, coded, **query) == found


@pytest.mark.parametrize("wanted", ["positive", "negative", "neutral", "mixed"])
def test_responses_can_be_chosen_by_their_tone(steps, coded, wanted):
    found = [row["id"] for row in coded["results"] if row["sentiment"] == wanted]
    assert ids(steps, coded, sentiment=wanted) == found


@pytest.mark.parametrize("wanted", [True, False])
def test_responses_can_be_chosen_by_whether_a_person_should_look(steps, coded, wanted):
    found = [row["id"] for row in coded["results"] if row["needs_review"] is wanted]
    assert ids(steps, coded, needs_review=str(wanted).lower()) == found


def test_responses_can_be_chosen_by_their_code(steps, coded):
    code = coded["results"][0]["codes"][0]
    found = [
        row["id"] for row in coded["results"] if code["id"] in {each["id"] for each in row["codes"]}
    ]
    assert "R1" in found
    assert ids(steps, coded, code_id=code["id"]) == found
    assert ids(steps, coded, code_id=NOBODYS) == []
    response = steps.get(f"{coded['path']}/responses", code_id="x")
    assert refusal(response, 404, "NOT_FOUND") == "Code not found"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "done"),
        ("needs_review", "maybe"),
        ("needs_review", "1"),
        ("sentiment", "sad"),
        ("text", "x" * 201),
        ("text", "\0"),
        ("coded", ""),
        ("limit", 101),
        ("cursor", "x"),
        ("cursor", "LTE"),
        ("cursor", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_by_its_name(steps, coded, name, value):
    response = steps.get(f"{coded['path']}/responses", **{name: value})
    assert f"Parameter '{name}' " in refusal(response, 422, "VALIDATION_ERROR")


def test_a_codebook_and_responses_are_not_yet_coded(steps):
    question = steps.question(texts=TEXTS[:3], codes=CODES)
    shown = steps.data(steps.get(question["path"]))
    assert (shown["has_codebook"], shown["response_count"], shown["coded_count"]) == (True, 3, 0)
    assert shown["results"] == []
    assert shown["codebook"]["categories"][0]["codes"][0]["name"] == "Noise"


def test_a_question_shows_its_first_hundred_coded_responses(app, database, steps):
    question = steps.question(codes=CODES)
    steps.data(steps.post(f"{question['path']}/responses", {"responses": many(120)}), 201)
    job = steps.data(steps.post("/v2/coding/auto", question["ref"]), 202)["job_id"]
    with database.transaction() as connection:
        jobs.begin(connection, job, datetime.now(UTC))
    run_coding(database, job, app.state.services.load_encoders)
    result = steps.data(steps.get(f"/v2/jobs/{job}"))["result"]
    shown = steps.data(steps.get(question["path"]))
    assert (shown["status"], shown["coded_count"]) == ("coded", 120)
    assert len(result["results"]) == 120
    assert shown["results"] == result["results"][:100]
    assert shown["codebook"] == result["codebook"]
