"""Broken characters are repaired and invisible ones removed; words stay as they were."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.prepare.clean import LONGEST, clean

BROKEN = "ÃÂâðÐÑ©¡€™\x80\x92\x85\u00ad\u200b\x1b\x00\u0301\ud83d\ude00\ufeffé \r\n"
ANY_TEXT = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from(BROKEN))
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("cafÃ©", "café"),
        ("mÃ\xadnimo", "mínimo"),
        ("itâ€™s", "it’s"),
        ("sÃ£o", "são"),
        ("MÃ¼nchen ist schÃ¶n", "München ist schön"),
        ("Â£5", "£5"),
        ("ðŸ˜€", "😀"),
        ("Ð¿Ñ\x80Ð¸Ð²ÐµÑ\x82", "привет"),
        ("don\x92t", "don’t"),
        ("\x93good\x94", "“good”"),
    ],
)
def test_mojibake_is_repaired(raw, text):
    cleaned = clean(raw)
    assert (cleaned.text, cleaned.repaired) == (text, True)


@pytest.mark.parametrize(
    "text",
    [
        "NÃO",
        "MÃE",
        "ÂNGULO",
        "Ñandú",
        "plain",
        "naïve café",
        "Größe",
        "5° °C",
        "👩‍👩‍👧",
        "می‌خواهم",
        "日本語",
    ],
)
def test_good_text_is_left_alone(text):
    cleaned = clean(text)
    assert (cleaned.text, cleaned.repaired, cleaned.cut) == (text, False, False)


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x1b", "\x7f", "\u200b", "\u200e", "\u202a", "\u2060", "\u2066", "\ufeff",
     "\u00ad", "\uffff"],
    ids=ascii,
)  # fmt: skip
def test_invisible_characters_are_removed_within_words(character):
    cleaned = clean(f"good{character}price")
    assert (cleaned.text, cleaned.repaired) == ("goodprice", True)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c"], ids=ascii)
def test_every_kind_of_line_break_parts_words(line_break):
    cleaned = clean(f"good{line_break}price")
    assert (cleaned.text, cleaned.repaired) == ("good\nprice", False)


def test_letters_and_accents_are_composed():
    cleaned = clean("cafe\u0301")
    assert (cleaned.text, cleaned.repaired) == ("café", False)


def test_a_lone_surrogate_becomes_the_replacement_character():
    assert clean("good\ud800price").text == "good\ufffdprice"


def test_surrogates_that_belong_together_become_their_emoji():
    assert clean("good \ud83d\ude00").text == "good 😀"


def test_outer_blanks_are_no_repair():
    cleaned = clean("  \t good \n")
    assert (cleaned.text, cleaned.repaired) == ("good", False)


def test_a_text_of_the_longest_length_is_not_cut():
    cleaned = clean("a" * LONGEST)
    assert (len(cleaned.text), cleaned.cut) == (LONGEST, False)


def test_a_longer_text_is_cut_and_says_so():
    cleaned = clean("a" * (LONGEST + 1))
    assert (len(cleaned.text), cleaned.cut, cleaned.repaired) == (LONGEST, True, False)


def test_broken_characters_that_a_removed_one_joins_are_repaired():
    assert clean("caf\u00c3\x1b\u00a9").text == "café"


def test_a_cut_text_that_was_repaired_says_both():
    cleaned = clean("cafÃ© " * LONGEST)
    assert cleaned.text.startswith("café café")
    assert cleaned.cut
    assert cleaned.repaired


def test_what_is_lost_of_a_huge_broken_text_is_said():
    # So much of it is broken that what is looked at shrinks below the longest text.
    assert clean("\x00" * 100_000 + "good").cut


def test_a_heap_of_accents_is_lowered():
    cleaned = clean("good" + "\u0301\u0316" * 30_000)
    assert cleaned.text.startswith("good")
    assert len(cleaned.text) <= 4 + 30
    assert cleaned.repaired


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_cleaned_text_can_be_written_and_read(raw):
    text = clean(raw).text
    assert text.encode("utf-8").decode("utf-8") == text
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip()
    assert "\x00" not in text
    assert len(text) <= LONGEST


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_a_cleaned_text_is_clean(raw):
    once = clean(raw)
    again = clean(once.text)
    assert again.text == once.text
    assert not again.repaired


@given(st.text(alphabet=st.characters(categories=("L", "N"), max_codepoint=0x024F), max_size=50))
@settings(max_examples=200, deadline=None)
def test_letters_and_figures_are_never_lost(raw):
    text = clean(raw).text
    if not clean(raw).repaired:
        assert text == unicodedata.normalize("NFC", raw)
