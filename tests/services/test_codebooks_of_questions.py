"""Building, importing and cloning the codebook of a question."""

import pytest
from served import (
    NOW,
    add_question,
    begin,
    codebook,
    credits_of,
    make_question,
    question_now,
    rows_of,
    start_auto,
    upload,
    work,
)

from openends.domain.errors import (
    AlreadyCoding,
    EmptyCodebook,
    InputError,
    InvalidState,
    NotFound,
    NothingToCode,
)
from openends.domain.project import QuestionStatus
from openends.services.question_codebooks import clone_codebook, generate_now, import_codebook
from openends.store import codebooks


@pytest.fixture
def generate(database, encoders):
    return lambda caller, question: generate_now(
        database, caller, question.project_id, question.id, encoders, now=NOW
    )


def put(database, caller, question, given):
    return import_codebook(database, caller, question.project_id, question.id, given, now=NOW)


def clone(database, caller, source, target):
    return clone_codebook(database, caller, source.project_id, source.id, target.id, now=NOW)


def kept(database, caller, question):
    with database.reading() as connection:
        return codebooks.load(connection, caller.organization.id, question.id)


def names(data):
    return [code["name"] for group in data["codebook"]["categories"] for code in group["codes"]]


def test_a_codebook_is_built_for_nothing(database, make_caller, generate):
    caller = make_caller(0)
    question = make_question(database, caller, codes=())
    data = generate(caller, question)
    assert (data["project_id"], data["question_id"]) == (question.project_id, question.id)
    assert names(data) == [code.name for code in kept(database, caller, question).codebook]
    assert kept(database, caller, question).induced
    assert question_now(database, caller, question).status is QuestionStatus.CODEBOOK_READY
    assert credits_of(database, caller) == 0


def test_an_imported_codebook_is_a_persons(database, caller):
    question = make_question(database, caller, codes=())
    given = codebook(["Loud", "Dear"], category="Complaints", examples=("far too loud",))
    data = put(database, caller, question, given)
    assert names(data) == ["Loud", "Dear"]
    assert kept(database, caller, question).codebook == given
    assert not kept(database, caller, question).induced


@pytest.mark.parametrize("way", ["build", "import", "clone"])
def test_a_new_codebook_takes_the_codings_of_the_old_one_with_it(
    database, caller, enqueue, encoders, generate, way
):
    question = make_question(database, caller)
    work(database, start_auto(database, caller, question, enqueue), encoders)
    assert question_now(database, caller, question).status is QuestionStatus.CODED
    if way == "build":
        generate(caller, question)
    elif way == "import":
        put(database, caller, question, codebook(["New"]))
    else:
        source = add_question(database, caller, question.project_id)
        put(database, caller, source, codebook(["New"]))
        clone(database, caller, source, question)
    now = question_now(database, caller, question)
    assert (now.status, now.coded_count) == (QuestionStatus.CODEBOOK_READY, 0)
    assert not any(row.coded for row in rows_of(database, caller, question.id))


def test_a_cloned_codebook_has_ids_of_its_own(database, caller):
    source = make_question(database, caller)
    target = add_question(database, caller, source.project_id)
    data = clone(database, caller, source, target)
    assert data["question_id"] == target.id
    original, copy = kept(database, caller, source), kept(database, caller, target)
    assert copy.codebook == original.codebook
    assert copy.induced == original.induced
    assert not set(copy.code_ids.values()) & set(original.code_ids.values())


def test_a_clone_of_a_built_codebook_is_a_built_one(database, caller, generate):
    source = make_question(database, caller, codes=())
    generate(caller, source)
    target = add_question(database, caller, source.project_id)
    clone(database, caller, source, target)
    assert kept(database, caller, target).induced


def test_nothing_is_cloned_from_a_question_without_a_codebook(database, caller):
    source = make_question(database, caller, codes=())
    target = add_question(database, caller, source.project_id)
    with pytest.raises(EmptyCodebook) as refusal:
        clone(database, caller, source, target)
    assert refusal.value.message == (f"Source question {source.id} has no codebook to clone from.")


def test_no_question_is_cloned_to_itself(database, caller):
    source = make_question(database, caller)
    with pytest.raises(InputError, match="two questions"):
        clone(database, caller, source, source)


def test_no_codebook_is_cloned_into_another_project(database, caller):
    source, target = make_question(database, caller), make_question(database, caller)
    with pytest.raises(NotFound, match="Question not found"):
        clone(database, caller, source, target)


@pytest.mark.parametrize("way", ["build", "import", "clone"])
def test_other_organizations_questions_are_not_found(database, make_caller, generate, way):
    question = make_question(database, make_caller())
    stranger = make_caller()
    with pytest.raises(NotFound, match="Project not found"):
        if way == "build":
            generate(stranger, question)
        elif way == "import":
            put(database, stranger, question, codebook())
        else:
            clone(database, stranger, question, question)


@pytest.mark.parametrize("running", [False, True], ids=["waits", "runs"])
def test_a_codebook_stays_while_a_job_uses_it(database, caller, enqueue, generate, running):
    question = make_question(database, caller)
    source = add_question(database, caller, question.project_id)
    put(database, caller, source, codebook(["New"]))
    job = start_auto(database, caller, question, enqueue)
    if running:
        begin(database, job)
    for change in (
        lambda: put(database, caller, question, codebook(["New"])),
        lambda: clone(database, caller, source, question),
    ):
        with pytest.raises(InvalidState) as refusal:
            change()
        assert refusal.value.message == (
            f"Question {question.id} is in use by job {job.id}, which codes its responses. Wait "
            f"for it to end, or cancel it with DELETE /v2/jobs/{job.id}, before its codebook is "
            "replaced."
        )
    with pytest.raises(AlreadyCoding, match=job.id):
        generate(caller, question)
    assert kept(database, caller, question).codebook == codebook()


def test_a_codebook_that_a_job_uses_can_be_cloned_from(database, caller, enqueue):
    source = make_question(database, caller)
    target = add_question(database, caller, source.project_id)
    start_auto(database, caller, source, enqueue)
    clone(database, caller, source, target)
    assert kept(database, caller, target).codebook == codebook()


def test_a_codebook_that_was_built_while_a_job_began_is_not_kept(
    database, caller, enqueue, encoders
):
    question = make_question(database, caller)

    def begin_meanwhile(languages):
        start_auto(database, caller, question, enqueue)
        return encoders(languages)

    with pytest.raises(AlreadyCoding):
        generate_now(database, caller, question.project_id, question.id, begin_meanwhile, now=NOW)
    assert kept(database, caller, question).codebook == codebook()


def test_responses_come_before_a_codebook_is_built(database, caller, generate):
    question = make_question(database, caller, (), codes=())
    with pytest.raises(NothingToCode, match="has no responses"):
        generate(caller, question)
    upload(database, caller, question, ["", "don't know"])
    with pytest.raises(NothingToCode, match="None of the 2 responses"):
        generate(caller, question)
