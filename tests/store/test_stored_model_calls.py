"""Calls to language models: kept once, found by their organization alone, gone with all else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_study import NOW, made_call, make_job, make_study

from openends.domain.job import JobStatus
from openends.store import jobs, model_calls, projects, questions
from openends.store.model_calls import Spent, Used


def keep(database, study, call):
    with database.transaction() as connection:
        return model_calls.keep(connection, study.owner, call, NOW)


def find(database, study, call, question_id=None):
    with database.reading() as connection:
        return model_calls.find(connection, study.owner, question_id or study.question.id, call.key)


@pytest.mark.parametrize(
    "reply",
    ["", "plain", "Müll 日本 🙂", "a\0b", "half \ud83d of a pair", "x" * 200_000],
    ids=["empty", "plain", "letters", "nul", "surrogate", "long"],
)
def test_any_reply_comes_back_as_it_was(database, study, reply):
    call = made_call(study, reply=reply)
    assert keep(database, study, call)
    assert find(database, study, call) == call


def test_tokens_that_no_column_holds_are_as_many_as_it_holds(database, study):
    call = made_call(study, input_tokens=10**30)
    keep(database, study, call)
    assert find(database, study, call).input_tokens == 2**63 - 1


def test_the_first_reply_to_a_call_stays(database, study):
    call = made_call(study)
    assert keep(database, study, call)
    assert not keep(database, study, replace(call, reply="another one"))
    assert find(database, study, call).reply == call.reply


def test_a_questions_own_reply_comes_before_that_of_another_one(database, study):
    with database.transaction() as connection:
        other = questions.create(
            connection,
            study.owner,
            study.project.id,
            text="",
            coding_type=study.question.coding_type,
            language="en",
            now=NOW,
        )
    call = made_call(study)
    keep(database, study, call)
    assert find(database, study, call, other.id) == call
    own = replace(call, question_id=other.id, reply="its own")
    keep(database, study, own)
    assert find(database, study, call, other.id) == own
    assert find(database, study, call) == call


def test_the_same_call_of_another_organization_is_another_call(database, study):
    other = make_study(database, "Stranger")
    call = made_call(study)
    keep(database, study, call)
    assert find(database, other, call) is None
    assert find(database, other, call, study.question.id) is None
    keep(database, other, replace(call, question_id=other.question.id, reply="theirs"))
    assert find(database, study, call).reply == call.reply


def test_what_a_job_paid_is_summed_and_no_other_call_is(database, study):
    job = make_job(study)
    with database.transaction() as connection:
        jobs.create(connection, job)
    for at, paid_by in enumerate([job.id, job.id, "job_" + "0" * 24, None]):
        prompt = "name-1" if at == 1 else "decide-1"
        call = made_call(study, paid_by, key=f"{at:064}", prompt=prompt)
        keep(database, study, call)
    with database.reading() as connection:
        spent = model_calls.spent(connection, study.owner, job.id)
    assert spent == Spent(
        calls=2, input_tokens=1_800, output_tokens=100, prompts=("decide-1", "name-1")
    )


def test_calls_are_counted_by_model_and_prompt(database, study):
    for at, (model, prompt) in enumerate(
        [("openai:a", "name-1"), ("openai:b", "decide-1"), ("openai:a", "name-1")]
    ):
        keep(database, study, made_call(study, key=f"{at:064}", model=model, prompt=prompt))
    with database.reading() as connection:
        used = model_calls.used(connection, study.owner, study.question.id)
    assert used == (
        Used(model="openai:a", prompt="name-1", calls=2),
        Used(model="openai:b", prompt="decide-1", calls=1),
    )


def test_a_deleted_question_leaves_no_call(database, study):
    call = made_call(study)
    keep(database, study, call)
    with database.transaction() as connection:
        projects.delete(connection, study.owner, study.project.id)
    assert find(database, study, call) is None


def test_what_came_of_it_is_noted_once_for_a_job_that_runs(database, study):
    job = make_job(study)
    with database.transaction() as connection:
        jobs.create(connection, job)
        assert not model_calls.note_advice(connection, job.id, {"calls": 1})
        jobs.begin(connection, job.id, NOW)
        assert model_calls.note_advice(connection, job.id, {"calls": 2})
        assert not model_calls.note_advice(connection, job.id, {"calls": 3})
        found = jobs.get_any(connection, job.id)
    assert (found.status, found.advice) == (JobStatus.PROCESSING, {"calls": 2})
