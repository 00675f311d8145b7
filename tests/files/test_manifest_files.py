"""The manifest of a run: what it holds, and what is no manifest."""

import dataclasses
import json

import pytest
from made_files import coded_survey

from openends.domain.codebook import Code, Codebook
from openends.domain.errors import FileProblem, OutputError
from openends.domain.result import Manifest
from openends.domain.run import CodingEngine, Run
from openends.engine.settings import Settings
from openends.files.read_manifest import read_manifest
from openends.files.write_coded import write_coded
from openends.files.write_manifest import write_manifest


@pytest.fixture
def coded():
    return dataclasses.replace(
        coded_survey(["too dear", "", "far too dear"]),
        run=Run(by=("age",), engine=CodingEngine.LLM, model="openai:gpt-5-mini", max_cost=2.5),
    )


@pytest.fixture
def path(coded, tmp_path):
    write_manifest(coded, tmp_path / "run.json")
    return tmp_path / "run.json"


def test_every_setting_stands_in_the_manifest():
    names = {field.name for field in dataclasses.fields(Settings)}
    assert names <= {field.name for field in dataclasses.fields(Manifest)}


def test_a_manifest_reads_back_as_it_was(coded, path):
    past = read_manifest(path)
    (question,) = past.questions
    assert (past.name, past.source, past.id_column) == ("run.json", "survey.csv", "id")
    assert past.run == coded.run
    assert question.column == "why"
    assert question.manifest == coded.questions["why"].manifest
    assert question.given.codes == coded.questions["why"].codebook.codes


def test_a_result_is_a_manifest_too(coded, path, tmp_path):
    write_coded(coded, {}, tmp_path / "coded.json")
    result = read_manifest(tmp_path / "coded.json")
    assert dataclasses.replace(result, name="run.json") == read_manifest(path)


def test_a_server_s_answer_is_a_manifest_too(path):
    before = read_manifest(path)
    path.write_text(json.dumps({"success": True, "data": json.loads(path.read_text())}))
    assert read_manifest(path) == before


def test_a_manifest_holds_no_answer(coded, path):
    assert "far too dear" not in path.read_text(encoding="utf-8")
    assert "id" not in json.loads(path.read_text(encoding="utf-8"))["questions"][0]


def test_the_codebook_that_was_given_is_kept_where_codes_were_left_out(coded, tmp_path):
    question = coded.questions["why"]
    given = Codebook(codes=(*question.codebook, Code(name="Rare", number=9)))
    question = dataclasses.replace(question, given=given)
    write_manifest(dataclasses.replace(coded, questions={"why": question}), tmp_path / "run.json")
    assert read_manifest(tmp_path / "run.json").questions[0].given.codes == given.codes


def test_a_built_codebook_is_built_again(coded, tmp_path):
    question = coded.questions["why"]
    manifest = dataclasses.replace(question.manifest, codebook_induced=True)
    question = dataclasses.replace(question, manifest=manifest)
    write_manifest(dataclasses.replace(coded, questions={"why": question}), tmp_path / "run.json")
    assert read_manifest(tmp_path / "run.json").questions[0].given is None


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "7", "{}", '{"questions": []}', '{"questions": [1]}', '{"questions": [{}]}',
     '{"data": {"questions": 5}}', "a,b\n1,2\n", '{"codes": [{"name": "Price"}]}'],
)  # fmt: skip
def test_what_is_no_manifest_is_refused_by_name(content, tmp_path):
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileProblem, match=r"run\.json"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("member", "value", "said"),
    [
        ("seed", "many", "'seed' that cannot be one"),
        ("coding_type", "poetry", "'coding_type' that cannot be one"),
        ("later", 1, "another version of Openends"),
        ("seed", None, "'seed' that cannot be one"),
    ],
)
def test_a_manifest_that_was_changed_is_refused(path, member, value, said):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["questions"][0]["manifest"][member] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FileProblem, match=said):
        read_manifest(path)


def test_a_manifest_of_an_earlier_version_that_tells_less_is_refused(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["questions"][0]["manifest"]["max_codes"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FileProblem, match="another version of Openends"):
        read_manifest(path)


def test_a_manifest_is_written_as_json_only(coded, tmp_path):
    with pytest.raises(OutputError, match="use the ending"):
        write_manifest(coded, tmp_path / "run.yaml")
