"""What is coded, and charged for: the first response with its text that is a real answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.domain.errors import NothingToCode
from openends.domain.response import Response
from openends.engine.prepare.distinct import distinct_texts, first_occurrences
from openends.engine.prepare.prepare import prepare

TEXTS = st.lists(
    st.sampled_from(
        (
            *("price", "Price!", "PRICE", "...price", "price?", "", "  ", "dk", "nothing", "asdf"),
            *("café", "cafÃ©", "CAFÉ", "İstanbul", "istanbul", "5 %", ".5", "👍", "👍👍", "x"),
        )
    )
    | st.text(max_size=6)
)


@pytest.mark.parametrize(
    ("texts", "firsts"),
    [
        (["price", "staff", "price"], [True, True, False]),
        (["Price!", "price", " PRICE..."], [True, False, False]),
        (["price?", "price"], [True, True]),
        (["", "don't know", "asdf", "nothing", "5"], [False] * 5),
        (["cafÃ©", "café"], [True, False]),
        ([], []),
    ],
)
def test_the_first_real_answer_with_its_text_counts(texts, firsts):
    assert first_occurrences(texts) == firsts
    assert distinct_texts(texts) == sum(firsts)


@given(texts=TEXTS)
def test_they_are_the_distinct_answers_that_are_coded(texts):
    firsts = first_occurrences(texts)
    try:
        prepared = prepare([Response(id="", text=text) for text in texts], language="en")
    except NothingToCode:
        assert not any(firsts)
        return
    first = {}
    for position, occurrence in enumerate(prepared.occurrences):
        if occurrence.status is None:
            first.setdefault(occurrence.answer, position)
    assert [position for position, one in enumerate(firsts) if one] == sorted(first.values())
    assert distinct_texts(texts) == len(prepared.answers)
