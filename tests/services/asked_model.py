"""A server's language model at a scripted server, and answers that are in doubt."""

from functools import partial

import orjson
from fake_server import texts
from fake_time import FakeTime
from oracle import entry, question_of, written
from served import begin, result_of
from sqlalchemy import func, select

from openends.domain.codebook import Code, Codebook
from openends.llm.price import Price
from openends.llm.provider import LlmSpec, load_model
from openends.services.advisers import Advisers, ModelTerms
from openends.services.run_coding import run_coding
from openends.store.tables import model_calls

KEY = "sk-secret-0123456789-abcdefghij"
#: A dollar for a thousand tokens: a call costs enough to be seen.
PRICE = Price(1_000.0, 1_000.0)
CODES = {
    "Price": "What it costs",
    "Noise": "How loud it is",
    "Design": "How it looks",
    "Cleaning": "How it is kept clean",
    "Taste": "What it tastes of",
    "Delivery": "How it arrives",
    "Repair": "What breaks and is mended",
    "Advice": "What the shop says",
    "Size": "Room that it takes",
    "Speed": "How long one waits",
    "Brand": "Who makes it",
    "App": "What is done with the telephone",
}
_STARTS = ("maybe the", "we saw a", "there was one more", "somebody had the")
_THINGS = (
    "window garden river teacher moon carpet horse ticket bridge candle forest letter mirror "
    "pocket engine island ladder market needle orange pillow rabbit saddle table umbrella violin "
    "wagon yard zebra button"
).split()
#: Distinct answers, about half of which are in doubt: more than two calls take.
DOUBTFUL = tuple(f"{start} {thing}" for start in _STARTS for thing in _THINGS)
#: The telephone number of a respondent, and an answer in doubt that has it.
NUMBER = "030 12345678"
PERSONAL = f"maybe {NUMBER}"


def book():
    """Return the codebook of all tests with a model."""
    codes = (
        Code(name=name, number=number, definition=told)
        for number, (name, told) in enumerate(CODES.items(), 1)
    )
    return Codebook(codes=tuple(codes))


def all_design(request):
    """Reply that every answer is about the design."""
    items = question_of(request)["answers"]
    return written([entry(item, "Design", sentiment="neutral") for item in items])


def advisers(server, *, model="openai:fake", quick=False, at_once=16, **terms):
    """Return what hires the model; where it is quick, pauses take no time."""
    url = server if isinstance(server, str) else server.url
    spec = LlmSpec(
        model=model,
        base_url=url,
        environment={"OPENAI_API_KEY": KEY},
        at_once=at_once,
    )
    passing = {}
    if quick:
        time = FakeTime()
        passing = {
            "load": partial(load_model, clock=time.clock, sleep=time.sleep),
            "sleep": lambda seconds: None,
        }
    return Advisers(
        ModelTerms(**({"spec": spec, "price": PRICE, "mask": False} | terms)), **passing
    )


def work(database, job, encoders, asked, **options):
    """Do a job of coding with a model as a worker does."""
    begin(database, job)
    return run_coding(database, job.id, encoders, advisers=asked, **options)


def body_of(database, job):
    """Return a job's result."""
    return orjson.loads(result_of(database, job))


def layers(body):
    """Return how each response's codes came about, by its id."""
    return {result["id"]: {code["layer"] for code in result["codes"]} for result in body["results"]}


def sent_texts(server):
    """Return the answers that went over the wire, in their order."""
    return [item["text"] for got in server.got for item in question_of(got.json)["answers"]]


def said(server):
    """Return all that went over the wire."""
    return "\n".join(text for got in server.got for text in texts(got.json))


def calls_kept(database, *conditions):
    """Return how many calls are on record."""
    with database.reading() as connection:
        query = select(func.count()).select_from(model_calls).where(*conditions)
        return connection.execute(query).scalar_one()


def without_ids(body):
    """Leave out what is new with every question."""
    text = orjson.dumps(body).decode()
    codes = {
        code["id"]: f"code {code['number']}"
        for category in body["codebook"]["categories"]
        for code in category["codes"]
    }
    for old, new in codes.items():
        text = text.replace(old, new)
    for category in body["codebook"]["categories"]:
        if category["id"]:
            text = text.replace(category["id"], "category")
    for name in ("project_id", "question_id"):
        text = text.replace(body[name], name)
    return orjson.loads(text)
