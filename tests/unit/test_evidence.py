"""What speaks for a code, and how much."""

import numpy as np

from openends.engine.assign.evidence import (
    CODE_IS_GIVEN,
    closeness,
    fit_weights,
    weigh_up,
)
from openends.engine.assign.similarity import standardise
from openends.engine.embed import Embedded


def answers_of(*clauses):
    """Return what is known of answers with so many clauses that nothing has read."""
    ends, every = np.cumsum([0, *clauses]), np.arange(len(clauses))
    return Embedded((), {}, every, np.arange(ends[-1]), ends[:-1], every, every)


def test_an_answer_is_as_close_to_a_code_as_its_closest_clause():
    embedded = answers_of(2, 1)
    cosines = np.array([[0.1, 0.5], [0.4, 0.2], [0.3, 0.0]], np.float32)
    close = closeness(embedded, np.zeros((2, 2), np.float32), cosines)
    assert close.best_clause.tolist() == [[np.float32(0.4), 0.5], [np.float32(0.3), 0]]
    assert np.allclose(close.clauses, [[np.log(2)], [0]])


def decisions(count, seed=0):
    """Return evidence for four codes, and decisions that agree with what is carried."""
    random = np.random.default_rng(seed)
    embedded = answers_of(*[1] * count)
    scores = standardise(random.normal(size=(count, 4)).astype(np.float32))
    carried = random.uniform(0, 1, (count, 4)).astype(np.float32)
    close = closeness(embedded, scores, 0.1 * scores)
    return weigh_up(close, carried, np.full(4, 0.25)), (carried > 0.7).astype(np.float32)


def test_without_a_decision_the_weights_are_what_is_expected_of_any_survey():
    evidence, given = decisions(1)
    weights = fit_weights(evidence[:0], given[:0], CODE_IS_GIVEN)
    assert np.allclose(weights.coefficients, CODE_IS_GIVEN.expected)
    assert weights.intercept == CODE_IS_GIVEN.intercept


def test_with_more_decisions_the_weights_become_the_survey_s_own():
    asked, right = decisions(200, seed=1)
    off = []
    for count in (0, 10, 100, 1_000):
        evidence, given = decisions(max(count, 1))
        weights = fit_weights(evidence[:count], given[:count], CODE_IS_GIVEN)
        off.append(float(np.abs(weights.chances(asked) - right).mean()))
    assert off == sorted(off, reverse=True)
    assert off[-1] < off[0] / 2


def test_being_behind_the_best_code_says_less_where_an_answer_has_many_clauses():
    scores = standardise(np.array([[2.0, 1.0, 0.0]], np.float32))
    carried, shares = np.zeros((1, 3), np.float32), np.full(3, 0.3)
    second = []
    for clauses in (1, 5):
        embedded = answers_of(clauses)
        close = closeness(embedded, scores, np.zeros((clauses, 3), np.float32))
        weights = fit_weights(np.zeros((0, 3, 6)), np.zeros((0, 3)), CODE_IS_GIVEN)
        second.append(float(weights.chances(weigh_up(close, carried, shares))[0, 1]))
    assert second[0] < second[1]
