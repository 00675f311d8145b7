"""Which codebook a call is coded with."""

import pytest
from served import (
    NOW,
    codebook,
    make_question,
    request,
)

from openends.domain.codebook import CodingType
from openends.domain.errors import (
    EmptyCodebook,
    InputError,
    NotFound,
)
from openends.services.code_now import code_now
from openends.services.question_codebooks import generate_now
from openends.store import codebooks


@pytest.fixture
def code(database, encoders):
    """Code a call at once."""
    return lambda caller, *args, **members: code_now(
        database, caller, request(*args, **members), encoders, now=NOW
    )


def names(data):
    return [[code["name"] for code in result["codes"]] for result in data["results"]]


def test_a_codebook_is_built_where_none_is_given(code, caller, database):
    data = code(caller, codebook=None).data
    assert data["codebook"]["categories"]
    with database.reading() as connection:
        stored = codebooks.load(connection, caller.organization.id, data["question_id"])
    assert stored.induced


def test_entities_are_coded_by_their_names(code, caller):
    texts = ["Nike, Adidas", "nike", "Adidas and Puma", "Puma"]
    data = code(caller, texts, codebook=None, coding_type=CodingType.ENTITY).data
    assert names(data) == [["Nike", "Adidas"], ["Nike"], ["Adidas", "Puma"], ["Puma"]]


def test_entities_of_a_given_list_are_coded(code, caller):
    brands = codebook(["Nike", "Adidas"], CodingType.ENTITY)
    data = code(caller, ["adidas", "NIKE and Puma"], codebook=brands).data
    assert names(data) == [["Adidas"], ["Nike"]]


def test_the_codebook_of_another_question_can_be_used(code, caller, database):
    source = make_question(database, caller)
    data = code(caller, codebook=None, codebook_question=source.id).data
    codes = [code["name"] for group in data["codebook"]["categories"] for code in group["codes"]]
    assert codes == ["Noise", "Price", "Staff"]
    assert data["question_id"] != source.id


def test_a_built_codebook_is_still_a_built_one_when_it_is_used_again(
    code, caller, database, encoders
):
    source = make_question(database, caller, codes=())
    generate_now(database, caller, source.project_id, source.id, encoders, now=NOW)
    data = code(caller, codebook=None, codebook_question=source.id).data
    with database.reading() as connection:
        stored = codebooks.load(connection, caller.organization.id, data["question_id"])
    assert stored.induced


def test_a_borrowed_codebook_of_names_codes_names(code, caller, database):
    source = make_question(
        database, caller, ["Nike"], codes=["Nike"], coding_type=CodingType.ENTITY
    )
    data = code(caller, ["I like nikes"], codebook=None, codebook_question=source.id).data
    assert names(data) == [["Nike"]]


def test_a_question_without_a_codebook_lends_none(code, caller, database):
    source = make_question(database, caller, codes=())
    with pytest.raises(EmptyCodebook, match=source.id):
        code(caller, codebook=None, codebook_question=source.id)


def test_nobody_borrows_the_codebook_of_another_organization(code, make_caller, database):
    source = make_question(database, make_caller())
    for caller in (make_caller(), None):
        with pytest.raises(NotFound, match="Question not found"):
            code(caller, codebook=None, codebook_question=source.id)


def test_a_call_brings_one_codebook_at_most(code, caller, database):
    source = make_question(database, caller)
    with pytest.raises(InputError, match="exclude each other"):
        code(caller, codebook_question=source.id)
