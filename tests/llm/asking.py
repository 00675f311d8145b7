"""Asks, models at a fake server, and what became of them."""

import threading

from openends.llm import Ask, LlmSpec, load_model
from openends.llm.decide import ModelAdviser
from openends.llm.paid_model import PaidModel

KEY = "sk-secret-0123456789-abcdefghij"
SCHEMA = {
    "type": "object",
    "properties": {"codes": {"type": "array", "items": {"type": "integer"}}},
    "required": ["codes"],
    "additionalProperties": False,
}


def an_ask(text="too loud", *, max_tokens=50):
    return Ask(
        prompt="decide-1",
        instructions="Say which codes fit.",
        text=text,
        schema=SCHEMA,
        max_tokens=max_tokens,
    )


def asks(number):
    return [an_ask(f"answer {index}") for index in range(number)]


def load(server, time=None, *, model="openai:fake", **spec):
    """Return a model at a server; with a fake time, pauses take none."""
    passing = {} if time is None else {"clock": time.clock, "sleep": time.sleep}
    url = server.root if model.startswith("anthropic") else server.url
    given = {"base_url": url, "environment": {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY}}
    return load_model(LlmSpec(model=model, **(given | spec)), **passing)


def hired(model, log=None, account=None):
    """Return an adviser who asks the model."""
    return ModelAdviser(PaidModel(model, log, account))


def endings(model, asked):
    """Ask all, and return how each ended, in the order of the asks."""
    ended = dict(model.ask_all(asked))
    return [ended[index] for index in range(len(asked))]


def ending(model, asked=None):
    (only,) = endings(model, [asked or an_ask()])
    return only


def threads():
    """Return the threads that models have left."""
    return [it.name for it in threading.enumerate() if it.name.startswith("openends-llm")]
