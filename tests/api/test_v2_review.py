"""Review: what a person decides stays, teaches the engine, is told, and can be taken back."""

import pytest
from sqlalchemy import select
from v2_steps import Steps

from openends.services import contradictory
from openends.store.tables import codings, responses

TEXTS = (
    "The music was far too loud",
    "It was terribly noisy",
    "the music was far too loud!",
    "The prices are too high",
    "The waiters were rude",
    "They should open earlier",
    "Opening earlier would be good",
    "don't know",
)
CODES = [
    {"code": "Noise", "definition": "Too loud."},
    {"code": "Price", "definition": "The price is too high."},
    {"code": "Staff", "definition": "Waiters and their manners."},
    {"code": "Hours", "definition": "Opening hours."},
]


class Study:
    def __init__(self, steps, texts=TEXTS):
        self.steps = steps
        rows = [{"id": f"R{at}", "text": text} for at, text in enumerate(texts, 1)]
        done = steps.data(steps.post("/v2/code", {"responses": rows, "codebook": CODES}))
        self.ref = {"project_id": done["project_id"], "question_id": done["question_id"]}
        self.path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
        categories = done["codebook"]["categories"]
        self.ids = {code["name"]: code["id"] for each in categories for code in each["codes"]}
        self.first = self.rows()

    def rows(self):
        found = self.steps.data(self.steps.get(f"{self.path}/responses", limit=100))
        return {row["id"]: row for row in found}

    def codes(self, response):
        return [code["name"] for code in self.rows()[response]["codes"]]

    def send(self, response, **body):
        return self.steps.client.patch(
            f"{self.path}/responses/{response}", json=body, headers=self.steps.headers
        )

    def decide(self, response, **body):
        return self.steps.data(self.send(response, coder="Anna", **body))

    def give(self, *names):
        return [{"id": self.ids[name]} for name in names]

    def post(self, path, **body):
        return self.steps.post(f"{self.path}/{path}", body)

    def data(self, path, **body):
        return self.steps.data(self.post(path, **body))


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


@pytest.fixture
def study(steps):
    return Study(steps)


def test_a_confirmed_response_is_its_coders_and_approved(study):
    done = study.decide("R4", note="Clear.")
    assert (done["decided"], done["also_changed"], done["figures"]) == (1, 0, [])
    row = study.rows()["R4"]
    assert (row["approved"], row["coder"], row["note"]) == (True, "Anna", "Clear.")
    assert row["needs_review"] is False
    (code,) = row["codes"]
    (before,) = study.first["R4"]["codes"]
    assert code == before | {"coder": "Anna"}


def test_a_correction_teaches_the_engine_at_once_and_says_what_else_changed(study):
    done = study.decide("R1", codes=study.give("Hours"))
    assert study.codes("R1") == ["Hours"]
    # The same text gets the same codes.
    assert study.codes("R3") == ["Hours"]
    assert study.rows()["R3"]["codes"][0]["layer"] == "exact"
    assert "R3" in {each["id"] for each in done["responses"]}
    assert done["also_changed"] == len(done["responses"]) - 1
    moves = {move["name"]: move for move in done["figures"]}
    now = [code["name"] for row in study.rows().values() for code in row["codes"]]
    assert moves["Hours"]["people_after"] == now.count("Hours")


def test_without_teaching_nothing_but_the_response_changes(study):
    done = study.decide("R1", codes=study.give("Hours"), teach=False)
    assert done["also_changed"] == 0
    assert {r: row for r, row in study.rows().items() if r != "R1"} == {
        r: row for r, row in study.first.items() if r != "R1"
    }


def test_a_correction_becomes_a_test_case_of_the_codebook_and_outlives_its_edits(study):
    study.decide("R2", codes=study.give("Hours"), teach=False, add_test=True)
    study.decide("R2", codes=study.give("Noise"), teach=False, add_test=True)
    study.data("codebook/edits", edit={"type": "add_code", "name": "Music"})
    study.data("codebook/undo")
    file = study.steps.get(f"{study.path}/codebook/file", format="json").json()
    assert file["tests"] == [{"text": "It was terribly noisy", "codes": ["Noise"]}]


def test_codes_are_added_and_rejected_one_by_one(study):
    study.decide("R5", add=study.give("Price"), teach=False)
    assert sorted(study.codes("R5")) == ["Price", "Staff"]
    given = {code["name"]: code for code in study.rows()["R5"]["codes"]}
    assert (given["Price"]["layer"], given["Price"]["confidence"]) == ("person", 1.0)
    assert given["Staff"]["layer"] != "person"
    study.decide("R5", reject=[study.ids["Staff"], study.ids["Price"]], teach=False)
    row = study.rows()["R5"]
    assert (row["codes"], row["status"], row["approved"]) == ([], "other", True)


