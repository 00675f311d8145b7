"""Responses with the same text, and those of them that are coded otherwise."""

from dataclasses import replace

from review_codings import MOOD, PRICE, STAFF, coded

from openends.domain.response import ResponseStatus
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


def test_same_text_but_other_codes_is_found_text_by_text():
    codings = [
        coded("a", "Staff", {STAFF: 0.9}),
        coded("b", "staff.", {MOOD: 0.2}),
        coded("c", "price", {PRICE: 0.9}),
        coded("d", "PRICE", {PRICE: 0.3}),
        coded("e", "mood", {MOOD: 0.9}),
    ]
    assert coded_differently(codings) == [("a", "b")]


def test_a_response_without_codes_differs_from_one_with_a_code():
    codings = [coded("a", "staff", {STAFF: 0.9}, approved=True), coded("b", "staff", {})]
    assert coded_differently(codings) == [("a", "b")]


def test_the_order_of_codes_is_no_difference():
    both = [coded("a", "x y", {STAFF: 0.9, PRICE: 0.5}), coded("b", "x y", {PRICE: 0.9, STAFF: 1})]
    assert coded_differently(both) == []
