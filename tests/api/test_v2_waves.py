"""GET .../wave-change: two waves, and whether people or the coding changed a figure."""

from datetime import UTC, datetime

import pytest
from v2_steps import NOBODYS, refusal, responses, steps_of

from openends.domain.suggestion import SuggestionType
from openends.services.run_coding import run_coding
from openends.store import jobs, suggestions
from openends.store.suggestions import NewSuggestion

SPRING = (
    "Too loud",
    "Far too noisy",
    "The price is fair",
    "Cheap",
    "Rude waiters",
    "",
    "Cold soup",
)
AUTUMN = (*SPRING, "It was so loud", "Noise everywhere", "loud music", "It leaks", "don't know")
CODES = [
    {"code": "Noise", "number": 1, "definition": "How loud it is."},
    {"code": "Price", "number": 2, "definition": "What it costs."},
    {"code": "Staff", "number": 3, "definition": "Waiters and their manners."},
    {"code": "Food", "number": 4, "definition": "Dishes, hot or cold."},
]
#: Price has another name, food is gone, and something was added.
LATER = [
    CODES[0],
    CODES[1] | {"code": "Value for money"},
    CODES[2],
    {"code": "Leaks", "number": 20, "definition": "It leaks or drips."},
]


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="module")
def study(steps):
    """One project: a wave in spring, and one in autumn by the same codebook and by a later one."""
    project = steps.project()
    waves = {
        "spring": steps.question(project, texts=SPRING, codes=CODES),
        "autumn": steps.question(project, texts=AUTUMN, codes=CODES),
        "later": steps.question(project, texts=AUTUMN, codes=LATER),
        "uncoded": steps.question(project, texts=AUTUMN, codes=CODES),
    }
    for name in ("spring", "autumn", "later"):
        code_all(steps, waves[name])
    return waves


def code_all(steps, question):
    """Code a question as a worker does."""
    job = steps.data(steps.post("/v2/coding/auto", question["ref"]), 202)["job_id"]
    ready = steps.client.app.state.services
    with ready.database.transaction() as connection:
        jobs.begin(connection, job, datetime.now(UTC))
    run_coding(ready.database, job, ready.load_encoders)


def ask(steps, wave, first, **query):
    return steps.get(f"{wave['path']}/wave-change", first_question_id=first["id"], **query)


def compare(steps, study, second, first="spring", **query):
    return steps.data(ask(steps, study[second], study[first], **query))


def by_name(found):
    return {code["name"]: code for code in found["codes"]}


def test_waves_with_one_codebook_and_one_way_of_coding_are_coded_alike(steps, study):
    found = compare(steps, study, "autumn")
    assert found["coded_alike"]
    assert "Coding has no part in any change." in found["statement"]
    assert (found["first"]["asked"], found["first"]["base"]) == (7, 6)
    assert found["bridge"] == {"responses": 11, "differing": 0, "seed": 0}
    assert found["second"]["base"] == 11
    noise = by_name(found)["Noise"]
    assert noise["coding"] == {"points": 0, "low": 0, "high": 0}
    assert noise["real"] == noise["change"]
    assert noise["second"] == pytest.approx(noise["first"] + noise["change"]["points"], abs=0.001)


def test_the_first_codebook_itself_codes_the_bridge(steps, study):
    found = compare(steps, study, "later")
    assert not found["coded_alike"]
    assert found["bridge"]["responses"] == 11
    codes = by_name(found)
    # A code that one wave alone has: its change is all coding where the second has it.
    leaks = codes["Leaks"]
    assert (leaks["first_number"], leaks["second_number"]) == (None, 20)
    assert leaks["first"] == 0
    assert leaks["coding"]["points"] == leaks["second"] > 0
    assert (codes["Food"]["first_number"], codes["Food"]["second_number"]) == (4, None)
    assert codes["Food"]["coding"]["points"] < 0
    assert any(note.startswith("Codes of the first wave alone: Food.") for note in found["notes"])


def test_a_renamed_code_is_known_by_its_number(steps, study):
    found = compare(steps, study, "later")
    price = by_name(found)["Value for money"]
    assert (price["first_number"], price["second_number"]) == (2, 2)
    assert price["first"] > 0
    assert "Price" not in by_name(found)
    assert any("'Price' is called 'Value for money'" in note for note in found["notes"])


def test_a_sample_is_drawn_by_its_seed_and_says_when_it_is_small(steps, study):
    found = compare(steps, study, "later", sample=4, seed=2)
    assert found["bridge"]["responses"] == 4
    assert found == compare(steps, study, "later", sample=4, seed=2)
    assert any("The bridge sample has 4 responses" in note for note in found["notes"])


