"""A slip of the pen does not hide the text that a person decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.engine.assign.near import NearTexts

KNOWN = ["too expensive for me", "s21 camera", "happy with the staff", "i can log in", "possible"]


@pytest.fixture
def near():
    return lambda text, known=KNOWN: _known(text, known)


def _known(text, known):
    texts = NearTexts(known)
    texts.read([text])
    return texts.known(text)


@pytest.mark.parametrize(
    "text", ["too expensive for me", "Too expensve for me!", "too expenisve for me"]
)
def test_a_misspelt_word_is_the_same_word(near, text):
    assert near(text) == "too expensive for me"


@pytest.mark.parametrize(
    "text",
    [
        "too expensive for him",
        "too expensive",
        "too expensive for me and you",
        "s22 camera",
        "unhappy with the staff",
        "i cant log in",
        "impossible",
    ],
)
def test_other_words_are_another_text(near, text):
    assert near(text) == text


def test_of_several_texts_the_closest_is_found(near):
    known = ["friendly waiters here", "friendly waiter here"]
    assert near("friendly waitter here", known) == "friendly waiter here"


@given(st.lists(st.text(alphabet="abcd ", min_size=1), max_size=5), st.text(alphabet="abcd "))
def test_a_known_text_is_always_itself(known, text):
    texts = NearTexts([" ".join(item.split()) for item in known])
    texts.read([text])
    key = " ".join(text.split())
    if key in texts._known:
        assert texts.known(text) == key
