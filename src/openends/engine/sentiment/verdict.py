"""From tones to the sentiment of a mention and of a response."""

from __future__ import annotations

import numpy as np

from openends.domain.coding import Sentiment
from openends.engine.encoder import Matrix
from openends.engine.sentiment.tone import NEGATIVE, NEUTRAL, POSITIVE

#: Neutral needs to be this likely: an answer to a survey nearly always takes a side.
SURELY_NEUTRAL = 0.7
#: Two clauses disagree when each is at least this likely to be on its side.
SURELY_SIDED = 0.98
#: Weight of the mention's own clause against the tone of the whole answer.
CLAUSE = 0.75


def mention_sentiment(clause: Matrix, whole: Matrix) -> Sentiment:
    """Return the sentiment of a mention from its clause's tone and the whole answer's.

    Parameters
    ----------
    clause, whole:
        Probabilities of positive, negative and neutral, shape (3,).
    """
    return _side(CLAUSE * clause + (1 - CLAUSE) * whole)


def response_sentiment(clauses: Matrix, whole: Matrix) -> Sentiment:
    """Return the sentiment of a response; mixed where its clauses disagree.

    Parameters
    ----------
    clauses:
        Tones of its clauses, shape (clauses, 3).
    whole:
        Tone of the whole answer, shape (3,).
    """
    praise = bool((clauses[:, POSITIVE] >= SURELY_SIDED).any())
    blame = bool((clauses[:, NEGATIVE] >= SURELY_SIDED).any())
    if praise and blame:
        return Sentiment.MIXED
    return _side(np.asarray((whole + clauses.mean(axis=0)) / 2))


def _side(tone: Matrix) -> Sentiment:
    if tone[NEUTRAL] >= SURELY_NEUTRAL:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if tone[POSITIVE] >= tone[NEGATIVE] else Sentiment.NEGATIVE
