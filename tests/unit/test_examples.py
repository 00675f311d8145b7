"""What reviewed answers teach, in figures."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.assign.evidence import Closeness
from openends.engine.assign.examples import (
    FEWEST,
    LEAST_CHANCE,
    NEVER_TWO,
    CodesEach,
    fit_examples,
    likely_codes,
)
from openends.engine.assign.similarity import standardise

CODES, SIZE = 4, 16
MEANS = {"made": np.zeros(SIZE, np.float32)}


def answers(random, count):
    """Return answers to four codes: vectors near the code's own; closeness says little."""
    codes = random.integers(0, CODES, count)
    centres = np.eye(CODES, SIZE, dtype=np.float32)
    rows = centres[codes] + 0.2 * random.normal(size=(count, SIZE)).astype(np.float32)
    scores = standardise(random.normal(size=(count, CODES)).astype(np.float32))
    close = Closeness(scores, 0.1 * scores, np.zeros((count, 1), np.float32))
    given_codes = np.eye(CODES, dtype=np.float32)[codes]
    return SimpleNamespace(whole=lambda name: rows), close, given_codes


def only(close, answer):
    """Return the closeness of a single answer."""
    at = slice(answer, answer + 1)
    return Closeness(close.scores[at], close.best_clause[at], close.clauses[at])


def test_the_codes_of_like_answers_are_learned():
    random = np.random.default_rng(0)
    examples = fit_examples(*answers(random, 40), MEANS)
    embedded, close, right = answers(random, 100)
    chances = examples.chances(embedded, close)
    by_closeness = (close.scores.argmax(axis=1) == right.argmax(axis=1)).mean()
    learned = (chances.argmax(axis=1) == right.argmax(axis=1)).mean()
    assert by_closeness < 0.5
    assert learned > 0.95


@given(st.integers(FEWEST, 60), st.integers(0, 1_000))
@settings(max_examples=25, deadline=None)
def test_chances_are_probabilities(count, seed):
    random = np.random.default_rng(seed)
    examples = fit_examples(*answers(random, count), MEANS)
    embedded, close, _ = answers(random, 30)
    chances = examples.chances(embedded, close)
    assert chances.shape == (30, CODES)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert np.isfinite(chances).all()


def test_the_chances_of_an_answer_do_not_depend_on_those_beside_it():
    random = np.random.default_rng(1)
    examples = fit_examples(*answers(random, 30), MEANS)
    embedded, close, _ = answers(random, 20)
    together = examples.chances(embedded, close)
    alone = SimpleNamespace(whole=lambda name: embedded.whole(name)[3:4])
    assert np.allclose(examples.chances(alone, only(close, 3)), together[3:4], atol=1e-5)


def test_a_decision_is_weighed_without_itself():
    random = np.random.default_rng(2)
    embedded, close, right = answers(random, 40)
    wrong = right.copy()
    wrong[7] = np.roll(right[7], 1)
    examples = fit_examples(embedded, close, wrong, MEANS)
    assert examples.others_say[7].argmax() == right[7].argmax()


def test_fewer_than_five_reviewed_answers_teach_nothing():
    embedded, close, right = answers(np.random.default_rng(3), FEWEST - 1)
    assert fit_examples(embedded, close, right, MEANS) is None


@pytest.mark.parametrize("share", [0, 1])
def test_answers_that_all_got_no_code_or_every_code_teach_nothing(share):
    embedded, close, right = answers(np.random.default_rng(4), 20)
    assert fit_examples(embedded, close, np.full_like(right, share), MEANS) is None


@pytest.mark.parametrize(
    ("chances", "codes"),
    [
        ([0.1, 0.2, 0.05], [1]),
        ([0.9, LEAST_CHANCE, 0.3], [0, 1]),
        ([0.5, 0.5, 0.8], [2, 0, 1]),
    ],
)
def test_an_answer_gets_its_best_code_and_all_that_are_likely(chances, codes):
    assert likely_codes(np.array(chances), CodesEach()) == codes


@pytest.mark.parametrize(("chances", "codes"), [([0.3, 0.2, 0.05], []), ([0.5, 0.3, 0.2], [0])])
def test_an_answer_that_likelier_fits_none_gets_none_where_people_leave_some(chances, codes):
    assert likely_codes(np.array(chances), CodesEach(some_none=True)) == codes


@pytest.mark.parametrize("left", [True, False])
def test_whether_people_leave_answers_without_a_code_is_learned(left):
    embedded, close, right = answers(np.random.default_rng(5), 20)
    if left:
        right[3] = 0
    assert fit_examples(embedded, close, right, MEANS).codes_each.some_none is left


def test_nobody_gets_a_second_code_where_no_reviewed_answer_has_one():
    each = CodesEach(one_at_most=True)
    assert likely_codes(np.array([0.5, 0.5, 0.8]), each) == [2]
    assert likely_codes(np.array([0.1, 0.2, 0.05]), each) == [1]


@pytest.mark.parametrize(
    ("count", "second", "told"),
    [(NEVER_TWO, False, True), (NEVER_TWO, True, False), (10, False, False)],
)
def test_that_nobody_gives_two_codes_is_told_by_enough_answers(count, second, told):
    embedded, close, right = answers(np.random.default_rng(6), count)
    if second:
        right[3] = 1
    assert fit_examples(embedded, close, right, MEANS).codes_each.one_at_most is told
