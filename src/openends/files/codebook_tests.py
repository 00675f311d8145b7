"""Test cases of a codebook file: answers with their right codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openends.domain.codebook import CodebookTest
from openends.domain.errors import CodebookProblem
from openends.files.codebook_entries import check_spelling
from openends.files.codebook_values import plain
from openends.files.limits import CODES, TEST_LETTERS, TESTS

_FIELDS = frozenset({"text", "codes"})


def read_tests(entries: Any, source: str) -> tuple[CodebookTest, ...]:
    """Return the test cases of a codebook file.

    Parameters
    ----------
    entries:
        What stands under ``tests``: a list of entries with ``text`` and ``codes``; None for none.
    source:
        Name of the file, for messages.

    Raises
    ------
    CodebookProblem
        When an entry has no text or no codes, or there are too many. That a code is known is not
        asked: a codebook without its rare codes keeps its test cases.
    """
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise CodebookProblem(
            f"The tests of {source} are not a list; write '- text: ...' and under it 'codes:' for "
            "each."
        )
    if len(entries) > TESTS:
        raise CodebookProblem(
            f"{source} has {len(entries):,} tests; shorten the list to at most {TESTS:,}."
        )
    return tuple(_test(entry, f"Test {at} of {source}") for at, entry in enumerate(entries, 1))


def entry_from_test(test: CodebookTest) -> dict[str, Any]:
    """Return what a codebook file holds of a test case."""
    return {"text": test.text, "codes": list(test.codes)}


def _test(entry: Any, where: str) -> CodebookTest:
    if not isinstance(entry, Mapping):
        raise CodebookProblem(f"{where} is not an entry; write 'text: ...' and 'codes: [...]'.")
    given = {plain(key).casefold(): value for key, value in entry.items()}
    check_spelling(given.keys(), _FIELDS, where)
    text = given.get("text")
    if isinstance(text, (Mapping, list)) or not plain(text):
        raise CodebookProblem(f"{where} has no 'text'; write the answer that is to be coded.")
    if len(plain(text)) > TEST_LETTERS:
        raise CodebookProblem(
            f"{where} has a text of {len(plain(text)):,} letters; write at most {TEST_LETTERS:,}."
        )
    return CodebookTest(text=plain(text), codes=_codes(given.get("codes"), where))


def _codes(given: Any, where: str) -> tuple[str, ...]:
    names = given if isinstance(given, list) else [given]
    if len(names) > CODES:
        raise CodebookProblem(f"{where} has {len(names):,} codes; name those that it must get.")
    if any(isinstance(name, (Mapping, list)) for name in names):
        raise CodebookProblem(f"{where} has codes that are not names; write one name a line.")
    written = [" ".join(plain(name).split()) for name in names]
    codes = tuple(dict.fromkeys(name for name in written if name))
    if not codes:
        raise CodebookProblem(
            f"{where} has no 'codes'; name them, or write other, none or no answer where the "
            "answer fits no code."
        )
    return codes
