"""What is sent to a model and what comes back, over real sockets."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from asking import KEY, SCHEMA, an_ask, asks, ending, endings, load, threads
from fake_server import HANG, FakeServer, reply, slow, texts, words
from fake_time import FakeTime

from openends.domain.errors import ModelRefused
from openends.llm import Reply


def test_a_reply_comes_back_as_it_was_written_with_its_tokens():
    with FakeServer(reply('{"codes": [1, 2]}')) as server:
        got = ending(load(server))
    (request,) = server.got
    assert got.text == '{"codes": [1, 2]}'
    assert got.output_tokens == words(got.text)
    assert got.input_tokens == sum(map(words, texts(request.json))) > 0


def test_instructions_and_text_are_sent_apart():
    with FakeServer() as server:
        ending(load(server))
    messages = server.got[0].json["messages"]
    assert [(it["role"], it["content"]) for it in messages] == [
        ("system", "Say which codes fit."),
        ("user", "too loud"),
    ]


def test_the_server_is_told_the_schema_the_length_and_to_leave_nothing_to_chance():
    with FakeServer() as server:
        model = load(server, seed=7)
        ending(model)
    sent = server.got[0].json
    told = sent["response_format"]
    assert told["type"] == "json_schema"
    assert told["json_schema"]["name"] == "decide_1"
    assert told["json_schema"]["schema"]["properties"]["codes"]["type"] == "array"
    assert (sent["temperature"], sent["seed"], sent["max_tokens"]) == (0.0, 7, 50)
    assert model.parameters == {"temperature": 0.0, "seed": 7}
    assert "tools" not in sent


def test_a_model_that_thinks_gets_no_temperature_and_the_newer_word_for_the_length():
    with FakeServer() as server:
        model = load(server, model="openai:gpt-5-mini")
        ending(model)
    sent = server.got[0].json
    assert sent["max_completion_tokens"] == 50
    assert "temperature" not in sent
    assert "max_tokens" not in sent
    assert model.parameters == {"seed": 0}


def test_anthropic_gets_the_schema_in_its_own_way():
    with FakeServer(reply('{"codes": [3]}')) as server:
        model = load(server, model="anthropic:claude-haiku-4-5")
        got = ending(model)
    (request,) = server.got
    assert request.path.partition("?")[0] == "/v1/messages"
    assert "codes" in json.dumps(request.json["output_config"])
    assert request.json["temperature"] == 0.0
    assert (got.text, got.output_tokens) == ('{"codes": [3]}', words('{"codes": [3]}'))
    assert model.parameters == {"temperature": 0.0}


def test_a_model_that_cannot_be_bound_to_a_schema_is_told_it():
    with FakeServer() as server:
        ending(load(server, model="anthropic:claude-3-haiku-20240307"))
    sent = server.got[0].json
    assert "output_config" not in sent
    assert any('"codes"' in text for text in texts(sent))


def test_a_reply_that_is_cut_off_comes_back_as_it_is():
    with FakeServer(reply('{"codes": [1, 2, 3, 4, 5]}')) as server:
        got = ending(load(server), an_ask(max_tokens=3))
    assert isinstance(got, Reply)
    assert got.text == '{"codes": [1, 2,'
    assert got.output_tokens == 3


def test_a_reply_that_breaks_the_schema_is_for_the_asker_to_see():
    with FakeServer(reply("Sure! It is noise.")) as server:
        assert ending(load(server)).text == "Sure! It is noise."


def test_a_text_that_a_content_filter_declines_ends_with_an_error_and_the_others_do_not():
    def answer(request):
        sharp = "answer 2" in texts(request)[-1]
        return reply("I cannot", finish="content_filter") if sharp else "{}"

    with FakeServer(answer=answer) as server:
        got = endings(load(server), asks(30))
    assert [index for index, it in enumerate(got) if isinstance(it, ModelRefused)] == [
        2,
        *range(20, 30),
    ]
    assert len(server.got) == 30


def test_every_ask_ends_once_under_its_own_number():
    def answer(request):
        return json.dumps({"echo": texts(request)[-1]})

    with FakeServer(answer=answer) as server:
        got = list(load(server).ask_all(asks(50)))
    assert sorted(index for index, _ in got) == list(range(50))
    assert all(json.loads(it.text)["echo"] == f"answer {index}" for index, it in got)


def test_a_reply_is_handed_on_before_slower_ones_have_come():
    first_is_out = threading.Event()

    def answer(request):
        if "answer 0" in texts(request)[-1]:
            assert first_is_out.wait(30)
        return "{}"

    with FakeServer(answer=answer) as server:
        run = load(server).ask_all(asks(2))
        index, _ = next(run)
        first_is_out.set()
        assert (index, [index for index, _ in run]) == (1, [0])


def test_nothing_is_asked_when_there_is_nothing_to_ask():
    with FakeServer() as server:
        assert endings(load(server), []) == []
    assert server.got == []


def test_forty_calls_run_sixteen_at_once():
    together = threading.Barrier(16)
    turn, lock = iter(range(1000)), threading.Lock()

    def answer(_request):
        with lock:
            number = next(turn)
        # Twelve show the limit that more is possible; the next sixteen wait for each other.
        if 12 <= number < 28:
            together.wait(60)
        return "{}"

    with FakeServer(answer=answer) as server:
        got = endings(load(server), asks(40))
    assert all(isinstance(it, Reply) for it in got)
    assert server.most_at_once == 16


def test_no_more_calls_run_at_once_than_are_allowed():
    with FakeServer(answer=lambda _: slow(0.01)) as server:
        endings(load(server, at_once=3), asks(30))
    assert server.most_at_once <= 3


def test_two_runs_of_one_model_share_its_limit():
    with FakeServer(answer=lambda _: slow(0.01)) as server:
        model = load(server, at_once=3)
        others = [threading.Thread(target=endings, args=(model, asks(20))) for _ in range(3)]
        for it in others:
            it.start()
        for it in others:
            it.join()
    assert len(server.got) == 60
    assert server.most_at_once <= 3
    assert threads() == []


def test_a_model_can_be_asked_again_after_its_run():
    with FakeServer() as server:
        model = load(server)
        for _ in range(3):
            assert all(isinstance(it, Reply) for it in endings(model, asks(5)))
        assert threads() == []


@pytest.mark.parametrize("leave", ["close", "forget", "interrupt"])
def test_a_run_that_is_left_early_leaves_no_thread(leave):
    with FakeServer(reply(), answer=lambda _: HANG) as server:
        run = load(server).ask_all(asks(20))
        next(run)
        assert len(threads()) == 1
        if leave == "close":
            run.close()
        elif leave == "forget":
            del run
            gc.collect()
        else:
            with pytest.raises(KeyboardInterrupt):
                run.throw(KeyboardInterrupt)
        assert threads() == []


PROGRAM = """
import sys, threading
from openends.llm import Ask, LlmSpec, load_model
ask = Ask(prompt="p-1", instructions="i", text="t", schema={"type": "object"}, max_tokens=5)
model = load_model(LlmSpec(model="openai:fake", base_url=sys.argv[1]))
try:
    list(model.ask_all([ask] * 20))
