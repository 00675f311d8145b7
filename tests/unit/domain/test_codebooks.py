"""Rules that a list of codes must obey to be a codebook."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import (
    NO_ANSWER_NUMBER,
    NONE_NUMBER,
    OTHER_NUMBER,
    RESERVED_NUMBERS,
    Code,
    Codebook,
    CodingType,
    renumber,
)
from openends.domain.errors import CodebookProblem, InputError


def codebook(*codes):
    return Codebook(codes=tuple(codes))


def test_a_codebook_keeps_the_printed_order_of_its_codes():
    book = codebook(Code(name="Zeal", number=7), Code(name="Price", number=3))
    assert [code.name for code in book] == ["Zeal", "Price"]
    assert len(book) == 2


def test_a_codebook_without_codes_is_refused():
    with pytest.raises(CodebookProblem, match="has no codes"):
        codebook()


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u00a0"], ids=ascii)
def test_a_code_without_a_name_is_refused_by_its_position(name):
    with pytest.raises(CodebookProblem, match="Code 2 of the codebook has no name"):
        codebook(Code(name="Price", number=1), Code(name=name, number=2))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Price", "Price"), ("Price", "PRICE"), ("Price", " price "), ("Straße", "STRASSE")],
)
def test_two_names_that_differ_in_case_and_spaces_only_are_refused(first, second):
    with pytest.raises(CodebookProblem, match="two codes named alike"):
        codebook(Code(name=first, number=1), Code(name=second, number=2))


def test_a_number_used_twice_is_refused_with_both_names():
    with pytest.raises(CodebookProblem, match="Number 4 stands for both 'Price' and 'Staff'"):
        codebook(Code(name="Price", number=4), Code(name="Staff", number=4))


@pytest.mark.parametrize("number", [OTHER_NUMBER, NONE_NUMBER, NO_ANSWER_NUMBER, -1])
def test_reserved_and_negative_numbers_are_refused(number):
    with pytest.raises(CodebookProblem, match=f"'Price' has the number {number}"):
        codebook(Code(name="Price", number=number))


@pytest.mark.parametrize("number", [0, 1, 96, 100, 9_999])
def test_all_other_numbers_are_free(number):
    assert codebook(Code(name="Price", number=number)).codes[0].number == number


def test_the_reserved_numbers_are_those_of_the_glossary():
    assert (OTHER_NUMBER, NONE_NUMBER, NO_ANSWER_NUMBER) == (97, 98, 99)
    assert {97, 98, 99} == RESERVED_NUMBERS


def test_a_codebook_problem_is_a_problem_of_the_input():
    with pytest.raises(InputError) as caught:
        codebook()
    assert (caught.value.code, caught.value.status) == ("VALIDATION_ERROR", 422)
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize("asked", ["Price", "price", "PRICE", "  price\n"])
def test_a_code_is_found_by_its_name_case_and_outer_spaces_apart(asked):
    price = Code(name="Price", number=1)
    assert codebook(price, Code(name="Staff", number=2)).find(asked) is price


def test_a_code_whose_name_has_outer_spaces_is_found():
    price = Code(name=" Price ", number=1)
    assert codebook(price).find("price") is price


@pytest.mark.parametrize("asked", ["", "Pric", "Prices", "1"])
def test_what_is_no_name_of_a_code_is_not_found(asked):
    assert codebook(Code(name="Price", number=1)).find(asked) is None


def test_categories_come_in_the_order_of_their_first_code_each_once():
    book = codebook(
        Code(name="a", number=1, category="Service"),
        Code(name="b", number=2),
        Code(name="c", number=3, category="Money"),
        Code(name="d", number=4, category="Service"),
    )
    assert book.categories == ("Service", "Money")


def test_a_codebook_without_categories_has_none():
    assert codebook(Code(name="a", number=1)).categories == ()


def test_a_codebook_is_qualitative_and_english_if_not_told_otherwise():
    book = codebook(Code(name="a", number=1))
    assert (book.coding_type, book.language) == (CodingType.QUALITATIVE, "en")


def test_renumbering_skips_the_reserved_numbers():
    numbers = [code.number for code in renumber([Code(name=str(n), number=0) for n in range(100)])]
    assert numbers[:3] == [1, 2, 3]
    assert numbers[95:] == [96, 100, 101, 102, 103]


@given(st.lists(st.integers(-5, 200), max_size=120))
@settings(max_examples=50)
def test_renumbered_codes_keep_order_and_can_form_a_codebook(numbers):
    codes = [Code(name=f"code {place}", number=n) for place, n in enumerate(numbers)]
    renumbered = renumber(codes)
    assert [code.name for code in renumbered] == [code.name for code in codes]
    if renumbered:
        assert len(Codebook(codes=renumbered)) == len(codes)
