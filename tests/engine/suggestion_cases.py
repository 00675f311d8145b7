"""Questions that are coded by hand, to look for suggestions in."""

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import Response, ResponseStatus
from openends.engine.progress import silent
from openends.engine.read_question import read_question
from openends.engine.refine.coded_answers import coded_answers
from openends.engine.settings import Settings

CODES = (
    Code(name="Price", number=1, definition="what it costs, expensive, cheap"),
    Code(name="Noise", number=2, definition="loud, noisy, quiet"),
    Code(name="Taste", number=3, definition="how the coffee tastes, flavour"),
    Code(name="Cleaning", number=7, definition="easy or hard to clean, descaling"),
)

PRICE = [
    "far too expensive",
    "the price is too high",
    "costs a lot of money",
    "cheaper please",
    "price",
    "expensive for what it is",
    "lower the price",
    "good price",
]
NOISE = [
    "very loud",
    "the noise in the morning",
    "so noisy it wakes the children",
    "quieter please",
    "loud pump",
    "noise",
]
TASTE = [
    "the coffee tastes great",
    "bitter taste",
    "lovely flavour",
    "taste is weak",
    "tastes of nothing",
    "rich flavour",
]
CLEANING = [
    "hard to clean",
    "cleaning takes ages",
    "descaling every week",
    "easy to clean",
    "cleaning the milk pipe is hard",
    "clean the tray",
]
DELIVERY = [
    "the delivery was late",
    "delivery took three weeks",
    "late delivery of the parcel",
    "the courier left the parcel in the rain",
    "faster delivery please",
    "delivery came broken",
    "the parcel was delivered to a neighbour",
]
PLAIN = [
    (PRICE, "Price"),
    (NOISE, "Noise"),
    (TASTE, "Taste"),
    (CLEANING, "Cleaning"),
]


def plain_rows():
    """Return answers with the code that everybody would give them."""
    return [(text, (name,)) for texts, name in PLAIN for text in texts]


def coded(use, rows, codes=CODES, *, settled=(), sure=0.7, question=""):
    """Return coded answers.

    ``rows`` are texts with names of codes; ``settled`` the places of those that a person settled.
    """
    book = Codebook(codes=tuple(codes))
    responses = [Response(id=f"r{at}", text=text) for at, (text, _) in enumerate(rows)]
    read = read_question(
        responses, {"en"}, lambda _: (use,), Settings(question=question, language="en"), silent
    )
    codings = [
        _coding(response, names, book, settled=at in settled, sure=sure)
        for at, (response, (_, names)) in enumerate(zip(responses, rows, strict=True))
    ]
    return coded_answers(read, book, codings)


def _coding(response, names, book, *, settled, sure):
    mentions = tuple(
        Mention(
            code=book.find(name),
            sentiment=Sentiment.NEUTRAL,
            confidence=sure,
            layer=Layer.PERSON if settled else Layer.MODEL,
            evidence=Evidence.of(response.text, 0, len(response.text)),
            coder="ann" if settled else "",
        )
        for name in names
    )
    return Coding(
        response_id=response.id,
        text=response.text,
        status=ResponseStatus.CODED if mentions else ResponseStatus.OTHER,
        mentions=mentions,
        approved=settled,
    )
