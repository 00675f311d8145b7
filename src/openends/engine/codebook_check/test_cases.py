"""Test cases: answers whose right codes are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.codebook import (
    NO_ANSWER_NAME,
    NONE_NAME,
    OTHER_NAME,
    RESERVED_NAMES,
    Codebook,
    CodebookTest,
)
from openends.domain.coding import Coding
from openends.domain.response import Response, ResponseStatus
from openends.engine.codebook_check.checks import TEST_FAILS, TEST_UNKNOWN_CODE
from openends.engine.codebook_check.finding import Finding, shortened

_NAMED = {
    ResponseStatus.NONE: NONE_NAME,
    ResponseStatus.NO_ANSWER: NO_ANSWER_NAME,
    ResponseStatus.JUNK: NO_ANSWER_NAME,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TriedTest:
    """What became of a test case."""

    #: Place in the codebook's list, from 1.
    place: int
    test: CodebookTest
    #: Names of the codes that the answer was given, or one of the reserved names.
    given: tuple[str, ...]
    #: Names in the test that neither the codebook nor the reserved names have.
    unknown: tuple[str, ...]
    passed: bool

    @property
    def finding(self) -> Finding | None:
        """What is to be put right; None where the test passes."""
        where = f"test {self.place}"
        if self.unknown:
            what = f"The test names the code '{shortened(self.unknown[0])}', which is not there."
            return TEST_UNKNOWN_CODE.found(what, where=where)
        if self.passed:
            return None
        wanted, given = (
            ", ".join(map(shortened, names)) for names in (self.test.codes, self.given)
        )
        what = f"'{shortened(self.test.text)}' should get {wanted} and gets {given}."
        return TEST_FAILS.found(what, where=where)


def responses_to_try(codebook: Codebook) -> list[Response]:
    """Return the answers of the test cases, to be coded together."""
    return [
        Response(id=f"test {place}", text=test.text)
        for place, test in enumerate(codebook.tests, start=1)
    ]


def compare_tests(codebook: Codebook, codings: Sequence[Coding]) -> tuple[TriedTest, ...]:
    """Compare what the test cases were given with what they should get; the order is free.

    Parameters
    ----------
    codebook:
        The codes and the test cases.
    codings:
        One per test case, in their order.
    """
    return tuple(
        _tried(place, test, coding, codebook)
        for place, (test, coding) in enumerate(zip(codebook.tests, codings, strict=True), start=1)
    )


def _tried(place: int, test: CodebookTest, coding: Coding, codebook: Codebook) -> TriedTest:
    names = [mention.code.name for mention in coding.mentions]
    given = tuple(dict.fromkeys(names)) or (_NAMED.get(coding.status, OTHER_NAME),)
    known = {name: code.name for name in test.codes if (code := codebook.find(name)) is not None}
    reserved = {name: name.casefold() for name in test.codes if name.casefold() in RESERVED_NAMES}
    meant = {**reserved, **known}
    unknown = tuple(name for name in test.codes if name not in meant)
    passed = not unknown and set(meant.values()) == set(given)
    return TriedTest(place=place, test=test, given=given, unknown=unknown, passed=passed)
