"""Edits of a codebook: what they would do is what they do, and they can be taken back."""

import pytest
import yaml
from v2_steps import NOBODYS, Steps

TEXTS = (
    "The music was far too loud",
    "Loud guests at the next table",
    "The prices are too high",
    "Much too expensive for what it is",
    "The waiters were rude",
    "Friendly waiters",
    "The waiters were rude and it was loud",
    "The food was cold",
    "Cold soup, and the price was high",
    "don't know",
    "",
)
CODES = [
    {"code": "Noise", "category": "Place", "examples": ["too loud"]},
    {"code": "Price", "category": "Money", "definition": "The price is too high."},
    {"code": "Staff", "category": "People", "definition": "Waiters and their manners."},
    {"code": "Food", "category": "Place", "definition": "Food and drink."},
]


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


class Study:
    """A coded question, and what is asked about it."""

    def __init__(self, steps):
        self.steps = steps
        body = {
            "responses": [{"id": f"R{at}", "text": text} for at, text in enumerate(TEXTS, 1)],
            "codebook": CODES,
            "question_text": "What could be better?",
        }
        done = steps.data(steps.post("/v2/code", body))
        self.path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
        self.first = self.codes()

    def codes(self):
        """Names of the codes by response."""
        rows = self.steps.data(self.steps.get(f"{self.path}/responses", limit=100))
        return {row["id"]: sorted(code["name"] for code in row["codes"]) for row in rows}

    def code(self, name):
        return next(code for code in self.codebook() if code["name"] == name)

    def codebook(self):
        detail = self.steps.data(self.steps.get(self.path))
        categories = detail["codebook"]["categories"]
        return [code | {"category": each["name"]} for each in categories for code in each["codes"]]

    def what_if(self, **edit):
        return self.steps.data(self.steps.post(f"{self.path}/codebook/what-if", {"edit": edit}))

    def edit(self, *, status=200, **edit):
        body = {"edit": edit, "coder": "Anna", "reason": "Too coarse."}
        return self.steps.data(self.steps.post(f"{self.path}/codebook/edits", body), status)

    def step(self, name, **body):
        return self.steps.data(self.steps.post(f"{self.path}/codebook/{name}", body))


@pytest.fixture
def study(steps):
    return Study(steps)


def without_change(done):
    return {name: value for name, value in done.items() if name not in {"change_id", "codebook"}}


def edits(study):
    return {
        "add": {"type": "add_code", "name": "Cold dishes", "examples": ["cold food", "cold soup"]},
        "rename": {"type": "change_code", "code_id": study.code("Price")["id"], "name": "Cost"},
        "redefine": {
            "type": "change_code",
            "code_id": study.code("Staff")["id"],
            "definition": "Rude waiters.",
            "rules": [{"kind": "phrase", "pattern": "loud guests"}],
        },
        "merge": {
            "type": "merge_codes",
            "source_code_ids": [study.code("Food")["id"]],
            "target_code_id": study.code("Staff")["id"],
        },
        "split": {
            "type": "split_code",
            "code_id": study.code("Staff")["id"],
            "parts": [{"name": "Rude waiters"}, {"name": "Friendly waiters"}],
        },
        "retire": {"type": "retire_code", "code_id": study.code("Noise")["id"]},
    }


@pytest.mark.parametrize("kind", ["add", "rename", "redefine", "merge", "split", "retire"])
def test_what_an_edit_would_do_is_what_it_does_and_undoing_it_restores_all(study, kind):
    edit = edits(study)[kind]
    book = study.codebook()
    asked = study.what_if(**edit)
    assert study.codes() == study.first
    assert study.codebook() == book
    done = study.edit(**edit)
    assert without_change(done) == without_change(asked)
    now = study.codes()
    names = {code["id"]: code["name"] for code in book}
    renamed = {names[each["id"]]: each["name"] for each in study.codebook() if each["id"] in names}
    carried = {
        response: sorted(renamed.get(name, name) for name in codes)
        for response, codes in study.first.items()
    }
    changed = {response for response, codes in now.items() if codes != carried[response]}
    assert changed == {each["id"] for each in done["responses"]}
    assert done["changed"] == len(changed)
    shown = {move["name"]: move["people_after"] for move in done["figures"]}
    for name, people in shown.items():
        assert people == sum(name in codes for codes in now.values())
    undone = study.step("undo")
    assert undone["version"] == 3
    assert study.codes() == study.first
    assert study.codebook() == book
    redone = study.step("redo")
    assert study.codes() == now
    assert without_change(redone)["figures"] == done["figures"]


def test_a_merged_code_is_counted_once_for_who_had_both(study):
    both = study.edit(
        type="merge_codes",
        source_code_ids=[study.code("Noise")["id"]],
        target_code_id=study.code("Staff")["id"],
    )
    assert study.codes()["R7"] == ["Staff"]
    assert "R7" in {each["id"] for each in both["responses"]}


def test_renaming_and_moving_change_no_answer_and_keep_ids_and_numbers(study):
    price = study.code("Price")
    done = study.edit(
        type="change_code", code_id=price["id"], name="Cost", category="Place", number=40
    )
    assert (done["changed"], done["figures"]) == (0, [])
    now = study.code("Cost")
    assert (now["id"], now["number"], now["category"]) == (price["id"], 40, "Place")
    new = study.edit(type="add_code", name="Parking", category="Place")
    numbers = {code["number"] for entry in new["codebook"]["categories"] for code in entry["codes"]}
    assert numbers == {1, 40, 3, 4, 41}


