"""An encoder elsewhere: what is sent to it, what comes back, and what is refused; over sockets."""

import json
import logging
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from asking import KEY, threads
from embedding_server import SIZE, EmbeddingServer, by_letters, vectors
from fake_server import BROKEN, DROP, HANG, PAGE, STRANGE, limited, refuse
from fake_time import FakeTime

from openends.domain.errors import ConfigProblem, ModelRefused, ModelUnavailable, UpstreamTimeout
from openends.llm import LlmSpec
from openends.llm import embeddings as under_test
from openends.llm.attempts import MOST_ATTEMPTS
from openends.llm.embeddings import MOST_NUMBERS, load_remote_encoder
from openends.llm.masked_encoder import MaskedEncoder

TEXTS = [f"answer {at}" for at in range(100)]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """Take the keys and addresses of whoever runs the tests away."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "ANTHROPIC_", "OPENENDS_")):
            monkeypatch.delenv(name)


def load(server, time=None, **spec):
    """Return the encoder at a server; with a fake time, pauses take none."""
    passing = {} if time is None else {"clock": time.clock, "sleep": time.sleep}
    given = {
        "model": "openai:fake",
        "base_url": server.url,
        "environment": {"OPENAI_API_KEY": KEY},
    }
    return load_remote_encoder(LlmSpec(**(given | spec)), **passing)


def expected(texts):
    rows = np.array(by_letters(texts))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def failure(server, time=None, texts=("too loud",), **spec):
    with pytest.raises((ModelRefused, ModelUnavailable, UpstreamTimeout)) as caught:
        load(server, time or FakeTime(), **spec).encode(texts)
    assert threads() == []
    return caught.value


# What is sent.


def test_every_text_gets_its_own_vector_with_length_1():
    with EmbeddingServer() as server:
        rows = load(server).encode(TEXTS)
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, expected(TEXTS))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-6)
    assert threads() == []


def test_a_request_names_the_model_and_asks_for_plain_numbers():
    with EmbeddingServer() as server:
        load(server, model="openai:text-embedding-3-small").encode(["too loud"])
    (got,) = server.got
    assert got.path == "/v1/embeddings"
    assert got.json == {
        "model": "text-embedding-3-small",
        "input": ["too loud"],
        "encoding_format": "float",
    }
    assert got.headers["authorization"] == f"Bearer {KEY}"


def test_texts_are_sent_thirty_two_at_once():
    with EmbeddingServer() as server:
        load(server).encode(TEXTS)
    assert sorted(len(got.json["input"]) for got in server.got) == [4, 32, 32, 32]
    assert sorted(server.sent) == sorted(TEXTS)


def test_each_distinct_text_is_sent_once_whoever_asks_for_it_and_when():
    with EmbeddingServer() as server:
        encoder = load(server)
        first = encoder.encode([*TEXTS, *TEXTS[:5]])
        again = encoder.encode(["a new one", *TEXTS[::-1]])
    assert len(server.sent) == len(set(server.sent)) == len(TEXTS) + 1
    np.testing.assert_array_equal(first[100:], first[:5])
    np.testing.assert_array_equal(again[1:], first[99::-1])


def test_no_more_vectors_are_kept_than_memory_is_meant_for(monkeypatch):
    monkeypatch.setattr(under_test, "MOST_KEPT", 40)
    with EmbeddingServer() as server:
        encoder = load(server)
        rows = encoder.encode(TEXTS)
        encoder.encode(TEXTS[60:])
        assert len(server.sent) == 100
        encoder.encode(TEXTS[:1])
    np.testing.assert_array_equal(rows, expected(TEXTS))
    assert server.sent[100:] == TEXTS[:1]


def test_nothing_is_sent_for_nothing():
    with EmbeddingServer() as server:
        encoder = load(server)
        assert encoder.encode([]).shape == (0, 0)
        encoder.encode(["too loud"])
        assert encoder.encode([]).shape == (0, SIZE)
    assert len(server.got) == 1


def test_sixteen_calls_run_at_once_and_no_more():
    together = threading.Barrier(16)
    turn, lock = iter(range(1000)), threading.Lock()

    def read(texts):
        with lock:
            number = next(turn)
        # Twelve show the limit that more is possible; the next sixteen wait for each other.
        if 12 <= number < 28:
            together.wait(60)
        return by_letters(texts)

    many = [f"answer {at}" for at in range(40 * 32)]
    with EmbeddingServer(read=read) as server:
        rows = load(server).encode(many)
    np.testing.assert_array_equal(rows, expected(many))
    assert server.most_at_once == 16


def test_vectors_do_not_depend_on_which_call_ends_first():
    first_has_to_wait = threading.Event()

    def read(texts):
        if TEXTS[0] in texts:
            assert first_has_to_wait.wait(30)
        if TEXTS[99] in texts:
            first_has_to_wait.set()
        return by_letters(texts)

    with EmbeddingServer(read=read) as server:
        np.testing.assert_array_equal(load(server).encode(TEXTS), expected(TEXTS))


def test_the_key_file_comes_before_the_environment(tmp_path):
    file = tmp_path / "key.txt"
    file.write_text("sk-of-the-file\n", encoding="utf-8")
    with EmbeddingServer() as server:
        load(server, key_file=file).encode(["too loud"])
    assert server.got[0].headers["authorization"] == "Bearer sk-of-the-file"


def test_a_server_of_ones_own_needs_no_key_and_gets_none_of_the_process(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with EmbeddingServer() as server:
        load(server, environment={}).encode(["too loud"])
    assert KEY not in str(server.got[0])


# What comes back.


@pytest.mark.parametrize(
    "other",
    [{"usage": None}, {"model": None}, {"object": None}, {"more": [1, 2]}],
    ids=str,
)
def test_what_a_server_leaves_out_beside_the_vectors_does_no_harm(other):
    with EmbeddingServer(vectors([[3.0, 4.0]], **other)) as server:
        rows = load(server).encode(["too loud"])
    np.testing.assert_allclose(rows, [[0.6, 0.8]], rtol=1e-6)
    assert len(server.got) == 1


def test_vectors_that_have_length_1_stay_as_they_are_to_the_last_bit():
    sent = np.random.default_rng(0).normal(size=(32, 384)).astype(np.float32)
    sent /= np.linalg.norm(sent, axis=1, keepdims=True)
    with EmbeddingServer(vectors(sent)) as server:
        rows = load(server).encode(TEXTS[:32])
    assert rows.tobytes() == sent.tobytes()


def test_whole_numbers_and_great_ones_are_numbers_too():
    with EmbeddingServer(vectors([[3, 4], [3e150, -4e150]])) as server:
        rows = load(server).encode(["too loud", "too dear"])
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.6, -0.8]], rtol=1e-6)


UNUSABLE = {
    "too few": ([[1.0, 0.0]], "1 for 2 texts"),
    "too many": ([[1.0, 0.0]] * 3, "3 for 2 texts"),
    "of several lengths": ([[1.0, 0.0], [1.0]], "not all of them are as many numbers"),
    "words": ([["one", "two"], ["three", "four"]], "not all of them are as many numbers"),
    "blanks": ([[None, 1.0], [1.0, 0.0]], "some are infinite or have no direction"),
    "lists of lists": ([[[1.0], [0.0]], [[1.0], [0.0]]], "no lists of numbers"),
    "empty": ([[], []], "no lists of numbers"),
    "endless": ([[0.5] * (MOST_NUMBERS + 1)] * 2, "or too long"),
    "not a number": ([[float("nan"), 1.0], [1.0, 0.0]], "some are infinite"),
    "infinite": ([[float("inf"), 1.0], [1.0, 0.0]], "some are infinite"),
    "beyond all bounds": ([[1e200, 1e200], [1.0, 0.0]], "some are infinite"),
    "zeros": ([[0.0, 0.0], [1.0, 0.0]], "no direction"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_vectors_that_cannot_be_used_are_asked_for_again(name):
    rows, _ = UNUSABLE[name]
    with EmbeddingServer(vectors(rows), vectors([[3.0, 4.0], [0.0, 2.0]])) as server:
        got = load(server, FakeTime()).encode(["too loud", "too dear"])
    np.testing.assert_allclose(got, [[0.6, 0.8], [0.0, 1.0]], rtol=1e-6)
    assert len(server.got) == 2


@pytest.mark.parametrize("name", UNUSABLE)
def test_vectors_that_can_never_be_used_end_in_a_sentence_that_says_why(name):
    rows, why = UNUSABLE[name]
    with EmbeddingServer(read=lambda _: rows) as server:
        error = failure(server, texts=("too loud", "too dear"))
    assert type(error) is ModelUnavailable
    assert error.message.startswith("openai:fake sends vectors that cannot be used (")
    assert why in error.message
    assert len(server.got) == MOST_ATTEMPTS


def test_all_vectors_of_a_run_have_as_many_numbers():
    with EmbeddingServer(read=lambda texts: [[1.0] * len(texts)] * len(texts)) as server:
        encoder = load(server, FakeTime())
        encoder.encode(["one", "two"])
        with pytest.raises(ModelUnavailable, match="of 3 numbers, after some of 2"):
            encoder.encode(["three", "four", "five"])


# What goes wrong.

PASSING = {
    "429": limited(),
    "429 with a pause": limited(3),
    "500": refuse(500),
    "503": refuse(503),
    "408": refuse(408),
    "a connection that drops": DROP,
    "half a reply": BROKEN,
    "a page in its place": PAGE,
    "a reply of another kind": STRANGE,
}
FINAL = {
    "400": (refuse(400, "invalid_request_error"), "takes 32 texts at once"),
    "401": (refuse(401, "invalid_api_key"), "refused the key"),
    "404": (refuse(404, "model_not_found"), "check the model's name"),
    "413": (refuse(413, "Validation"), "refused the request"),
    "422": (refuse(422, "invalid_request_error"), "takes 32 texts at once"),
    "want of credit": (refuse(429, "insufficient_quota"), "top it up"),
    "a text that is too long": (refuse(400, "context_length_exceeded"), "longer than it can read"),
}


@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_is_tried_again(name):
    with EmbeddingServer(PASSING[name]) as server:
        rows = load(server, FakeTime()).encode(["too loud"])
    np.testing.assert_array_equal(rows, expected(["too loud"]))
    assert len(server.got) == 2


@pytest.mark.parametrize("name", FINAL)
def test_what_is_refused_is_not_tried_again_and_the_sentence_says_what_to_check(name):
    step, told = FINAL[name]
    with EmbeddingServer(step) as server:
        error = failure(server)
    assert type(error) is ModelRefused
    assert told in error.message
    assert len(server.got) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_server_that_redirects_does_not_get_answers_sent_elsewhere(status):
    with EmbeddingServer() as elsewhere:
        step = refuse(status, location=f"{elsewhere.url}/embeddings")
        with EmbeddingServer(read=lambda _: step) as server:
            error = failure(server)
        assert elsewhere.got == []
    assert type(error) is ModelRefused
    assert "check the server's address" in error.message
    assert len(server.got) == 1


def test_a_pause_that_the_server_asks_for_holds_back_every_call():
    time = FakeTime()
    with EmbeddingServer(limited(40), clock=time.clock) as server:
        load(server, time, at_once=1).encode(TEXTS)
    first, *others = [got.at for got in server.got]
    assert len(others) == 4
    assert min(others) >= first + 40


def test_a_call_that_always_hangs_ends_as_a_timeout():
    with EmbeddingServer(read=lambda _: HANG) as server:
        error = failure(server, seconds=0.2)
    assert type(error) is UpstreamTimeout
    assert error.message.startswith("openai:fake did not reply within 0.2 seconds")


def test_a_slow_call_is_waited_for():
    with EmbeddingServer(replace(vectors([[3.0, 4.0]]), seconds=0.3)) as server:
        rows = load(server, FakeTime(), seconds=20.0).encode(["too loud"])
    np.testing.assert_allclose(rows, [[0.6, 0.8]], rtol=1e-6)
    assert len(server.got) == 1


def test_nobody_at_the_address_is_unavailable():
    with EmbeddingServer() as server:
        pass
    error = failure(server)
    assert error.message == "openai:fake cannot be reached; try again later."


def test_a_service_that_is_down_ends_the_run_soon():
    many = [f"answer {at}" for at in range(400 * 32)]
    with EmbeddingServer(read=lambda _: refuse(503)) as server:
        error = failure(server, texts=many)
    assert type(error) is ModelUnavailable
    assert len(server.got) < 200


def test_one_call_that_is_refused_ends_the_run():
    with EmbeddingServer(refuse(400), read=lambda _: HANG) as server:
        assert type(failure(server, texts=TEXTS)) is ModelRefused


@pytest.mark.parametrize("name", [*PASSING, *FINAL])
def test_no_error_shows_the_key_or_a_text_or_what_the_service_quotes(name):
    told = f"Key {KEY} may not send 'strictly confidential'"
    known = PASSING[name] if name in PASSING else FINAL[name][0]
    step = refuse(known.status, KEY, told) if known.kind == "refuse" else known
    with EmbeddingServer(read=lambda _: step) as server:
        error = failure(server, texts=["strictly confidential"])
    shown = f"{error!r} {error} {error.__cause__!r} {error.__context__!r} {vars(error)}"
    assert KEY not in shown
    assert "confidential" not in shown


def test_neither_key_nor_text_is_in_any_log_however_talkative(caplog):
    caplog.set_level(logging.DEBUG)
    with EmbeddingServer(refuse(503)) as server:
        load(server, FakeTime()).encode(["strictly confidential words"])
    with EmbeddingServer(refuse(401, message=f"Key {KEY} is wrong.")) as server:
        failure(server)
    logged = "\n".join(f"{it.getMessage()} {it.args} {it.exc_text}" for it in caplog.records)
    assert KEY not in logged
    assert "confidential" not in logged


def test_a_run_that_is_broken_off_leaves_no_thread(monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("openends.llm.many_calls._next", interrupt)
    with EmbeddingServer(read=lambda _: HANG) as server:
        with pytest.raises(KeyboardInterrupt):
            load(server).encode(TEXTS)
        assert threads() == []


# What is refused before anything is sent.


def refusal(**spec):
    with pytest.raises(ConfigProblem) as caught:
        load_remote_encoder(LlmSpec(**({"model": "openai:fake"} | spec)))
    return caught.value.message


def test_offline_forbids_it_before_anything_is_sent():
    with EmbeddingServer() as server:
        message = refusal(base_url=server.url, offline=True)
    assert message.startswith("A remote encoder cannot be used: OPENENDS_OFFLINE forbids")
    assert server.got == []


@pytest.mark.parametrize("model", ["", "text-embedding-3-small", "openai:", ":x"])
def test_it_is_written_with_its_provider(model):
    assert refusal(model=model) == (
        "The remote encoder cannot be read; write it as PROVIDER:NAME, such as "
        "openai:text-embedding-3-small."
    )


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({}, "needs a key; set the variable OPENAI_API_KEY"),
        ({"model": "nobody:x"}, "write openai:NAME, and give"),
        ({"base_url": "ftp://x"}, "The address of the remote encoder's server cannot be read"),
        ({"model": "anthropic:x", "environment": {"ANTHROPIC_API_KEY": KEY}}, "as OpenAI does"),
        ({"base_url": "http://localhost:1/v1", "at_once": 0}, "A remote encoder must be allowed"),
    ],
)
def test_what_cannot_be_called_is_refused(spec, told):
    assert told in refusal(**spec)


def test_the_key_is_in_no_repr():
    spec = {"base_url": f"http://me:{KEY}@localhost:1/v1", "environment": {"OPENAI_API_KEY": KEY}}
    encoder = load_remote_encoder(LlmSpec(model="openai:fake", **spec))
    assert repr(encoder) == "RemoteEncoder('openai:fake')"
    assert KEY not in f"{encoder.name} {encoder.version}"


def test_the_manifest_gets_a_name_and_what_reads():
    with EmbeddingServer() as server:
        encoder = load(server, model="openai:text-embedding-3-small")
    told = [f"{it.name} {it.version}" for it in (encoder, MaskedEncoder(encoder, ["en"]))]
    assert told == [
        "remote openai:text-embedding-3-small",
        "remote openai:text-embedding-3-small (masked)",
    ]


# What is masked.


def test_personal_data_does_not_leave_when_it_is_masked():
    texts = ["Frau Meyer war nett", "ask Ms Rao, 202-555-0123", "mail r.rao@example.com"]
    with EmbeddingServer() as server:
        rows = MaskedEncoder(load(server), ["de", "en"]).encode(texts)
    sent = json.dumps([got.json for got in server.got])
    assert not re.search("Meyer|Rao|555|example", sent)
    assert server.sent == ["Frau [NAME 1] war nett", "ask Ms [NAME 1], [PHONE 1]", "mail [EMAIL 1]"]
    np.testing.assert_array_equal(rows, expected(server.sent))


def test_a_text_is_masked_by_what_counts_in_any_language_of_the_question():
    text = "Sr. Lopez et M. Dupont"
    with EmbeddingServer() as server:
        for languages in (["en"], ["en", "es"], ["fr", "es"], ["es", "fr"]):
            MaskedEncoder(load(server), languages).encode([text])
    assert server.sent == [
        text,
        "Sr. [NAME 1] et M. Dupont",
        "Sr. [NAME 1] et M. [NAME 2]",
        "Sr. [NAME 1] et M. [NAME 2]",
    ]


def test_texts_that_are_the_same_when_masked_are_sent_once():
    with EmbeddingServer() as server:
        MaskedEncoder(load(server), ["en"]).encode(["mail a@example.com", "mail b@example.com"])
    assert server.sent == ["mail [EMAIL 1]"]


def test_what_is_cut_off_is_masked_before():
    text = "x" * 1_185 + " r.rao@example.com"
    with EmbeddingServer() as server:
        MaskedEncoder(load(server), ["en"]).encode([text])
    assert "r.rao" not in server.sent[0]


def test_loading_the_module_loads_no_library_of_a_provider():
    program = (
        "import sys, openends.services.remote_encoder; "
        "print({'pydantic_ai', 'openai', 'anthropic'} & {*sys.modules})"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "set()"
