"""From a name to a model: keys, addresses, and what is refused."""

import logging
import os
import pickle
import subprocess
import sys

import pytest
from asking import KEY, an_ask, ending, endings, load
from fake_server import FakeServer, refuse
from fake_time import FakeTime

from openends.domain.errors import ConfigProblem, ModelRefused
from openends.llm import LlmSpec, load_model

KEYS = {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """Take the keys and addresses of whoever runs the tests away."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "ANTHROPIC_", "OPENENDS_")):
            monkeypatch.delenv(name)


def refusal(**spec):
    with pytest.raises(ConfigProblem) as caught:
        load_model(LlmSpec(**spec))
    return caught.value.message


@pytest.mark.parametrize("model", ["", "gpt-5-mini", "openai:", ":gpt-5-mini", " : ", KEY])
def test_a_model_is_written_with_its_provider(model):
    assert refusal(model=model, environment=KEYS) == (
        "The language model cannot be read; write it as PROVIDER:NAME, such as openai:gpt-5-mini "
        "or anthropic:claude-haiku-4-5."
    )


def test_an_unknown_provider_is_refused_with_what_can_be_done():
    message = refusal(model="nobody:gpt-5-mini", environment=KEYS)
    assert "not known" in message
    assert "openai:NAME" in message


def test_a_provider_whose_package_is_missing_says_what_to_install():
    assert refusal(model="mistral:small", environment=KEYS) == (
        "The provider mistral needs a package that is not installed; run: pip install "
        "'pydantic-ai-slim[mistral]'."
    )


@pytest.mark.parametrize(
    ("model", "variable"),
    [
        ("openai:gpt-5-mini", "OPENAI_API_KEY"),
        ("openai-responses:gpt-5-mini", "OPENAI_API_KEY"),
        ("anthropic:claude-haiku-4-5", "ANTHROPIC_API_KEY"),
        ("deepseek:deepseek-chat", "DEEPSEEK_API_KEY"),
    ],
)
def test_a_missing_key_is_refused_with_the_variable_to_set(model, variable):
    assert variable in refusal(model=model)
    assert variable in refusal(model=model, environment={variable: " "})


def test_a_key_comes_from_the_environment_that_is_handed_in_and_no_other(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-process")
    assert "OPENAI_API_KEY" in refusal(model="openai:gpt-5-mini")


@pytest.mark.parametrize("model", ["openai:fake", "anthropic:claude-haiku-4-5"])
def test_a_server_of_ones_own_needs_no_key_and_gets_none_of_the_process(model, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with FakeServer() as server:
        ending(load(server, model=model, environment={}))
    assert KEY not in str(server.got[0])


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"])
def test_no_variable_of_the_library_sends_answers_elsewhere(name, monkeypatch):
    monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    provider = name.partition("_")[0].lower()
    model = load_model(LlmSpec(model=f"{provider}:any", environment=KEYS))
    assert f"api.{provider}.com" in model._model.base_url


def test_a_key_file_comes_before_the_environment_and_its_line_end_does_not_count(tmp_path):
    file = tmp_path / "key.txt"
    file.write_text(f"{KEY}-of-the-file\n\n", encoding="utf-8")
    with FakeServer() as server:
        ending(load(server, key_file=file))
    assert server.got[0].headers["authorization"] == f"Bearer {KEY}-of-the-file"


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", f"{KEY} {KEY}".encode(), b"\xff\xfe" + KEY.encode(), b"sk-\xc3\xbc", b"k" * 9999],
    ids=["empty", "blank", "two words", "not utf-8", "umlaut", "long"],
)
def test_a_file_that_holds_no_key_is_refused_without_showing_it(content, tmp_path):
    file = tmp_path / "key.txt"
    file.write_bytes(content)
    message = refusal(model="openai:gpt-5-mini", key_file=file, environment=KEYS)
    assert str(file) in message
    assert KEY not in message


def test_a_key_file_that_cannot_be_read_is_refused(tmp_path):
    for file in (tmp_path / "none.txt", tmp_path):
        message = refusal(model="openai:gpt-5-mini", key_file=file, environment=KEYS)
        assert message.startswith(f"The key file {file} cannot be read (")


def test_a_variable_that_holds_no_key_is_refused_without_showing_it():
    message = refusal(model="openai:gpt-5-mini", environment={"OPENAI_API_KEY": f"{KEY}\nü"})
    assert message.startswith("The variable OPENAI_API_KEY holds no key: ")
    assert KEY not in message


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://host/v1", "http://", "http://[::1/v1", "http://host:x/v1", ""]
)
def test_an_address_that_cannot_be_read_is_refused_without_showing_it(url):
    message = refusal(model="openai:fake", base_url=url)
    assert message == (
        "The address of the language model's server cannot be read; write it as "
        "http://HOST:PORT/v1 or https://HOST/v1."
    )


def test_a_provider_without_an_address_of_its_own_refuses_one():
    message = refusal(
        model="deepseek:chat",
        base_url="http://localhost:1/v1",
        environment={"DEEPSEEK_API_KEY": KEY},
    )
    assert message == "The provider deepseek takes no address of its own; leave it away."


def test_offline_refuses_every_model():
    for spec in ({"model": "openai:a"}, {"model": "openai:a", "base_url": "http://127.0.0.1:1/v1"}):
        assert "OPENENDS_OFFLINE forbids" in refusal(**spec, environment=KEYS, offline=True)


def test_the_key_is_in_no_repr(tmp_path):
    spec = LlmSpec(
        model="openai:fake", base_url=f"http://me:{KEY}@localhost:1/v1", environment=KEYS
    )
    model = load_model(spec)
    assert KEY not in f"{spec!r} {model!r} {model.parameters!r} {model.name}"
    assert repr(model) == "HostedModel('openai:fake')"
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps(model)


@pytest.mark.parametrize("model", ["openai:fake", "anthropic:claude-haiku-4-5"])
def test_neither_key_nor_text_is_in_any_log_however_talkative(model, caplog):
    caplog.set_level(logging.DEBUG)
    with FakeServer(refuse(503), answer=lambda _: '{"codes": [7777]}') as server:
        endings(load(server, FakeTime(), model=model), [an_ask("strictly confidential words")] * 3)
    with FakeServer(refuse(401, message=f"Key {KEY} is wrong.")) as server:
        assert isinstance(ending(load(server, FakeTime(), model=model)), ModelRefused)
    logged = "\n".join(f"{it.getMessage()} {it.args} {it.exc_text}" for it in caplog.records)
    assert KEY not in logged
    assert "confidential" not in logged
    assert "7777" not in logged


@pytest.mark.parametrize("model", ["openai:fake", "anthropic:claude-haiku-4-5"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_server_that_redirects_does_not_get_answers_sent_elsewhere(status, model):
    with FakeServer() as elsewhere:
        step = refuse(status, location=f"{elsewhere.url}/chat/completions")
        with FakeServer(answer=lambda _: step) as server:
            got = ending(load(server, FakeTime(), model=model))
        assert elsewhere.got == []
    assert isinstance(got, ModelRefused)
    assert len(server.got) == 1


@pytest.mark.parametrize("given", [{"at_once": 0}, {"seconds": 0.0}])
def test_a_pace_at_which_nothing_can_be_asked_is_refused(given):
    assert "one call at once" in refusal(model="openai:fake", environment=KEYS, **given)


def test_loading_the_package_loads_no_library_of_a_provider():
    program = (
        "import sys, openends.llm; print({'pydantic_ai', 'openai', 'anthropic'} & {*sys.modules})"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.strip() == "set()"