def test_a_retired_number_is_never_given_again(study):
    study.edit(type="retire_code", code_id=study.code("Food")["id"])
    study.edit(type="add_code", name="Parking")
    assert study.code("Parking")["number"] == 5


def test_a_category_is_renamed_with_its_id(study):
    detail = study.steps.data(study.steps.get(study.path))["codebook"]["categories"]
    place = next(each for each in detail if each["name"] == "Place")
    done = study.edit(type="change_category", category_id=place["id"], name="The place")
    after = {each["name"]: each["id"] for each in done["codebook"]["categories"]}
    assert after["The place"] == place["id"]
    assert done["changed"] == 0


def test_versions_tell_who_changed_what_and_why_and_can_be_compared(study):
    study.edit(type="change_code", code_id=study.code("Price")["id"], name="Cost")
    study.edit(type="retire_code", code_id=study.code("Food")["id"])
    versions = study.steps.data(study.steps.get(f"{study.path}/codebook/versions"))
    assert [(each["version"], each["action"]) for each in versions] == [
        (1, "given"),
        (2, "codebook.change_code"),
        (3, "codebook.retire_code"),
    ]
    assert (versions[1]["coder"], versions[1]["reason"]) == ("Anna", "Too coarse.")
    compared = study.steps.data(
        study.steps.get(f"{study.path}/codebook/compare", **{"from": 1, "to": 3})
    )
    assert compared["removed"] == ["Food"]
    assert [each["fields"] for each in compared["changed"]] == [{"name": ["Price", "Cost"]}]
    first = study.steps.data(study.steps.get(f"{study.path}/codebook/versions/1"))
    assert "Food" in str(first["codebook"])
    log = study.steps.data(study.steps.get(f"{study.path}/changes", limit=1))
    assert log[0]["action"] == "codebook.retire_code"
    back = study.step("restore", version=1)
    assert back["version"] == 4
    assert study.codes() == study.first


def test_the_file_of_a_codebook_reads_back_as_it_was(study):
    study.edit(
        type="change_code",
        code_id=study.code("Price")["id"],
        include=["fees"],
        exclude=["tips"],
        rules=[{"kind": "regex", "pattern": "expens.*"}],
    )
    book = study.codebook()
    file = study.steps.get(f"{study.path}/codebook/file")
    assert file.headers["content-type"] == "application/yaml"
    content = yaml.safe_load(file.content)
    price = next(code for code in content["codes"] if code["name"] == "Price")
    assert (price["include"], price["exclude"]) == (["fees"], ["tips"])
    content["tests"] = [{"text": "so dear", "codes": ["Price"]}]
    sent = study.steps.client.put(
        f"{study.path}/codebook/file",
        content=yaml.safe_dump(content),
        headers=study.steps.headers | {"content-type": "application/yaml"},
    )
    study.steps.data(sent)
    unlike = {"id", "count"}
    kept = [{k: v for k, v in code.items() if k not in unlike} for code in study.codebook()]
    assert kept == [{k: v for k, v in code.items() if k not in unlike} for code in book]
    again = yaml.safe_load(study.steps.get(f"{study.path}/codebook/file").content)
    assert again["tests"] == content["tests"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"type": "add_code", "name": "price"}, "two codes named alike"),
        ({"type": "retire_code", "code_id": NOBODYS}, "no code with the id"),
        ({"type": "change_category", "category_id": NOBODYS, "name": "x"}, "no category with"),
        ({"type": "add_code", "name": "x", "number": 98}, "97, 98 and 99 are kept"),
        (
            {"type": "add_code", "name": "x", "rules": [{"kind": "regex", "pattern": "("}]},
            "not a valid regular expression",
        ),
        ({"type": "explode"}, "edit"),
    ],
)
def test_an_edit_that_cannot_be_done_says_why_and_changes_nothing(study, edit, said):
    answered = study.steps.post(f"{study.path}/codebook/edits", {"edit": edit})
    assert answered.status_code == 422
    assert said in answered.json()["error"]["message"]
    assert study.codes() == study.first
    assert study.steps.data(study.steps.get(f"{study.path}/changes")) == []


def test_an_undo_needs_no_body(study):
    study.edit(type="add_code", name="Parking")
    path = f"{study.path}/codebook/undo"
    study.steps.data(study.steps.client.post(path, headers=study.steps.headers))
    assert study.codes() == study.first


def test_there_is_nothing_to_undo_before_an_edit(study):
    for step in ("undo", "redo"):
        answered = study.steps.post(f"{study.path}/codebook/{step}", {})
        assert (answered.status_code, answered.json()["error"]["code"]) == (409, "INVALID_STATE")


def test_a_codebook_that_was_replaced_is_not_restored_over_its_codings(study):
    question = study.steps.data(study.steps.get(study.path))
    ref = {"project_id": study.path.split("/")[3], "question_id": question["id"]}
    study.steps.data(study.steps.post("/v2/codebook/import", ref | {"codebook": ["New"]}))
    answered = study.steps.post(f"{study.path}/codebook/restore", {"version": 1})
    assert answered.status_code == 409
    versions = study.steps.data(study.steps.get(f"{study.path}/codebook/versions"))
    assert [each["version"] for each in versions] == [1, 2]
