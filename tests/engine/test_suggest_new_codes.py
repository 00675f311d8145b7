"""Codes that are suggested for what no code covers."""

import pytest
from suggestion_cases import CODES, DELIVERY, coded, plain_rows

from openends.domain.codebook import Code
from openends.engine.refine.new_codes import new_codes

MISSING = [*plain_rows(), *((text, ()) for text in DELIVERY)]


@pytest.fixture(scope="module")
def missing(use):
    return coded(use, MISSING)


def about(suggestions, word):
    return [one for one in suggestions if word in f"{one.name} {one.definition}".lower()]


def test_what_people_say_and_no_code_covers_becomes_codes_with_their_answers(missing):
    found = about(new_codes(missing, "en"), "deliver")
    ids = {f"r{at}" for at, (text, _) in enumerate(MISSING) if text in DELIVERY}
    assert len(ids & {one for suggestion in found for one in suggestion.response_ids}) >= 6
    for suggestion in found:
        assert len(set(suggestion.response_ids) - ids) <= 1
        assert suggestion.definition.endswith(".")
        assert suggestion.category
        assert 0.5 < suggestion.confidence < 1


def test_the_rationale_tells_how_many_people_and_which_share(missing):
    for found in new_codes(missing, "en"):
        assert f"{found.people} people ({found.people / missing.base:.1%})" in found.rationale


def test_nothing_is_suggested_where_all_answers_are_surely_coded(use):
    assert list(new_codes(coded(use, plain_rows(), sure=0.95), "en")) == []


def test_a_code_that_the_codebook_has_is_not_suggested_again(use, missing):
    found = {one.name.upper() for one in new_codes(missing, "en")}
    has = [Code(name=name, number=20 + at) for at, name in enumerate(sorted(found))]
    again = new_codes(coded(use, MISSING, (*CODES, *has)), "en")
    assert not found & {one.name.upper() for one in again}


def test_a_code_near_in_meaning_to_one_of_the_codebook_is_not_suggested(use):
    has = Code(name="Shipping of the order", number=9, definition="speed of delivery, late parcel")
    found = new_codes(coded(use, MISSING, (*CODES, has)), "en")
    assert "Delivery" not in {one.name for one in found}


def test_a_clause_that_the_codes_of_its_answer_do_not_cover_counts_too(use):
    rows = [*plain_rows(), *((f"great taste. {text}", ("Taste",)) for text in DELIVERY)]
    both = coded(use, rows)
    # The evidence is the first clause alone.
    for clause, covered in zip(both.clauses, both.mention_of_clause, strict=True):
        if clause.start > 0:
            covered[:] = 0
    assert about(new_codes(both, "en"), "deliver")


def test_what_a_person_coded_makes_no_new_code(use):
    rows = [*plain_rows(), *((text, ("Price",)) for text in DELIVERY)]
    settled = range(len(plain_rows()), len(rows))
    assert about(new_codes(coded(use, rows, settled=settled), "en"), "deliver") == []


def test_what_a_person_left_without_a_code_does(use):
    settled = range(len(plain_rows()), len(MISSING))
    assert about(new_codes(coded(use, MISSING, settled=settled), "en"), "deliver")
