"""All suggestions for a coded question together."""

import random
from dataclasses import replace

import pytest
from suggestion_cases import CODES, DELIVERY, coded, plain_rows

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.suggestion import SuggestionType
from openends.engine import read_question
from openends.engine.refine.suggest import suggest

TWICE = (*CODES, Code(name="Prices", number=9, definition="how much it costs, money"))
HALVES = [
    (text, ("Prices",) if names == ("Price",) and at % 2 else names)
    for at, (text, names) in enumerate(plain_rows())
]
ROWS = [
    *HALVES,
    *((text, ()) for text in DELIVERY),
    ("very loud", ("Noise",)),
    ("loud, very", ("Taste",)),
]


def suggested(use, rows, codes=TWICE):
    answers = coded(use, rows, codes)
    return answers, suggest(answers.question, answers.codebook, answers.codings)


@pytest.fixture(scope="module")
def found(use):
    return suggested(use, ROWS)[1]


def test_what_matters_to_most_people_comes_first(found):
    weights = [one.confidence * one.people for one in found]
    assert weights == sorted(weights, reverse=True)
    assert {one.type for one in found} == {
        SuggestionType.NEW_CODE,
        SuggestionType.MERGE_CODES,
        SuggestionType.ASSIGN_EXISTING,
    }


def test_no_finding_comes_twice(found):
    assert len({one.key for one in found}) == len(found)


def test_all_responses_are_of_the_question_and_none_is_named_twice(found):
    known = {f"r{at}" for at in range(len(ROWS))}
    for one in found:
        assert set(one.response_ids) <= known
        assert len(set(one.response_ids)) == one.people > 0


def test_each_says_why_in_sentences_with_figures(found):
    for one in found:
        assert one.rationale.endswith(".")
        assert any(character.isdigit() for character in one.rationale)
        assert 0 < one.confidence < 1


def test_the_same_answers_give_the_same_suggestions(use, found):
    assert suggested(use, ROWS)[1] == found


def test_the_order_of_the_answers_does_not_count(use):
    order = list(range(len(ROWS)))
    random.Random(1).shuffle(order)
    found = [
        {
            (one.type, one.name, frozenset(rows[int(place[1:])][0] for place in one.response_ids))
            for one in suggested(use, rows)[1]
        }
        for rows in (ROWS, [ROWS[at] for at in order])
    ]
    assert found[0] == found[1]


def test_of_a_selection_the_rationale_says_among_how_many_answers_it_counts(
    use, found, monkeypatch
):
    assert not any("counted among" in one.rationale for one in found)
    monkeypatch.setattr(read_question, "FIT_ANSWERS", 30)
    answers, some = suggested(use, ROWS)
    distinct = len(answers.question.prepared.answers)
    assert some
    told = f" among 30 of {distinct} different answers, which stand for the rest."
    assert all(one.rationale.endswith(told) for one in some)
    read = {id_ for at in range(30) for id_ in answers.ids([at])}
    assert {id_ for one in some for id_ in one.response_ids} <= read


def test_a_codebook_of_names_gets_none(use):
    answers = coded(use, ROWS, TWICE)
    names = Codebook(codes=TWICE, coding_type=CodingType.ENTITY)
    assert suggest(answers.question, names, answers.codings) == ()


def test_no_description_of_a_code_is_read_twice(use):
    class Counting:
        name, version, step, reads = use.name, use.version, use.step, use.reads

        def __init__(self):
            self.read = []

        def encode(self, texts):
            self.read += texts
            return use.encode(texts)

    encoder = Counting()
    answers = coded(encoder, ROWS, TWICE)
    before = len(encoder.read)
    suggest(answers.question, answers.codebook, answers.codings)
    read = encoder.read[before:]
    assert len(set(read)) == len(read)


def test_a_mention_of_a_code_that_is_gone_counts_for_nothing(use):
    answers = coded(use, ROWS, TWICE)
    fewer = replace(answers.codebook, codes=TWICE[1:])
    for one in suggest(answers.question, fewer, answers.codings):
        assert 1 not in {one.target_code, one.source_code}
