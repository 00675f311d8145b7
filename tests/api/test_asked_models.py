"""A language model behind the API: what a client sees of it, and what it never does."""

from types import SimpleNamespace

import pytest
from asked_model import CODES, DOUBTFUL, all_design
from fake_server import FakeServer, slow
from v2_steps import Steps, refusal, responses

from openends.api.app import create_app
from openends.domain.errors import ConfigProblem
from openends.services import advise_now

TEXTS = DOUBTFUL[:45]
CALL = {"responses": responses(TEXTS), "codebook": list(CODES)}


@pytest.fixture
def model():
    with FakeServer(answer=all_design) as server:
        yield server


@pytest.fixture
def settings(settings, model):
    """A server with a language model."""
    return settings.model_copy(
        update={
            "llm": "openai:fake",
            "llm_url": model.url,
            "llm_price": "1/2",
        }
    )


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


def test_a_call_at_once_tells_what_the_model_was_asked(steps, model):
    data = steps.data(steps.post("/v2/code", CALL))
    advice = data["advice"]
    assert advice["calls"] == len(model.got) > 0
    assert advice["masked"]
    assert 0 < advice["sent"] < len(TEXTS)
    layers = [code["layer"] for each in data["results"] for code in each["codes"]]
    assert "llm" in layers


def test_a_repeated_call_is_answered_as_before_and_asks_nobody(steps, model):
    again = {"Idempotency-Key": "once"}
    first = steps.post("/v2/code", CALL, **again)
    calls = len(model.got)
    assert steps.post("/v2/code", CALL, **again).content == first.content
    assert len(model.got) == calls > 0


def test_a_model_that_is_too_slow_answers_504_and_leaves_nothing_behind(steps, model, monkeypatch):
    before = steps.everything()
    model._answer = lambda _: slow(600)
    # The time is over once the first call is under way.
    clock = SimpleNamespace(monotonic=lambda: 1e12 if model.got else 0.0)
    with monkeypatch.context() as changed:
        changed.setattr(advise_now, "time", clock)
        response = steps.post("/v2/code", CALL)
    message = refusal(response, 504, "GATEWAY_TIMEOUT")
    assert "timed out after 60 seconds because the language model was too slow" in message
    assert "nothing was charged" in message
    assert response.headers["Retry-After"] == "10"
    assert steps.everything() == before
    # Its place is free for others.
    model._answer = all_design
    for _ in range(3):
        steps.data(steps.post("/v2/code", CALL))


def test_a_visitor_is_coded_without_the_model(client, model):
    body = {"responses": CALL["responses"], "codebook": CALL["codebook"]}
    response = client.post("/free/code", json=body)
    assert response.status_code == 200
    assert "advice" not in response.json()["data"]
    assert model.got == []


def test_the_first_version_keeps_its_shape(steps, model):
    body = {"responses": list(TEXTS), "codebook": list(CODES)}
    data = steps.data(steps.post("/v1/code", body))
    assert set(data) == {"codebook", "coded"}
    assert len(model.got) > 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"offline": True}, "OPENENDS_OFFLINE"),
        ({"llm": "fake"}, "PROVIDER:NAME"),
        ({"llm_url": "ftp://x"}, "address"),
        ({"llm_price": "cheap"}, "US dollars for a million tokens"),
        ({"llm_price": None, "llm_max_cost": 1.0}, "OPENENDS_LLM_PRICE"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_when_the_server_starts(
    settings, database, loop, changes, sentence
):
    app = create_app(settings.model_copy(update=changes), database=database)

    async def begin():
        async with app.router.lifespan_context(app):
            pass

    with pytest.raises(ConfigProblem, match=sentence):
        loop.run(begin())
