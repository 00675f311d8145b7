"""Codes that hold two themes, and codes that hold one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggestion_cases import CLEANING, CODES, NOISE, PRICE, TASTE, coded

from openends.domain.codebook import Code
from openends.engine.refine.splits import split_codes
from openends.engine.refine.two_themes import two_themes

BROAD = (Code(name="Using it", number=4), *CODES[:1])
MIXED = [
    *((text, ("Using it",)) for text in (*NOISE, *TASTE)),
    *((text, ("Price",)) for text in PRICE),
]


def test_a_code_with_two_themes_is_to_be_split_into_them(use):
    (found,) = split_codes(coded(use, MIXED, BROAD), "en")
    assert found.target_code == 4
    loud = {f"r{at}" for at in range(len(NOISE))}
    shares = [len(loud & set(part.response_ids)) / len(part.response_ids) for part in found.parts]
    assert sorted(round(share) for share in shares) == [0, 1]
    assert len({part.name for part in found.parts}) == 2
    assert all(part.definition.endswith(".") for part in found.parts)


def test_every_answer_with_the_code_is_in_a_part(use):
    (found,) = split_codes(coded(use, MIXED, BROAD), "en")
    assert {one for part in found.parts for one in part.response_ids} == set(found.response_ids)
    assert f"The {found.people} people" in found.rationale or str(found.people) in found.rationale


def test_a_code_with_few_people_is_left_alone(use):
    rows = [*((text, ("Using it",)) for text in (*NOISE[:3], *TASTE[:3])), *MIXED[-8:]]
    assert list(split_codes(coded(use, rows, BROAD), "en")) == []


def test_a_part_does_not_take_the_name_of_another_code(use):
    (found,) = split_codes(coded(use, MIXED, BROAD), "en")
    taken = (*BROAD, *(Code(name=part.name, number=50 + at) for at, part in enumerate(found.parts)))
    assert list(split_codes(coded(use, MIXED, taken), "en")) == []


@pytest.mark.parametrize("texts", [CLEANING * 3, ["the same words"] * 20])
def test_a_code_with_one_theme_is_less_likely_to_be_split(use, texts):
    mixed = [one.confidence for one in split_codes(coded(use, MIXED, BROAD), "en")]
    rows = [*((text, ("Using it",)) for text in texts), *MIXED[-8:]]
    one = [one.confidence for one in split_codes(coded(use, rows, BROAD), "en")]
    assert max(one, default=0) < max(mixed)


@given(st.integers(0, 1_000), st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_clauses_does_not_count(seed, count):
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(count, 6)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    people, order = chance.integers(1, 5, count), chance.permutation(count)
    one, other = two_themes(rows, people), two_themes(rows[order], people[order])
    if one is None:
        assert other is None
        return
    same = one.second[order] == other.second
    assert same.all() or not same.any()
    assert 0 < one.smaller <= 0.5
    assert 0 <= one.between <= 1 + 1e-9
