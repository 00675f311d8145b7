"""Two and three header rows are read as what they are, and no respondent is taken for one."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from openends.domain.errors import FileProblem
from openends.files import read_survey
from openends.files.platform_headers import LOOKED_AT, find_header_rows

QUALTRICS = [
    ["StartDate", "Status", "ResponseId", "Q1", "Q5", "Q5_7_TEXT"],
    ["Start Date", "Response Type", "Response ID", "What do you\nlike?", "Where? - Selected Choice",
     "Where? - Other (please specify) - Text"],
    [json.dumps({"ImportId": name}) for name in
     ("startDate", "status", "_recordId", "QID1_TEXT", "QID5", "QID5_7_TEXT")],
    ["2026-01-05", "IP Address", "R_1", "It is quick and quiet", "TV", ""],
    ["2026-01-06", "IP Address", "R_2", "The coffee tastes good", "Other", "A poster on a bus"],
]  # fmt: skip
MONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "What do you like?", "Where?", "", ""],
    ["", "", "", "Open-Ended Response", "TV", "Friends", "Other (please specify)"],
    ["118001", "4411", "01/05/2026", "It is quick and quiet", "TV", "", ""],
    ["118002", "4411", "01/06/2026", "The coffee tastes good", "", "", "A poster on a bus"],
]
MONKEY_NAMES = (
    *("Respondent ID", "Collector ID", "Start Date", "What do you like?"),
    *("Where? - TV", "Where? - Friends", "Where? - Other (please specify)"),
)


def written(rows, path):
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
        return path
    book = Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(path)
    return path


@pytest.fixture(params=["export.csv", "export.xlsx"])
def path(request, tmp_path):
    return tmp_path / request.param


def test_three_rows_of_qualtrics_are_names_questions_and_import_ids(path):
    survey = read_survey(written(QUALTRICS, path))
    assert survey.names == tuple(QUALTRICS[0])
    assert [column.label for column in survey.columns][3:] == [
        "What do you like?",
        "Where? - Selected Choice",
        "Where? - Other (please specify) - Text",
    ]
    assert survey.column("Q1").values == ("It is quick and quiet", "The coffee tastes good")
    assert survey.warnings == (
        "The file has the layout of Qualtrics: its second row was read as question texts, its "
        "third, the import ids, was left out.",
    )


def test_two_rows_of_qualtrics_are_known_by_its_own_columns(path):
    survey = read_survey(written([*QUALTRICS[:2], *QUALTRICS[3:]], path))
    assert len(survey) == 2
    assert survey.column("Q1").label == "What do you like?"
    assert survey.warnings == (
        "The file has the layout of Qualtrics: its second row was read as question texts.",
    )


def test_two_rows_of_surveymonkey_are_questions_and_options(path):
    survey = read_survey(written(MONKEY, path))
    assert survey.names == MONKEY_NAMES
    assert [column.label for column in survey.columns] == [
        "",
        "",
        "",
        "What do you like?",
        *["Where?"] * 3,
    ]
    assert [str(value) for value in survey.column("Respondent ID").values] == ["118001", "118002"]
    assert "layout of SurveyMonkey" in survey.warnings[0]


def test_older_and_newer_exports_are_known_too():
    old = [["V1", "V2", "Q1"], ["ResponseID", "ResponseSet", "Why?"], ["R_1", "Default", "So"]]
    assert find_header_rows(old).labels == ["ResponseID", "ResponseSet", "Why?"]
    new = [[cell.lower().replace(" ", "_") for cell in MONKEY[0][:3]] + MONKEY[0][3:], *MONKEY[1:]]
    assert find_header_rows(new).names[3:] == list(MONKEY_NAMES[3:])


def test_a_header_without_respondents_is_refused(path):
    with pytest.raises(FileProblem, match="has no row under its header; add at least one"):
        read_survey(written(QUALTRICS[:3], path))


def without(rows, row, column, cell=""):
    return [
        [cell if (at, place) == (row, column) else each for place, each in enumerate(cells)]
        for at, cells in enumerate(rows)
    ]


@pytest.mark.parametrize(
    "rows",
    [
        without(QUALTRICS[:1] + QUALTRICS[2:], 1, 3, "It is quick"),
        without(without(QUALTRICS, 2, 3, "It is quick"), 1, 0, "2026-01-04"),
        without(MONKEY, 1, 0, "118000"),
        without(MONKEY, 1, 2, "01/04/2026"),
        without(MONKEY, 1, 6),
        without(without(MONKEY, 1, 3, "It is quick"), 1, 6, "Somewhere else"),
        without(MONKEY, 2, 0, "none"),
        without(MONKEY, 0, 0, "Person"),
    ],
    ids=[
        *("second row of ids", "answer among ids", "id under the id", "date under the date"),
        *("a gap without option", "no option by its words", "no number", "no id column"),
    ],
)
def test_one_sign_that_is_missing_makes_an_ordinary_table(rows):
    assert find_header_rows(rows[:LOOKED_AT]).rows == 1


WORDS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from([
        *("Respondent ID", "Start Date", "Response", "Open-Ended Response", "Status", "EndDate"),
        *("StartDate", "IPAddress", "IP Address", "118002", '{"ImportId":"QID1"}', "Other"),
    ]),
)  # fmt: skip


@given(
    st.lists(st.text("abcxyz_", min_size=1, max_size=9), min_size=1, max_size=5).flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.lists(
                st.lists(WORDS, min_size=len(names), max_size=len(names)), min_size=1, max_size=4
            ),
        )
    )
)
def test_a_table_with_its_own_names_never_loses_a_respondent_but_to_import_ids(table):
    names, rows = table
    head = find_header_rows([names, *rows][:LOOKED_AT])
    third = rows[1] if len(rows) > 1 else []
    if third and all(cell == '{"ImportId":"QID1"}' for cell in third):
        return
    assert (head.rows, head.note) == (1, "")
    assert head.names == names


def test_a_name_that_comes_twice_is_told_apart_below_two_header_rows(tmp_path):
    rows = [[*row, row[-1]] for row in QUALTRICS]
    survey = read_survey(written(rows, Path(tmp_path, "a.csv")))
    assert survey.names[-2:] == ("Q5_7_TEXT", "Q5_7_TEXT_2")