except KeyboardInterrupt:
    print([it.name for it in threading.enumerate()])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_ends_a_run_that_waits_for_replies_and_leaves_no_thread():
    asked = threading.Event()

    def answer(_request):
        asked.set()
        return HANG

    with FakeServer(answer=answer) as server:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, server.url], stdout=subprocess.PIPE, text=True
        )
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=60)
    assert (told.strip(), process.returncode) == ("['MainThread']", 0)


def test_a_mistake_in_the_program_is_not_taken_for_a_failed_call(monkeypatch):
    with FakeServer() as server:
        model = load(server)
        monkeypatch.setattr(type(model), "_read", lambda *_: 1 / 0)
        with pytest.raises(BaseExceptionGroup) as caught:
            endings(model, asks(3))
    assert caught.group_contains(ZeroDivisionError)
    assert threads() == []


def test_seconds_are_those_of_the_call_alone():
    time = FakeTime()
    with FakeServer(reply()) as server:
        assert ending(load(server, time)).seconds == 0.0


def test_the_key_goes_into_the_header_alone():
    with FakeServer() as server:
        ending(load(server))
        ending(load(server, model="anthropic:claude-haiku-4-5"))
    assert server.got[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY in (
        server.got[1].headers.get("x-api-key", ""),
        server.got[1].headers.get("authorization", "").removeprefix("Bearer "),
    )
    assert all(KEY not in json.dumps(it.json) + it.path for it in server.got)


def test_the_schema_of_an_ask_is_left_as_it_was():
    before = json.dumps(SCHEMA)
    with FakeServer() as server:
        ending(load(server))
        ending(load(server, model="anthropic:claude-haiku-4-5"))
    assert json.dumps(SCHEMA) == before


def test_no_module_of_the_package_reads_the_environment():
    folder = Path(sys.modules["openends.llm"].__file__).parent
    assert not [it.name for it in folder.glob("*.py") if "os.environ" in it.read_text("utf-8")]
