"""Responses with the same text, and those of them that are coded otherwise."""

from dataclasses import replace

from review_codings import PRICE, coded

from openends.domain.response import ResponseStatus
from openends.domain.review import CodedText
from openends.engine.review.same_text import coded_differently, same_text


def test_capitals_and_outer_marks_make_no_other_text():
    codings = [
        coded(3, "The price!", {PRICE: 0.9}),
        coded(1, "the price", {PRICE: 0.9}),
        coded(2, "the prices", {PRICE: 0.9}),
    ]
    assert same_text(codings) == [[1, 0], [2]]


def test_blanks_have_no_text_in_common():
    blank = replace(coded(1, "", {}), status=ResponseStatus.NO_ANSWER)
    assert same_text([blank, replace(blank, response_id="2")]) == []


def said(response_id, text, *codes):
    return CodedText(response_id=response_id, text=text, codes=frozenset(codes))


def test_same_text_but_other_codes_is_found():
    responses = [
        said("a", "Staff", "s"),
        said("b", "staff.", "m"),
        said("c", "price", "p"),
        said("d", "PRICE", "p"),
        said("e", "mood", "m"),
    ]
    assert coded_differently(responses) == {"a", "b"}


def test_a_response_without_codes_differs_from_one_with_a_code():
    assert coded_differently([said("a", "staff", "s"), said("b", "staff")]) == {"a", "b"}


def test_of_one_code_more_all_with_the_text_are_told():
    responses = [said("a", "x", "s"), said("b", "x", "s"), said("c", "x", "s", "p")]
    assert coded_differently(responses) == {"a", "b", "c"}
