"""GET .../manifest: what another person repeats a stored coding from."""

import csv
import json

import pytest
from v2_steps import CODES, TEXTS, refusal, responses, steps_of

from openends.cli.app import app as command_line
from openends.domain.errors import InputError
from openends.version import __version__

PERSONAL = "Call me on 0170 1234567"


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


def code(steps, texts=TEXTS, **members):
    body = {"responses": responses(texts), "question_text": "What could be better?"} | members
    done = steps.data(steps.post("/v2/code", body))
    return done | {"path": f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"}


def repeat(tmp_path, answer, texts=TEXTS, *options):
    """Code the same responses at the command line, by the manifest as it was answered."""
    (tmp_path / "run.json").write_bytes(answer.content)
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], *([it["id"], it["text"]] for it in responses(texts))])
    command_line(
        ["code", f"{tmp_path}/answers.csv", "--manifest", f"{tmp_path}/run.json", "--text", "text",
         "--out", f"{tmp_path}/coded.json", *options],
        standalone_mode=False,
    )  # fmt: skip
    return json.loads((tmp_path / "coded.json").read_text(encoding="utf-8"))["questions"][0]


@pytest.mark.parametrize("codebook", [CODES, None], ids=["given", "built"])
def test_the_command_line_repeats_what_the_server_coded(steps, tmp_path, codebook, capsys):
    texts = [*TEXTS, *(f"{text} indeed" for text in TEXTS[:5])]
    done = code(steps, texts, **({"codebook": codebook} if codebook else {}))
    answer = steps.get(f"{done['path']}/manifest")
    again = repeat(tmp_path, answer, texts)
    assert "Every coding is as in the run in run.json." in capsys.readouterr().out
    assert [
        [(it["number"], it["code"], it["sentiment"]) for it in row["mentions"]]
        for row in again["responses"]
    ] == [
        [(it["number"], it["name"], it["sentiment"]) for it in row["codes"]]
        for row in done["results"]
    ]
    then = steps.data(answer)["questions"][0]["manifest"]
    assert again["manifest"]["responses_sha256"] == then["responses_sha256"]
    assert again["manifest"]["codebook_sha256"] == then["codebook_sha256"]


def test_a_manifest_says_by_what_and_by_whom(steps):
    done = code(steps, codebook=CODES, coding_guidance="Mind the staff.")
    told = steps.data(steps.get(f"{done['path']}/manifest"))
    (question,) = told["questions"]
    assert (told["project_id"], told["question_id"]) == (done["project_id"], done["question_id"])
    assert question["question"] == "What could be better?"
    assert [each["name"] for each in question["codebook"]["codes"]] == CODES
    assert question["manifest"]["guidance"] == "Mind the staff."
    assert question["manifest"]["codebook_induced"] is False
    assert told["codebook_version"] == 1
    assert told["coders"] == [{"coder": "machine", "responses": len(TEXTS)}]
    assert told["language_models"] == []


def test_a_manifest_holds_no_response(steps):
    done = code(steps, [PERSONAL, *TEXTS], codebook=CODES)
    assert PERSONAL not in steps.get(f"{done['path']}/manifest").text


def test_what_a_run_cannot_repeat_is_told(steps):
    done = code(steps, codebook=CODES)
    more = {"responses": [{"id": "R99", "text": "trop cher", "language": "fr"}]}
    steps.data(steps.post(f"{done['path']}/responses", more), 201)
    limits = steps.data(steps.get(f"{done['path']}/manifest"))["limits"]
    assert "Responses without a coding yet: 1." in limits
    assert "Some responses name their language, which a data file cannot." in limits


def decide(steps, done, response, *numbers):
    """Let Anna decide which codes a response has."""
    ids = {
        code["number"]: code["id"]
        for category in done["codebook"]["categories"]
        for code in category["codes"]
    }
    body = {"codes": [{"id": ids[number]} for number in numbers], "coder": "Anna"}
    path = f"{done['path']}/responses/{response}"
    steps.data(steps.client.patch(path, json=body, headers=steps.headers))


def test_what_a_person_decided_is_needed_again_and_repeated(steps, tmp_path, capsys):
    done = code(steps, codebook=CODES)
    decide(steps, done, "R2", 4)
    answer = steps.get(f"{done['path']}/manifest")
    told = steps.data(answer)
    assert {"coder": "Anna", "responses": 1} in told["coders"]
    assert told["questions"][0]["manifest"]["reviewed"] == 1
    assert [limit for limit in told["limits"] if "People decided 1 responses" in limit]
    with pytest.raises(InputError, match="learned from 1 reviewed answers"):
        repeat(tmp_path, answer)
    (tmp_path / "reviewed.csv").write_text(f"text,codes\n{TEXTS[1]},Food\n", encoding="utf-8")
    again = repeat(tmp_path, answer, TEXTS, "--reviewed", f"{tmp_path}/reviewed.csv")
    shown = steps.data(steps.get(f"{done['path']}/responses", limit=100))
    assert [[it["number"] for it in row["mentions"]] for row in again["responses"]] == [
        [it["number"] for it in row["codes"]] for row in shown
    ]


def test_an_edited_codebook_is_given_and_one_put_back_is_built_again(steps):
    done = code(steps)
    (first, *_) = done["codebook"]["categories"][0]["codes"]
    edit = {"type": "change_code", "code_id": first["id"], "name": "Another name"}
    body = {"edit": edit, "coder": "Anna", "reason": "Clearer."}
    steps.data(steps.post(f"{done['path']}/codebook/edits", body))
    told = steps.data(steps.get(f"{done['path']}/manifest"))
    assert told["codebook_version"] == 2
    assert told["questions"][0]["manifest"]["codebook_induced"] is False
    assert "Another name" in [it["name"] for it in told["questions"][0]["codebook"]["codes"]]
    page = steps.get(f"{done['path']}/methods").text
    assert "built by the machine from the answers, then changed once by Anna" in page
    steps.data(steps.post(f"{done['path']}/codebook/undo", {"coder": "Anna"}))
    told = steps.data(steps.get(f"{done['path']}/manifest"))
    assert told["questions"][0]["manifest"]["codebook_induced"] is True
    assert "then changed" not in steps.get(f"{done['path']}/methods").text


def test_the_runs_in_which_the_machine_coded_are_told(steps):
    done = code(steps, codebook=CODES)
    told = steps.data(steps.get(f"{done['path']}/manifest"))
    (run,) = told["coded_in"]
    assert (run["codebook_version"], run["responses"]) == (1, len(TEXTS))
    manifest = told["questions"][0]["manifest"]
    assert run["openends_version"] == manifest["openends_version"] == __version__
    assert run["encoders"] == manifest["encoders"]
    assert manifest["encoders"][0].startswith("use ")


def test_other_responses_are_no_repetition(steps, tmp_path):
    done = code(steps, codebook=CODES)
    answer = steps.get(f"{done['path']}/manifest")
    with pytest.raises(InputError, match="are not those of the run"):
        repeat(tmp_path, answer, TEXTS[1:])


def test_there_is_no_manifest_before_the_coding(steps, shared):
    question = steps.question(texts=TEXTS[:2], codes=CODES)
    response = steps.get(f"{question['path']}/manifest")
    assert "POST /v2/coding/auto" in refusal(response, 409, "INVALID_STATE")
    stranger = steps_of(shared.database, shared.client)
    refusal(stranger.get(f"{question['path']}/manifest"), 404, "NOT_FOUND")
