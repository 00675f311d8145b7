"""Definitions that would put past decisions right."""

import pytest
from suggestion_cases import CODES, NOISE, PRICE, coded

from openends.domain.codebook import Code
from openends.engine.refine.confusion import code_pairs
from openends.engine.refine.definitions import update_definitions

PODS = [
    "pods cost a fortune",
    "expensive pods",
    "the price of pods",
    "pods are too expensive",
    "price of the pods",
    "cheaper pods please",
]
#: People count the price of pods under another code than its words are closest to.
PAIR = (*CODES[:2], Code(name="Running costs", number=5, definition="what it needs every day"))
ROWS = [
    *((text, ("Running costs",)) for text in PODS),
    *((text, ("Price",)) for text in PRICE),
    *((text, ("Noise",)) for text in NOISE),
]


def suggested(use, rows, **fields):
    answers = coded(use, rows, PAIR, **fields)
    return list(update_definitions(answers, code_pairs(answers), "en"))


@pytest.fixture(scope="module")
def found(use):
    (one,) = suggested(use, ROWS, settled=range(len(ROWS)))
    return one


def test_what_people_settled_otherwise_is_proposed_as_an_include(found):
    assert (found.target_code, found.source_code) == (5, 1)
    assert any("pods" in text.lower() for text in found.include)


def test_what_belongs_to_the_other_code_is_proposed_as_an_exclude_that_names_it(found):
    assert all(text.endswith("(see Price)") for text in found.exclude)
    assert not any("pods" in text.lower() for text in found.exclude)


def test_the_effect_on_past_decisions_is_told_and_positive(found):
    effect = found.effect
    assert effect.decisions == len(ROWS)
    assert effect.right_after > effect.right_before
    assert f"{effect.right_after} of {effect.decisions} past decisions" in found.rationale


def test_all_answers_of_both_codes_are_concerned(found):
    assert found.people == len(PODS) + len(PRICE)


def test_what_only_the_machine_thinks_is_no_decision(use):
    assert suggested(use, ROWS, sure=0.5) == []


def test_where_decisions_come_out_right_nothing_is_suggested(use):
    rows = [(text, names) for text, names in ROWS if names != ("Running costs",)]
    assert suggested(use, rows, settled=range(len(rows))) == []
