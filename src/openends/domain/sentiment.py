"""The tone of what people say."""

from __future__ import annotations

from enum import StrEnum


class Sentiment(StrEnum):
    """The tone of a mention or of a whole response."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    #: Praise and blame in the same mention or response.
    MIXED = "mixed"
