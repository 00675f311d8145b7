"""Verbatims are split where a new point begins, and never in the middle of a word or number."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.prepare.clauses import MOST_CLAUSES, Clause, split_clauses

LANGUAGES = st.sampled_from(["en", "es", "pt", "fr", "de", "it", "nl", "zh", "xx"])
PIECES = [
    *" \n.,;!?/|-–()'’\"•…。，、！4.5",
    *(" and ", " but ", " y ", " und ", " et ", " en ", "price", "Größe", "good", "10", "👍"),
    *("e.g.", "U.S.", "www.a.com", "不错", "etc.", "w/ ", "km/h", "Mr. "),
]
#: Text in which separators, conjunctions, figures and letters of several scripts are frequent.
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)
#: Words that join points in any language; the only letters that may fall between clauses.
JOINS = frozenset(
    """and but because however also plus although though while pero porque aunque además también mas
    embora além mais parce puisque cependant aussi und aber weil jedoch außerdem sondern obwohl ma
    perché però inoltre anche en maar omdat echter ook hoewel y e et""".split()
)


def texts(verbatim, language="en"):
    return [clause.text for clause in split_clauses(verbatim, language)]


@pytest.mark.parametrize(
    ("language", "verbatim", "clauses"),
    [
        ("en", "Good price, friendly staff", ["Good price", "friendly staff"]),
        ("en", "Good price and friendly staff", ["Good price", "friendly staff"]),
        ("en", "I like it but it is slow", ["I like it", "it is slow"]),
        ("en", "Great. Cheap! Why not?", ["Great", "Cheap!", "Why not?"]),
        ("en", "price/quality", ["price", "quality"]),
        ("en", "price - quality – taste", ["price", "quality", "taste"]),
        ("en", "- price\n- quality", ["price", "quality"]),
        ("en", "• price • quality", ["price", "quality"]),
        ("en", "It was great.The staff too", ["It was great", "The staff too"]),
        ("en", "I loved it...but slow", ["I loved it", "but slow"]),
        ("es", "Buen precio y buena atención", ["Buen precio", "buena atención"]),
        ("es", "Me gusta pero es caro", ["Me gusta", "es caro"]),
        ("pt", "Bom preço e bom atendimento", ["Bom preço", "bom atendimento"]),
        ("fr", "Bon prix et bon accueil", ["Bon prix", "bon accueil"]),
        ("de", "Guter Preis und nettes Personal", ["Guter Preis", "nettes Personal"]),
        ("it", "Buon prezzo e buon servizio", ["Buon prezzo", "buon servizio"]),
        ("nl", "Goede prijs en aardig personeel", ["Goede prijs", "aardig personeel"]),
        ("zh", "价格很好，5分。服务不错", ["价格很好", "5分", "服务不错"]),
        ("ja", "安い、早い。とても良い！", ["安い", "早い", "とても良い"]),
        ("xx", "this and that", ["this", "that"]),
    ],
)
def test_a_verbatim_is_split_where_a_new_point_begins(language, verbatim, clauses):
    assert [text.rstrip("!?.") for text in texts(verbatim, language)] == [
        text.rstrip("!?.") for text in clauses
    ]


@pytest.mark.parametrize(
    ("language", "verbatim"),
    [
        ("en", "4.5 stars"),
        ("es", "3,50 euros"),
        ("en", "$1,000.50 a year"),
        ("en", "open from 10:30 a.m. to 5 p.m."),
        ("en", "10/10 would buy again"),
        ("en", "open 24/7"),
        ("en", "shops e.g. bakeries"),
        ("en", "the best in the U.S. so far"),
        ("en", "Mr. Smith was nice"),
        ("en", "near St. John's church"),
        ("de", "z.B. bei Rewe"),
        ("de", "z. B. bei Rewe"),
        ("de", "ca. 5 Euro bzw. mehr"),
        ("es", "la Sra. García"),
        ("en", "see www.example.com/prices"),
        ("en", "https://example.com/a,b?c=d is down"),
        ("en", "bought on amazon.co.uk yesterday"),
        ("en", "mail me at jo.doe@example.com please"),
        ("en", "I don't like Macy's"),
        ("fr", "l'accueil d’aujourd'hui"),
        ("en", "less than 50 km/h"),
        ("en", "milk etc. in the shop"),
        ("en", "burger w/ cheese"),
        ("en", "version 2.0 is bad"),
        ("en", "a well-known e-mail app"),
        ("en", "wonderful sand"),
        ("en", "price"),
    ],
)
def test_numbers_abbreviations_and_addresses_stay_whole(language, verbatim):
    assert len(texts(verbatim, language)) == 1


def test_an_abbreviation_does_not_keep_the_rest_together():
    assert texts("e.g., the milk. Bread is old") == ["e.g., the milk", "Bread is old"]


def test_conjunctions_split_in_their_own_language_only():
    assert len(texts("precio y calidad", "es")) == 2
    assert len(texts("precio y calidad", "en")) == 1


def test_what_goes_beyond_24_clauses_joins_the_last():
    clauses = split_clauses(", ".join(f"point{number}" for number in range(40)))
    assert len(clauses) == MOST_CLAUSES
    assert clauses[-1].text.endswith("point39")


def test_empty_stretches_do_not_use_up_the_clauses():
    assert texts("a price, , , , , , , , , , quality, taste")[-1] == "taste"


@pytest.mark.parametrize("verbatim", ["👍", "!!!", "- -", ":)", ""])
def test_a_verbatim_without_words_is_one_clause(verbatim):
    assert split_clauses(verbatim) == (Clause(0, len(verbatim), verbatim),)


@given(MIXED, LANGUAGES)
@settings(max_examples=300)
def test_a_clause_is_a_literal_slice(verbatim, language):
    for clause in split_clauses(verbatim, language):
        assert clause.text == verbatim[clause.start : clause.end]


@given(MIXED, LANGUAGES)
@settings(max_examples=300)
def test_clauses_are_in_order_and_do_not_overlap(verbatim, language):
    clauses = split_clauses(verbatim, language)
    assert 1 <= len(clauses) <= MOST_CLAUSES
    assert all(one.end <= two.start for one, two in pairwise(clauses))


@given(MIXED, LANGUAGES)
@settings(max_examples=300)
def test_nothing_but_separators_and_conjunctions_falls_between_clauses(verbatim, language):
    clauses = split_clauses(verbatim, language)
    ends = [0, *(clause.end for clause in clauses)]
    starts = [*(clause.start for clause in clauses), len(verbatim)]
    for end, start in zip(ends, starts, strict=True):
        lost = re.findall(r"[^\W_]+", verbatim[end:start])
        assert {word.lower() for word in lost} <= JOINS
