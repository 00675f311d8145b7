"""A noun and what is said of it, as the name of a group."""

import numpy as np
import pytest

from openends.engine.induce.pairs import find_pairs


def pairs(clauses, language="en", least=2):
    people = np.ones(len(clauses), int)
    return {
        pair.text: pair.people
        for pair in find_pairs(clauses, people, language=language, least=least)
    }


def test_small_words_between_a_noun_and_its_verb_do_not_count():
    found = pairs(["someone stole my card", "they stole the card", "stole his card"])
    assert found == {"stole card": 3}


def test_the_order_of_the_two_words_does_not_count():
    assert pairs(["the card was stolen", "card got stolen", "my stolen card"]) == {"card stolen": 3}


def test_a_negation_between_the_two_is_kept():
    assert pairs(["my card has not arrived", "the card hasn't arrived"]) == {"card not arrived": 2}


def test_two_words_without_a_noun_are_no_pair():
    assert pairs(["really easy", "is really easy", "it was really easy"]) == {}


def test_a_pair_needs_several_clauses():
    people = np.array([9])
    assert find_pairs(["stole my card"], people, language="en", least=2) == []


def test_one_clause_of_many_people_counts_as_many():
    people = np.array([5, 1])
    (pair,) = find_pairs(["stole my card", "stole the card"], people, language="en", least=2)
    assert pair.people == 6
    assert pair.clauses.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("language", "clauses", "text"),
    [
        ("de", ["die Karte wurde gestohlen", "meine Karte ist gestohlen"], "Karte gestohlen"),
        ("es", ["me robaron la tarjeta", "robaron mi tarjeta"], "robaron tarjeta"),
    ],
)
def test_pairs_are_found_in_the_languages_that_codebooks_are_named_in(language, clauses, text):
    assert text in pairs(clauses, language)
