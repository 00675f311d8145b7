"""Samples over HTTP: blind to coders, compared and adjudicated, told on the methods page."""

import pytest
from v2_steps import CODES, NOBODYS, refusal, responses, steps_of


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="module")
def path(steps):
    done = steps.data(steps.post("/v2/code", {"responses": responses(), "codebook": CODES}))
    return f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"


def draw(steps, path, kind="double_coding", **members):
    body = {"kind": kind, "size": 6, "coder": "Anna"} | members
    sample = steps.data(steps.post(f"{path}/samples", body), 201)
    return f"{path}/samples/{sample['id']}", sample


def put(steps, sample, **body):
    return steps.client.put(f"{sample}/codes", json=body, headers=steps.headers)


def code(steps, sample, coder, codes):
    rows = [{"id": each, "codes": given} for each, given in codes.items()]
    return steps.data(put(steps, sample, coder=coder, responses=rows))


def test_a_sample_is_drawn_and_shown_without_anybodys_codes(steps, path):
    at, drawn = draw(steps, path, seed=5)
    assert (drawn["kind"], drawn["seed"], drawn["size"]) == ("double_coding", 5, 6)
    assert (drawn["made_by"], drawn["coders"]) == ("Anna", [])
    assert [code["name"] for code in drawn["codes"]] == CODES
    code(steps, at, "Ben", {each["id"]: [1] for each in drawn["responses"]})
    shown = steps.data(steps.get(at))
    assert [set(each) for each in shown["responses"]] == [{"id", "text"}] * 6
    assert shown["responses"] == drawn["responses"]
    assert shown["coders"] == [{"coder": "Ben", "coded": 6}]


def test_a_coder_sees_their_own_codes_and_no_others(steps, path):
    at, drawn = draw(steps, path)
    first, second = (each["id"] for each in drawn["responses"][:2])
    code(steps, at, "Ben", {first: [2], second: [3]})
    done = code(steps, at, "Anna", {first: [1, 3]})
    assert (done["coder"], done["coded"], done["size"]) == ("Anna", 1, 6)
    code(steps, at, "Anna", {first: [97]})
    shown = steps.data(steps.get(at, coder="Anna"))["responses"]
    own = {each["id"]: each["codes"] for each in shown if "codes" in each}
    assert own == {first: [97]}


def test_who_gives_no_name_codes_as_their_key(steps, path):
    at, drawn = draw(steps, path)
    rows = [{"id": drawn["responses"][0]["id"], "codes": []}]
    assert steps.data(put(steps, at, responses=rows))["coder"]
    listed = steps.data(steps.get(f"{path}/samples"))
    assert f"{path}/samples/{listed[0]['id']}" == at
    assert [each["coded"] for each in listed[0]["coders"]] == [1]


def test_a_response_that_is_named_twice_is_refused(steps, path):
    at, drawn = draw(steps, path)
    rows = [{"id": drawn["responses"][0]["id"], "codes": []}] * 2
    said = refusal(put(steps, at, responses=rows), 422, "VALIDATION_ERROR")
    assert "is named twice" in said


def test_agreement_has_figures_sentences_and_what_is_to_be_decided(steps, path):
    at, drawn = draw(steps, path)
    ids = [each["id"] for each in drawn["responses"]]
    code(steps, at, "Anna", {each: [1] for each in ids})
    code(steps, at, "Ben", {each: [1] for each in ids[1:]} | {ids[0]: [2, 3]})
    found = steps.data(steps.get(f"{at}/reliability", first="Anna", second="Ben"))
    assert found["responses"] == 6
    assert found["percent_agreement"]["value"] == pytest.approx(5 / 6)
    assert [each["name"] for each in found["codes"]] == ["Noise", "Price", "Staff"]
    assert all("Krippendorff's alpha" in sentence for sentence in found["outlook"])
    (differs,) = found["disagreements"]
    assert (differs["id"], differs["first"], differs["second"]) == (ids[0], [1], [2, 3])
    machine = steps.data(steps.get(f"{at}/reliability"))
    assert (machine["first"], machine["second"]) == ("Anna", "machine")


def test_a_checked_sample_corrects_the_percentages(steps, path):
    at, drawn = draw(steps, path, "verification", size=100)
    early = steps.get(f"{at}/percentages")
    assert "Nobody has coded" in refusal(early, 409, "INVALID_STATE")
    code(steps, at, "Anna", {each["id"]: [2] for each in drawn["responses"]})
    found = steps.data(steps.get(f"{at}/percentages"))
    assert (found["coder"], found["checked"], found["base"]) == ("Anna", 8, 8)
    rows = {row["name"]: row for row in found["codes"]}
    assert rows["Price"]["corrected"]["value"] == 1.0
    assert rows["Noise"]["corrected"]["value"] == 0.0
    counts = {row["name"]: row for row in steps.data(steps.get(f"{path}/tabulation"))["codes"]}
    assert {name: row["people"] for name, row in rows.items()} == {
        name: row["people"] for name, row in counts.items()
    }


def test_a_decision_teaches_is_logged_and_is_undone(steps):
    done = steps.data(steps.post("/v2/code", {"responses": responses(), "codebook": CODES}))
    path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
    at, _ = draw(steps, path)
    body = {"coder": "Eve", "reason": "Talked over.", "responses": [{"id": "R1", "codes": [4]}]}
    change = steps.data(steps.post(f"{at}/adjudicate", body))
    assert change["decided"] == 1
    rows = {row["id"]: row for row in steps.data(steps.get(f"{path}/responses", limit=100))}
    # R6 says the same as R1.
    for each in ("R1", "R6"):
        assert [given["name"] for given in rows[each]["codes"]] == ["Food"]
    assert (rows["R1"]["coder"], rows["R1"]["approved"]) == ("Eve", True)
    (line,) = steps.data(steps.get(f"{path}/changes"))
    assert (line["action"], line["reason"]) == ("review.adjudicate", "Talked over.")
    undone = steps.data(steps.post(f"{path}/changes/{change['change_id']}/undo", {}))
    assert undone["restored"] >= 2


def test_a_question_that_is_not_coded_yields_no_sample(steps):
    question = steps.question(texts=["Too loud"], codes=CODES)
    body = {"kind": "double_coding", "size": 5}
    said = refusal(steps.post(f"{question['path']}/samples", body), 409, "INVALID_STATE")
    assert "is not coded yet" in said


@pytest.mark.parametrize("id", [NOBODYS, "mine"])
def test_a_sample_that_is_not_there_is_not_found(steps, path, id):
    for step in ("", "/reliability", "/percentages"):
        assert refusal(steps.get(f"{path}/samples/{id}{step}"), 404, "NOT_FOUND")
