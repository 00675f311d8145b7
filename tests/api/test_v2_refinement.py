"""Refinement: what the answers speak for is suggested, applied, dismissed and taken back."""

import csv
import io

import openpyxl
import pytest
from v2_steps import NOBODYS, Steps

#: What some answers are about has no code, and two codes are one thing.
TEXTS = (
    *("far too expensive", "the price is too high", "costs a lot of money", "cheaper please"),
    *("expensive for what it is", "lower the price", "price", "good price"),
    *("very loud", "the noise in the morning", "so noisy it wakes the children", "loud pump"),
    *("the coffee tastes great", "bitter taste", "lovely flavour", "taste is weak"),
    *("hard to clean", "cleaning takes ages", "descaling every week", "easy to clean"),
    *("the delivery was late", "delivery took three weeks", "late delivery of the parcel"),
    *("the courier left the parcel in the rain", "faster delivery please"),
    *("delivery came broken", "the parcel was delivered to a neighbour"),
)
CODES = [
    {"code": "Price", "definition": "what it costs, expensive, cheap", "category": "Money"},
    {"code": "Noise", "definition": "loud, noisy, quiet", "category": "Machine"},
    {"code": "Taste", "definition": "how the coffee tastes, flavour", "category": "Coffee"},
    {"code": "Cleaning", "definition": "easy or hard to clean, descaling", "category": "Machine"},
]


class Study:
    def __init__(self, steps):
        self.steps = steps
        rows = [{"id": f"R{at}", "text": text} for at, text in enumerate(TEXTS, 1)]
        done = steps.data(steps.post("/v2/code", {"responses": rows, "codebook": CODES}))
        self.ref = {"project_id": done["project_id"], "question_id": done["question_id"]}
        self.path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
        self.ids = {
            code["name"]: code["id"]
            for each in done["codebook"]["categories"]
            for code in each["codes"]
        }
        # A person saw that no code fits these.
        about_delivery = [f"R{at}" for at, text in enumerate(TEXTS, 1) if "deliver" in text]
        other = {"codes": [], "approved": False}
        body = {"response_ids": [*about_delivery, "R24"], "decision": other, "teach": False}
        steps.data(steps.post(f"{self.path}/responses/bulk", body))

    def post(self, step, **body):
        return self.steps.post(f"/v2/refinement/{step}", self.ref | body)

    def data(self, step, **body):
        return self.steps.data(self.post(step, **body))

    def suggestions(self, **body):
        return self.data("suggestions", **body)["suggestions"]

    def new_code(self):
        return next(each for each in self.suggestions() if each["type"] == "new_code")

    def codes(self):
        rows = self.steps.data(self.steps.get(f"{self.path}/responses", limit=100))
        return {row["id"]: {code["name"] for code in row["codes"]} for row in rows}

    def names(self):
        detail = self.steps.data(self.steps.get(self.path))
        return {code["name"] for each in detail["codebook"]["categories"] for code in each["codes"]}


@pytest.fixture
def study(client, headers):
    return Study(Steps(client, headers))


def test_a_theme_without_a_code_is_suggested_with_its_answers_and_applied(study):
    found = study.new_code()
    assert "deliver" in found["name"].casefold()
    assert {"R21", "R22", "R23"} <= set(found["response_ids"])
    assert (found["status"], found["action"]) == ("pending", "create_new")
    assert 0 < found["confidence"] <= 1
    assert found["rationale"]
    before = study.codes()
    done = study.data("apply", suggestion=found)
    assert done["suggestion"]["status"] == "applied"
    assert done["code"]["name"] == found["name"]
    now = study.codes()
    assert {each for each, codes in now.items() if found["name"] in codes} >= set(
        found["response_ids"]
    )
    assert done["responses_reassigned"] == sum(now[each] != before[each] for each in now)
    assert done["code"]["count"] == sum(found["name"] in codes for codes in now.values())


def test_suggestions_stay_the_same_until_they_are_resolved_or_forced(study):
    first = study.suggestions()
    assert study.suggestions() == first
    study.data("resolve", suggestion_id=first[0]["id"], action="dismiss", dismiss_reason="No.")
    assert study.suggestions() == first[1:]
    again = study.suggestions(force=True)
    assert {each["id"] for each in again}.isdisjoint(each["id"] for each in first)
    # What a person dismissed is not suggested again.
    assert len(again) == len(first) - 1


def test_overrides_count_and_a_category_that_is_none_counts_as_absent(study):
    found = study.new_code() | {
        "override_name": "Car park",
        "override_definition": "Where to leave the car.",
        "override_category_id": "none",
    }
    code = study.data("apply", suggestion=found)["code"]
    assert (code["name"], code["definition"]) == ("Car park", "Where to leave the car.")


def test_a_tone_that_is_given_to_a_new_code_is_that_of_all_its_mentions(study):
    found = study.new_code()
    refused = study.post("apply", suggestion=found | {"override_sentiment": "angry"})
    assert refused.status_code == 422
    assert "override_sentiment" in refused.json()["error"]["message"]
    code = study.data("apply", suggestion=found | {"override_sentiment": "mixed"})["code"]
    assert code["sentiment"] == "mixed"
    rows = study.steps.data(study.steps.get(f"{study.path}/responses", limit=100))
    tones = [each["sentiment"] for row in rows for each in row["codes"] if each["id"] == code["id"]]
    assert tones == ["mixed"] * code["count"]


