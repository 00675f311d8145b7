"""How sure the model is of a code."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openends.engine.assign.confidence import confidences

figures = st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=6)


@given(figures, st.integers(1, 8))
def test_the_more_an_answer_says_the_surer_is_each_of_its_codes(scores, clauses):
    row, chosen = np.array(scores, np.float32), list(range(len(scores)))
    few, many = (np.full((count, len(row)), 0.1, np.float32) for count in (clauses, clauses + 1))
    less, more = confidences(row, few, chosen), confidences(row, many, chosen)
    assert all(0 < one < other < 1 for one, other in zip(less, more, strict=True))


@given(figures)
def test_confidence_follows_the_scores(scores):
    row = np.array(scores, np.float32)
    sure = confidences(row, np.full((1, len(row)), 0.1, np.float32), list(range(len(row))))
    assert [sure[at] for at in np.argsort(row)] == sorted(sure)
