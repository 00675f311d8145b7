"""A question's codebook is checked: its wording, its test cases, and how its codes are used."""

import pytest
from v2_steps import Steps

#: Thirty people, from whom on shares are looked at.
TEXTS = [f"far too loud in room {at}" for at in range(24)] + [f"rude staff {at}" for at in range(6)]
CODEBOOK = """
codes:
- name: Noise
  definition: loud, noisy
- name: Service
  definition: rude or friendly staff
- name: Parking
tests:
- text: much too loud
  codes: [Noise]
- text: awfully loud at night
  codes: [Parking]
"""


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


@pytest.fixture
def path(steps):
    rows = [{"id": f"R{at}", "text": text} for at, text in enumerate(TEXTS)]
    codes = ["Noise", "Service", "Parking"]
    done = steps.data(steps.post("/v2/code", {"responses": rows, "codebook": codes}))
    return f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"


def found(steps, path):
    return steps.data(steps.get(f"{path}/codebook/check"))


def checks(report):
    return {(each["check"], *each["codes"]) for each in report["findings"]}


def test_the_use_of_codes_is_that_of_the_codings_as_people_left_them(steps, path):
    report = found(steps, path)
    assert (report["codes"], report["answers"]) == (3, 30)
    assert {("dead-code", "Parking"), ("too-frequent", "Noise")} <= checks(report)
    parking = next(
        code["id"]
        for each in steps.data(steps.get(path))["codebook"]["categories"]
        for code in each["codes"]
        if code["name"] == "Parking"
    )
    body = {"response_ids": ["R29"], "decision": {"codes": [{"id": parking}]}, "teach": False}
    steps.data(steps.post(f"{path}/responses/bulk", body))
    assert ("dead-code", "Parking") not in checks(found(steps, path))


def test_a_codebook_without_codings_is_looked_through_and_its_tests_are_tried(
    client, headers, steps, path
):
    put = client.put(f"{path}/codebook/file", headers=headers, content=CODEBOOK)
    assert put.status_code == 200
    report = found(steps, path)
    assert report["answers"] == 0
    assert report["errors"] == sum(each["severity"] == "error" for each in report["findings"])
    assert report["findings"][0]["check"] == "test-fails"
    assert report["tests"] == {
        "tried": 2,
        "passed": 1,
        "failed": [
            {
                "test": 2,
                "text": "awfully loud at night",
                "codes": ["Parking"],
                "given": ["Noise"],
            }
        ],
    }


def test_a_question_without_a_codebook_has_none_to_check(steps):
    question = steps.question(texts=TEXTS)
    answered = steps.get(f"{question['path']}/codebook/check")
    assert (answered.status_code, answered.json()["error"]["code"]) == (409, "INVALID_STATE")
