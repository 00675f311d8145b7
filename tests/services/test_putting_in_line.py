"""Putting work in line that is too long to wait for."""

import pytest
from served import (
    ANSWERS,
    COST,
    DEPTH,
    NOW,
    add_question,
    begin,
    codebook,
    credits_of,
    everything,
    job_now,
    make_question,
    question_now,
    request,
    start_auto,
    start_call,
    upload,
    work,
)

from openends.domain.errors import (
    AlreadyCoding,
    EmptyCodebook,
    InsufficientCredits,
    InvalidState,
    JobAlreadyRunning,
    NotFound,
    NothingToCode,
    QueueUnavailable,
)
from openends.domain.job import JobStatus, JobType
from openends.domain.project import QuestionStatus
from openends.engine.prepare.distinct import first_occurrences
from openends.services.start_jobs import start_codebook_generation, start_one_call
from openends.store import codebooks, jobs, projects, responses


def start_codebook(database, caller, question, enqueue, *, depth=DEPTH):
    return start_codebook_generation(
        database, caller, question.project_id, question.id, enqueue, depth=depth, now=NOW
    )


def test_a_call_becomes_a_project_with_its_responses_and_a_job_in_line(
    database, caller, enqueue, queue
):
    job = start_call(database, caller, enqueue)
    assert queue == [job]
    assert job_now(database, job) == job
    assert (job.type, job.status) == (JobType.ONE_CALL, JobStatus.QUEUED)
    assert (job.processed, job.total, job.cost, job.charged) == (0, len(ANSWERS), COST, 0)
    with database.reading() as connection:
        kept = responses.load(connection, job.question_id)
        stored = codebooks.load(connection, caller.organization.id, job.question_id)
        project = projects.get(connection, caller.organization.id, job.project_id)
    assert [response.text for response in kept] == list(ANSWERS)
    assert stored.codebook == codebook()
    assert not stored.induced
    assert project.questions[0].status is QuestionStatus.CODING


def test_a_call_without_a_codebook_waits_without_one(database, caller, enqueue):
    job = start_call(database, caller, enqueue, codebook=None)
    with database.reading() as connection:
        assert codebooks.load(connection, caller.organization.id, job.question_id) is None


def test_a_queue_that_fails_leaves_nothing_behind(database, caller):
    def broken(connection, job):
        raise QueueUnavailable("down")

    before = everything(database)
    with pytest.raises(QueueUnavailable):
        start_call(database, caller, broken)
    assert everything(database) == before


def test_a_call_that_cannot_be_paid_leaves_nothing_behind(database, make_caller, enqueue, queue):
    caller = make_caller(COST - 1)
    before = everything(database)
    with pytest.raises(InsufficientCredits):
        start_call(database, caller, enqueue)
    assert everything(database) == before
    assert queue == []


def test_nothing_is_charged_before_it_is_coded(database, make_caller, enqueue):
    caller = make_caller(COST)
    start_call(database, caller, enqueue)
    assert credits_of(database, caller) == COST


def test_a_test_key_holds_nothing_back(database, make_caller, enqueue):
    caller = make_caller(0, test=True)
    job = start_call(database, caller, enqueue)
    assert job.cost == 0
    with database.reading() as connection:
        assert jobs.reserved(connection, caller.organization.id) == 0


@pytest.mark.parametrize("texts", [["", " "], ["don't know", "asdf"]], ids=["blank", "nothing"])
def test_a_call_that_no_codebook_could_come_of_is_refused_at_once(database, caller, enqueue, texts):
    before = everything(database)
    with pytest.raises(NothingToCode):
        start_call(database, caller, enqueue, texts, codebook=None)
    assert everything(database) == before


def test_a_call_that_names_a_missing_codebook_is_refused_at_once(database, caller, enqueue):
    source = make_question(database, caller, codes=())
    with pytest.raises(EmptyCodebook):
        start_call(database, caller, enqueue, codebook=None, codebook_question=source.id)


def test_a_full_line_takes_no_further_jobs_of_that_organization(
    database, make_caller, enqueue, queue
):
    caller, other = make_caller(), make_caller()
    for _ in range(2):
        start_one_call(database, caller, request(), enqueue, depth=2, now=NOW)
    with pytest.raises(QueueUnavailable) as refusal:
        start_one_call(database, caller, request(), enqueue, depth=2, now=NOW)
    assert "2 jobs of your organization wait" in refusal.value.message
    assert refusal.value.retry_after == 60
    start_one_call(database, other, request(), enqueue, depth=2, now=NOW)
    begin(database, queue[0])
    start_one_call(database, caller, request(), enqueue, depth=2, now=NOW)


def test_coding_a_question_takes_what_is_not_coded_yet(
    database, make_caller, enqueue, queue, encoders
):
    caller = make_caller(100)
    question = make_question(database, caller)
    first = start_auto(database, caller, question, enqueue)
    assert (first.type, first.total, first.cost) == (JobType.AUTO_CODING, len(ANSWERS), COST)
    work(database, first, encoders)
    # "Cheap" is new; "TOO LOUD." was coded, and is paid for, already.
    upload(database, caller, question, ["TOO LOUD.", "Cheap", ""], start=20)
    second = start_auto(database, caller, question, enqueue)
    assert (second.total, second.cost) == (3, 1)
    assert queue == [first, second]


