"""Evidence is a literal part of the verbatim; a coding is as sure as its least sure mention."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus


def mention(confidence):
    return Mention(
        code=Code(name="Price", number=1),
        sentiment=Sentiment.NEUTRAL,
        confidence=confidence,
        layer=Layer.MODEL,
        evidence=Evidence.of("price", 0, 5),
    )


def test_evidence_is_the_slice_between_start_and_end():
    evidence = Evidence.of("good price here", 5, 10)
    assert (evidence.start, evidence.length, evidence.text) == (5, 5, "price")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(-3, 5, "great"), (0, 99, "great"), (7, 9, ""), (3, 1, ""), (-9, -2, "")],
)
def test_evidence_that_reaches_over_the_ends_is_clipped(start, end, text):
    assert Evidence.of("great", start, end).text == text


@given(st.text(), st.integers(-30, 30), st.integers(-30, 30))
def test_evidence_is_always_literal(verbatim, start, end):
    evidence = Evidence.of(verbatim, start, end)
    assert evidence.text == verbatim[evidence.start : evidence.start + evidence.length]
    assert 0 <= evidence.start <= len(verbatim)
    assert evidence.length == len(evidence.text)


def coding(confidences):
    return Coding(
        response_id="a",
        text="x",
        status=ResponseStatus.CODED,
        mentions=tuple(map(mention, confidences)),
    )


@given(st.lists(st.floats(0, 1), min_size=1))
def test_a_coding_is_as_confident_as_its_least_certain_mention(confidences):
    assert coding(confidences).confidence == min(confidences)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_doubt_is_the_chance_that_no_mention_is_right(confidences):
    doubt = coding(confidences).doubt
    assert doubt <= 1 - max(confidences)
    assert doubt == pytest.approx(np.prod(1 - np.array(confidences)))


@pytest.mark.parametrize(
    ("status", "doubt"),
    [(ResponseStatus.OTHER, 1), (ResponseStatus.NONE, 0), (ResponseStatus.NO_ANSWER, 0)],
)
def test_what_fits_no_code_is_doubtful_and_what_says_nothing_is_not(status, doubt):
    assert Coding(response_id="a", text="x", status=status).doubt == doubt


def test_a_coding_without_mentions_has_no_confidence():
    assert Coding(response_id="a", text="x", status=ResponseStatus.OTHER).confidence is None