def test_evidence_is_cut_from_the_verbatim(study):
    words = {"start": 4, "length": 7}
    study.decide("R5", codes=[study.give("Staff")[0] | {"evidence": words}], teach=False)
    (code,) = study.rows()["R5"]["codes"]
    assert code["evidence"] == words | {"text": "waiters"}
    refused = study.send(
        "R5", add=[study.give("Noise")[0] | {"evidence": {"start": 9, "length": 90}}]
    )
    assert refused.status_code == 422
    assert "lies outside the verbatim" in refused.json()["error"]["message"]


def test_a_response_tells_what_it_was_coded_with_and_how_close_the_next_code_was(study):
    row = study.first["R6"]
    assert row["run"]["codebook_version"] == row["codebook_version"] == 1
    assert row["run"]["openends_version"]
    assert row["run"]["encoders"]
    assert "model" not in row["run"]
    assert row["runner_up"] in study.ids.values()
    (code,) = row["codes"]
    assert row["margin"] == pytest.approx(code["confidence"] - chance(study, "R6"), abs=0.001)
    assert "margin" not in study.first["R8"]


def chance(study, response):
    """Return how likely the runner-up of a response is, as the store keeps it."""
    with study.steps.client.app.state.services.database.reading() as connection:
        query = select(codings.c.runner_up_chance).join(responses)
        return connection.execute(query.where(responses.c.response_id == response)).scalar_one()


def test_codes_that_teaching_gives_are_of_the_run_that_gave_them(study):
    study.data("codebook/edits", edit={"type": "add_code", "name": "Music"})
    study.decide("R1", codes=study.give("Hours"))
    rows = study.rows()
    assert rows["R3"]["run"]["codebook_version"] == 2
    assert rows["R4"]["run"]["codebook_version"] == 1


def test_confidence_is_learned_when_thirty_answers_are_reviewed(steps):
    what = ("the music", "a dog", "the street", "the kitchen", "the bar")
    tones = ("is too loud", "was noisy all night", "makes noise", "costs too much")
    tones += ("is expensive", "has rude waiters", "opens too late", "opens far too late")
    study = Study(steps, [f"{thing} {tone}" for thing in what for tone in tones])
    ids = list(study.first)
    study.data("responses/bulk", response_ids=ids[:29], decision={})
    before = study.rows()
    assert before[ids[-1]]["codes"] == study.first[ids[-1]]["codes"]
    done = study.data("responses/bulk", response_ids=[ids[29]], decision={})
    after = study.rows()
    left = [row for row in ids[30:] if names(after[row]) == names(before[row])]
    assert left
    assert all(after[row]["codes"][0]["layer"] == "examples" for row in left)
    assert all(after[row]["codes"] != before[row]["codes"] for row in left)
    study.data(f"changes/{done['change_id']}/undo")
    assert {row: study.rows()[row]["codes"] for row in left} == {
        row: before[row]["codes"] for row in left
    }


def names(row):
    return [code["name"] for code in row["codes"]]


def test_what_comes_in_later_is_coded_as_people_decided_before(study):
    study.decide("R1", codes=study.give("Hours"), teach=False)
    later = {"responses": [{"id": "R9", "text": "The music was FAR too loud"}]}
    study.steps.data(study.post("responses", **later), 201)
    study.steps.code_all({"ref": study.ref})
    (code,) = study.rows()["R9"]["codes"]
    assert (code["name"], code["layer"]) == ("Hours", "exact")


def test_no_edit_and_no_teaching_changes_what_a_person_settled(study):
    study.decide("R2", codes=study.give("Staff"))
    study.decide("R1", codes=study.give("Hours"))
    edit = {"type": "add_code", "name": "Loudness", "examples": ["It was terribly noisy"]}
    study.data("codebook/edits", edit=edit)
    assert study.codes("R2") == ["Staff"]
    assert study.rows()["R2"]["approved"]
    study.data("codebook/undo")
    assert study.codes("R2") == ["Staff"]


def test_a_retired_code_that_a_person_gave_is_asked_about_again(study):
    study.decide("R2", codes=study.give("Staff"), teach=False)
    done = study.data("codebook/edits", edit={"type": "retire_code", "code_id": study.ids["Staff"]})
    assert "R2" in done["to_read"]
    row = study.rows()["R2"]
    assert (row["approved"], row["needs_review"]) == (False, True)
    assert row["review_reason"] == "A person gave 'Staff', which was retired."
    study.data("codebook/undo")
    assert study.codes("R2") == ["Staff"]


def test_a_reopened_response_is_the_machines_again(study):
    study.decide("R1", codes=study.give("Hours"), teach=False)
    study.decide("R1", approved=False)
    assert study.codes("R1") == [code["name"] for code in study.first["R1"]["codes"]]
    assert not study.rows()["R1"]["approved"]


