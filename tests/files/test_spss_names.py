"""Names that SPSS takes: letters and digits, at most 64 bytes, none of its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.files.spss.spss_names import set_names, variable_names


@pytest.mark.parametrize(
    ("name", "taken_as"),
    [
        ("Q1_c01", "Q1_c01"),
        ("A.1#b$c@d_", "A.1#b$c@d_"),
        ("Größe", "Größe"),
        ("品牌", "品牌"),
        ("हिन्दी", "हिन्दी"),
        ("How old are you?", "How_old_are_you"),
        (" a  b ", "a_b"),
        ("2024 Sales (EUR)", "V_2024_Sales_EUR"),
        ("_x", "V__x"),
        ("$x", "V_$x"),
        ("#x", "V_#x"),
        ("@x", "V_@x"),
        ("end...", "end"),
        ("...", "V_"),
        ("", "V_"),
        ("😀", "V_"),
        ("a\tb=c", "a_b_c"),
        ("ALL", "V_ALL"),
        ("with", "V_with"),
        ("Total", "Total"),
        ("x" * 65, "x" * 64),
        ("价" * 22, "价" * 21),
        ("a" * 63 + ".b", "a" * 63),
    ],
)
def test_what_spss_refuses_in_a_name_is_replaced(name, taken_as):
    assert variable_names([name]) == [taken_as]


def test_a_valid_name_is_kept_before_one_that_becomes_it():
    assert variable_names(["a b", "a_b", "a-b"]) == ["a_b_2", "a_b", "a_b_3"]


def test_case_alone_makes_no_other_name():
    assert variable_names(["age", "AGE", "x" * 64, "x" * 63 + "X"]) == [
        "age", "AGE_2", "x" * 64, "x" * 62 + "_2",
    ]  # fmt: skip


def test_sets_begin_with_a_dollar_sign_and_are_none_of_the_systems_variables():
    names = ["Q1", "$Q2", "Date", "by", "y" * 70]
    assert set_names(names) == ["$Q1", "$Q2", "$V_Date", "$by", "$" + "y" * 63]


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_names_become_valid_and_distinct(names):
    made = variable_names(names)
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 1 <= len(name.encode()) <= 64
        assert name[0].isalpha()
        assert not name.endswith(".")
        assert name.upper() not in {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT"}
    assert variable_names(made) == made
