"""Calls that were paid for are kept in a file, a line each, and none is lost."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openends.domain.errors import FileProblem, OutputError
from openends.llm.ask import Ask, Reply
from openends.llm.call_file import CallFile
from openends.llm.calls import Call, call_key

REPLY = Reply(text='{"ü": "\ud800"}', input_tokens=12, output_tokens=3, seconds=0.25)


def a_call(key="k1"):
    return Call(key, "decide-1", "openai:fake", {"seed": 0}, REPLY)


def an_ask(**changed):
    given = {
        "prompt": "decide-1",
        "instructions": "Do.",
        "text": "t",
        "schema": {},
        "max_tokens": 9,
    }
    return Ask(**(given | changed))


def test_what_is_kept_is_found_by_another_run(tmp_path):
    CallFile(tmp_path / "calls.jsonl").keep(a_call())
    again = CallFile(tmp_path / "calls.jsonl")
    assert again.find("k1") == REPLY
    assert again.find("k2") is None


def test_a_record_says_prompt_model_parameters_tokens_and_time(tmp_path):
    CallFile(tmp_path / "calls.jsonl").keep(a_call())
    told = json.loads((tmp_path / "calls.jsonl").read_bytes())
    assert {"at", "key", "prompt", "model", "parameters", "reply"} == set(told)
    assert (told["prompt"], told["reply"]["input_tokens"]) == ("decide-1", 12)


def test_a_line_that_was_cut_off_loses_itself_only(tmp_path):
    path = tmp_path / "calls.jsonl"
    CallFile(path).keep(a_call("k1"))
    CallFile(path).keep(a_call("k2"))
    path.write_bytes(path.read_bytes()[:-20])
    log = CallFile(path)
    assert (log.find("k1"), log.find("k2")) == (REPLY, None)
    log.keep(a_call("k3"))
    again = CallFile(path)
    assert (again.find("k1"), again.find("k3")) == (REPLY, REPLY)


def test_calls_kept_before_a_kill_are_there_after_it(tmp_path):
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from test_call_file import a_call\n"
        "from openends.llm.call_file import CallFile\n"
        "log = CallFile(Path(sys.argv[1]))\n"
        "for number in range(5): log.keep(a_call(f'k{number}'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "calls.jsonl"
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path), str(Path(__file__).parent)], check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert all(CallFile(path).find(f"k{number}") == REPLY for number in range(5))


def test_a_file_that_is_no_record_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": 1, "text": "too loud"}\n{"id": 2}\n')
    with pytest.raises(FileProblem, match=r"Line 1 of .*answers.jsonl is no record of a call"):
        CallFile(path)
    assert path.read_text().startswith('{"id": 1')


@pytest.mark.parametrize("content", ["too loud", '{"id": 1', "x"])
def test_a_file_of_one_line_without_an_end_is_left_alone_too(tmp_path, content):
    path = tmp_path / "answers.txt"
    path.write_text(content)
    with pytest.raises(FileProblem):
        CallFile(path)
    assert path.read_text() == content


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_wherever_the_only_line_was_cut_off_it_is_made_anew(tmp_path, cut):
    path = tmp_path / "calls.jsonl"
    CallFile(path).keep(a_call())
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    CallFile(path).keep(a_call())
    assert json.loads(path.read_bytes())["key"] == "k1"


def test_a_record_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(OutputError, match="keeps the calls"):
        CallFile(tmp_path / "no folder" / "calls.jsonl").keep(a_call())


@pytest.mark.parametrize(
    "other",
    [
        an_ask(text="u"),
        an_ask(instructions="Do not."),
        an_ask(schema={"type": "object"}),
        an_ask(max_tokens=10),
        an_ask(prompt="decide-2"),
    ],
)
def test_a_call_that_differs_in_anything_is_another(other):
    assert call_key(other, "openai:fake", {"seed": 0}) != call_key(
        an_ask(), "openai:fake", {"seed": 0}
    )


def test_another_model_or_parameter_makes_another_call():
    key = call_key(an_ask(), "openai:fake", {"seed": 0})
    assert key == call_key(an_ask(), "openai:fake", {"seed": 0})
    assert key != call_key(an_ask(), "openai:other", {"seed": 0})
    assert key != call_key(an_ask(), "openai:fake", {"seed": 1})