def test_many_are_decided_at_once_and_taken_back_at_once(study):
    ids = ["R5", "R6", "R7"]
    decision = {"codes": study.give("Hours")}
    done = study.data("responses/bulk", response_ids=ids, decision=decision, teach=False)
    assert [study.codes(each) for each in ids] == [["Hours"]] * 3
    study.decide("R7", codes=study.give("Noise"), teach=False)
    undone = study.data(f"changes/{done['change_id']}/undo", reason="A slip.")
    assert (undone["restored"], undone["left"]) == (2, 1)
    rows = study.rows()
    assert [rows[each] for each in ids[:2]] == [study.first[each] for each in ids[:2]]
    assert study.codes("R7") == ["Noise"]
    again = study.post(f"changes/{done['change_id']}/undo")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "INVALID_STATE")


def test_one_unknown_response_leaves_all_as_they_were(study):
    body = {"response_ids": ["R1", "nobody"], "decision": {"codes": study.give("Hours")}}
    assert study.post("responses/bulk", **body).status_code == 404
    assert study.rows() == study.first


def test_what_stood_there_before_stays_readable_and_the_log_names_everyone(study):
    study.decide("R1", codes=study.give("Hours"), reason="Obvious.", teach=False)
    study.decide("R1", codes=study.give("Price"), teach=False)
    former = study.steps.data(study.steps.get(f"{study.path}/responses/R1/history"))
    assert [[code["name"] for code in each["mentions"]] for each in former] == [
        ["Hours"],
        [code["name"] for code in study.first["R1"]["codes"]],
    ]
    assert former[0]["mentions"][0]["coder"] == "Anna"
    log = study.steps.data(study.steps.get(f"{study.path}/changes"))
    assert [(each["action"], each["coder"], each["reason"]) for each in log] == [
        ("review.correct", "Anna", ""),
        ("review.correct", "Anna", "Obvious."),
    ]
    assert study.steps.get(f"{study.path}/responses/nobody/history").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_log_cannot_be_written_through_the_api(study, method):
    send = getattr(study.steps.client, method)
    assert send(f"{study.path}/changes", headers=study.steps.headers).status_code in {404, 405}


def test_the_queue_begins_with_what_moves_figures_and_never_shows_what_is_settled(study):
    queue = study.steps.data(study.steps.get(f"{study.path}/review-queue"))
    ids = [each for entry in queue["entries"] for each in entry["response_ids"]]
    assert len(ids) == len(set(ids))
    assert {"R1", "R3"} in [set(entry["response_ids"]) for entry in queue["entries"]]
    assert all(entry["reason"] for entry in queue["entries"])
    assert queue["waiting"] == len(queue["entries"])
    assert queue["stop"]["answers"] <= queue["waiting"]
    assert {code["name"] for code in queue["stop"]["codes"]} == set(study.ids)
    for response in ids:
        study.decide(response, teach=False)
    empty = study.steps.data(study.steps.get(f"{study.path}/review-queue"))
    assert (empty["entries"], empty["stop"]["answers"]) == ([], 0)
    refused = study.steps.get(f"{study.path}/review-queue", by="town")
    assert refused.status_code == 422


@pytest.mark.parametrize("named", [1, 100])
def test_contradictions_come_page_by_page_however_many_a_query_names(study, monkeypatch, named):
    monkeypatch.setattr(contradictory, "NAMED", named)
    study.decide("R1", codes=study.give("Hours"), teach=False)
    pages, cursor = [], {}
    while not pages or cursor["cursor"]:
        wanted = {"contradictory": "true", "limit": 1} | cursor
        page = study.steps.get(f"{study.path}/responses", **wanted).json()
        pages.append([row["id"] for row in page["data"]])
        cursor = {"cursor": page["meta"].get("next_cursor")}
    assert pages == [["R1"], ["R3"]]


def test_responses_are_chosen_by_all_that_is_known_of_them(study):
    study.decide("R1", codes=study.give("Hours"), teach=False)

    def chosen(**filters):
        found = study.steps.data(study.steps.get(f"{study.path}/responses", limit=100, **filters))
        return {row["id"] for row in found}

    rows = study.rows()
    assert chosen(approved="true") == {"R1"}
    assert chosen(layer="person") == {"R1"}
    assert chosen(contradictory="true") == {"R1", "R3"}
    sure = {r for r, row in rows.items() if row["codes"] and least(row) >= 0.9}
    assert chosen(min_confidence="0.9") == sure
    assert chosen(max_confidence="0.89999", coded="true").isdisjoint(sure)
    assert chosen(language="en") == set(rows)
    assert study.steps.get(f"{study.path}/responses", layer="magic").status_code == 422


def least(row):
    return min(code["confidence"] for code in row["codes"])
