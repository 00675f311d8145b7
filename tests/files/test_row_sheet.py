"""Cells of a workbook are read back as what they were, whatever a respondent wrote."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from openends.domain.errors import FormatProblem
from openends.files import workbook
from openends.files.workbook import new_workbook, write_table

#: The library takes these for markup of its own.
MARKUP = ("<r></r>", "<r>broken & <x</r>", "<r><t>hi</t></r>")
TEXTS = (
    *MARKUP,
    " lead",
    "a\nb",
    "a\r\nb",
    "tab\tx",
    "=1+1",
    "_x0041_",
    "nul\x01x",
    "é贵😀",
    "\uffff",
)
NUMBERS = (True, False, 1.5, -3, 10**15, 0.1 + 0.2, 2**53)


def written(folder, header, rows, **more):
    path = folder / "table.xlsx"
    with new_workbook(path) as book:
        write_table(book, "Table", header, rows, **more)
    return path


def cells(path):
    rows = openpyxl.load_workbook(path)["Table"].iter_rows(values_only=True)
    return [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


@pytest.mark.parametrize("percent", [(), (1,)])
def test_a_text_is_a_text_and_a_number_a_number(tmp_path, percent):
    values = (*TEXTS, *NUMBERS)
    rows = [[value, at] for at, value in enumerate(values)]
    header = [MARKUP[1], "number"]
    assert cells(written(tmp_path, header, rows, percent=percent)) == [header, *rows]


def test_shares_are_shown_as_percentages(tmp_path):
    path = written(tmp_path, ["share", "people"], [[0.25, 3]], percent={0})
    first, second = openpyxl.load_workbook(path)["Table"][2]
    assert (first.value, first.number_format, second.number_format) == (0.25, "0.0%", "General")


def test_an_empty_cell_is_left_out_and_the_filter_reaches_the_last_row(tmp_path):
    path = written(tmp_path, ["a", "b"], [[None, "x"], ["", 2]])
    sheet = openpyxl.load_workbook(path)["Table"]
    assert [[cell.value for cell in row] for row in sheet] == [["a", "b"], [None, "x"], [None, 2]]
    assert (sheet.dimensions, sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:B3", "A1:B3", "A2")


def test_a_table_without_rows_has_its_header(tmp_path):
    assert cells(written(tmp_path, ["a"], [])) == [["a"]]


def test_more_rows_than_excel_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    written(tmp_path, ["a"], [[1], [2]])
    with pytest.raises(FormatProblem, match="Excel holds 2 rows, the table has more"):
        written(tmp_path, ["a"], [[1], [2], [3]])


#: Half a surrogate pair and a lone carriage return are no characters of XML.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
CELLS = st.text(LETTERS, min_size=1, max_size=8) | st.integers(-(2**53), 2**53) | st.booleans()


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_cells_are_read_back(tmp_path_factory, rows):
    path = written(tmp_path_factory.mktemp("rows"), ["a", "b"], rows)
    assert cells(path)[1:] == rows
