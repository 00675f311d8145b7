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
    Chances,
    fit_examples,
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
    chances = examples.chances(embedded, close).codes
    by_closeness = (close.scores.argmax(axis=1) == right.argmax(axis=1)).mean()
    learned = (chances.argmax(axis=1) == right.argmax(axis=1)).mean()
    assert by_closeness < 0.5
    assert learned > 0.95


@given(st.integers(FEWEST, 60), st.integers(0, 1_000))
@settings(max_examples=25, deadline=None)
def test_chances_are_probabilities(count, seed):
    random = np.random.default_rng(seed)
    embedded, close, right = answers(random, count)
    right[0] = 0
    examples = fit_examples(embedded, close, right, MEANS)
    embedded, close, _ = answers(random, 30)
    chances = examples.chances(embedded, close)
    assert (chances.codes.shape, chances.none.shape) == ((30, CODES), (30,))
    for figures in (chances.codes, chances.none):
        assert ((figures >= 0) & (figures <= 1)).all()


def test_the_chances_of_an_answer_do_not_depend_on_those_beside_it():
    random = np.random.default_rng(1)
    embedded, close, right = answers(random, 30)
    right[:5] = 0
    examples = fit_examples(embedded, close, right, MEANS)
    embedded, close, _ = answers(random, 20)
    together = examples.chances(embedded, close)
    fourth = SimpleNamespace(whole=lambda name: embedded.whole(name)[3:4])
    alone = examples.chances(fourth, only(close, 3))
    assert np.allclose(alone.codes, together.codes[3:4], atol=1e-5)
    assert np.allclose(alone.none, together.none[3:4], atol=1e-5)


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


def decided(chances, none=0.0, *, one_at_most=False):
    """Return the codes that one answer of such chances gets."""
    codes = np.array([chances], np.float32)
    return Chances(codes, np.array([none], np.float32), one_at_most).likely_codes(0)


@pytest.mark.parametrize(
    ("chances", "codes"),
    [
        ([0.1, 0.2, 0.05], [1]),
        ([0.9, LEAST_CHANCE + 0.01, 0.3], [0, 1]),
        ([0.5, 0.5, 0.8], [2, 0, 1]),
    ],
)
def test_an_answer_gets_its_best_code_and_all_that_are_likely(chances, codes):
    assert decided(chances) == codes


@pytest.mark.parametrize(("none", "codes"), [(0.6, []), (0.4, [1])])
def test_an_answer_that_likelier_fits_none_than_not_gets_none(none, codes):
    assert decided([0.1, 0.2, 0.05], none) == codes


@pytest.mark.parametrize("left", [True, False])
def test_whether_people_leave_answers_without_a_code_is_learned(left):
    embedded, close, right = answers(np.random.default_rng(5), 20)
    if left:
        right[3] = 0
    examples = fit_examples(embedded, close, right, MEANS)
    assert (examples.fits_none is not None) is left
    assert examples.chances(embedded, close).none.any() == left


def test_answers_like_those_that_a_person_left_without_a_code_get_none():
    random = np.random.default_rng(7)
    embedded, close, right = answers(random, 60)
    left = right[:, 0] > 0
    right[left] = 0
    examples = fit_examples(embedded, close, right, MEANS)
    embedded, close, right = answers(random, 100)
    chances = examples.chances(embedded, close)
    given_none = np.array([not chances.likely_codes(at) for at in range(100)])
    assert (given_none == (right[:, 0] > 0)).mean() > 0.95


def test_nobody_gets_a_second_code_where_no_reviewed_answer_has_one():
    assert decided([0.5, 0.5, 0.8], one_at_most=True) == [2]
    assert decided([0.1, 0.2, 0.05], one_at_most=True) == [1]


@pytest.mark.parametrize(
    ("count", "second", "told"),
    [(NEVER_TWO, False, True), (NEVER_TWO, True, False), (10, False, False)],
)
def test_that_nobody_gives_two_codes_is_told_by_enough_answers(count, second, told):
    embedded, close, right = answers(np.random.default_rng(6), count)
    if second:
        right[3] = 1
    assert fit_examples(embedded, close, right, MEANS).one_at_most is told
