"""What masking promises for every text: the way back, and places in the original."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.privacy.mask import mask
from openends.engine.privacy.piece import Kind

SOME = [
    "My name is Jane Doe.",
    "Mr Brown",
    "j.doe@example.com",
    "202-555-0123",
    "+49 30 23125 117",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "Lindenstraße 14a, 10969 Berlin",
    "https://example.org/u/jane",
    "[NAME 1]",
    "[EMAIL 2]",
    "[NAME 01]",
    "[NAME",
    "1]",
    "the food was good",
    "\n",
    " ",
    "👍🏽",
    "é",
    "田中",
    "Frau Müller",
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.one_of(st.sampled_from(SOME), st.text(max_size=5)), max_size=8).map(" ".join),
    st.lists(st.sampled_from(SOME), max_size=8).map("".join),
)
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "xx"])


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_what_was_masked_comes_back(text, language):
    masked = mask(text, language)
    assert masked.original == text
    assert masked.restore(masked.text) == text


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_the_whole_text_is_the_whole_original(text, language):
    masked = mask(text, language)
    assert masked.place(0, len(masked.text)) == (0, len(text))


@settings(deadline=None)
@given(TEXTS, st.data())
def test_spans_lie_inside_the_original_and_keep_their_order(text, data):
    masked = mask(text)
    size = len(masked.text)
    starts = sorted(data.draw(st.lists(st.integers(0, size), min_size=2, max_size=2)))
    ends = sorted(data.draw(st.lists(st.integers(starts[1], size), min_size=2, max_size=2)))
    (first, first_length), (second, second_length) = (
        masked.place(start, end - start) for start, end in zip(starts, ends, strict=True)
    )
    assert 0 <= first <= second <= len(text)
    assert 0 <= first + first_length <= second + second_length <= len(text)


@settings(deadline=None)
@given(TEXTS, st.integers(-5, 500), st.integers(-5, 500))
def test_places_outside_are_moved_inside(text, start, length):
    begin, size = mask(text).place(start, length)
    assert 0 <= begin <= begin + size <= len(text)


@settings(deadline=None)
@given(TEXTS)
def test_letters_outside_placeholders_keep_their_places(text):
    masked = mask(text)
    inside = {
        at
        for begin, name in zip(masked._starts, masked.placeholders, strict=True)
        for at in range(begin, begin + len(name))
    }
    for at, letter in enumerate(masked.text):
        start, length = masked.place(at, 1)
        if at not in inside:
            assert (text[start : start + length]) == letter


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_pieces_are_apart_and_in_order(text, language):
    found = mask(text, language).found
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(item.length > 0 for item in found)


@settings(deadline=None)
@given(TEXTS)
def test_a_value_is_gone_unless_it_is_written_elsewhere(text):
    masked = mask(text)
    for item, name in zip(masked.found, masked.placeholders, strict=True):
        assert masked.restore(name) == text[item.start : item.end]


def test_the_same_value_has_the_same_placeholder():
    masked = mask("Mail a@example.com, not b@example.com; again: a@example.com")
    assert masked.text == "Mail [EMAIL 1], not [EMAIL 2]; again: [EMAIL 1]"


def test_what_a_respondent_wrote_like_a_placeholder_is_not_ours():
    text = "[NAME 1] and [NAME 3] are blanks. My name is Jane Doe, my son Ole."
    masked = mask(text)
    assert masked.text == "[NAME 1] and [NAME 3] are blanks. My name is [NAME 2], my son [NAME 4]."
    assert masked.restore(masked.text) == text
    assert masked.restore("[NAME 1] met [NAME 2], [NAME 9]") == "[NAME 1] met Jane Doe, [NAME 9]"


def test_a_quotation_is_restored():
    masked = mask("I spoke to Kevin about the bill")
    assert masked.text == "I spoke to [NAME 1] about the bill"
    assert masked.restore("to [NAME 1] about") == "to Kevin about"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((0, 10), "I spoke to"),
        ((11, 8), "Kevin"),
        ((12, 1), "Kevin"),
        ((15, 0), "Kevin"),
        ((8, 5), "to Kevin"),
        ((18, 7), "Kevin about"),
        ((20, 5), "about"),
        ((11, 0), ""),
        ((19, 0), ""),
    ],
)
def test_a_span_that_touches_a_placeholder_covers_the_value(span, words):
    masked = mask("I spoke to Kevin about the bill")
    start, length = masked.place(*span)
    assert masked.original[start : start + length] == words


def test_places_are_code_points():
    masked = mask("👍🏽 Mr Brown")
    (item,) = masked.found
    assert (item.kind, item.start, item.length) == (Kind.NAME, 6, 5)


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,.!?"))
def test_small_letters_without_a_cue_stay(text):
    masked = mask(text)
    assert all(item.kind in {Kind.NAME, Kind.LINK} for item in masked.found)


@pytest.mark.parametrize("text", ["", " ", "good", "The staff was friendly and quick.", "100 000"])
def test_texts_without_personal_data_are_unchanged(text):
    masked = mask(text)
    assert (masked.text, masked.found) == (text, ())


def test_values_are_frozen():
    masked = mask("Mr Brown")
    with pytest.raises(AttributeError):
        masked.text = "other"
    assert not hasattr(masked, "__dict__")
