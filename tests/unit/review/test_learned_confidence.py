"""Confidence is learned anew at thirty reviewed answers, and again at half as many more."""

import pytest
from review_codings import PRICE, coded, many

from openends.engine.review.first import learns_confidence


def approved(count):
    return many(count, "seen", {PRICE: 0.5}, approved=True)


@pytest.mark.parametrize(
    ("before", "after", "anew"),
    [
        (0, 29, False),
        (29, 30, True),
        (30, 44, False),
        (30, 45, True),
        (0, 500, True),
        (45, 67, False),
        (67, 68, True),
    ],
)
def test_confidence_is_learned_anew_when_half_as_many_again_are_reviewed(before, after, anew):
    assert learns_confidence(approved(before), approved(after)) is anew


def test_the_same_answer_is_learned_from_once():
    same = [coded(at, "the same", {PRICE: 0.5}, approved=True) for at in range(30)]
    assert not learns_confidence([], same)
