"""Phrases that could name a code."""

import numpy as np
import pytest

from openends.engine.induce.phrases import find_phrases, stem
from openends.engine.induce.stop_words import is_bare, is_empty


def names(clauses, language="en", least=2, question=""):
    people = np.ones(len(clauses), int)
    found = find_phrases(clauses, people, language=language, least=least, question=question)
    return [phrase.text for phrase in found]


def test_a_phrase_needs_several_people():
    clauses = ["the water tank is small", "water tank leaks", "the noise"]
    assert "noise" not in names(clauses)


def test_one_clause_of_many_people_counts_as_many():
    people = np.array([10, 1])
    found = find_phrases(["noise", "price"], people, language="en", least=3)
    assert [(phrase.text, phrase.people) for phrase in found] == [("noise", 10)]


def test_the_longer_phrase_stands_for_its_part():
    assert names(["the water tank is small", "water tank leaks"]) == ["water tank"]


def test_singular_and_plural_count_together():
    assert names(["the pods", "each pod costs"]) == ["pods"]


def test_a_rare_misspelling_counts_for_the_word_that_is_meant():
    clauses = ["the economy"] * 6 + ["ecomony", "the econmy"]
    people = np.ones(len(clauses), int)
    found = find_phrases(clauses, people, language="en", least=1)
    assert [(phrase.text, phrase.people) for phrase in found] == [("economy", 8)]


def test_a_word_that_is_as_frequent_is_no_misspelling():
    assert names(["the quality"] * 3 + ["the quantity"] * 3) == ["quality", "quantity"]


@pytest.mark.parametrize("word", ["great", "bought", "really", "years", "bigger", "expensive"])
def test_a_bare_word_names_nothing(word):
    assert names([f"{word} one", f"so {word}", word]) == []


def test_a_name_ends_with_its_noun_in_english_and_begins_with_it_in_spanish():
    assert names(["the drip tray wobbles", "my drip tray"]) == ["drip tray"]
    spanish = ["el depósito de agua", "un depósito de agua"]
    assert names(spanish, language="es") == ["depósito de agua"]


def test_shouted_words_are_written_small_and_abbreviations_kept():
    assert names(["EDUCATION NOW", "EDUCATION"]) == ["education"]
    assert names(["ATM fees", "the ATM"])[0] == "ATM"


def test_addresses_and_handles_name_nothing():
    assert names(["@user https://example.org/a noise", "@user www.example.org noise"]) == ["noise"]


def test_words_of_the_question_are_marked():
    found = find_phrases(
        ["the coffee", "coffee and milk", "milk"],
        np.ones(3, int),
        language="en",
        least=2,
        question="Why this coffee?",
    )
    assert {phrase.text: phrase.asked for phrase in found} == {"coffee": True, "milk": False}


def test_scripts_without_spaces_have_phrases_too():
    assert "服务" in names(["服务很好", "他们的服务"], language="zh")


def test_chinese_phrases_hold_no_grammar_and_no_word_that_names_nothing():
    clauses = ["非常喜欢这里的早餐", "我非常喜欢这里的早餐", "早餐有一点咸"]
    assert names(clauses, language="zh") == ["早餐"]


def test_a_foreign_word_in_japanese_is_not_cut():
    clauses = ["レストランが静かでした", "レストランは静か"]
    assert names(clauses, language="ja") == ["レストラン"]


@pytest.mark.parametrize(
    ("plural", "singular"), [("pods", "pod"), ("batteries", "battery"), ("class", "class")]
)
def test_stem_folds_plurals(plural, singular):
    assert stem(plural) == singular


def test_words_are_judged_in_their_own_language():
    assert is_empty("war", "de")
    assert not is_empty("war", "en")
    assert is_bare("supply", "en") is False
    assert is_bare("quickly", "en")
