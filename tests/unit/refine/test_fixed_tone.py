"""The tone that a person fixed for a code goes with every mention of it, however it comes about."""

from dataclasses import replace

import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.codebook_edit import MergeCodes
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.decision import Decision, GivenCode
from openends.domain.response import ResponseStatus
from openends.engine.refine.apply_edit import apply_edit
from openends.engine.refine.give_code import give_code
from openends.engine.refine.recode import recode
from openends.engine.review.decide import decide

COST = Code(name="Cost", number=1)
PRICE = Code(name="Price", number=2, sentiment=Sentiment.MIXED)
BOOK = Codebook(codes=(COST, PRICE))
OTHER = Coding(
    response_id="r", text="dear", status=ResponseStatus.OTHER, sentiment=Sentiment.NEGATIVE
)
MENTION = Mention(
    code=COST,
    sentiment=Sentiment.NEGATIVE,
    confidence=0.8,
    layer=Layer.MODEL,
    evidence=Evidence.of("dear", 0, 4),
)
CODED = replace(OTHER, status=ResponseStatus.CODED, mentions=(MENTION,))


def tone(coding):
    (mention,) = coding.mentions
    assert mention.code.name == "Price"
    return mention.sentiment


def test_a_suggested_code_brings_its_tone():
    (given,) = give_code([OTHER], PRICE, {"r"}, 0.7)
    assert tone(given) == Sentiment.MIXED


@pytest.mark.parametrize(
    ("said", "told"), [(None, Sentiment.MIXED), (Sentiment.POSITIVE, Sentiment.POSITIVE)]
)
def test_a_code_that_a_person_gives_has_it_unless_the_person_says_otherwise(said, told):
    decision = Decision(codes=(GivenCode(number=2, sentiment=said),))
    assert tone(decide(OTHER, decision, BOOK, "Ann")) == told


@pytest.mark.parametrize(("coder", "told"), [("", Sentiment.MIXED), ("Ann", Sentiment.NEGATIVE)])
def test_a_mention_that_is_merged_into_the_code_takes_it_unless_a_person_gave_it(coder, told):
    coding = replace(CODED, mentions=(replace(MENTION, coder=coder),))
    edited = apply_edit(BOOK, MergeCodes(sources=(1,), target=2))
    (merged,) = recode([coding], edited, None)
    assert tone(merged) == told
