"""How many codes an answer gets."""

import numpy as np
import pytest

from openends.engine.assign.decide import MOST_CODES, choose_codes

ONE_CLAUSE = [[0.9, 0.5, 0.4]]
TWO_CLAUSES = [[0.9, 0.2, 0.4], [0.1, 0.8, 0.3]]


def chosen(scores, clause_scores):
    return choose_codes(np.array(scores, np.float32), np.array(clause_scores, np.float32))


def test_one_point_gets_one_code():
    assert chosen([2.0, 1.99, 1.98], ONE_CLAUSE) == [0]


def test_an_answer_always_gets_its_best_code():
    assert chosen([-0.1, -0.2, -0.3], TWO_CLAUSES)[0] == 0


@pytest.mark.parametrize(("second", "expected"), [(0.8, [0, 1]), (0.6, [0])])
def test_a_second_code_for_another_clause_may_lie_further_off(second, expected):
    assert chosen([2.0, second, -3.0], TWO_CLAUSES) == expected


@pytest.mark.parametrize(("second", "expected"), [(1.3, [0, 2]), (1.2, [0])])
def test_a_second_code_for_the_same_clause_must_lie_nearer(second, expected):
    assert chosen([2.0, -3.0, second], TWO_CLAUSES) == expected


def test_a_long_answer_has_a_limit():
    many = MOST_CODES + 2
    assert chosen([1.0] * many, np.eye(many)) == list(range(MOST_CODES))
