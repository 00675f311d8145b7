"""Which answers to review next."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.review.teaching import teaching_order


def likeness(*groups):
    """Return the likeness of answers that are alike within their group."""
    marks = np.array(groups)
    return np.where(marks[:, None] == marks, 0.9, 0.1).astype(np.float32) + np.eye(
        len(marks), dtype=np.float32
    ) * np.float32(0.1)


def test_the_largest_group_comes_first_and_every_group_before_a_second_of_one():
    groups = (0, 1, 1, 1, 2, 2)
    order = teaching_order(likeness(*groups), [1] * 6, None, count=3)
    assert [groups[answer] for answer in order] == [1, 2, 0]


def test_what_many_people_say_comes_before_what_few_say():
    assert teaching_order(likeness(0, 1, 2), [1, 5, 2], None) == [1, 2, 0]


def test_what_reviewed_answers_say_already_comes_last():
    known = likeness(0, 1, 1, 2)[:, 1:2]
    assert teaching_order(likeness(0, 1, 1, 2), [1] * 4, known, count=2) == [0, 3]


@given(st.integers(1, 30), st.integers(0, 40), st.integers(0, 1_000))
@settings(max_examples=50, deadline=None)
def test_no_answer_is_proposed_twice_and_none_too_many(answers, count, seed):
    rows = np.random.default_rng(seed).normal(size=(answers, 5)).astype(np.float32)
    order = teaching_order(np.exp(rows @ rows.T / 5), [1] * answers, None, count)
    assert len(order) == len(set(order)) <= min(answers, count)
    assert set(order) <= set(range(answers))
