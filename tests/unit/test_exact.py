"""What a person decided for the same words holds again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Layer
from openends.domain.response import ReviewedResponse
from openends.engine.assign.exact import CONFIDENCE, exact_candidates, known_texts, normalised

BOOK = Codebook(
    codes=(
        Code(name="Price", number=1, examples=("too expensive", "good and cheap")),
        Code(name="Staff", number=2, examples=("Good and cheap!",)),
    )
)


def codes(text, *reviewed, examples=True):
    known = known_texts(BOOK, reviewed, examples=examples)
    found = exact_candidates(text, BOOK, known.get(normalised(text)))
    return None if found is None else [candidate.code.name for candidate in found]


def reviewed(text, *names):
    return ReviewedResponse(text=text, codes=names)


@pytest.mark.parametrize("text", ["too expensive", "Too  EXPENSIVE!", "'too expensive'."])
def test_an_example_of_the_codebook_decides_the_same_words(text):
    assert codes(text) == ["Price"]


@pytest.mark.parametrize("text", ["expensive", "too expensive here", "", "👍"])
def test_other_words_are_left_to_the_other_layers(text):
    assert codes(text) is None


def test_a_text_that_is_an_example_of_two_codes_gets_both():
    assert codes("good and cheap") == ["Price", "Staff"]


def test_a_review_overrides_the_examples():
    assert codes("too expensive", reviewed("Too expensive.", "Staff")) == ["Staff"]


def test_the_last_review_of_the_same_words_wins():
    assert codes("slow", reviewed("slow", "Price"), reviewed("Slow!", "Staff")) == ["Staff"]


def test_a_text_that_a_person_left_uncoded_stays_uncoded():
    assert codes("slow", reviewed("slow")) == []


def test_codes_of_a_review_are_found_case_apart_and_unknown_ones_left_out():
    assert codes("slow", reviewed("slow", "PRICE", "Gone")) == ["Price"]


def test_a_review_whose_codes_are_all_unknown_decides_nothing():
    assert codes("slow", reviewed("slow", "Gone")) is None


def test_examples_of_an_induced_codebook_decide_nothing():
    assert codes("too expensive", examples=False) is None
    assert codes("too expensive", reviewed("too expensive", "Staff"), examples=False) == ["Staff"]


def test_a_review_without_words_decides_nothing_about_other_marks():
    assert codes("???", reviewed("!!!", "Price")) is None


@pytest.mark.parametrize("text", ["👍", " 👍!", "👍🏾"])
def test_a_reviewed_emoji_decides_about_the_same_emoji(text):
    assert codes(text, reviewed("👍", "Staff")) == ["Staff"]


@pytest.mark.parametrize("text", ["👎", "👍👎", "!", "good 👍"])
def test_a_reviewed_emoji_decides_about_no_other_text(text):
    assert codes(text, reviewed("👍", "Staff")) is None


def test_a_blank_review_decides_nothing():
    assert codes("", reviewed("", "Staff")) is None


def test_vowel_signs_make_another_text():
    assert codes("दिन", reviewed("दान", "Staff")) is None


def test_a_code_is_given_once_though_a_review_names_it_twice():
    assert codes("slow", reviewed("slow", "Price", "price", "Staff")) == ["Price", "Staff"]


def test_a_code_is_given_once_though_it_has_the_example_twice():
    book = Codebook(codes=(Code(name="Price", number=1, examples=("dear", "Dear!")),))
    known = known_texts(book, (), examples=True)
    assert len(exact_candidates("dear", book, known["dear"])) == 1


def test_the_whole_answer_is_the_evidence():
    known = known_texts(BOOK, (), examples=True)
    (candidate,) = exact_candidates("Too expensive!", BOOK, known["too expensive"])
    assert (candidate.start, candidate.end) == (0, len("Too expensive!"))
    assert (candidate.layer, candidate.confidence) == (Layer.EXACT, CONFIDENCE)


@given(st.text())
@settings(max_examples=100)
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
