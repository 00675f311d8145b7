"""Texts made to take long: they end, and the work grows with their length and no faster."""

import sys

import pytest

from openends.engine.privacy.mask import mask

LETTERS = 40_000
HOSTILE = [
    *("a", "A", "1", "1 ", "@", "a@", "a.", "a.b@", "[", "(at) ", "/", "http://", "www.", "u/"),
    *("AA11", "AA11 ", "4111 1111 1111 1111 ", "+1", "0 1", "(0", "1-2-3-", "12/"),
    *("phone ", "ssn 1234", "order number ", "A'", "A-", "Aa ", "Anna ", "Anna A. "),
    *("my name is ", "my name is A ", "Mr ", "regards ", "regards A ", "van der ", "van der A "),
    *("Straße ", "Xstraße ", "Xx Straße ", "12 Xx ", "1 rue A ", "Calle de la Aa ", "wohne "),
    *("12 N Aa Aa Street Apt 4 Aa Aa, ", "Am Xx Xx 7 ", "[NAME 1] ", "\n", "A\u0301", "\u0301"),
    "a" * 63 + "@",
]


@pytest.mark.parametrize("part", HOSTILE, ids=repr)
def test_a_hostile_text_ends(part):
    text = (part * (LETTERS // len(part) + 1))[:LETTERS]
    masked = mask(text, "de")
    assert masked.restore(masked.text) == text


def _steps(text):
    """Count the calls and lines that Python runs; patterns are not seen in it."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        steps += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        mask(text)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("part", ["Mr ", "Anna A. ", "AA11 ", "a@b.cc ", "regards A ", "0 1"])
def test_work_grows_with_the_length(part):
    mask(part * 50)
    once, twice = _steps(part * 200), _steps(part * 400)
    assert twice < 2.5 * once
