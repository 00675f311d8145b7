"""Codes that are one thing, and codes that are not."""

import pytest
from suggestion_cases import CODES, coded, plain_rows

from openends.domain.codebook import Code
from openends.engine.refine.confusion import code_pairs
from openends.engine.refine.merges import merge_codes

TWICE = (*CODES, Code(name="Prices", number=9, definition="how much it costs, money"))
HALVES = [
    (text, ("Prices",) if names == ("Price",) and at % 2 else names)
    for at, (text, names) in enumerate(plain_rows())
]


def suggested(use, rows, codes=CODES):
    answers = coded(use, rows, codes)
    return list(merge_codes(answers, code_pairs(answers)))


def test_two_codes_for_one_thing_are_to_be_merged(use):
    (found,) = suggested(use, HALVES, TWICE)
    assert {found.source_code, found.target_code} == {1, 9}
    assert "'Prices'" in found.rationale
    assert "8 people with either" in found.rationale


def test_the_code_with_fewer_people_goes_into_the_other(use):
    rows = [*HALVES, ("such a high price", ("Price",))]
    (found,) = suggested(use, rows, TWICE)
    assert (found.source_code, found.target_code) == (9, 1)
    with_source = [f"r{at}" for at, (_, names) in enumerate(rows) if names == ("Prices",)]
    assert list(found.response_ids) == with_source


def test_codes_that_answers_tell_apart_are_not(use):
    assert suggested(use, plain_rows()) == []


@pytest.mark.parametrize("codes", [CODES[:1], CODES[:2]])
def test_codes_with_hardly_any_people_make_no_pair(use, codes):
    rows = [(text, ()) for text, _ in plain_rows()]
    assert code_pairs(coded(use, rows, codes)) == []


def test_codes_given_together_are_told(use):
    rows = [
        (text, ("Price", "Noise") if names == ("Price",) else names) for text, names in plain_rows()
    ]
    pairs = {(pair.first, pair.second): pair for pair in code_pairs(coded(use, rows))}
    assert (pairs[0, 1].both, pairs[0, 1].either) == (8, 14)
    assert pairs[2, 3].both == 0
