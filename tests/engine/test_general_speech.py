"""What praise and blame without a reason, bare names and long reviews are coded as."""

import pytest

import openends
from openends.domain.codebook import Code, Codebook

NAMES = (
    "hotel general",
    "room cleanliness",
    "staff friendliness",
    "breakfast",
    "location",
    "price",
)
REASONLESS = ("Fantastic!", "great hotel", "Loved it", "never again", "Wunderbar, vielen Dank")
WITH_A_REASON = {
    "the bathroom was dirty": "room cleanliness",
    "rude receptionist": "staff friendliness",
    "breakfast was cold": "breakfast",
    "close to the station": "location",
    "too expensive for what it is": "price",
    "thank you to the staff": "staff friendliness",
}


@pytest.fixture(scope="module")
def coded():
    """Names of codes by verbatim."""
    codes = tuple(Code(name=name, number=number) for number, name in enumerate(NAMES, 1))
    codings = openends.code([*REASONLESS, *WITH_A_REASON], codebook=Codebook(codes=codes)).codings
    return {coding.text: [mention.code.name for mention in coding.mentions] for coding in codings}


@pytest.mark.parametrize("verbatim", REASONLESS)
def test_praise_and_blame_without_a_reason_are_general(coded, verbatim):
    assert coded[verbatim] == ["hotel general"]


@pytest.mark.parametrize("verbatim", WITH_A_REASON)
def test_what_has_a_reason_is_coded_by_its_reason(coded, verbatim):
    assert coded[verbatim] == [WITH_A_REASON[verbatim]]


def test_the_last_point_of_a_long_review_is_heard():
    points = "we came by car, the weather was fine, we met old friends, the children slept"
    review = f"{points}, {points}, {points}, breakfast was cold"
    codes = tuple(Code(name=name, number=number) for number, name in enumerate(NAMES, 1))
    others = [f"{verbatim} {number}" for number in range(3) for verbatim in WITH_A_REASON]
    (coding, *_) = openends.code([review, *others], codebook=Codebook(codes=codes)).codings
    assert "breakfast" in [mention.code.name for mention in coding.mentions]
    (heard,) = [mention for mention in coding.mentions if mention.code.name == "breakfast"]
    assert heard.evidence is not None
    assert heard.evidence.text == "breakfast was cold"
