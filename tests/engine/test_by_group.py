"""Codebooks of groups of answers: where everyone asks for one thing."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

import openends
from openends.domain.response import Response
from openends.encoders import UniversalSentenceEncoder
from openends.engine.embed import embed
from openends.engine.induce.by_group import _rand, codebook_by_group
from openends.engine.induce.material import read_material
from openends.engine.induce.phrases import find_phrases
from openends.engine.induce.steer import steer
from openends.engine.induce.wanted import Wanted
from openends.engine.prepare.prepare import prepare

#: What people ask for, and how they begin to.
REQUESTS = {
    "change address": ["change my delivery address", "give you a new delivery address"],
    "cancel subscription": ["cancel my subscription", "end the subscription that I have"],
    "reset password": ["reset my password", "get in again, I forgot my password"],
    "download invoice": ["download the invoice of last month", "get an invoice for my taxes"],
    "return shoes": ["return the shoes that do not fit", "send these shoes back to you"],
    "book table": ["book a table for Saturday evening", "get a table for six tonight"],
    "windows clean": ["clean my windows without streaks", "wash the windows on the outside"],
    "train tickets": ["buy train tickets to Hamburg", "pay for train tickets online"],
    "dog insurance": ["insure my dog against accidents", "get insurance for an old dog"],
    "wifi slow": ["make my wifi faster at home", "repair the slow wifi in the bedroom"],
}
OPENERS = [
    "Could you tell me how to",
    "Please help me, I want to",
    "I would like to know how I can",
    "What is the best way to",
    "Hello, I am trying to",
]
ASKED = {
    f"{opener} {wish}": request
    for request, wishes in REQUESTS.items()
    for opener, wish in product(OPENERS, wishes)
}


def by_group(texts, **wanted):
    answers = prepare([Response(id=str(at), text=text) for at, text in enumerate(texts)]).answers
    encoder = UniversalSentenceEncoder()
    material = read_material(embed(answers, [encoder]), encoder, share=0.01, seed=0)
    phrases = find_phrases(material.texts, material.people, language="en", least=2)
    wish = Wanted(language="en", **{"most": 40, **wanted})
    return codebook_by_group(material, phrases, steer([], "", encoder), wish)


@pytest.fixture(scope="module")
def asked():
    return openends.code(list(ASKED))


def test_each_request_has_a_code_of_its_own(asked):
    given = {
        request: {
            coding.mentions[0].code.name
            for coding, text in zip(asked.codings, ASKED, strict=True)
            if ASKED[text] == request and coding.mentions
        }
        for request in REQUESTS
    }
    assert all(len(names) == 1 for names in given.values()), given
    assert len(set().union(*given.values())) == len(REQUESTS)


def test_a_group_is_named_by_what_only_its_people_say(asked):
    names = {code.name.casefold() for code in asked.codebook}
    words = [set(request.split()) for request in REQUESTS]
    assert all(any(wanted & set(name.split()) for name in names) for wanted in words), names
    assert all(code.examples and code.definition.startswith("Speaks of") for code in asked.codebook)


def test_the_order_of_the_answers_does_not_change_the_groups(asked):
    assert openends.code(list(ASKED)[::-1]).codebook == asked.codebook


def test_no_more_groups_are_formed_than_codes_are_wanted():
    codebook = by_group(ASKED, most=8)
    assert codebook is None or len(codebook) <= 8


def test_too_few_answers_form_no_groups():
    assert by_group(list(ASKED)[:50]) is None


def test_answers_of_a_few_words_form_no_groups():
    before = ["please", "to", "my", "the", "now", "how to", "can I", "want to", "must", "help"]
    short = [f"{word} {request}" for word, request in product(before, REQUESTS)]
    assert by_group(short) is None
    assert by_group(ASKED) is not None


def test_groups_that_nothing_names_are_no_codebook():
    begin = ["it was", "this is", "that was", "they are", "we were"]
    opinions = ["really good for me", "so bad for us", "very nice to them", "quite well for you"]
    nothing_named = [
        f"{one} {two} and {three}" for one, two, three in product(begin, opinions, opinions)
    ]
    assert by_group(nothing_named) is None


def test_opinions_that_shade_into_one_another_form_no_groups(sample):
    texts = [text for text in sample.column("why_brand").values if len((text or "").split()) > 5]
    assert len(texts) >= 80
    assert by_group(texts) is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=6))
def test_groups_are_compared_by_the_adjusted_rand_index(pairs):
    own, other = zip(*pairs, strict=True)
    if len(set(own)) > 1 and len(set(other)) > 1:
        assert _rand(pairs) == pytest.approx(adjusted_rand_score(own, other), abs=1e-9)
