"""Names and categories of built codes."""

import numpy as np
import pytest

import openends
from openends.engine.induce.nouns import WordPlaces, ends_like_no_noun, is_vague
from openends.engine.induce.phrases import find_phrases
from openends.sample import QUESTIONS


def names(clauses, language="en", least=2):
    found = find_phrases(clauses, np.ones(len(clauses), int), language=language, least=least)
    return [phrase.text for phrase in found]


def test_a_word_is_a_noun_where_nouns_stand():
    places = WordPlaces("en")
    for clause in ("the lever", "my lever", "it wobbles", "not wobbles"):
        words = clause.split()
        places.read(words, words)
    assert places.is_noun("lever")
    assert not places.is_noun("wobbles")


def test_a_word_that_nothing_is_known_about_counts_as_a_noun():
    assert WordPlaces("en").is_noun("crema")
    assert WordPlaces("xx").is_noun("crema")


@pytest.mark.parametrize("word", ["bringing", "quickly", "boiled"])
def test_english_endings_give_verbs_away(word):
    assert ends_like_no_noun(word, "en")


@pytest.mark.parametrize("word", ["packaging", "family", "training", "speed"])
def test_nouns_with_such_endings_are_known(word):
    assert not ends_like_no_noun(word, "en")


@pytest.mark.parametrize(("word", "language"), [("time", "en"), ("zeit", "de"), ("lugar", "es")])
def test_a_vague_noun_names_nothing_alone(word, language):
    assert is_vague(word, language)
    assert names([f"{word} a", f"{word} b"], language) == []


def test_an_opinion_before_a_noun_is_no_part_of_its_name():
    assert names(["great crema here", "a great crema"]) == ["crema"]


def test_small_words_within_a_name_are_kept():
    assert names(["the head of the team", "a head of the team"]) == ["head of the team"]


def test_serial_names_of_firms_name_nothing():
    assert names(["ORG600 broke", "my ORG600"]) == []


def test_praise_without_a_reason_has_a_code_of_its_own():
    praise = ["very good", "great", "I love it", "excellent", "perfect", "really nice"]
    answers = [*praise, "the price", "too expensive", "late delivery", "delivery was slow"] * 3
    result = openends.code(answers)
    assert "Good in general" in {code.name for code in result.codebook}


def test_two_codes_that_are_close_are_told_apart_by_their_definitions(sample):
    result = openends.code(list(sample.column("why_brand").values), question=QUESTIONS["why_brand"])
    definitions = {code.name: code.definition for code in result.codebook}
    assert definitions["Price"] == "How cheap or dear it is; not Value for money."
