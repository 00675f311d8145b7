"""A verification sample: everybody can be drawn, with a known probability."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.reliability.verification_draw import CodedCase, draw_sample

CASES = st.lists(
    st.builds(
        CodedCase,
        codes=st.frozensets(st.sampled_from("ABCDE"), max_size=3),
        confidence=st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=80,
)


def a_file():
    """Return 300 responses with a frequent code, 12 with a rare one, 40 with none."""
    sure = [CodedCase(codes=frozenset("A"), confidence=0.9)] * 250
    doubtful = [CodedCase(codes=frozenset("A"), confidence=0.2)] * 50
    rare = [CodedCase(codes=frozenset("AB"), confidence=0.6)] * 12
    return [*sure, *doubtful, *rare, *[CodedCase(codes=frozenset())] * 40]


@given(CASES, st.integers(1, 100), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_a_sample_has_its_size_and_nobody_twice_and_stands_for_all(cases, size, seed):
    drawn = draw_sample(cases, size, seed)
    assert len(drawn) == len({one.place for one in drawn}) == min(size, len(cases))
    assert all(0 < one.probability <= 1 for one in drawn)
    assert sum(1 / one.probability for one in drawn) == pytest.approx(len(cases))
    assert drawn == draw_sample(cases, size, seed)


def test_rare_codes_and_doubtful_responses_get_more_than_their_part():
    drawn = draw_sample(a_file(), 60, 1)
    chances = {one.stratum: one.probability for one in drawn}
    assert chances["B, fair"] > chances["A, doubtful"] > chances["A, sure"]
    assert set(chances) == {"B, fair", "A, doubtful", "A, sure", "no code, confidence unknown"}


def test_strata_are_coarser_where_the_sample_is_small():
    def strata(size):
        return {one.stratum for one in draw_sample(a_file(), size, 1)}

    assert strata(7) == {"A", "B", "no code"}
    assert strata(1) == {"all"}


def test_a_sample_of_all_has_everyone_for_certain():
    drawn = draw_sample(a_file(), 10_000, 1)
    assert len(drawn) == 352
    assert {one.probability for one in drawn} == {1.0}


def test_the_stated_probability_is_how_often_a_response_is_drawn():
    cases = a_file()
    draws = 400
    times = Counter(one.place for seed in range(draws) for one in draw_sample(cases, 60, seed))
    stated = {one.place: one.probability for one in draw_sample(cases, 60, 0)}
    shares = np.array([times[place] / draws for place in stated])
    assert np.abs(shares - np.array(list(stated.values()))).max() < 0.11


def test_chance_decides_the_order_too():
    places = [one.place for one in draw_sample(a_file(), 60, 3)]
    assert places != sorted(places)


def test_a_sample_of_nothing_is_refused():
    with pytest.raises(ValueError, match="to draw"):
        draw_sample([], 10, 0)
