"""A language model names the codes of a built codebook: once, whatever comes in between."""

import json
from itertools import count

import orjson
import pytest
from asked_model import advisers, all_design, body_of, calls_kept, without_ids, work
from fake_server import FakeServer, refuse, texts
from served import (
    NOW,
    Stop,
    begin,
    job_now,
    make_question,
    question_now,
    result_of,
    start_auto,
    start_call,
    upload,
)

from openends.domain.codebook import CodingType
from openends.domain.job import JobStatus
from openends.services.advise_now import AskNow
from openends.services.question_codebooks import generate_now
from openends.services.run_codebook_generation import run_codebook_generation
from openends.services.start_jobs import start_codebook_generation
from openends.store.tables import model_calls

_TEXTS = (
    "The staff were rude to me",
    "Far too expensive",
    "The queue was too long",
    "Too loud to talk",
    "The food was cold",
)
ANSWERS = tuple(f"{_TEXTS[at % 5]} in room {at}" for at in range(60))


def is_naming(request):
    return "drafts" in json.dumps(request["response_format"])


def names_and_codes(request):
    """Name the drafts Topic 1, Topic 2, ...; say of every answer that it is about the design."""
    if not is_naming(request):
        asked = json.loads(texts(request)[-1])["answers"]
        return json.dumps({"answers": [{"id": each["id"], "codes": []} for each in asked]})
    drafts = json.loads(texts(request)[-1])["codes"]
    codes = [
        {
            "drafts": [draft["number"]],
            "name": f"Topic {draft['number']}",
            "definition": "What it is.",
            "category": "Topics",
        }
        for draft in drafts
    ]
    return json.dumps({"codes": codes})


def code_names(body):
    return [code["name"] for each in body["codebook"]["categories"] for code in each["codes"]]


def generate(database, caller, enqueue, question):
    return start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )


@pytest.fixture
def start(database, make_caller, enqueue):
    return lambda caller=None, **members: start_call(
        database, caller or make_caller(), enqueue, ANSWERS, **({"codebook": None} | members)
    )


def test_a_job_codes_by_the_codebook_as_the_model_names_it(database, start, encoders):
    job = start()
    with FakeServer(answer=names_and_codes) as server:
        work(database, job, encoders, advisers(server))
    body = body_of(database, job)
    names = code_names(body)
    assert len(names) >= 3
    assert names == [f"Topic {at}" for at in range(1, len(names) + 1)]
    assert {code["name"] for each in body["results"] for code in each["codes"]} <= set(names)
    assert "name-1" in body["advice"]["prompts"]
    assert (body["advice"]["renamed"], body["advice"]["unnamed"]) == (len(names), None)
    assert body["advice"]["calls"] == len(server.got)


@pytest.mark.parametrize("looks", range(3, 40, 6))
def test_a_job_that_is_stopped_anywhere_names_its_codebook_once(database, start, encoders, looks):
    undisturbed, job, looked = start(), start(), count(1)

    def watch():
        if next(looked) == looks:
            raise Stop

    with FakeServer(answer=names_and_codes) as server:
        asked = advisers(server)
        work(database, undisturbed, encoders, asked)
        with pytest.raises(Stop):
            work(database, job, encoders, asked, watch=watch)
        work(database, job, encoders, asked)
    assert without_ids(body_of(database, job)) == without_ids(body_of(database, undisturbed))
    naming = [got for got in server.got if is_naming(got.json)]
    named = model_calls.c.prompt == "name-1"
    assert calls_kept(database, named, model_calls.c.job_id == job.id) == 1
    assert len(naming) == 2


def test_a_codebook_job_has_the_names_of_the_model_and_tells_what_they_cost(
    database, caller, enqueue, encoders
):
    question = make_question(database, caller, ANSWERS, codes=())
    job = generate(database, caller, enqueue, question)
    begin(database, job)
    with FakeServer(answer=names_and_codes) as server:
        run_codebook_generation(database, job.id, encoders, advisers=advisers(server))
    body = orjson.loads(result_of(database, job))
    assert all(name.startswith("Topic ") for name in code_names(body))
    advice = body["advice"]
    assert (advice["calls"], advice["prompts"], advice["stopped"]) == (1, ["name-1"], None)
    assert advice["cost"] > 0
    # Coding by it asks for no names again, not even when there are more responses.
    upload(database, caller, question, ["The staff were kind"], start=200)
    later = start_auto(database, caller, question_now(database, caller, question), enqueue)
    with FakeServer(answer=names_and_codes) as server:
        work(database, later, encoders, advisers(server))
    assert job_now(database, later).status is JobStatus.COMPLETED
    assert not any(is_naming(got.json) for got in server.got)
    assert code_names(body_of(database, later)) == code_names(body)


def test_a_codebook_whose_names_fail_keeps_those_of_the_answers(
    database, caller, enqueue, encoders
):
    bodies = []
    for answer in (lambda _: refuse(401), all_design_or_nothing, None):
        question = make_question(database, caller, ANSWERS, codes=())
        job = generate(database, caller, enqueue, question)
        begin(database, job)
        with FakeServer(answer=answer or names_and_codes) as server:
            asked = advisers(server) if answer else None
            run_codebook_generation(database, job.id, encoders, advisers=asked)
        bodies.append(orjson.loads(result_of(database, job)))
    refused, unusable, alone = bodies
    assert code_names(refused) == code_names(unusable) == code_names(alone)
    assert "refused the key" in refused["advice"]["stopped"]
    assert unusable["advice"]["unnamed"]
    assert "advice" not in alone


def all_design_or_nothing(request):
    return "{}" if is_naming(request) else all_design(request)


def test_names_of_brands_are_shown_to_no_model(database, caller, enqueue, encoders):
    texts_of_brands = [f"{name}, and Nike" for name in ("Adidas", "Puma", "Asics")] * 20
    question = make_question(
        database, caller, texts_of_brands, codes=(), coding_type=CodingType.ENTITY
    )
    job = generate(database, caller, enqueue, question)
    begin(database, job)
    with FakeServer(answer=names_and_codes) as server:
        run_codebook_generation(database, job.id, encoders, advisers=advisers(server))
        assert server.got == []
    assert "advice" not in orjson.loads(result_of(database, job))


def test_a_codebook_that_is_built_at_once_has_the_names_of_the_model(database, caller, encoders):
    question = make_question(database, caller, ANSWERS[:45], codes=())
    with FakeServer(answer=names_and_codes) as server:
        asked = AskNow(advisers=advisers(server), seconds=600, until=1e12)
        done = generate_now(
            database, caller, question.project_id, question.id, encoders, now=NOW, ask=asked
        )
    assert all(name.startswith("Topic ") for name in code_names(done))
    assert done["advice"]["calls"] == len(server.got) == calls_kept(database) == 1
