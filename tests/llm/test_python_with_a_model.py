"""``openends.code(..., llm=...)``: a language model from Python."""

import json

import pytest
from asking import KEY
from fake_server import FakeServer
from oracle import entry, question_of, written

import openends
from openends.domain.coding import Layer
from openends.domain.errors import ConfigProblem

ANSWERS = ["cheap", "far too loud", "hm, it depends", "call me: 030 12345678", "who knows"] * 2
CODES = (
    "Price Noise Taste Design Cleaning Delivery Repair Advice Size Speed Brand App Cups Milk"
).split()


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENENDS_OFFLINE", raising=False)


def all_design(request):
    return written([entry(item, "Design") for item in question_of(request)["answers"]])


def test_what_is_in_doubt_is_decided_by_the_model():
    with FakeServer(answer=all_design) as server:
        result = openends.code(ANSWERS, CODES, llm="openai:fake", llm_url=server.url)
    sent = {item["text"] for got in server.got for item in question_of(got.json)["answers"]}
    assert sent
    for coding in result.codings:
        layers = {mention.layer for mention in coding.mentions}
        assert (Layer.LLM in layers) == (coding.text in sent)


def test_calls_on_record_are_not_made_again_and_masked_texts_hold_no_numbers(tmp_path):
    options = {"llm": "openai:fake", "llm_calls": tmp_path / "calls.jsonl", "mask": True}
    with FakeServer(answer=all_design) as server:
        first = openends.code(ANSWERS, CODES, llm_url=server.url, **options)
        made = len(server.got)
        again = openends.code(ANSWERS, CODES, llm_url=server.url, **options)
    assert 0 < made == len(server.got)
    assert again.codings == first.codings
    assert "12345678" not in json.dumps([got.json for got in server.got])


@pytest.mark.parametrize("said", ["1", "true", "YES", "on", "perhaps"])
def test_offline_forbids_it_before_anything_is_sent(monkeypatch, said):
    monkeypatch.setenv("OPENENDS_OFFLINE", said)
    with FakeServer(answer=all_design) as server:
        with pytest.raises(ConfigProblem, match="OPENENDS_OFFLINE"):
            openends.code(ANSWERS, CODES, llm="openai:fake", llm_url=server.url)
        assert server.got == []


@pytest.mark.parametrize("said", ["", "0", "false", "No"])
def test_a_variable_that_allows_calls_allows_them(monkeypatch, said):
    monkeypatch.setenv("OPENENDS_OFFLINE", said)
    with FakeServer(answer=all_design) as server:
        openends.code(ANSWERS, CODES, llm="openai:fake", llm_url=server.url)
        assert server.got
