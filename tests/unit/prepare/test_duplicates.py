"""Answers that differ in case and outer punctuation only are coded once; evidence stays literal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.coding import Evidence
from openends.domain.response import Response
from openends.engine.prepare.prepare import prepare


def prepared(texts):
    given_texts = [Response(id=str(number), text=text) for number, text in enumerate(texts)]
    # An answer that is surely real, so that there always is something to code.
    return prepare([*given_texts, Response(id="real", text="friendly staff")], language="en")


def distinct(texts):
    return len(prepared(texts).answers) - 1


@pytest.mark.parametrize(
    "texts",
    [
        ["good price", "Good Price", "GOOD PRICE"],
        ["good price", "good price.", "good price!!!", "...good price…"],
        ["good price", '"good price"', "“Good price”", "good price, "],
        ["¡muy bueno!", "Muy bueno"],
        ["很好", "很好。", "很好！"],
        ["große Auswahl", "GROẞE AUSWAHL", "Große Auswahl."],
    ],
    ids=["case", "full stops", "quotes", "Spanish marks", "Chinese marks", "German sharp s"],
)
def test_case_and_outer_punctuation_make_no_other_answer(texts):
    assert distinct(texts) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ["good price", "good prices"],
        ["good price", "good, price"],
        ["good price", "good price?"],
        ["good price", "good price :)"],
        ["papa", "papá"],
        ["5 stars", ".5 stars"],
        [";) nice", ") nice"],
        ["straße", "strasse"],
    ],
    ids=lambda texts: texts[1],
)
def test_anything_else_makes_another_answer(texts):
    assert distinct(texts) == 2


def test_an_answer_keeps_the_marks_behind_it():
    # They tell the tone.
    assert prepared(["... Great!!!"]).answers[0].text == "Great!!!"


@pytest.mark.parametrize(
    "order", [["...good price", "good price"], ["good price", "...good price"]]
)
def test_the_whole_of_an_answer_is_literal_evidence_in_every_occurrence(order):
    result = prepared(order)
    length = len(result.answers[0].text)
    for occurrence in result.occurrences[:2]:
        evidence = Evidence.of(occurrence.text, occurrence.shift, occurrence.shift + length)
        assert evidence.text == "good price"


#: Letters whose lower case is longer or depends on their neighbours, marks, accents and words.
TRICKY = st.lists(
    st.sampled_from(
        [*'İIıiσςΣßẞǅŉ.!…,"“¡ \n', "\u0307", "é", "ﬃ", "ok", "Ok", "OK", "price", "👍"]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@given(st.lists(st.one_of(TRICKY, st.text(max_size=12)), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_evidence_cut_from_the_answer_is_literal_in_every_occurrence(texts):
    changed = [form for text in texts for form in (text, text.upper(), f"  {text}!!", f"...{text}")]
    result = prepared(changed)
    for occurrence in result.occurrences:
        if occurrence.status is not None:
            continue
        answer = result.answers[occurrence.answer].text
        theirs = occurrence.text[occurrence.shift :]
        core = min(len(answer.rstrip(' \n.!…,;"“')), len(theirs))
        assert occurrence.shift >= 0
        for position in range(core):
            assert answer[position].casefold() == theirs[position].casefold()


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_nobody_is_lost_or_counted_twice(texts):
    result = prepared(texts)
    real = [item for item in result.occurrences if item.status is None]
    assert len(result.occurrences) == len(texts) + 1
    assert sum(answer.people for answer in result.answers) == len(real)
    assert {item.answer for item in real} == set(range(len(result.answers)))
