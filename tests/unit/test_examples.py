"""What reviewed answers teach, in figures."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.assign.examples import FEWEST, LEAST_CHANCE, fit_examples, likely_codes
from openends.engine.assign.similarity import standardise

CODES, SIZE = 4, 16
MEANS = {"made": np.zeros(SIZE, np.float32)}


def answers(random, count):
    """Return answers to four codes: vectors near the code's own, and scores that say little."""
    codes = random.integers(0, CODES, count)
    centres = np.eye(CODES, SIZE, dtype=np.float32)
    rows = centres[codes] + 0.2 * random.normal(size=(count, SIZE)).astype(np.float32)
    scores = standardise(random.normal(size=(count, CODES)).astype(np.float32))
    given_codes = np.eye(CODES, dtype=np.float32)[codes]
    return SimpleNamespace(whole=lambda name: rows), scores, given_codes


def test_the_codes_of_like_answers_are_learned():
    random = np.random.default_rng(0)
    examples = fit_examples(*answers(random, 40), MEANS)
    embedded, scores, right = answers(random, 100)
    chances = examples.chances(embedded, scores)
    by_closeness = (scores.argmax(axis=1) == right.argmax(axis=1)).mean()
    learned = (chances.argmax(axis=1) == right.argmax(axis=1)).mean()
    assert by_closeness < 0.5
    assert learned > 0.95


@given(st.integers(FEWEST, 60), st.integers(0, 1_000))
@settings(max_examples=25, deadline=None)
def test_chances_are_probabilities(count, seed):
    random = np.random.default_rng(seed)
    examples = fit_examples(*answers(random, count), MEANS)
    embedded, scores, _ = answers(random, 30)
    chances = examples.chances(embedded, scores)
    assert chances.shape == (30, CODES)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert np.isfinite(chances).all()


def test_the_chances_of_an_answer_do_not_depend_on_those_beside_it():
    random = np.random.default_rng(1)
    examples = fit_examples(*answers(random, 30), MEANS)
    embedded, scores, _ = answers(random, 20)
    together = examples.chances(embedded, scores)
    alone = SimpleNamespace(whole=lambda name: embedded.whole(name)[3:4])
    assert np.allclose(examples.chances(alone, scores[3:4]), together[3:4], atol=1e-5)


def test_a_decision_is_weighed_without_itself():
    random = np.random.default_rng(2)
    embedded, scores, right = answers(random, 40)
    wrong = right.copy()
    wrong[7] = np.roll(right[7], 1)
    examples = fit_examples(embedded, scores, wrong, MEANS)
    assert examples.others_say[7].argmax() == right[7].argmax()


def test_fewer_than_ten_reviewed_answers_teach_nothing():
    embedded, scores, right = answers(np.random.default_rng(3), FEWEST - 1)
    assert fit_examples(embedded, scores, right, MEANS) is None


@pytest.mark.parametrize("share", [0, 1])
def test_answers_that_all_got_no_code_or_every_code_teach_nothing(share):
    embedded, scores, right = answers(np.random.default_rng(4), 20)
    assert fit_examples(embedded, scores, np.full_like(right, share), MEANS) is None


@pytest.mark.parametrize(
    ("chances", "codes"),
    [
        ([0.1, 0.2, 0.05], [1]),
        ([0.9, LEAST_CHANCE, 0.3], [0, 1]),
        ([0.5, 0.5, 0.8], [2, 0, 1]),
    ],
)
def test_an_answer_gets_its_best_code_and_all_that_are_likely(chances, codes):
    assert likely_codes(np.array(chances)) == codes
