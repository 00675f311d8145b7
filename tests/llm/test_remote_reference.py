"""Only the reference is sent elsewhere, and the quick encoder learns from it for the rest."""

from itertools import product
from threading import Lock

import pytest
from embedding_server import EmbeddingServer

from openends.domain.codebook import Code, Codebook
from openends.domain.response import Response, ReviewedResponse
from openends.encoders import MultilingualE5, load_encoders
from openends.engine import read_question
from openends.engine.encoder import Reads
from openends.engine.pipeline import code_question
from openends.llm import LlmSpec
from openends.services.remote_encoder import EmbeddingsPlan, hire_encoder

pytestmark = pytest.mark.slow

FITTED = 60
CODEBOOK = Codebook(
    codes=tuple(
        Code(name=name, number=at, definition=definition)
        for at, (name, definition) in enumerate(
            {
                "Price": "what it costs, expensive, cheap",
                "Noise": "how loud it is",
                "Cleaning": "how it is kept clean, hard to scrub",
                "Waiting": "how long one waits, slow",
                "Staff": "friendly or rude people",
            }.items(),
            start=1,
        )
    )
)


@pytest.fixture(autouse=True)
def _small_reference(monkeypatch):
    monkeypatch.setattr(read_question, "FIT_ANSWERS", FITTED)


@pytest.fixture(scope="module")
def responses():
    starts = (
        "I find it",
        "my wife says it was",
        "as ever it is",
        "to be honest it is",
        "well, it was",
    )
    ends = (
        "dear",
        "a racket",
        "spotless",
        "a long queue",
        "nobody smiled",
        "worth every cent",
        "filthy",
        "peaceful",
        "over in a minute",
        "charming",
        "daylight robbery",
        "deafening",
    )
    marks = ("", " again", " every single time")
    texts = [f"{start} {end}{mark}" for start, end, mark in product(starts, ends, marks)]
    return [Response(id=str(at), text=text) for at, text in enumerate(texts)]


@pytest.fixture(scope="module")
def e5():
    """The local encoder, by the name under which the remote one goes."""
    encoder = MultilingualE5(Reads.REFERENCE)
    encoder.name = "remote"
    return encoder


@pytest.fixture
def server(e5):
    alone = Lock()

    def read(texts):
        with alone:
            return list(e5.encode(texts))

    with EmbeddingServer(read=read) as running:
        yield running


def remote(server, languages):
    plan = EmbeddingsPlan(spec=LlmSpec(model="openai:e5", base_url=server.url))
    return load_encoders("fast", languages, hire_encoder(plan))


def coded(responses, load, **options):
    return code_question(responses, load_encoders=load, codebook=CODEBOOK, **options).codings


def test_as_a_teacher_it_gives_the_codings_of_the_same_encoder_on_this_machine(
    responses, server, e5
):
    here = coded(responses, lambda languages: (*load_encoders("fast", languages), e5))
    there = coded(responses, lambda languages: remote(server, languages))
    alone = coded(responses, lambda languages: load_encoders("fast", languages))
    assert there == here != alone


def test_no_answer_outside_the_reference_leaves_the_machine(responses, server):
    told = []
    coded(
        responses,
        lambda languages: remote(server, languages),
        progress=lambda stage, done, total: told.append((stage, len(server.got))),
    )
    texts = {response.text for response in responses}
    assert len(texts & set(server.sent)) == FITTED < len(texts)
    # All of it was sent before the first answer was coded.
    begun = next(count for stage, count in told if stage == "Coding")
    assert begun == len(server.got)


def test_answers_that_a_person_decided_are_sent_too_and_none_twice(responses, server):
    decided = [ReviewedResponse(text=it.text, codes=("Noise",)) for it in responses[:40]]
    coded(responses, lambda languages: remote(server, languages), reviewed=decided)
    assert {it.text for it in responses[:40]} <= set(server.sent)
    assert len(server.sent) == len(set(server.sent))


def test_where_no_answer_says_anything_nothing_is_sent(server):
    blank = [Response(id="1", text="don't know"), Response(id="2", text="no idea")]
    (first, second) = coded(blank, lambda languages: remote(server, languages))
    assert first.status == second.status == "none"
    assert server.sent == []


@pytest.mark.parametrize(
    ("quality", "languages", "names"),
    [
        ("fast", {"en"}, ["use", "remote"]),
        ("best", {"en"}, ["use", "minilm", "e5", "remote"]),
        ("best", {"de"}, ["use", "e5", "remote"]),
        ("fast", {"sv"}, ["e5", "remote"]),
    ],
)
def test_it_reads_along_with_whatever_reads_on_this_machine(server, quality, languages, names):
    plan = EmbeddingsPlan(spec=LlmSpec(model="openai:e5", base_url=server.url))
    chosen = load_encoders(quality, languages, hire_encoder(plan))
    assert [encoder.name for encoder in chosen] == names
