from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import repacked, rows_of

from openends.domain.errors import FileProblem
from openends.files import read_survey

HEADER = ["id", "why"]


def saved(path, *sheets):
    """Save a workbook of sheets given as (name, rows) pairs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([1, 2.5, 12345678901], (1, 2.5, 12345678901)),
        (["007", "010"], ("007", "010")),
        ([1, "n/a", 2.5], ("1", "n/a", "2.5")),
        (["n/a", None, "NULL"], ("n/a", None, "NULL")),
        ([True, False, None], (True, False, None)),
        ([date(2024, 1, 5), datetime(2024, 1, 6, 10, 30)], ("2024-01-05", "2024-01-06T10:30:00")),
        ([date(2024, 1, 5), "soon"], ("2024-01-05", "soon")),
        ([time(10, 30), time(9, 5, 7)], ("10:30:00", "09:05:07")),
        ([timedelta(hours=30), timedelta(hours=1)], ("1 day, 6:00:00", "1:00:00")),
        (["=1+1", "+49 30", "-"], (None, "+49 30", "-")),
        (["  ", "two\nlines", " kept "], (None, "two\nlines", " kept ")),
        (["😀👍🏽", "ﬁn"], ("😀👍🏽", "ﬁn")),
    ],
    ids=["numbers", "ids with zeros", "numbers and text", "words for nothing", "truth", "dates",
         "dates and text", "times", "durations", "formula without value", "blanks", "emoji"],
)  # fmt: skip
def test_cells_keep_their_kind(tmp_path, cells, expected):
    rows = [["x", "why"], *([cell, "good"] for cell in cells)]
    survey = read_survey(saved(tmp_path / "a.xlsx", ("Data", rows)))
    values = survey.columns[0].values
    assert values == expected
    assert list(map(type, values)) == list(map(type, expected))
    assert survey.warnings == ()


def test_a_column_of_kinds_that_do_not_mix_becomes_text(tmp_path):
    rows = [
        ["t", "n", "why"],
        [time(10, 30), 1, "good"],
        [timedelta(hours=30), 2, "bad"],
        ["x", 3, "ok"],
    ]
    survey = read_survey(saved(tmp_path / "a.xlsx", ("Data", rows)))
    assert survey.columns[0].values[0] == "10:30:00"
    assert survey.columns[1].values == (1, 2, 3)


@pytest.mark.parametrize(
    ("sheets", "expected", "note"),
    [
        ([("A", [HEADER, [1, "good"]])], [(1, "good")], ""),
        ([("Cover", [["Survey 2024"]]), ("Data", [HEADER, [1, "good"]])], [(1, "good")],
         "Only the sheet 'Data' was read; the others (Cover) were not."),
        ([("Empty", []), ("Data", [HEADER, [1, "good"]]), ("More", [["x"], ["y"]])], [(1, "good")],
         "Only the sheet 'Data' was read; the others (Empty, More) were not."),
        ([("A", [[], [], HEADER, [1, "good"]])], [(1, "good")], ""),
        ([("A", [[None, *HEADER], [None, 1, "good"]])], [(1, "good")], ""),
        ([("A", [[*HEADER, None, ""], [1, "good", None, None]])], [(1, "good")], ""),
        ([("A", [HEADER, [1, "good"], [], [None, " "], [2, "bad"], [], []])],
         [(1, "good"), (2, "bad")], "2 empty rows were left out."),
    ],
    ids=["one sheet", "cover", "empty sheet first", "rows above", "empty left column",
         "empty right columns", "empty rows"],
)  # fmt: skip
def test_the_first_table_of_the_workbook_is_read(tmp_path, sheets, expected, note):
    survey = read_survey(saved(tmp_path / "a.xlsx", *sheets))
    assert rows_of(survey) == expected
    assert note in " ".join(survey.warnings)
    assert bool(note) == bool(survey.warnings)


def test_a_hidden_sheet_is_not_taken_for_the_data(tmp_path):
    book = openpyxl.load_workbook(
        saved(
            tmp_path / "a.xlsx", ("Meta", [["k", "v"], ["a", 1]]), ("Data", [HEADER, [1, "good"]])
        )
    )
    book["Meta"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert rows_of(read_survey(tmp_path / "a.xlsx")) == [(1, "good")]


@pytest.fixture
def busy_workbook(tmp_path):
    """A workbook with a sheet of charts, merged cells, a formula and an empty column."""
    path = tmp_path / "busy.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "bar"})
        book.add_chartsheet("Chart").set_chart(chart)
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["id", "why", "sum", "blank", "last"])
        sheet.write_row(1, 0, [1, "good"])
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write(1, 4, "x")
        sheet.merge_range("A3:B3", "both", None)
        chart.add_series({"values": "=Data!$A$2:$A$2"})
    return path


def test_charts_merged_cells_and_formulas_with_values_are_read(busy_workbook):
    survey = read_survey(busy_workbook)
    assert rows_of(survey) == [("1", "good", 2, None, "x"), ("both", None, None, None, None)]
    assert survey.warnings == ("Only the sheet 'Data' was read; the others (Chart) were not.",)


def test_what_the_reader_mutters_is_kept_from_users(busy_workbook):
    code = "import pathlib, sys; from openends.files import read_survey\n"
    code += "print(len(read_survey(pathlib.Path(sys.argv[1]))))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(busy_workbook)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("2\n", "")


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "B7:C9"])
def test_what_a_sheet_says_of_its_dimension_counts_for_nothing(tmp_path, dimension):
    path = saved(tmp_path / "a.xlsx", ("Data", [HEADER, [1, "good"], [2, "bad"]]))
    name = "xl/worksheets/sheet1.xml"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>'
        '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>why</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>good</v></c></row>'
        "</sheetData></worksheet>"
    )
    forged = repacked(path, tmp_path / "b.xlsx", {name: sheet.encode()})
    assert rows_of(read_survey(forged)) == [(1, "good")]


def test_an_export_in_which_cells_do_not_say_where_they_are_is_read(tmp_path):
    path = saved(tmp_path / "a.xlsx", ("Data", [HEADER]))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row><c t="str"><v>id</v></c><c t="str"><v>why</v></c></row>'
        '<row><c><v>1</v></c><c t="str"><v>good</v></c></row></sheetData></worksheet>'
    )
    bare = repacked(path, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert rows_of(read_survey(bare)) == [(1, "good")]


@pytest.mark.parametrize(
    "sheets",
    [[("A", [])], [("A", [HEADER])], [("A", [[], [" "]])]],
    ids=["none", "header", "blank"],
)
def test_a_workbook_without_rows_is_refused(tmp_path, sheets):
    with pytest.raises(FileProblem, match=r"^a\.xlsx has no row under its header; add"):
        read_survey(saved(tmp_path / "a.xlsx", *sheets))


CELLS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\n\r\t_x0D",
    ),
    max_size=30,
).filter(lambda text: not text or text.strip())


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(CELLS, min_size=1, max_size=6))
def test_any_cell_text_survives(folder, texts):
    path = folder / "any.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(["why", *texts]):
            sheet.write_string(row, 0, f"r{row}")
            sheet.write_string(row, 1, text)
    values = read_survey(path).columns[-1].values
    assert [value or "" for value in values] == texts
