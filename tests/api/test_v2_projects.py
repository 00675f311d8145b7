"""Projects: made, listed, looked at and deleted."""

import pytest
from v2_steps import CODES, NOBODYS, Steps, refusal, responses, steps_of

MALFORMED = ["x", "1", "job_000000000000000000000000", "%00", "é", NOBODYS[:-1], NOBODYS + "0"]


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


def test_a_new_project_has_no_questions(steps):
    made = steps.project(name="Q4 NPS Survey", language="es", coding_type="entity", objective="?")
    assert set(made) == {
        *("id", "name", "language", "coding_type", "status", "created_at", "questions")
    }
    assert (made["name"], made["language"], made["coding_type"]) == (
        *("Q4 NPS Survey", "es", "entity"),
    )
    assert (made["status"], made["questions"]) == ("pending", [])
    assert made["created_at"].endswith("Z")
    assert steps.data(steps.get(f"/v2/projects/{made['id']}")) == made


def test_a_project_is_qualitative_and_english_unless_it_says_otherwise(steps):
    made = steps.project()
    assert (made["language"], made["coding_type"]) == ("en", "qualitative")


def test_all_projects_are_listed_newest_first(steps):
    made = [steps.project(name=str(at))["id"] for at in range(25)]
    response = steps.get("/v2/projects")
    assert [project["id"] for project in steps.data(response)] == made[::-1]
    assert response.json()["meta"]["count"] == 25
    assert "next_cursor" not in response.json()["meta"]


def test_projects_can_be_read_page_by_page(steps):
    made = [steps.project(name=str(at))["id"] for at in range(25)]
    first = steps.get("/v2/projects", limit=2)
    cursor = first.json()["meta"]["next_cursor"]
    second = steps.get("/v2/projects", cursor=cursor)
    seen = [project["id"] for project in steps.data(first) + steps.data(second)]
    # The usual size of a page holds where only a cursor is given.
    assert seen == made[::-1][:22]
    third = steps.get("/v2/projects", limit=100, cursor=second.json()["meta"]["next_cursor"])
    assert [project["id"] for project in steps.data(third)] == made[::-1][22:]


@pytest.mark.parametrize("cursor", ["x", "", "MjAyNg", "MjAyNi0xMS0yNCB4AHk", "MDAwMS0wMS0wMSB4"])
def test_a_cursor_of_nobody_is_refused(steps, cursor):
    message = refusal(steps.get("/v2/projects", cursor=cursor), 422, "VALIDATION_ERROR")
    assert message.startswith("Parameter 'cursor' ")


def test_a_project_is_as_far_as_its_questions(steps):
    project = steps.project()
    steps.question(project, codes=CODES)
    listed = steps.data(steps.get("/v2/projects"))[0]
    assert listed["status"] == "in_progress"
    assert listed["questions"][0]["status"] == "codebook_ready"


@pytest.mark.parametrize("id", [*MALFORMED, NOBODYS])
@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_project_that_is_not_there_is_not_found(steps, method, id):
    response = getattr(steps, method)(f"/v2/projects/{id}")
    assert refusal(response, 404, "NOT_FOUND") == "Project not found"


def test_an_id_may_be_written_in_capitals(steps):
    made = steps.project()
    assert steps.data(steps.get(f"/v2/projects/{made['id'].upper()}")) == made


def test_a_deleted_project_is_gone_with_everything_in_it(steps):
    question = steps.question(texts=["Too loud"], codes=CODES)
    project = f"/v2/projects/{question['ref']['project_id']}"
    response = steps.delete(project)
    assert (response.status_code, response.content) == (204, b"")
    for path in (project, question["path"], f"{question['path']}/responses"):
        refusal(steps.get(path), 404, "NOT_FOUND")
    refusal(steps.delete(project), 404, "NOT_FOUND")


def test_a_project_that_is_being_coded_is_not_deleted(steps):
    job = steps.job()
    project = steps.data(steps.get("/v2/projects"))[0]["id"]
    assert job in refusal(steps.delete(f"/v2/projects/{project}"), 409, "ALREADY_CODING")
    steps.delete(f"/v2/jobs/{job}")
    assert steps.delete(f"/v2/projects/{project}").status_code == 204
    refusal(steps.get(f"/v2/jobs/{job}"), 404, "NOT_FOUND")


def test_credits_that_a_deleted_project_cost_stay_spent(database, client):
    steps = steps_of(database, client, credits=100)
    body = {"responses": responses(["Too loud"]), "codebook": CODES}
    project = steps.data(steps.post("/v2/code", body))["project_id"]
    steps.delete(f"/v2/projects/{project}")
    assert steps.data(steps.get("/v2/usage"))["credits_remaining"] == 99
