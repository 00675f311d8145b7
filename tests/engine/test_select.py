"""Choosing candidates that cover what people say."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openends.engine.induce.select import select

MATRICES = st.tuples(st.integers(1, 12), st.integers(1, 8)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1, width=32))
)


def cover(closeness, people, chosen, background):
    best = np.full(len(closeness), background, np.float32)
    for candidate in chosen:
        best = np.maximum(best, closeness[:, candidate])
    return float(people @ (best - background))


def test_the_candidate_that_covers_most_people_comes_first():
    closeness = np.array([[0.9, 0.0], [0.0, 0.8], [0.0, 0.8]], np.float32)
    few, many = np.array([1, 1, 1]), np.array([5, 1, 1])
    assert select(closeness, few, background=0.2, least_gain=0.1, most=2) == [1, 0]
    assert select(closeness, many, background=0.2, least_gain=0.1, most=2) == [0, 1]


def test_a_candidate_that_says_the_same_is_not_chosen():
    closeness = np.array([[0.9, 0.9, 0.1], [0.8, 0.8, 0.1], [0.1, 0.1, 0.7]], np.float32)
    chosen = select(closeness, np.ones(3, int), background=0.2, least_gain=0.1, most=3)
    assert chosen == [0, 2]


def test_what_adds_too_little_is_not_chosen():
    closeness = np.array([[0.9, 0.1], [0.1, 0.35]], np.float32)
    people = np.ones(2, int)
    assert select(closeness, people, background=0.3, least_gain=0.1, most=2) == [0]


@given(MATRICES, st.integers(1, 8))
def test_every_choice_adds_at_least_the_least_gain(closeness, most):
    people = np.arange(1, len(closeness) + 1)
    chosen = select(closeness, people, background=0.3, least_gain=0.2, most=most)
    assert len(chosen) == len(set(chosen)) <= most
    covers = [cover(closeness, people, chosen[:size], 0.3) for size in range(len(chosen) + 1)]
    gains = np.diff(covers)
    assert all(gain >= 0.2 - 1e-3 for gain in gains)
    assert all(later <= earlier + 1e-3 for earlier, later in pairwise(gains))
