"""Give a code to the answers that it was made for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.review.review import review_reason


def give_code(
    codings: Sequence[Coding], code: Code, response_ids: Collection[str], confidence: float
) -> tuple[Coding, ...]:
    """Return the codings with a code on responses that lack it; what a person settled stays.

    Parameters
    ----------
    codings:
        Of all responses.
    code:
        The code to give.
    response_ids:
        Who is to have it.
    confidence:
        Estimated probability, 0 to 1, that a person would give it too.
    """
    wanted = set(response_ids)
    return tuple(
        _with_code(coding, code, confidence)
        if coding.response_id in wanted and _lacks(coding, code)
        else coding
        for coding in codings
    )


def _lacks(coding: Coding, code: Code) -> bool:
    has = {each.code.number for each in coding.mentions}
    return not coding.approved and code.number not in has


def _with_code(coding: Coding, code: Code, confidence: float) -> Coding:
    mention = Mention(
        code=code,
        sentiment=code.tone(coding.sentiment or Sentiment.NEUTRAL),
        confidence=confidence,
        layer=Layer.MODEL,
        evidence=Evidence.of(coding.text, 0, len(coding.text)),
    )
    mentions = (*coding.mentions, mention)
    runner_up = coding.runner_up
    if runner_up is not None and runner_up.number == code.number:
        runner_up = None
    reason = review_reason(ResponseStatus.CODED, mentions, runner_up)
    return replace(
        coding,
        status=ResponseStatus.CODED,
        mentions=mentions,
        runner_up=runner_up,
        needs_review=bool(reason),
        review_reason=reason,
    )
