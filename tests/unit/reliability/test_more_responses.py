"""How many more responses two coders should code before agreement is settled."""

import math

import pytest

from openends.engine.reliability.estimate import Estimate, more_responses


@pytest.mark.parametrize(
    ("value", "low"), [(None, None), (0.9, None), (0.8, 0.7), (0.79, 0.78), (-0.1, -0.3)]
)
def test_more_responses_cannot_help_what_is_not_above_the_mark(value, low):
    assert more_responses(Estimate(value, low, 1.0), 100) is None


def test_an_interval_above_the_mark_needs_no_more():
    assert more_responses(Estimate(0.9, 0.81, 0.95), 50) == 0


def test_the_arm_shrinks_with_the_square_root_of_the_responses():
    # The arm of .2 has to shrink below .1, by half: four times the responses, and one more.
    assert more_responses(Estimate(0.9, 0.7, 0.98), 100) in {300, 301}


@pytest.mark.parametrize(("value", "low", "size"), [(0.85, 0.7, 120), (0.95, 0.6, 20)])
def test_that_many_more_are_the_fewest_that_do(value, low, size):
    more = more_responses(Estimate(value, low, 1.0), size)

    def lower_end(responses):
        return value - (value - low) * math.sqrt(size / responses)

    assert lower_end(size + more) > 0.8 >= lower_end(size + more - 1)


def test_a_number_that_no_study_could_reach_is_not_given():
    assert more_responses(Estimate(0.80001, 0.7, 0.9), 100) is None
