"""Turn what people decided into test cases of a codebook."""

from __future__ import annotations

from collections.abc import Iterable

from openends.domain.codebook import NO_ANSWER_NAME, NONE_NAME, OTHER_NAME, CodebookTest
from openends.domain.coding import Coding
from openends.domain.errors import InputError
from openends.domain.response import ResponseStatus
from openends.files.limits import TESTS

_NAMES = {
    ResponseStatus.OTHER: OTHER_NAME,
    ResponseStatus.NONE: NONE_NAME,
    ResponseStatus.NO_ANSWER: NO_ANSWER_NAME,
    ResponseStatus.JUNK: NO_ANSWER_NAME,
}


def with_tests(
    tests: tuple[CodebookTest, ...], decided: Iterable[Coding]
) -> tuple[CodebookTest, ...]:
    """Return the test cases with one more per decision; the newest about a text counts.

    Raises
    ------
    InputError
        When there would be more than a codebook holds.
    """
    by_text = {test.text: test for test in tests}
    for coding in decided:
        codes = tuple(dict.fromkeys(mention.code.name for mention in coding.mentions))
        named = codes or (_NAMES.get(coding.status, OTHER_NAME),)
        by_text[coding.text] = CodebookTest(text=coding.text, codes=named)
    if len(by_text) > TESTS:
        raise InputError(f"A codebook holds {TESTS:,} test cases; take some out of its file first.")
    return tuple(by_text.values())
