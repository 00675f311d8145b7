"""A person is sent to a coding only with a reason in words."""

import pytest

from openends.domain.codebook import Code
from openends.domain.coding import Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.review.review import SURE, SURE_SPELLING, review_reason

PRICE, STAFF = Code(name="Price", number=1), Code(name="Staff", number=2)


def mention(confidence, layer=Layer.MODEL, text="price", code=PRICE):
    return Mention(
        code=code,
        sentiment=Sentiment.NEUTRAL,
        confidence=confidence,
        layer=layer,
        evidence=Evidence.of(text, 0, len(text)),
    )


def test_a_certain_code_needs_nobody():
    assert review_reason(ResponseStatus.CODED, [mention(SURE)], STAFF) == ""


def test_an_uncertain_code_names_its_confidence_and_the_runner_up():
    reason = review_reason(ResponseStatus.CODED, [mention(0.311)], STAFF)
    assert reason == "'Price' is uncertain (31%); it could be 'Staff'."


def test_an_uncertain_code_without_a_runner_up_is_just_uncertain():
    assert (
        review_reason(ResponseStatus.CODED, [mention(0.2)], None) == "'Price' is uncertain (20%)."
    )


def test_the_least_certain_of_several_codes_decides():
    mentions = [mention(0.9), mention(0.1, code=STAFF)]
    assert review_reason(ResponseStatus.CODED, mentions, None) == "'Staff' is uncertain (10%)."


def test_other_names_the_closest_code():
    reason = review_reason(ResponseStatus.OTHER, [], PRICE)
    assert reason == "Fits no code well; the closest is 'Price'."


def test_other_without_a_closest_code_fits_none():
    assert review_reason(ResponseStatus.OTHER, [], None) == "Fits no code well."


@pytest.mark.parametrize(
    "status", [ResponseStatus.NONE, ResponseStatus.NO_ANSWER, ResponseStatus.JUNK]
)
def test_what_is_set_aside_needs_nobody(status):
    assert review_reason(status, [], None) == ""


def test_a_doubtful_spelling_is_quoted_as_written():
    doubtful = mention(SURE_SPELLING - 0.01, Layer.ENTITY, text="Prise")
    reason = review_reason(ResponseStatus.CODED, [doubtful], None)
    assert reason == "'Prise' was read as 'Price'."


def test_a_close_spelling_needs_nobody():
    close = mention(SURE_SPELLING, Layer.ENTITY, text="Prices")
    assert review_reason(ResponseStatus.CODED, [close], None) == ""


def test_a_doubtful_spelling_is_reported_beside_a_less_certain_but_sure_code():
    doubtful = mention(0.8, Layer.ENTITY, text="Prise")
    reason = review_reason(ResponseStatus.CODED, [mention(0.5, code=STAFF), doubtful], None)
    assert reason == "'Prise' was read as 'Price'."


def test_of_several_doubts_the_least_certain_is_reported():
    doubtful = mention(0.8, Layer.ENTITY, text="Prise")
    reason = review_reason(ResponseStatus.CODED, [doubtful, mention(0.2, code=STAFF)], None)
    assert reason == "'Staff' is uncertain (20%)."
