"""A survey in memory: columns by name, rows by count."""

import pytest

from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey

SURVEY = Survey(
    columns=(Column(name="id", values=(1, 2, 3)), Column(name="Why?", values=("a", None, "c")))
)


def test_a_survey_is_as_long_as_its_columns():
    assert len(SURVEY) == 3
    assert len(Survey(columns=())) == 0


def test_columns_are_named_in_their_order():
    assert SURVEY.names == ("id", "Why?")


def test_a_column_is_found_by_its_exact_name():
    assert SURVEY.column("Why?").values == ("a", None, "c")


@pytest.mark.parametrize("name", ["why?", "Why? ", ""])
def test_an_unknown_column_is_refused_with_the_names_there_are(name):
    with pytest.raises(ColumnProblem, match=r"the file has id, Why\?\."):
        SURVEY.column(name)
