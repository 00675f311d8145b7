"""From tones to the sentiment of a mention and of a response."""

from __future__ import annotations

import numpy as np

from openends.domain.coding import Sentiment
from openends.engine.encoder import Matrix
from openends.engine.sentiment.tone import NEGATIVE, NEUTRAL, POSITIVE

#: Neutral needs to be this likely in a mention: what people bring up they nearly always judge.
NEUTRAL_MENTION = 0.9
#: And in a response, which may also just tell something.
NEUTRAL_RESPONSE = 0.36
#: Two clauses disagree when each is at least this likely to be on its side;
SURELY_SIDED = 0.96
#: or this likely where a "but" parts them.
SIDED_AT_BUT = 0.85
#: A response is mixed where of the clauses that take a side at least one in so many takes the rarer
#: one: an aside in a long review of praise makes no mixed review.
ONE_IN = 3
#: Weight of the mention's own clause against the tone of the whole answer.
CLAUSE = 0.6
#: Weight of the whole answer against the mean of its clauses.
WHOLE = 0.7


def mention_sentiment(clause: Matrix, whole: Matrix) -> Sentiment:
    """Return the sentiment of a mention from its clause's tone and the whole answer's.

    Parameters
    ----------
    clause, whole:
        Probabilities of positive, negative and neutral, shape (3,).
    """
    return _side(CLAUSE * clause + (1 - CLAUSE) * whole, NEUTRAL_MENTION)


def response_sentiment(clauses: Matrix, whole: Matrix, *, but: bool = False) -> Sentiment:
    """Return the sentiment of a response; mixed where its clauses disagree.

    Parameters
    ----------
    clauses:
        Tones of its clauses, shape (clauses, 3).
    whole:
        Tone of the whole answer, shape (3,).
    but:
        True where a "but" parts two of the clauses.
    """
    sided = SIDED_AT_BUT if but else SURELY_SIDED
    praise = int((clauses[:, POSITIVE] >= sided).sum())
    blame = int((clauses[:, NEGATIVE] >= sided).sum())
    if 0 < praise + blame <= ONE_IN * min(praise, blame):
        return Sentiment.MIXED
    tone = WHOLE * whole + (1 - WHOLE) * clauses.mean(axis=0)
    return _side(np.asarray(tone), NEUTRAL_RESPONSE)


def _side(tone: Matrix, surely_neutral: float) -> Sentiment:
    if tone[NEUTRAL] >= surely_neutral:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if tone[POSITIVE] >= tone[NEGATIVE] else Sentiment.NEGATIVE
