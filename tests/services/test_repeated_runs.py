"""``openends code --manifest``: the same run again, to the byte, or a sentence why not."""

import json

import pytest

from openends.cli.app import app
from openends.domain.errors import InputError, OpenendsError

ANSWERS = (
    *("cheap", "the price", "a low price and nice", "beautiful design", "nice design", ""),
    *("good price, great look", "don't know", "asdfgh", "el precio", "too dear for what it is"),
)
ENDINGS = ("csv", "xlsx", "json", "html", "manifest.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A survey, a codebook, decisions, and a run with all of them in every format."""
    folder = tmp_path_factory.mktemp("runs")
    rows = "\n".join(f'r{at},{"ab"[at % 2]},"{text}"' for at, text in enumerate(ANSWERS))
    (folder / "survey.csv").write_text(f"id,group,why\n{rows}\n", encoding="utf-8")
    (folder / "codes.yaml").write_text("[Price, Design, Repairs]", encoding="utf-8")
    (folder / "reviewed.csv").write_text("text,codes\ncheap,Price\n", encoding="utf-8")
    run(
        folder, "given", "--text", "why", "--by", "group", "--codebook", folder / "codes.yaml",
        "--reviewed", folder / "reviewed.csv", "--question", "Why?", "--min-share", "5",
    )  # fmt: skip
    run(folder, "built", "--text", "why", "--max-codes", "3", "--language", "en")
    return folder


def run(folder, name, *options):
    """Code the survey in this process and write every format."""
    outputs = [
        *(part for ending in ("csv", "xlsx", "json") for part in ("--out", f"{name}.{ending}")),
        *("--report", f"{name}.html", "--manifest-out", f"{name}.manifest.json"),
    ]
    named = [folder / part if "." in part else part for part in outputs]
    call("code", folder / "survey.csv", *options, *named)


def call(*arguments):
    app(list(map(str, arguments)), standalone_mode=False)


def test_a_run_with_everything_is_repeated_to_the_byte(folder, capsys):
    manifest = folder / "given.manifest.json"
    run(folder, "again", "--manifest", manifest, "--reviewed", folder / "reviewed.csv")
    assert "Every coding is as in the run in given.manifest.json." in capsys.readouterr().out
    for ending in ENDINGS:
        assert (folder / f"again.{ending}").read_bytes() == (
            folder / f"given.{ending}"
        ).read_bytes()


def test_a_built_codebook_is_built_again_to_the_byte(folder):
    run(folder, "rebuilt", "--manifest", folder / "built.json")
    for ending in ENDINGS:
        once, again = folder / f"built.{ending}", folder / f"rebuilt.{ending}"
        assert again.read_bytes() == once.read_bytes()


def test_what_variables_say_does_not_change_a_repeated_run(folder, monkeypatch):
    monkeypatch.setenv("OPENENDS_LLM", "openai:none")
    run(folder, "free", "--manifest", folder / "built.json")
    assert (folder / "free.json").read_bytes() == (folder / "built.json").read_bytes()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--text", "group", "--text group is not what built.json says (why)"),
        ("--id", "why", "--id why is not what built.json says (id)"),
        ("--by", "group", "--by group is not what built.json says (none)"),
        ("--question", "How?", "--question How? is not what built.json says (none)"),
        ("--language", "de", "--language de is not what built.json says (en)"),
        ("--coding-type", "entity", "--coding-type entity is not what built.json says"),
        ("--max-codes", "9", "--max-codes 9 is not what built.json says (3)"),
        ("--min-share", "9", "--min-share 9.0 is not what built.json says (none)"),
        ("--quality", "best", "--quality best is not what built.json says (fast)"),
        ("--seed", "9", "--seed 9 is not what built.json says (0)"),
        ("--engine", "hybrid", "--engine hybrid is not what built.json says (embedded)"),
        ("--llm", "openai:x", "--llm openai:x is not what built.json says (none)"),
        ("--max-cost", "1", "--max-cost 1.0 is not what built.json says (none)"),
        ("--mask", None, "--mask True is not what built.json says (False)"),
        ("--stability", None, "--stability True is not what built.json says (False)"),
        ("--embeddings", "openai:x", "--embeddings openai:x is not what built.json says (none)"),
        ("--codebook", "codes.yaml", "leave --codebook out"),
        ("--reviewed", "reviewed.csv", "learned from no reviewed answers"),
    ],
)
def test_an_option_that_contradicts_the_manifest_is_refused(folder, option, value, said):
    given = [] if value is None else [folder / value if "." in value else value]
    with pytest.raises(OpenendsError) as refused:
        call("code", folder / "survey.csv", "--manifest", folder / "built.json", option, *given)
    assert said in refused.value.message


def test_an_option_that_says_the_same_is_taken(folder):
    same = ["--text", "why", "--seed", "0", "--language", "EN", "--max-codes", "3"]
    run(folder, "same", "--manifest", folder / "built.json", *same)
    assert (folder / "same.csv").read_bytes() == (folder / "built.csv").read_bytes()


def test_other_answers_are_no_repetition(folder, tmp_path):
    text = (folder / "survey.csv").read_text(encoding="utf-8")
    (tmp_path / "survey.csv").write_text(text.replace("cheap", "dear"), encoding="utf-8")
    with pytest.raises(InputError, match="column 'why' are not those of the run"):
        call("code", tmp_path / "survey.csv", "--manifest", folder / "built.json")


def test_what_people_decided_is_given_again(folder, tmp_path):
    with pytest.raises(InputError, match="learned from 1 reviewed answers to column 'why'"):
        call("code", folder / "survey.csv", "--manifest", folder / "given.json")
    (tmp_path / "other.csv").write_text("text,codes\ncheap,Design\n", encoding="utf-8")
    with pytest.raises(InputError, match="learned from 1 reviewed answers to column 'why'"):
        call(
            "code", folder / "survey.csv", "--manifest", folder / "given.json",
            "--reviewed", tmp_path / "other.csv",
        )  # fmt: skip


def test_what_is_not_as_it_was_is_told_and_coded_all_the_same(folder, tmp_path, capsys):
    content = json.loads((folder / "built.json").read_text(encoding="utf-8"))
    manifest = content["questions"][0]["manifest"]
    manifest |= {"openends_version": "0.0.1", "encoders": ["use 0"], "codings_sha256": "0"}
    manifest["codebook_sha256"] = "0"
    (tmp_path / "old.json").write_text(json.dumps(content), encoding="utf-8")
    other = (folder / "survey.csv").read_text(encoding="utf-8").replace(",a,", ",c,")
    (tmp_path / "survey.csv").write_text(other, encoding="utf-8")
    call(
        "code", tmp_path / "survey.csv", "--manifest", tmp_path / "old.json",
        "--out", tmp_path / "out.csv", "--json",
    )  # fmt: skip
    written = capsys.readouterr()
    for said in (
        "was made by Openends 0.0.1",
        "not the same byte for byte",
        "in the run in old.json by use 0",
        "The codebook that was built is not the one of the run in old.json.",
        "Not every coding is as in the run in old.json.",
    ):
        assert said in written.err
    assert all(json.loads(line) for line in written.out.splitlines())
