"""Codes for what fits no other code: how they are told, and which answers they take."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openends
from openends.domain.codebook import Code, Codebook
from openends.engine.assign.catch_all_topics import read_catch_alls
from openends.engine.assign.decide import choose_codes
from openends.engine.embed import Embedded
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer


def codes(*names, category=""):
    return [
        Code(name=name, number=number, category=category) for number, name in enumerate(names, 1)
    ]


def caught(*names):
    found = read_catch_alls(codes("Taste", *names), "")
    return [names[place - 1] for place in sorted(found.places)] if found else []


@pytest.mark.parametrize(
    "name",
    [
        "Other", "Others", "Price (other)", "Other price mentions", "Price - Other",
        "Government (all other)", "food_other", "RESTAURANT#MISCELLANEOUS", "Something else",
        "Other / don't know", "Sonstiges", "Preis: Sonstiges", "Andere Gründe", "Otros motivos",
        "Autres", "Altro (prezzo)", "Outros", "Overige",
    ],
)  # fmt: skip
def test_a_code_for_the_rest_is_told_by_its_name(name):
    assert caught(name) == [name]


@pytest.mark.parametrize(
    "name",
    ["Respect for others", "Comparison with other brands", "Mother", "Weather", "Helping others",
     "Not as good as others", "Price", "Hilft anderen"],
)  # fmt: skip
def test_other_people_and_other_brands_are_no_rest(name):
    assert caught(name) == []


def test_a_codebook_of_nothing_else_has_no_rest():
    assert read_catch_alls(codes("Other", "Sonstiges"), "") is None


BRANDS = ("Alpina", "Borealis")
ASPECTS = ("Taste", "Packaging", "Easy to find in shops")


def of_brands():
    named = [(brand, f"{brand}: {aspect}") for brand in BRANDS for aspect in (*ASPECTS, "other")]
    return Codebook(
        codes=tuple(
            Code(name=name, number=number, category=brand)
            for number, (brand, name) in enumerate(named, 1)
        )
    )


def given_names(answers, codebook, question):
    codings = openends.code(answers, codebook=codebook, question=question).codings
    return {coding.text: [mention.code.name for mention in coding.mentions] for coding in codings}


def test_the_brand_that_the_question_names_decides_between_the_same_codes():
    answers = ["the taste is lovely", "nice packaging", "I find it in every shop"]
    for brand in BRANDS:
        found = given_names(answers, of_brands(), f"What do you like about {brand}?")
        names = [name for each in found.values() for name in each]
        assert names
        assert all(name.startswith(brand) for name in names)


def test_what_fits_no_code_of_the_brand_is_its_rest():
    answers = ["my grandmother knew the founder", "the taste is lovely", "nice packaging"]
    found = given_names(answers, of_brands(), "What do you like about Borealis?")
    assert found["my grandmother knew the founder"] == ["Borealis: other"]
    assert found["the taste is lovely"] == ["Borealis: Taste"]


TOPICS = Codebook(
    codes=tuple(
        Code(name=name, number=number, category=category)
        for number, (category, name) in enumerate(
            [
                ("Price", "Too expensive"),
                ("Price", "Hidden fees"),
                ("Price", "Other price mentions"),
                ("Service", "Rude staff"),
                ("Service", "Long waiting times"),
                ("Service", "Other service mentions"),
            ],
            1,
        )
    )
)


def test_an_answer_may_speak_of_another_topic_than_the_question():
    answers = ["the staff was rude", "you wait forever", "they charge hidden fees"]
    assert given_names(answers, TOPICS, "What do you think of the price?") == {
        "the staff was rude": ["Rude staff"],
        "you wait forever": ["Long waiting times"],
        "they charge hidden fees": ["Hidden fees"],
    }


@pytest.mark.parametrize(
    ("said", "rest"), [("the price", "Other price mentions"), ("Service", "Other service mentions")]
)
def test_a_bare_topic_is_its_rest(said, rest):
    assert given_names([said, "they charge hidden fees"], TOPICS, "")[said] == [rest]


def test_a_bare_topic_with_a_code_of_its_own_is_that_code():
    codebook = Codebook(codes=tuple(codes("Price", "Price: other", "Opening hours", "Taste")))
    assert given_names(["the price", "opens too late"], codebook, "")["the price"] == ["Price"]


def test_a_code_that_fits_well_gives_way_to_no_rest():
    codebook = Codebook(codes=tuple(codes("Too expensive", "Rude staff", "Other")))
    answers = {"it is too expensive": "Too expensive", "rude staff": "Rude staff"}
    found = given_names([*answers], codebook, "")
    assert found == {said: [name] for said, name in answers.items()}


CANDIDATE = (
    ("Honesty", "The candidate is honest or dishonest"),
    ("Experience", "What the candidate did in office before"),
    ("Age", "How old the candidate is"),
    ("Candidate (other)", "Any mention of the candidate that is no other code"),
)


def defined(rows):
    return Codebook(
        codes=tuple(
            Code(name=name, number=number, definition=definition)
            for number, (name, definition) in enumerate(rows, 1)
        )
    )


def test_the_rest_of_what_all_codes_are_about_is_the_rest_of_everything():
    found = read_catch_alls(defined(CANDIDATE).codes, "")
    assert found is not None
    assert found.of_clauses == (3,)
    narrower = [("Personality (other)", "Of the candidate's personality"), *CANDIDATE[:3]]
    found = read_catch_alls(defined(narrower).codes, "")
    assert found is not None
    assert found.of_clauses == ()


HOTEL = (
    ("Price", "Cost of the stay, value for money"),
    ("Room", "Size, equipment and comfort of the room"),
    ("Cleanliness", "How clean the hotel and its rooms are"),
    ("Staff", "Friendliness and help of staff"),
    ("Breakfast", "Choice and taste of breakfast"),
)
POINTS = {
    "too expensive, and my grandmother was born in this town": ["Price", "Other"],
    "dirty, and I saw a comet from the balcony": ["Cleanliness", "Other"],
    "the staff were lovely and the room was big": ["Staff", "Room"],
    "good breakfast, very good, really tasty": ["Breakfast"],
}


def test_a_point_that_fits_no_code_is_the_rest_of_everything():
    codebook = defined([*HOTEL, ("Other", "Anything that is no other code")])
    assert given_names([*POINTS], codebook, "") == POINTS


@pytest.mark.parametrize("rest", [(), (("Other", ""),)])
def test_names_without_definitions_do_not_tell_that_a_point_fits_none(rest):
    codebook = defined([*((name, "") for name, _ in HOTEL), *rest])
    found = given_names([*POINTS], codebook, "")
    assert "Other" not in {name for names in found.values() for name in names}


def answer_of(clauses, said):
    spans = [Clause(text=said, start=place, end=place + 1) for place in range(clauses)]
    return Answer(text="x" * clauses, language="en", clauses=tuple(spans), people=1)


def embedded_of(counts, said):
    """Answers of so many clauses each, without vectors."""
    ends = np.cumsum([0, *counts])
    return Embedded(
        answers=tuple(answer_of(count, said) for count in counts),
        rows={},
        answer_row=np.arange(len(counts)),
        clause_row=np.arange(ends[-1]),
        first_clause=ends[:-1],
        passage_row=np.arange(len(counts)),
        first_passage=np.arange(len(counts)),
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_taking_over_only_changes_places(counts, seed):
    catch_alls = read_catch_alls(TOPICS.codes, "")
    assert catch_alls is not None
    ends = np.cumsum([0, *counts])
    embedded = embedded_of(counts, "word")
    random = np.random.default_rng(seed)
    scores = random.normal(size=(len(counts), 6)).astype(np.float32)
    clauses = random.uniform(-1, 1, size=(ends[-1], 6)).astype(np.float32)
    before = scores.copy(), clauses.copy()
    after, clauses_after = catch_alls.take_over(embedded, scores, clauses)
    assert np.array_equal(scores, before[0])
    assert np.array_equal(clauses, before[1])
    for row, (start, stop) in enumerate(pairwise(ends)):
        assert sorted(after[row]) == sorted(scores[row])
        moved = [
            [old.tolist().index(value) for value in new]
            for old, new in zip(clauses[start:stop], clauses_after[start:stop], strict=True)
        ]
        assert all(order == moved[0] for order in moved)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_what_is_left_adds_one_code_and_takes_none(counts, seed):
    catch_alls = read_catch_alls(defined([*HOTEL, ("Other", "")]).codes, "")
    assert catch_alls is not None
    embedded = embedded_of(counts, "one two three")
    without = replace(catch_alls, of_clauses=())
    random = np.random.default_rng(seed)
    scores = random.normal(size=(len(counts), 6)).astype(np.float32)
    clauses = random.uniform(-0.3, 0.3, size=(sum(counts), 6)).astype(np.float32)
    before, after = (each.take_over(embedded, scores, clauses) for each in (without, catch_alls))
    for row, (start, stop) in enumerate(pairwise(np.cumsum([0, *counts]))):
        had, has = (
            choose_codes(given[row], of_clauses[start:stop])
            for given, of_clauses in (before, after)
        )
        assert set(had) <= set(has)
        assert set(has) - set(had) <= {5}
