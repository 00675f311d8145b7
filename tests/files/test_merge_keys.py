"""Who is who in a client's file, and who is left out."""

from __future__ import annotations

import pytest

from openends.files.merge.merge_keys import key_text, match_keys


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (7, "7"), (7.0, "7"), ("7", "7"), (" 7 ", "7"), ("7.0", "7"), ("7.00", "7"), ("-7.0", "-7"),
        (7.5, "7.5"), ("7.5", "7.5"), ("007", "007"), ("R7", "R7"), ("r7", "r7"), ("7.", "7."),
        (None, ""), ("", ""), ("  ", ""), (2.0**53, "9007199254740992"), ("1.0.0", "1.0.0"),
    ],
)  # fmt: skip
def test_a_key_is_compared_as_text_and_whole_numbers_are_the_same(value, key):
    assert key_text(value) == key


def test_each_case_gets_its_respondent_in_whatever_order():
    match = match_keys(["b", "a", "c"], ["c", "a", "b"])
    assert match.places == (2, 1, 0)
    assert (match.matched, match.is_complete) == (3, True)


def test_who_is_on_one_side_only_is_listed():
    match = match_keys(["a", "b", "x", "y"], ["b", "a", "z"])
    assert match.places == (1, 0, None, None)
    assert (match.not_coded, match.not_in_file) == (("x", "y"), ("z",))
    assert not match.is_complete


def test_who_shares_a_key_on_either_side_gets_nothing():
    match = match_keys(["a", "a", "b", "c"], ["a", "b", "b", "c"])
    assert match.places == (None, None, None, 3)
    assert (match.twice_in_file, match.twice_coded) == (("a",), ("b",))
    assert (match.not_coded, match.not_in_file) == ((), ())


def test_no_key_is_nobodys_key():
    match = match_keys(["", "", "a"], ["", "a"])
    assert match.places == (None, None, 1)
    assert (match.without_key, match.coded_without_key) == (2, 1)
    assert (match.twice_in_file, match.not_coded) == ((), ())
    assert not match.is_complete