def test_undo_reopens_and_with_revert_takes_the_changes_back(study):
    before, names = study.codes(), study.names()
    found = study.new_code()
    study.data("apply", suggestion=found)
    after = study.codes()
    reopened = study.data("undo", suggestion_id=found["id"])
    assert reopened["suggestion"]["status"] == "pending"
    assert study.codes() == after
    refused = study.post("apply", suggestion=found)
    assert refused.status_code == 422
    study.data("resolve", suggestion_id=found["id"], action="dismiss")
    study.data("undo", suggestion_id=found["id"])
    study.steps.data(study.steps.post(f"{study.path}/codebook/undo", {}))
    study.data("apply", suggestion=found)
    reverted = study.data("undo", suggestion_id=found["id"], revert=True)
    assert reverted["responses_reassigned"] > 0
    assert (study.codes(), study.names()) == (before, names)


def test_a_later_edit_is_not_taken_back_in_place_of_a_suggestion(study):
    found = study.new_code()
    study.data("apply", suggestion=found)
    edit = {"edit": {"type": "add_code", "name": "Colour"}}
    study.steps.data(study.steps.post(f"{study.path}/codebook/edits", edit))
    names = study.names()
    refused = study.post("undo", suggestion_id=found["id"], revert=True)
    assert refused.status_code == 409
    assert "edited after this suggestion" in refused.json()["error"]["message"]
    assert study.names() == names


def test_answers_are_given_a_code_that_is_there_and_taken_back(study):
    before = study.codes()
    found = study.new_code()
    done = study.data(
        "resolve",
        suggestion_id=found["id"],
        action="assign_existing",
        target_code_id=study.ids["Price"],
    )
    assert done["code"]["name"] == "Price"
    now = study.codes()
    assert all(now[each] == {"Price"} for each in found["response_ids"])
    study.data("undo", suggestion_id=found["id"], revert=True)
    assert study.codes() == before


def test_two_codes_are_merged_by_action(study):
    found = study.suggestions()[0]
    done = study.data(
        "resolve",
        suggestion_id=found["id"],
        action="merge",
        source_code_id=study.ids["Cleaning"],
        target_code_id=study.ids["Noise"],
    )
    assert done["code"]["name"] == "Noise"
    assert study.names() == {"Price", "Noise", "Taste"}
    assert all("Cleaning" not in codes for codes in study.codes().values())


def test_bulk_apply_creates_codes_that_are_sure_enough_and_tells_of_the_others(study):
    pending = study.suggestions()
    new = [each for each in pending if each["type"] == "new_code"]
    none = study.data("bulk-apply", action="create_new", min_confidence=1)
    assert none["applied"] == []
    assert set(none["skipped"]) == {each["id"] for each in pending}
    ids = [new[0]["id"], NOBODYS]
    done = study.data("bulk-apply", action="create_new", suggestion_ids=ids)
    assert done["applied"] == [new[0]["id"]]
    assert done["failed"] == [{"suggestion_id": NOBODYS, "message": "Suggestion not found"}]
    assert done["summary"]["applied"] == 1
    assert new[0]["name"] in study.names()


def test_what_cannot_be_done_with_a_suggestion_says_why(study):
    found = study.new_code()

    def refused(status, said, **body):
        answered = study.post("resolve", **{"suggestion_id": found["id"]} | body)
        assert answered.status_code == status
        assert said in answered.json()["error"]["message"]

    refused(404, "Suggestion not found", suggestion_id=NOBODYS, action="dismiss")
    refused(422, "'target_code_id' is missing", action="assign_existing")
    refused(422, "no code with the id", action="assign_existing", target_code_id=NOBODYS)
    refused(422, "action", action="explode")
    study.data("resolve", suggestion_id=found["id"], action="dismiss")
    refused(409, "dismissed already", action="dismiss")
    study.data("undo", suggestion_id=found["id"])
    pending = study.post("undo", suggestion_id=found["id"])
    assert (pending.status_code, pending.json()["error"]["code"]) == (409, "INVALID_STATE")


def test_a_question_that_is_not_coded_has_no_suggestions(study):
    question = study.steps.question(texts=TEXTS, codes=["Price"])
    answered = study.steps.post("/v2/refinement/suggestions", question["ref"])
    assert (answered.status_code, answered.json()["error"]["code"]) == (409, "INVALID_STATE")


def test_the_export_holds_every_suggestion_in_its_sheet(study):
    pending = study.suggestions()
    study.data("resolve", suggestion_id=pending[0]["id"], action="dismiss", dismiss_reason="=No")
    file = study.post("export")
    assert file.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == ["Summary", "Pending", "Applied", "Dismissed"]
    assert [row[0].value for row in book["Pending"].iter_rows(min_row=2)] == [
        each["id"] for each in pending[1:]
    ]
    assert book["Dismissed"]["A2"].value == pending[0]["id"]
    table = study.post("export", format="csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["status"] for row in rows].count("dismissed") == 1
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_every_step_is_in_the_log(study):
    found = study.new_code()
    study.data("apply", suggestion=found)
    study.data("undo", suggestion_id=found["id"], revert=True)
    study.data("resolve", suggestion_id=found["id"], action="dismiss", dismiss_reason="Rare.")
    log = study.steps.data(study.steps.get(f"{study.path}/changes"))
    assert [(each["action"], each["reason"]) for each in log[:3]] == [
        ("refinement.dismiss", "Rare."),
        ("codebook.undo", ""),
        ("codebook.add_code", ""),
    ]
    assert all(each["details"]["suggestion_id"] == found["id"] for each in log[:3])
