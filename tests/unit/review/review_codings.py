"""Codings to review, made by hand: what the tests of the queue share."""

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus

PRICE, STAFF, MOOD = (
    Code(name=name, number=number) for number, name in enumerate(["Price", "Staff", "Mood"], 1)
)
CODEBOOK = Codebook(codes=(PRICE, STAFF, MOOD))


def coded(response_id, text, codes, *, runner_up=None, approved=False):
    """Return a coding with the confidence of each of its codes; without codes it is "other"."""
    mentions = tuple(
        Mention(
            code=code,
            sentiment=Sentiment.NEUTRAL,
            confidence=confidence,
            layer=Layer.MODEL,
            evidence=Evidence.of(text, 0, len(text)),
        )
        for code, confidence in codes.items()
    )
    return Coding(
        response_id=str(response_id),
        text=text,
        status=ResponseStatus.CODED if codes else ResponseStatus.OTHER,
        mentions=mentions,
        runner_up=runner_up,
        approved=approved,
    )


def many(count, name, codes, **more):
    """Return codings of as many different texts."""
    return [coded(f"{name}{at:03}", f"{name} text {at}", codes, **more) for at in range(count)]
