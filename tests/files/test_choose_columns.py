from __future__ import annotations

import pytest

from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey
from openends.services.choose_columns import (
    choose_id_column,
    choose_text_columns,
    find_column,
)

WORDS = ("the price is too high", "friendly people work there", "it was far too slow")


def survey(**columns):
    named = tuple(Column(name=name, values=tuple(values)) for name, values in columns.items())
    return Survey(columns=named, source="a.csv")


def of_names(*names):
    return survey(**dict.fromkeys(names, WORDS))


@pytest.mark.parametrize(
    ("names", "given", "found"),
    [
        (("Why", "why"), "why", "why"),
        (("Why", "why"), "Why", "Why"),
        (("Why", "id"), "WHY", "Why"),
        ((" why ", "id"), "why", " why "),
        (("why did\nyou come", "id"), "why did you  come", "why did\nyou come"),
        (("STRASSE", "id"), "Straße", "STRASSE"),
    ],
    ids=["exact before case", "exact", "case", "outer spaces", "line break", "sharp s"],
)
def test_a_column_is_found_by_its_name(names, given, found):
    assert find_column(of_names(*names), given).name == found


def test_unknown_column_names_the_nearest_one():
    with pytest.raises(ColumnProblem) as caught:
        find_column(of_names("id", "why_brand", "improve"), "WHY_BRNAD")
    assert caught.value.message == (
        "a.csv has no column 'WHY_BRNAD' (did you mean 'why_brand'?); it has id, why_brand, "
        "improve."
    )


def test_unknown_column_far_from_all_names_some_of_them():
    with pytest.raises(ColumnProblem) as caught:
        find_column(of_names(*(f"q{number}" for number in range(30))), "something else")
    assert caught.value.message == (
        "a.csv has no column 'something else'; it has q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, "
        "q11 and 18 more."
    )


def test_a_long_header_fits_into_the_sentence():
    with pytest.raises(ColumnProblem) as caught:
        find_column(of_names("Why did\nyou " + "really " * 50 + "come?"), "x")
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 150


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((None, " ", ""), "is empty"),
        ((1, 2.5, None), "holds numbers, not answers in words"),
        (("1", "2,5", "10 %"), "holds numbers, not answers in words"),
        (("2024-01-05", "2024-01-06", None), "holds numbers, not answers in words"),
        (tuple(f"R{number:04}" for number in range(12)), "holds ids, not answers in words"),
    ],
    ids=["blank", "numbers", "numbers as text", "dates", "ids"],
)
def test_a_column_without_words_is_refused(values, words):
    several = survey(id=range(len(values)), x=values, why=WORDS)
    with pytest.raises(ColumnProblem) as caught:
        choose_text_columns(several, ["x"])
    assert caught.value.message == f"Column 'x' of a.csv {words}; choose another with --text."
    with pytest.raises(ColumnProblem) as caught:
        choose_text_columns(survey(x=values), [])
    assert caught.value.message == f"Column 'x' of a.csv {words}; give another file."


def test_a_column_that_was_coded_before_is_refused_before_the_work_begins():
    before = survey(why=WORDS, **{"why: status": ("coded",) * 3})
    with pytest.raises(ColumnProblem) as caught:
        choose_text_columns(before, ["why"])
    assert caught.value.message == (
        "Column 'why' of a.csv was coded before; remove the columns that begin with 'why: ' or "
        "give the original file."
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"id": (1, 2, 3), "why": WORDS}, ("why",)),
        ({"town": ("Rome", "Rome", "Bonn"), "why": WORDS}, ("why",)),
        ({"why": ("yes", "no", "yes")}, ("why",)),
        ({"id": (1, 2), "why": ("価格が高すぎます", "品質が良いから")}, ("why",)),
        ({"group": ("men of 18 to 29", "men of 18 to 29", "men of 18 to 29", "men of 18 to 29"),
          "why": (*WORDS, None)}, ("why",)),
    ],
    ids=["beside numbers", "beside names", "the only one", "without spaces", "beside categories"],
)  # fmt: skip
def test_the_column_that_reads_like_answers_is_guessed(columns, expected):
    assert choose_text_columns(survey(**columns), []) == expected


def test_guessing_between_two_is_left_to_the_researcher():
    with pytest.raises(ColumnProblem) as caught:
        choose_text_columns(survey(why=WORDS, improve=WORDS), [])
    assert caught.value.message == (
        "Several columns of a.csv read like answers: why, improve; choose with --text 'why' (may "
        "be given several times)."
    )


def test_nothing_to_guess_names_what_there_is():
    with pytest.raises(ColumnProblem) as caught:
        choose_text_columns(survey(id=(1, 2), town=("Rome", "Bonn")), [])
    assert caught.value.message == (
        "No column of a.csv reads like answers in words; name one of id, town with --text."
    )


def test_a_column_named_twice_is_coded_once():
    assert choose_text_columns(survey(why=WORDS, x=WORDS), ["x", "why", "X"]) == ("x", "why")


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("Respondent ID", ("a", "b", "c"), "Respondent ID"),
        ("id", (1, 1, 2), None),
        ("id", (1, None, 2), None),
        ("key", (1, 2, 3), None),
    ],
    ids=["usual name", "repeated", "with gaps", "unusual name"],
)
def test_respondents_are_identified_by_a_usual_column_of_distinct_values(name, values, expected):
    assert choose_id_column(survey(why=WORDS, **{name: values}), None) == expected


def test_a_named_id_column_is_taken_as_it_is():
    assert choose_id_column(survey(why=WORDS, key=(1, 1, None)), "KEY") == "key"