def test_coding_again_when_all_is_coded_costs_nothing(database, caller, enqueue, encoders):
    question = make_question(database, caller)
    work(database, start_auto(database, caller, question, enqueue), encoders)
    again = start_auto(database, caller, question, enqueue)
    assert (again.total, again.cost) == (0, 0)
    work(database, again, encoders)
    done = job_now(database, again)
    assert (done.status, done.percentage) == (JobStatus.COMPLETED, 100)


def test_an_upload_waits_for_nobody_who_counts_what_is_to_code_and_is_counted_too(
    database, caller, enqueue, monkeypatch
):
    question = make_question(database, caller)
    uploads = [["TOO LOUD.", "Cheap", ""]]

    def count_slowly(texts):
        while uploads:
            # Who counted with the organization's lock in hand would never get on here.
            upload(database, caller, question, uploads.pop(), start=20)
        return first_occurrences(texts)

    monkeypatch.setattr("openends.services.start_jobs.first_occurrences", count_slowly)
    job = start_auto(database, caller, question, enqueue)
    assert (job.total, job.cost) == (len(ANSWERS) + 3, COST + 1)


def test_guidance_is_kept_with_the_question(database, caller, enqueue):
    question = make_question(database, caller)
    start_auto(database, caller, question, enqueue, guidance="Mind the noise.")
    assert question_now(database, caller, question).coding_guidance == "Mind the noise."


def test_coding_needs_a_codebook_first(database, caller, enqueue):
    question = make_question(database, caller, codes=())
    with pytest.raises(InvalidState) as refusal:
        start_auto(database, caller, question, enqueue)
    assert refusal.value.message == (
        "Question must have a codebook before coding. Generate one first with POST "
        "/v2/codebook/generate."
    )


@pytest.mark.parametrize("start", [start_auto, start_codebook], ids=["code", "generate"])
def test_responses_come_before_everything(database, caller, enqueue, start):
    question = make_question(database, caller, ())
    with pytest.raises(NothingToCode) as refusal:
        start(database, caller, question, enqueue)
    assert refusal.value.message == (
        f"Question {question.id} has no responses. Upload some first with POST "
        f"/v2/projects/{question.project_id}/questions/{question.id}/responses."
    )


def test_nothing_but_blanks_cannot_be_coded(database, caller, enqueue):
    question = make_question(database, caller, ["", " "])
    with pytest.raises(NothingToCode, match="All 2 responses are blank"):
        start_auto(database, caller, question, enqueue)


@pytest.mark.parametrize("start", [start_auto, start_codebook], ids=["code", "generate"])
def test_a_question_that_is_being_coded_takes_no_second_job(database, caller, enqueue, start):
    question = make_question(database, caller)
    running = start_auto(database, caller, question, enqueue)
    with pytest.raises(AlreadyCoding) as refusal:
        start(database, caller, question, enqueue)
    assert refusal.value.message == (
        f"Question {question.id} is already being coded by job {running.id}."
    )


@pytest.mark.parametrize("start", [start_auto, start_codebook], ids=["code", "generate"])
def test_a_question_whose_codebook_is_being_built_takes_no_second_job(
    database, caller, enqueue, start
):
    question = make_question(database, caller)
    running = start_codebook(database, caller, question, enqueue)
    assert (running.type, running.total, running.cost) == (
        JobType.CODEBOOK_GENERATION,
        len(ANSWERS),
        0,
    )
    with pytest.raises(JobAlreadyRunning) as refusal:
        start(database, caller, question, enqueue)
    assert refusal.value.message == (
        f"A codebook job ({running.id}) is already running for question {question.id}."
    )


@pytest.mark.parametrize("start", [start_auto, start_codebook], ids=["code", "generate"])
def test_the_line_may_be_full_for_questions_too(database, caller, enqueue, start):
    start_call(database, caller, enqueue)
    question = make_question(database, caller)
    with pytest.raises(QueueUnavailable):
        start(database, caller, question, enqueue, depth=1)


@pytest.mark.parametrize("start", [start_auto, start_codebook], ids=["code", "generate"])
def test_other_organizations_questions_are_not_found(database, make_caller, enqueue, start):
    question = make_question(database, make_caller())
    with pytest.raises(NotFound, match="Project not found"):
        start(database, make_caller(), question, enqueue)


def test_a_question_of_another_project_is_not_found(database, caller, enqueue):
    here, there = make_question(database, caller), make_question(database, caller)
    stranger = add_question(database, caller, there.project_id)
    with pytest.raises(NotFound, match="Question not found"):
        start_codebook_generation(
            database, caller, here.project_id, stranger.id, enqueue, depth=DEPTH, now=NOW
        )


def test_two_jobs_cannot_be_started_on_the_same_credits(database, make_caller, enqueue):
    caller = make_caller(COST)
    first, second = make_question(database, caller), make_question(database, caller)
    start_auto(database, caller, first, enqueue)
    with pytest.raises(InsufficientCredits, match="has 0 credits remaining"):
        start_auto(database, caller, second, enqueue)
