from __future__ import annotations

import csv
import json
import zipfile

import openpyxl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import coded_survey, counts_of
from openpyxl.utils.escape import unescape

from openends.domain.errors import ColumnProblem, OutputError
from openends.files.read_survey import read_survey
from openends.files.workbook import LONGEST_TEXT, fitting
from openends.files.write_coded import files_of, write_coded
from openends.files.write_report import write_report

FORMULAS = ("=1+1", "+49 30 1", "-5 degrees", "@SUM(A1)", "=cmd|'/C calc'!A0", "\t=1", "＝1")
SHEETS = ["Summary", "Coded", "Mentions", "Codebook", "Review", "About"]


def read_csv(path):
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def written(coded, path):
    write_coded(coded, counts_of(coded), path)
    return path


def test_a_statistics_program_gets_the_columns_and_a_variable_per_mention(tmp_path):
    coded = coded_survey(["too dear", None], other=[("town", ("Köln", None))])
    values, meta = pyreadstat.read_sav(
        written(coded, tmp_path / "a.sav"), output_format="dict", user_missing=True
    )
    assert list(values) == ["id", "why", "town", "why_1", "why_1_sentiment", "why_1_confidence"]
    assert values["why_1"] == [1, 99]
    assert meta.variable_value_labels["why_1"][1] == "Price"
    described = written(coded, tmp_path / "b.sss")
    assert read_survey(described).column("why_1").values == ("Price", "No answer")
    assert files_of(described) == (described, tmp_path / "b.csv")


def test_every_column_is_passed_through_beside_the_codes(tmp_path):
    other = [("town", ("Köln", None)), ("score", (1.5, 2)), ("flag", (True, None))]
    coded = coded_survey(["too dear", None], other=other)
    header, *rows = read_csv(written(coded, tmp_path / "a.csv"))
    assert header == [
        "id", "why", "town", "score", "flag", "why: status", "why: codes", "why: numbers",
        "why: sentiment", "why: confidence", "why: needs_review", "why: review_reason",
        "why: Price (1)", "why: Staff (2)",
    ]  # fmt: skip
    assert rows == [
        ["1", "too dear", "Köln", "1.5", "True", "coded", "Price", "1", "negative", "0.9", "yes",
         "a test", "1", "0"],
        ["2", "", "", "2", "", "no_answer", "", "", "", "", "no", "", "", ""],
    ]  # fmt: skip
    book = openpyxl.load_workbook(written(coded, tmp_path / "a.xlsx"))
    assert book.sheetnames == SHEETS
    sheet = list(book["Coded"].iter_rows(values_only=True))
    assert list(sheet[0]) == header
    assert sheet[1] == (1, "too dear", "Köln", 1.5, True, "coded", "Price", "1", "negative", 0.9,
                        "yes", "a test", 1, 0)  # fmt: skip
    content = json.loads(written(coded, tmp_path / "a.json").read_bytes())
    assert content["other_columns"] == {
        "id": [1, 2], "town": ["Köln", None], "score": [1.5, 2], "flag": [True, None]
    }  # fmt: skip
    assert [item["text"] for item in content["questions"][0]["responses"]] == ["too dear", ""]


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_like_text_stays_text_in_every_output(tmp_path, formula):
    coded = coded_survey(
        [formula], other=[(formula, [formula])], column=f"{formula} ?", question=formula
    )
    for row in read_csv(written(coded, tmp_path / "a.csv")):
        assert not [cell for cell in row if cell.startswith(tuple("=+-@\t＝"))]
    path = written(coded, tmp_path / "a.xlsx")
    for sheet in openpyxl.load_workbook(path):
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "b"}
    with zipfile.ZipFile(path) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    # Its references are those of the two series only.
    assert chart.count("<c:f>") == 2
    assert "<c:f>Summary!" in chart


@pytest.mark.parametrize("title", ["=Summary!$A$1", "Wow!A1", "=cmd|'x'!A0", "Is it good!B2?"])
def test_a_question_never_becomes_a_reference_of_the_chart(tmp_path, title):
    path = written(coded_survey(["too dear"], question=title), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:f>") == 2


@pytest.mark.parametrize(
    ("text", "length"),
    [("a" * LONGEST_TEXT, LONGEST_TEXT), ("a" * 2_000_000, LONGEST_TEXT), ("😀" * 30_000, 16_384)],
    ids=["just fits", "two million letters", "emoji count as two"],
)
def test_a_text_too_long_for_excel_is_cut_and_the_workbook_says_so(tmp_path, text, length):
    coded = coded_survey(["too dear"], other=[("story", [text])])
    book = openpyxl.load_workbook(written(coded, tmp_path / "a.xlsx"))
    value = book["Coded"]["C2"].value
    assert len(value) == length
    assert len(value.encode("utf-16-le")) <= 2 * LONGEST_TEXT
    notes = [row[1] for row in book["About"].iter_rows(values_only=True) if row[0] == "note"]
    said = "1 text was too long for Excel and cut; the .csv and .json results hold all."
    assert (said in notes) == (value != text)
    assert read_csv(written(coded, tmp_path / "a.csv"))[1][2] == text


@settings(max_examples=200)
@given(text=st.text(min_size=0, max_size=50), times=st.integers(1, 2_000))
def test_a_fitting_text_is_the_text_or_its_beginning(text, times):
    text *= times
    fits = fitting(text)
    assert fits == text or text.startswith(fits[:-1])
    assert len(fits.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_TEXT


TEXTS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff"), max_size=20
)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_survives_in_json_csv_and_excel(folder, texts):
    coded = coded_survey(["too dear"] * len(texts), other=[("note", texts)])
    content = json.loads(written(coded, folder / "a.json").read_bytes())
    assert content["other_columns"]["note"] == texts
    cells = [row[2] for row in read_csv(written(coded, folder / "a.csv"))[1:]]
    plain = [text for text in texts if not set(text) & set("=+-@;\t\r\n'＝＋－＠")]
    assert [cell for cell in cells if cell in plain] == plain
    sheet = openpyxl.load_workbook(written(coded, folder / "a.xlsx"))["Coded"]
    read = [unescape(sheet.cell(row, 3).value or "") for row in range(2, len(texts) + 2)]
    assert read == texts


def test_a_survey_that_was_coded_before_is_refused_and_nothing_is_left(tmp_path):
    coded = coded_survey(["too dear"], other=[("why: status", ["coded"])])
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(ColumnProblem, match="already has a column 'why: status'"):
            written(coded, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.xls"])
def test_an_unknown_ending_is_refused(tmp_path, name):
    with pytest.raises(OutputError) as caught:
        written(coded_survey(["too dear"]), tmp_path / name)
    said = f"Cannot write {name}: use the ending .xlsx, .csv, .json, .sav or .sss."
    assert caught.value.message == said


def test_the_report_shows_markup_as_text(tmp_path):
    attack = "<script>alert(1)</script> ' onload=x {{ 7 * 7 }}"
    coded = coded_survey([attack], column="<b>why</b>", question='"><img src=x>', warnings=[attack])
    write_report(coded, counts_of(coded), tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<b>why</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page


def test_a_report_needs_the_ending_of_a_page(tmp_path):
    coded = coded_survey(["too dear"])
    with pytest.raises(OutputError, match=r"Cannot write the report a\.txt: use the ending \.html"):
        write_report(coded, counts_of(coded), tmp_path / "a.txt")
