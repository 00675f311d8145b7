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
    "Is there any way that I can",
    "Who can explain to me how to",
    "I have been told that I can",
    "Sorry to bother you, I need to",
    "Where do I have to go to",
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
    wish = Wanted(language="en", **{"most": 20, **wanted})
    return codebook_by_group(material, phrases, steer([], "", encoder), wish)


@pytest.fixture(scope="module")
def asked():
    return openends.code(list(ASKED), max_codes=20)


def test_no_two_requests_share_a_code(asked):
    given = {
        request: {
            coding.mentions[0].code.name
            for coding, text in zip(asked.codings, ASKED, strict=True)
            if ASKED[text] == request and coding.mentions
        }
        for request in REQUESTS
    }
    assert all(given.values())
    assert sum(map(len, given.values())) == len(set().union(*given.values())), given


def test_a_group_is_named_by_what_only_its_people_say(asked):
    names = {code.name.casefold() for code in asked.codebook}
    words = [set(request.split()) for request in REQUESTS]
    assert all(any(wanted & set(name.split()) for name in names) for wanted in words), names
    assert all(code.examples and code.definition.startswith("Speaks of") for code in asked.codebook)


def test_the_order_of_the_answers_does_not_change_the_groups(asked):
    assert openends.code(list(ASKED)[::-1], max_codes=20).codebook == asked.codebook


def test_no_more_codes_than_are_wanted_and_none_where_few_are():
    codebook = by_group(ASKED, most=20)
    assert codebook is not None
    assert len(codebook) <= 20
    assert by_group(ASKED, most=19) is None


def test_too_few_answers_for_the_codes_form_no_groups():
    assert by_group(ASKED, most=21) is None


def test_answers_of_a_few_words_form_no_groups():
    short = [" ".join(words) for words in product(["to", "my"], "abcdefghij", REQUESTS)]
    assert len(set(short)) >= 200
    assert by_group(short) is None
    assert by_group(ASKED) is not None


def test_groups_that_nothing_names_are_no_codebook():
    begin = ["it was", "this is", "that was", "they are", "we were", "you are", "he is", "she was"]
    opinions = ["really good for me", "so bad for us", "very nice to them", "quite well for you"]
    opinions.append("too big for me")
    nothing_named = [
        f"{one} {two} and {three}" for one, two, three in product(begin, opinions, opinions)
    ]
    assert by_group(nothing_named) is None


def test_opinions_that_shade_into_one_another_form_no_groups(sample):
    texts = [text for text in sample.column("why_brand").values if len((text or "").split()) > 5]
    assert len(texts) >= 200
    assert by_group(texts) is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=6))
def test_groups_are_compared_by_the_adjusted_rand_index(pairs):
    own, other = zip(*pairs, strict=True)
    if len(set(own)) > 1 and len(set(other)) > 1:
        assert _rand(pairs) == pytest.approx(adjusted_rand_score(own, other), abs=1e-9)
