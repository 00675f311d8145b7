"""When a response is mixed, by the tones of its clauses."""

import numpy as np
import pytest

from openends.domain.sentiment import Sentiment
from openends.engine.sentiment.verdict import response_sentiment

PRAISE, BLAME, PLAIN = (0.98, 0.01, 0.01), (0.01, 0.98, 0.01), (0.2, 0.2, 0.6)


def told(*clauses):
    tones = np.array(clauses, np.float32)
    return response_sentiment(tones, tones.mean(axis=0))


@pytest.mark.parametrize(
    "clauses", [(PRAISE, BLAME), (PRAISE, PRAISE, BLAME), (BLAME, PRAISE, BLAME, PLAIN, PLAIN)]
)
def test_a_response_with_a_third_on_the_other_side_is_mixed(clauses):
    assert told(*clauses) is Sentiment.MIXED


def test_an_aside_does_not_make_a_long_review_mixed():
    assert told(*[PRAISE] * 9, BLAME) is Sentiment.POSITIVE
    assert told(*[BLAME] * 9, PRAISE) is Sentiment.NEGATIVE


def test_one_side_alone_is_never_mixed():
    assert told(PRAISE) is Sentiment.POSITIVE
    assert told(BLAME, PLAIN) is Sentiment.NEGATIVE
    assert told(PLAIN) is Sentiment.NEUTRAL
