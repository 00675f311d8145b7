"""What a researcher wants a codebook to mind."""

import random

import pytest

from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine.induce.guidance import read_guidance
from openends.engine.pipeline import code_question
from openends.engine.settings import Settings

SAID = {
    "price": ["too expensive", "the prices are high", "cheaper prices", "costs too much"],
    "worth": ["not worth the money", "good value for money", "you get what you pay for"],
    "delivery": ["delivery took two weeks", "late delivery", "the courier never came"],
    "packaging": ["the box was crushed", "too much packaging", "packaging was torn"],
    "staff": ["friendly staff", "rude staff", "the staff was helpful"],
    "praise": ["great", "everything was fine", "very good", "I love it", "perfect"],
}


@pytest.fixture(scope="module")
def answers():
    draw = random.Random(1)
    said = [(text, draw.choice(["", ".", "!"])) for texts in SAID.values() for text in texts]
    texts = [text + mark + " again" * turn for turn in range(3) for text, mark in said]
    return [Response(id=str(at), text=text) for at, text in enumerate(texts)]


def codes(answers, **settings):
    coded = code_question(
        answers,
        load_encoders=lambda languages: load_encoders("fast", languages),
        settings=Settings(**settings),
    )
    return {code.name for code in coded.codebook}


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Focus on delivery, packaging and returns", ("delivery", "packaging", "returns"), ()),
        ("separate price from value", ("price", "value"), ()),
        ("Ignore compliments.", (), ("compliments",)),
        ("Focus on taste; do not code comments about price", ("taste",), ("price",)),
        ("Distinguish between speed and reliability", ("speed", "reliability"), ()),
        ("Concéntrate en el precio y la entrega", ("precio", "entrega"), ()),
        (
            "Achte auf Lieferung und Verpackung. Lob ignorieren",
            ("Lieferung", "Verpackung"),
            ("Lob",),
        ),
    ],
)
def test_topics_follow_the_verb_that_asks_for_them(text, wanted, unwanted):
    read = read_guidance(text)
    assert read.wanted == wanted
    assert read.unwanted == unwanted


def test_a_sentence_without_a_known_verb_only_tells_the_domain():
    read = read_guidance("Our customers are hospitals")
    assert (read.wanted, read.unwanted) == ((), ())
    assert read.context == "Our customers are hospitals"


def test_no_guidance_asks_for_nothing():
    assert read_guidance("  ") == read_guidance("")


def test_an_unwanted_topic_makes_no_code(answers):
    assert "Price" in codes(answers)
    assert "Price" not in codes(answers, guidance="Ignore price")


def test_compliments_can_be_left_out(answers):
    assert "Good in general" in codes(answers)
    assert "Good in general" not in codes(answers, guidance="Ignore compliments")


def test_what_is_to_be_kept_apart_has_two_codes(answers):
    assert {"Price", "Value for money"} <= codes(answers, guidance="Separate price from value")


def test_a_topic_that_is_looked_for_is_a_code(answers):
    assert "Packaging" in codes(answers, guidance="Focus on packaging and delivery")


def test_the_same_guidance_gives_the_same_codebook(answers):
    asked = {"guidance": "Focus on staff", "objective": "Why customers leave"}
    assert codes(answers, **asked) == codes(answers, **asked)