def test_what_people_decided_in_the_first_wave_teaches_the_bridge(steps, study):
    project = {"id": study["spring"]["ref"]["project_id"]}
    taught = steps.question(project, texts=["It leaks", *SPRING], codes=CODES)
    code_all(steps, taught)
    codebook = steps.data(steps.get(taught["path"]))["codebook"]
    ids = {code["name"]: code["id"] for each in codebook["categories"] for code in each["codes"]}
    body = {"codes": [{"id": ids["Food"]}], "coder": "Anna"}
    path = f"{taught['path']}/responses/R1"
    steps.data(steps.client.patch(path, json=body, headers=steps.headers))
    found = steps.data(ask(steps, study["later"], taught))
    before = compare(steps, study, "later")
    eleventh = 100 / 11
    fewer = by_name(found)["Food"]["coding"]["points"]
    assert fewer == pytest.approx(by_name(before)["Food"]["coding"]["points"] - eleventh, abs=0.01)
    assert any("People decided 1 responses of the first wave" in note for note in found["notes"])


def test_themes_are_the_new_codes_that_wait_for_a_person(steps, study, shared):
    found = NewSuggestion(
        key="leaks",
        type=SuggestionType.NEW_CODE,
        confidence=0.75,
        body={"name": "Leaks", "rationale": "Nobody has it.", "response_ids": ["R11"]},
    )
    merge = NewSuggestion(
        key="m", type=SuggestionType.MERGE_CODES, confidence=0.5, body={"response_ids": []}
    )
    question = study["autumn"]["id"]
    assert compare(steps, study, "autumn")["themes"] == []
    with shared.database.transaction() as connection:
        owner = steps.organization.id
        suggestions.renew(connection, owner, question, [found, merge], datetime.now(UTC))
    (theme,) = compare(steps, study, "autumn")["themes"]
    assert theme == {
        "name": "Leaks",
        "definition": "",
        "people": 1,
        "confidence": 0.75,
        "rationale": "Nobody has it.",
        "response_ids": ["R11"],
    }


def test_the_earlier_wave_may_stand_in_another_project(steps, study):
    call = {"responses": responses(SPRING), "codebook": CODES}
    done = steps.data(steps.post("/v2/code", call))
    wave = {"id": done["question_id"]}
    # Without its project the question is looked for in the later wave's.
    refusal(ask(steps, study["autumn"], wave), 404, "NOT_FOUND")
    found = steps.data(ask(steps, study["autumn"], wave, first_project_id=done["project_id"]))
    assert found["first"]["project_id"] == done["project_id"]
    assert found["first"]["question_id"] == done["question_id"]


def test_a_wave_is_not_compared_with_itself(steps, study):
    said = refusal(ask(steps, study["autumn"], study["autumn"]), 422, "VALIDATION_ERROR")
    assert "'first_question_id'" in said


def test_a_wave_that_is_not_coded_yet_is_named_with_the_step_that_is_missing(steps, study):
    for first, second in (("uncoded", "autumn"), ("spring", "uncoded")):
        said = refusal(ask(steps, study[second], study[first]), 409, "INVALID_STATE")
        assert study["uncoded"]["id"] in said
        assert "POST /v2/coding/auto" in said


def test_a_wave_that_nobody_answered_has_no_percentages(steps, study):
    empty = {"responses": responses(["asdfgh"]), "codebook": CODES}
    done = steps.data(steps.post("/v2/code", empty))
    wave = {"id": done["question_id"]}
    asked = ask(steps, study["autumn"], wave, first_project_id=done["project_id"])
    assert "Nobody answered question" in refusal(asked, 409, "INVALID_STATE")


@pytest.mark.parametrize("given", [NOBODYS, "no id"])
def test_a_wave_that_is_not_there_is_not_found(steps, study, given):
    refusal(ask(steps, study["autumn"], {"id": given}), 404, "NOT_FOUND")
    asked = ask(steps, study["autumn"], study["spring"], first_project_id=given)
    refusal(asked, 404, "NOT_FOUND")


def test_another_organizations_wave_is_not_found_on_either_side(steps, study, shared):
    stranger = steps_of(shared.database, shared.client)
    refusal(ask(stranger, study["autumn"], study["spring"]), 404, "NOT_FOUND")
    call = {"responses": responses(SPRING), "codebook": CODES}
    own = stranger.data(stranger.post("/v2/code", call))
    path = f"/v2/projects/{own['project_id']}/questions/{own['question_id']}/wave-change"
    for project in ({}, {"first_project_id": study["spring"]["ref"]["project_id"]}):
        asked = stranger.get(path, first_question_id=study["spring"]["id"], **project)
        refusal(asked, 404, "NOT_FOUND")


@pytest.mark.parametrize("query", [{"sample": 0}, {"sample": 10_001}, {"seed": -1}])
def test_samples_have_limits(steps, study, query):
    asked = ask(steps, study["autumn"], study["spring"], **query)
    assert next(iter(query)) in refusal(asked, 422, "VALIDATION_ERROR")


def test_the_earlier_wave_must_be_named(steps, study):
    asked = steps.get(f"{study['autumn']['path']}/wave-change")
    assert "first_question_id" in refusal(asked, 422, "VALIDATION_ERROR")
