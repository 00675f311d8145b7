"""Brands, products and people are found however they are spelt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.coding import Layer
from openends.engine.assign.entities import EntityFinder, spelling_key, spellings


def found(text, *names, variants=None):
    """Return the names found in the text with the words that were read so."""
    codes = tuple(
        Code(
            name=name,
            number=number,
            rules=tuple(
                Rule(kind=RuleKind.VARIANT, pattern=spelling)
                for spelling in (variants or {}).get(name, ())
            ),
        )
        for number, name in enumerate(names, start=1)
    )
    finder = EntityFinder(Codebook(codes=codes, coding_type=CodingType.ENTITY), [text])
    return [(item.code.name, text[item.start : item.end]) for item in finder.candidates(text)]


@pytest.mark.parametrize(
    "written",
    ["Samsung", "samsung", "SAMSUNG", "Samsng", "Samsumg", "Samusng", "Sansung", "Sam sung"],
)
def test_a_name_is_found_with_its_misspellings(written):
    assert found(f"I own a {written}, sadly", "Samsung") == [("Samsung", written)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nescafe", "Nescafé"),
        ("nescafé", "Nescafe"),
        ("CocaCola", "Coca-Cola"),
        ("coca cola", "Coca-Cola"),
        ("Coca Cola", "CocaCola"),
        ("Mc Donald's", "McDonald’s"),
        ("LOREAL", "L'Oréal"),
        ("HAAGEN DAZS", "Häagen-Dazs"),
        ("C & A", "C&A"),
        ("Ｓａｍｓｕｎｇ", "Samsung"),
    ],
)
def test_case_accents_spaces_and_marks_do_not_count(written, name):
    assert found(f"mostly {written}", name) == [(name, written)]


def test_a_spelling_from_three_quarters_similarity_on_is_the_names():
    # One edit in four of eight letters is .75 with two edits.
    assert found("Zarandax", "Zarandia") == [("Zarandia", "Zarandax")]
    assert found("Zaraxxxx", "Zarandia") == []


@pytest.mark.parametrize("text", ["BP", "HB", "H P", "BHP"])
def test_short_names_are_found_in_their_exact_spelling_only(text):
    assert found(text, "HP", "LG") == ([("HP", "H P")] if text == "H P" else [])


@pytest.mark.parametrize("text", ["Sony", "sony", "SONY!", "my sony tv"])
def test_short_names_are_found_in_any_case(text):
    assert [name for name, _ in found(text, "Sony")] == ["Sony"]


@pytest.mark.parametrize("text", ["Nike's", "Nike’s", "nikes"])
def test_short_names_are_found_in_their_possessive_and_plural(text):
    assert [name for name, _ in found(f"I like {text} best", "Nike")] == ["Nike"]


@pytest.mark.parametrize(
    ("text", "name"), [("it is", "I"), ("LGs", "LG"), ("I'm here", "M"), ("a T-shirt", "T")]
)
def test_letters_of_other_words_are_no_names(text, name):
    assert found(text, name) == []


def test_names_within_other_words_are_not_found():
    assert found("pineapples and grapples", "Apple", "Opel") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my Sony-TV", "Sony"),
        ("ein BMW-Fahrer", "BMW"),
        ("Adidas-Schuhe", "Adidas"),
        ("l'Adidas", "Adidas"),
        ("LG55", "LG"),
        ("Sony_TV", "Sony"),
    ],
)
def test_names_are_found_in_compounds_with_a_mark(text, name):
    assert found(text, name) == [(name, name)]


@pytest.mark.parametrize("mark", ["&", "+", "/", ",", "-", " & ", " + ", " and "])
def test_marks_between_names_part_them(mark):
    names = ["Nike", "Adidas"]
    assert found(f"Nike{mark}Adidas", *names) == [(name, name) for name in names]


@pytest.mark.parametrize(
    "name", ["H&M", "C&A", "AT&T", "Coca-Cola", "Disney+", "M&M's", "7-Eleven", "Dr. Oetker", "C++"]
)
def test_marks_within_a_name_do_not_part_it(name):
    assert found(f"mostly {name}, sometimes", name, "Disco") == [(name, name)]


@pytest.mark.parametrize("text", ["iPhone 14", "iPhone14", "iPhnoe 14", "iPhone"])
def test_a_name_with_other_figures_is_another_name(text):
    assert found(text, "iPhone 13") == []


def test_figures_may_follow_a_name():
    assert found("iPhone14", "iPhone 13", "iPhone") == [("iPhone", "iPhone")]
    assert found("an iPhnoe 13", "iPhone 13", "iPhone") == [("iPhone 13", "iPhnoe 13")]


@pytest.mark.parametrize(
    "written",
    [
        "The Church of Jesus Christ of Latter-day Saints",
        "the church of jesus crist of latter day saints",
    ],
)
def test_names_of_many_words_are_found_whole(written):
    name = "The Church of Jesus Christ of Latter-day Saints"
    assert found(f"I gave to {written} today", name) == [(name, written)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我喜欢索尼电视", "索尼"),
        ("我喜欢Sony电视", "Sony"),
        ("任天堂のゲームが好き", "任天堂"),
        ("ソニーのテレビです", "ソニー"),
        ("Sonyテレビ", "Sony"),
        ("ชอบSonyมาก", "Sony"),
        ("ฉันชอบโตโยต้ามาก", "โตโยต้า"),
    ],
)
def test_names_are_found_in_scripts_that_put_no_space_between_words(text, name):
    assert found(text, name) == [(name, name)]


def test_a_name_in_katakana_is_not_found_within_another_word():
    assert found("オンラインで買う", "ライン") == []


def test_vowel_signs_make_another_name():
    assert found("मारुति", "मारुति") == [("मारुति", "मारुति")]
    assert found("दिल", "दाल") == []


def test_several_names_come_in_the_order_of_the_answer_each_once():
    assert found("Nike, Puma and nike again", "Puma", "Nike") == [
        ("Nike", "Nike"),
        ("Puma", "Puma"),
    ]


def test_the_longer_of_two_overlapping_names_is_taken():
    names = ("Samsung", "Samsung Galaxy", "Galaxy")
    assert found("my Samsung Galaxy", *names) == [("Samsung Galaxy", "Samsung Galaxy")]


def test_a_misspelt_longer_name_beats_the_shorter_one_within_it():
    names = ("Samsung", "Samsung Galaxy")
    assert found("my Samsung Galxy", *names) == [("Samsung Galaxy", "Samsung Galxy")]


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("Samsung to watch", "Samsung TV"),
        ("Samsung grows", "Samsung Group"),
        ("a Samsung", "Samsung A"),
    ],
)
def test_other_words_beside_a_name_make_no_longer_one(text, longer):
    assert found(text, "Samsung", longer) == [("Samsung", "Samsung")]


def test_the_closer_of_two_similar_names_is_taken():
    assert found("Barillo", "Barilla", "Barillo") == [("Barillo", "Barillo")]
    assert found("Barilloo", "Barilla", "Barillo") == [("Barillo", "Barilloo")]


def test_a_variant_is_as_certain_as_the_name():
    assert found("VW", "Volkswagen", variants={"Volkswagen": ["VW"]}) == [("Volkswagen", "VW")]


def test_an_exact_spelling_is_more_certain_than_a_misspelling():
    code = Code(name="Samsung", number=1)
    texts = ["Samsung", "Samsng"]
    finder = EntityFinder(Codebook(codes=(code,), coding_type=CodingType.ENTITY), texts)
    (exact,), (misspelt,) = (finder.candidates(text) for text in texts)
    assert exact.layer is misspelt.layer is Layer.ENTITY
    assert 1 > exact.confidence > misspelt.confidence >= 0.75


def test_an_answer_without_names_has_no_candidates():
    assert found("no idea what they are called", "Samsung", "HP") == []


def test_runs_of_words_are_the_longest_first_at_each_place():
    assert [item.key for item in spellings("a b c")] == ["abc", "ab", "a", "bc", "b", "c"]
    assert [item.key for item in spellings("a b c", 2)] == ["ab", "a", "bc", "b", "c"]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_runs_of_words_lie_within_the_text(text):
    for item in spellings(text):
        assert spelling_key(text[item.start : item.end]) == item.key != ""


@given(st.text(alphabet="abn éE-'& ", max_size=30))
@settings(max_examples=100, deadline=None)
def test_evidence_of_different_names_never_overlaps(text):
    words = found(text, "Banane", "Banana", "Ane", "Nanea Ba")
    finder_words = [spelling for _, spelling in words]
    assert all(spelling in text for spelling in finder_words)
    assert len({name for name, _ in words}) == len(words)
