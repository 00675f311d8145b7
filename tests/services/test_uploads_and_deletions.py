"""Uploading responses, and deleting projects."""

import pytest
from served import (
    ANSWERS,
    COST,
    NOW,
    begin,
    charges,
    credits_of,
    everything,
    ledger_sum,
    make_question,
    question_now,
    responses,
    rows_of,
    start_auto,
    start_call,
    upload,
    work,
)

from openends.domain.errors import AlreadyCoding, InvalidState, JobAlreadyRunning, NotFound
from openends.services.add_responses import Added, add_responses
from openends.services.delete_project import delete_project
from openends.services.start_jobs import start_codebook_generation


def start_codebook(database, caller, question, enqueue):
    return start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=9, now=NOW
    )


def test_an_upload_says_how_many_are_new(database, caller):
    question = make_question(database, caller, ())
    assert upload(database, caller, question, ["Loud", "Dear"]) == Added(
        added=2, duplicates=0, response_count=2
    )
    assert upload(database, caller, question, ["Other", "Quick"], start=2) == Added(
        added=1, duplicates=1, response_count=3
    )
    texts = [row.text for row in rows_of(database, caller, question.id)]
    assert texts == ["Loud", "Dear", "Quick"]


@pytest.mark.parametrize(
    ("start", "does"),
    [(start_auto, "codes its responses"), (start_codebook, "builds its codebook")],
    ids=["code", "generate"],
)
@pytest.mark.parametrize("running", [False, True], ids=["waits", "runs"])
def test_nothing_is_uploaded_while_a_job_works_on_the_question(
    database, caller, enqueue, start, does, running
):
    question = make_question(database, caller)
    job = start(database, caller, question, enqueue)
    if running:
        begin(database, job)
    with pytest.raises(InvalidState) as refusal:
        upload(database, caller, question, ["Late"], start=20)
    assert refusal.value.message == (
        f"Question {question.id} is in use by job {job.id}, which {does}. Wait for it to end, or "
        f"cancel it with DELETE /v2/jobs/{job.id}, before responses are added."
    )
    assert question_now(database, caller, question).response_count == len(ANSWERS)


def test_nothing_is_uploaded_to_others(database, make_caller):
    question = make_question(database, make_caller())
    with pytest.raises(NotFound, match="Project not found"):
        upload(database, make_caller(), question, ["Mine"])


def test_nothing_is_uploaded_to_a_question_of_another_project(database, caller):
    here, there = make_question(database, caller), make_question(database, caller)
    with pytest.raises(NotFound, match="Question not found"):
        add_responses(database, caller, here.project_id, there.id, responses(), now=NOW)


def test_a_deleted_project_leaves_what_was_charged_and_nothing_else(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(100)
    before = everything(database)
    job = start_call(database, caller, enqueue)
    work(database, job, encoders)
    delete_project(database, caller, job.project_id)
    after = everything(database)
    assert after.pop("ledger") == before.pop("ledger") + COST
    assert after == before
    assert credits_of(database, caller) == ledger_sum(database, caller) == 100 - COST
    assert sum(charges(database, caller).values()) == COST


@pytest.mark.parametrize("running", [False, True], ids=["waits", "runs"])
@pytest.mark.parametrize(
    ("start", "error"),
    [(start_auto, AlreadyCoding), (start_codebook, JobAlreadyRunning)],
    ids=["code", "generate"],
)
def test_a_project_stays_while_a_job_works_on_it(database, caller, enqueue, start, error, running):
    question = make_question(database, caller)
    job = start(database, caller, question, enqueue)
    if running:
        begin(database, job)
    before = everything(database)
    with pytest.raises(error, match=job.id):
        delete_project(database, caller, question.project_id)
    assert everything(database) == before


def test_nobody_deletes_what_is_not_there_or_not_theirs(database, make_caller):
    question = make_question(database, make_caller())
    before = everything(database)
    for project in (question.project_id, question.id, "nothing"):
        with pytest.raises(NotFound, match="Project not found"):
            delete_project(database, make_caller(), project)
    assert everything(database)["projects"] == before["projects"]
