"""``openends code --manifest`` of a run in which a language model was asked."""

import pytest
from asking import KEY
from fake_server import FakeServer
from oracle import entry, question_of, written

from openends.cli.app import app
from openends.domain.errors import InputError
from openends.files.read_manifest import read_manifest

ANSWERS = (
    *("cheap", "the price", "far too loud", "so noisy at night", "beautiful", "hm it depends"),
    *("hard to scrub out", "wakes my kids", "cost an arm and a leg", "my neighbour has one"),
    *("because 030 12345678", "a bit of everything"),
)
CODES = "[Price, Noise, Design, Cleaning, Taste, Delivery, Repair, Advice, Size, Speed, Brand, App]"


def call(*arguments):
    app(list(map(str, arguments)), standalone_mode=False)


def all_price(request):
    """Say that every answer is about the price."""
    question = question_of(request)
    return written([entry(item, "Price", sentiment="neutral") for item in question["answers"]])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A survey, and a run whose doubtful answers a language model decided."""
    rows = "\n".join(f"r{at},{text}" for at, text in enumerate(ANSWERS))
    (tmp_path / "survey.csv").write_text(f"id,why\n{rows}\n", encoding="utf-8")
    (tmp_path / "codes.yaml").write_text(CODES, encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with FakeServer(answer=all_price) as server:
        call(
            "code", tmp_path / "survey.csv", "-t", "why", "-c", tmp_path / "codes.yaml",
            "--llm", "openai:fake", "--llm-url", server.url, "--mask",
            "--out", tmp_path / "one.csv", "--out", tmp_path / "one.json",
        )  # fmt: skip
        assert server.got
    return tmp_path


def test_the_record_of_calls_repeats_it_to_the_byte_and_nobody_is_asked(folder, capsys):
    with FakeServer(answer=all_price) as server:
        call(
            "code", folder / "survey.csv", "--manifest", folder / "one.json",
            "--llm-url", server.url, "--llm-calls", folder / "one.calls.jsonl",
            "--out", folder / "two.csv",
        )  # fmt: skip
        assert not server.got
    assert (folder / "two.csv").read_bytes() == (folder / "one.csv").read_bytes()
    told = " ".join(capsys.readouterr().out.split())
    assert "--llm-calls names the record of that run" in told
    assert "Every coding is as in the run in one.json." in told


def test_the_manifest_names_the_model_and_neither_key_nor_address(folder):
    past = read_manifest(folder / "one.json")
    assert (past.run.engine, past.run.model, past.run.mask) == ("hybrid", "openai:fake", True)
    written_down = (folder / "one.json").read_text(encoding="utf-8")
    assert KEY not in written_down
    assert "127.0.0.1" not in written_down


def test_another_model_is_no_repetition(folder):
    for option in (["--llm", "openai:other"], ["--engine", "embedded"], ["--max-cost", "1"]):
        with pytest.raises(InputError, match="is not what one"):
            call("code", folder / "survey.csv", "--manifest", folder / "one.json", *option)
