from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import rows_of

from openends.domain.errors import FileProblem
from openends.files import read_survey


@pytest.mark.parametrize(
    ("content", "names", "rows"),
    [
        ('{"id": 1, "why": "good"}\n{"id": 2, "why": null}\n', ("id", "why"),
         [(1, "good"), (2, None)]),
        ('{"a": 1}\n\n{"b": "x"}\r\n', ("a", "b"), [(1, None), (None, "x")]),
        ('"good"\n"bad"\n', ("text",), [("good",), ("bad",)]),
        ('{"a": true, "b": 1.5, "c": [1, {"é": 2}], "d": {}}', ("a", "b", "c", "d"),
         [(True, 1.5, '[1,{"é":2}]', "{}")]),
        ('{"id": 9007199254740993, "n": 123456789012345678901234567890}', ("id", "n"),
         [("9007199254740993", "123456789012345678901234567890")]),
        ('{"a": NaN, "why": "half an emoji \\ud83d"}', ("a", "why"),
         [(None, "half an emoji \ufffd")]),
        ('{"why": " ", "x": ""}', ("why", "x"), [(None, None)]),
        ('{"": 1, "why": "good"}', ("column_1", "why"), [(1, "good")]),
        ('\ufeff{"why": "good"}', ("why",), [("good",)]),
    ],
    ids=["objects", "different keys", "texts", "kinds", "long numbers", "of Python and JavaScript",
         "blanks", "key without name", "mark"],
)  # fmt: skip
def test_every_key_becomes_a_column(survey_from, content, names, rows):
    survey = survey_from("a.jsonl", content)
    assert survey.names == names
    assert rows_of(survey) == rows


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"why": "good"}\n{"why": "ba\n', "Line 2 of a.jsonl is not JSON; write one JSON object"),
        ('{\n  "why": "good"\n}\n', "Line 1 of a.jsonl is not JSON; write one JSON object"),
        ("id,why\n1,good\n", "Line 1 of a.jsonl is not JSON; write one JSON object"),
        ('[{"why": "good"}]\n', "Line 1 of a.jsonl is not a JSON object; write one like"),
        ('{"why": "good"}\n3\n', "Line 2 of a.jsonl is not a JSON object; write one like"),
        ("[" * 100_000 + "\n", "Line 1 of a.jsonl is not JSON; write one JSON object"),
        ("\n \n", "a.jsonl holds no objects; give one JSON object a line."),
        ("{}\n", "a.jsonl holds no objects; give one JSON object a line."),
    ],
    ids=[
        "broken line",
        "over several lines",
        "csv",
        "array",
        "number",
        "nested",
        "blank",
        "no keys",
    ],
)
def test_a_line_that_is_no_object_is_named(survey_from, content, sentence):
    with pytest.raises(FileProblem) as caught:
        survey_from("a.jsonl", content)
    assert caught.value.message.startswith(sentence)
    assert caught.value.message.endswith(".")


def test_a_small_file_that_would_become_a_huge_table_is_refused(survey_from):
    lines = (json.dumps({f"k{at % 9_000}": 1}) for at in range(20_000))
    with pytest.raises(FileProblem, match=r"20,000 rows and 9,000 columns; split it"):
        survey_from("a.jsonl", "\n".join(lines))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip),
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6))
def test_any_value_survives(folder, rows):
    path = folder / "any.jsonl"
    lines = (json.dumps({"why": why, "other": other}) for why, other in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    assert rows_of(read_survey(path)) == rows
