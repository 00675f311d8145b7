"""The workbook's sheet of counts by background variables."""

from dataclasses import replace

import openpyxl
import pytest
from made_files import coded_survey, counts_of

from openends.engine.tabulate.crosstab import crosstab
from openends.files.write_coded import write_coded

ANSWERS = ["too dear"] * 40 + [""] * 10 + ["much too dear"] * 20


def written(tmp_path, values, variable="age", answers=ANSWERS):
    coded = coded_survey(answers, other=[(variable, values)])
    tables = {
        column: replace(counts, crosstabs=(crosstab(coded.questions[column], values, variable),))
        for column, counts in counts_of(coded).items()
    }
    path = tmp_path / "coded.xlsx"
    write_coded(coded, tables, path)
    return openpyxl.load_workbook(path)["Tables"]


def test_every_value_has_its_base_and_shares(tmp_path):
    sheet = written(tmp_path, ["young"] * 50 + ["old"] * 20)
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["why: by age"]
    head = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "Total")
    assert (head[3], head[5]) == ("old (A)", "young (B)")
    assert (rows["Base"][2], rows["Base"][3], rows["Base"][5]) == (60, 20, 40)
    assert (rows["Price"][1], rows["Price"][2], rows["Price"][5]) == (1, 1, 1)
    assert any("not compared" in str(name) for name in rows)


def test_a_value_that_looks_like_a_formula_is_a_text(tmp_path):
    sheet = written(tmp_path, ["=1+1"] * 50 + ["@x"] * 20, variable="=cmd|' /C calc'!A0")
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("=1+1 (") for cell in cells)


def test_without_a_variable_there_is_no_such_sheet(tmp_path):
    coded = coded_survey(ANSWERS)
    write_coded(coded, counts_of(coded), tmp_path / "coded.xlsx")
    assert "Tables" not in openpyxl.load_workbook(tmp_path / "coded.xlsx").sheetnames


@pytest.mark.parametrize("values", [["x"] * 60 + [None] * 10])
def test_people_without_a_value_are_told(tmp_path, values):
    sheet = written(tmp_path, values)
    told = [row[0] for row in sheet.iter_rows(values_only=True) if row[0]]
    assert any("10 people have no value" in str(line) for line in told)
