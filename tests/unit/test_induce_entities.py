"""The list of brands, products or people is found in answers that name them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import CodingType, RuleKind
from openends.domain.errors import NothingToCode
from openends.engine.assign.entities import EntityFinder, spelling_key
from openends.engine.induce.entities import MOST_VARIANTS, induce_entities
from openends.engine.prepare.prepare import Answer

FILLER = ["Puma", "Asics", "Fila", "Reebok", "Umbro"]


def answers(*texts, language="en"):
    """Return answers; "3 x Nike" is one that three people gave."""
    made = []
    for text in texts:
        people, _, words = text.rpartition(" x ")
        made.append(Answer(words, language, (), int(people or 1)))
    return made


def induced(*texts, most=30, least=1.0, language="en"):
    return induce_entities(answers(*texts, language=language), most=most, least=least)


def names(*texts, **settings_):
    return [code.name for code in induced(*texts, **settings_)]


def variants(book, name):
    return [rule.pattern for rule in book.find(name).rules]


def test_entities_come_by_falling_frequency_ties_by_name():
    assert names("Puma", "3 x Nike", "Asics", "2 x Fila") == ["Nike", "Fila", "Asics", "Puma"]


def test_the_codebook_is_one_of_entities_numbered_in_its_order():
    book = induced("2 x Nike", "Puma")
    assert book.coding_type is CodingType.ENTITY
    assert [code.number for code in book] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Nike, Adidas", "Nike,Adidas", "Nike; Adidas", "Nike/Adidas", "Nike | Adidas",
        "Nike\nAdidas", "Nike - Adidas", "Nike – Adidas", "Nike & Adidas", "Nike&Adidas",
        "Nike + Adidas", "Nike+Adidas", "Nike and Adidas", "Nike AND Adidas", "Nike or Adidas",
        "Nike y Adidas", "Nike e Adidas", "Nike o Adidas", "Nike ou Adidas", "Nike et Adidas",
        "Nike und Adidas", "Nike oder Adidas", "Nike ed Adidas", "Nike en Adidas",
        "Nike、Adidas", "Nike，Adidas", "Nike. Adidas.", "1. Nike 2. Adidas", "1) Nike 2) Adidas",
        "Nike, and Adidas", "(Nike), 'Adidas'!",
    ],
)  # fmt: skip
def test_names_in_one_answer_are_parted(text):
    assert names(text) == ["Adidas", "Nike"]


def test_of_parts_names_in_dutch_only():
    assert names("Lidl of Aldi", language="nl") == ["Aldi", "Lidl"]
    assert names("Bank of Scotland", language="en") == ["Bank of Scotland"]


@pytest.mark.parametrize(
    "text", ["I like Nike", "mostly Nike", "the Nike", "I use Nike!", "ich nutze Nike", "uso Nike"]
)
def test_words_before_a_name_are_left_out(text):
    assert names(text) == ["Nike"]


@pytest.mark.parametrize(
    "part", ["nothing else", "don't know", "asdf", "I buy whatever happens to be cheapest"]
)
def test_what_is_no_name_is_no_entity(part):
    assert names(f"Nike, {part}") == ["Nike"]


@pytest.mark.parametrize(
    "name",
    [
        "Marks and Spencer", "Marks & Spencer", "Barnes & Noble", "Dolce e Gabbana", "Pull y Bear",
        "Bed Bath & Beyond", "Bank of America", "Black and Decker", "Bang & Olufsen",
    ],
)  # fmt: skip
def test_a_frequent_name_with_a_joint_survives(name):
    found = names(f"4 x {name}", f"{name}, Puma", "3 x Asics", "Fila and Reebok")
    assert found == [name, "Asics", "Fila", "Puma", "Reebok"]


@pytest.mark.parametrize(
    "name", ["H&M", "C&A", "AT&T", "P&G", "H & M", "Johnson & Johnson", "Tiffany & Co", "M&M's"]
)
def test_a_name_that_can_be_no_list_survives_however_rare(name):
    assert set(names(f"{name}, Puma", "Zara")) == {name, "Puma", "Zara"}


def test_a_name_with_letters_is_parted_from_its_neighbours():
    assert names("Zara and H&M", "2 x H&M") == ["H&M", "Zara"]


def test_spellings_of_a_name_with_a_joint_are_folded_together():
    book = induced("5 x Marks and Spencer", "3 x Marks & Spencer", "marks and spencers", "Puma")
    assert [code.name for code in book] == ["Marks and Spencer", "Puma"]
    assert variants(book, "Marks and Spencer") == ["Marks & Spencer", "marks and spencers"]


def test_two_brands_that_are_often_named_together_are_two():
    found = names("9 x Coke and Pepsi", "4 x Coke", "6 x Pepsi", "Fanta")
    assert found == ["Pepsi", "Coke", "Fanta"]


def test_two_brands_that_are_named_in_either_order_are_two():
    assert names("5 x Coke and Pepsi", "2 x Pepsi and Coke") == ["Coke", "Pepsi"]


def test_a_brand_that_is_only_named_beside_a_frequent_one_is_a_brand():
    assert names("9 x Nike", "3 x Nike and Umbro") == ["Nike", "Umbro"]


def test_a_plus_at_the_end_belongs_to_the_name():
    assert names("2 x Disney+", "Disney+, Netflix") == ["Disney+", "Netflix"]


def test_titles_do_not_part_a_name():
    assert names("2 x Dr. Oetker", "St. Pauli") == ["Dr. Oetker", "St. Pauli"]


def test_misspellings_join_the_more_frequent_spelling():
    book = induced("5 x Samsung", "2 x Samsng", "Samsumg", "Puma")
    assert [code.name for code in book] == ["Samsung", "Puma"]
    assert variants(book, "Samsung") == ["Samsng", "Samsumg"]


@pytest.mark.parametrize(
    "spellings",
    [
        ["3 x Nescafé", "nescafe", "NESCAFÉ"],
        ["3 x Coca-Cola", "coca cola", "CocaCola"],
        ["3 x Nike", "nike", "NIKE!"],
        ["3 x McDonald's", "Mc Donalds", "mcdonald’s"],
    ],
    ids=lambda spellings: spellings[1],
)
def test_case_accents_spaces_and_marks_make_no_other_entity(spellings):
    assert names(*spellings) == [spellings[0].removeprefix("3 x ")]


def test_short_names_do_not_merge():
    assert names("3 x HP", "2 x BP", "LG", "2 x Visa", "Vista") == [
        "HP",
        "BP",
        "Visa",
        "LG",
        "Vista",
    ]


def test_a_plural_joins_its_short_name():
    book = induced("3 x Aldi", "aldis")
    assert [code.name for code in book] == ["Aldi"]
    assert variants(book, "Aldi") == ["aldis"]


def test_names_with_other_figures_do_not_merge():
    assert names("3 x Galaxy S21", "2 x Galaxy S22", "iPhone 14") == [
        "Galaxy S21",
        "Galaxy S22",
        "iPhone 14",
    ]


def test_the_commonest_written_form_with_capitals_is_the_name():
    assert names("5 x iphone", "2 x iPhone", "IPHONE") == ["iPhone"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("nike", "Nike"),
        ("mcdonald's", "Mcdonald's"),
        ("new balance", "New Balance"),
        ("johnson and johnson", "Johnson and Johnson"),
        ("öko-test", "Öko-Test"),
    ],
)
def test_a_name_that_nobody_wrote_with_capitals_gets_them(written, name):
    assert names(f"5 x {written}") == [name]


def test_a_frequent_variant_is_kept_even_if_no_one_form_of_the_name_is_more_frequent():
    # Nescafe and nescafe are 9 together; Nescaffe are 8, more than either form.
    book = induced("5 x Nescafe", "4 x nescafe", "8 x Nescaffe")
    assert variants(book, "Nescafe") == ["Nescaffe"]


def test_the_codebook_holds_a_limited_number_of_variants():
    misspelt = [f"Schwarzkopf{letter}" for letter in "abcdefghijklmnop"]
    book = induced("30 x Schwarzkopf", *misspelt)
    assert len(variants(book, "Schwarzkopf")) == MOST_VARIANTS
    assert {rule.kind for rule in book.codes[0].rules} == {RuleKind.VARIANT}


def test_someone_who_repeats_a_name_is_one_person():
    assert names("Nike, nike, NIKE", "Puma", "Puma") == ["Puma", "Nike"]


def test_entities_need_the_least_number_of_people():
    assert names("3 x Nike", "2 x Puma", "Fila", least=2) == ["Nike", "Puma"]


def test_where_nothing_is_frequent_everything_is_kept():
    assert names("Nike", "Puma", least=2) == ["Nike", "Puma"]


def test_there_are_no_more_entities_than_wanted():
    assert names("3 x Nike", "2 x Puma", "Fila", most=2) == ["Nike", "Puma"]


def test_answers_without_a_name_are_nothing_to_code():
    with pytest.raises(NothingToCode, match="No answer holds a name"):
        induced("I really could not name a single one of them")


LISTS = st.lists(
    st.lists(st.sampled_from([*FILLER, "H&M", "nike", "Samsng", "Samsung"]), min_size=1, max_size=3)
    .map(", ".join),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(LISTS)
@settings(max_examples=50, deadline=None)
def test_every_name_in_the_answers_is_found_again_with_the_codebook(texts):
    book = induced(*texts)
    finder = EntityFinder(book, texts)
    for text in texts:
        named = {spelling_key(name) for name in text.split(", ")}
        found = {text[item.start : item.end] for item in finder.candidates(text)}
        folded = {key.replace("samsng", "samsung") for key in named}
        assert {spelling_key(name).replace("samsng", "samsung") for name in found} == folded
