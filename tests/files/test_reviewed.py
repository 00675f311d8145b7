"""What a person decided is read from the workbook that was written, or from a table."""

import openpyxl
import pytest

import openends
from openends.domain.codebook import Code, Codebook
from openends.domain.errors import FileProblem
from openends.files.read_reviewed import read_reviewed

BOOK = Codebook(codes=(Code(name="Price", number=1), Code(name="Noise", number=2)))


@pytest.fixture
def table(tmp_path):
    def write(text, name="reviewed.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def decided(path, column="why", codebook=BOOK):
    return {item.text: list(item.codes) for item in read_reviewed(path).of(column, codebook)}


def test_a_table_of_texts_and_codes_is_a_file_of_decisions(table):
    path = table("text,codes\ncheap,Price\nloud and dear,Noise; Price\nno idea,\n")
    assert decided(path) == {"cheap": ["Price"], "loud and dear": ["Noise", "Price"], "no idea": []}


def test_where_rows_can_be_checked_only_checked_ones_count(table):
    path = table("text,codes,checked\ncheap,Price,x\nloud,Price,\nquiet,Noise,yes\n")
    assert decided(path) == {"cheap": ["Price"], "quiet": ["Noise"]}


def test_decisions_belong_to_the_column_that_they_name(table):
    path = table("column,text,codes\nwhy,cheap,Price\nimprove,cheap,Noise\n,loud,Noise\n")
    assert decided(path, "why") == {"cheap": ["Price"], "loud": ["Noise"]}
    assert decided(path, "improve") == {"cheap": ["Noise"], "loud": ["Noise"]}


def test_the_sheet_review_is_read_again_after_a_person_checked_it(tmp_path):
    result = openends.code(["the price", "loud"], codebook=BOOK)
    path = tmp_path / "coded.xlsx"
    result.save(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    header = [cell.value for cell in sheet[1]]
    waiting = [row[header.index("text")].value for row in sheet.iter_rows(min_row=2)]
    assert sorted(waiting) == ["loud", "the price"]
    sheet.cell(2, header.index("codes") + 1, "Noise; Price")
    sheet.cell(2, header.index("checked") + 1, "x")
    book.save(path)
    found = read_reviewed(path)
    assert [item.text for _, item in found.rows] == waiting[:1]
    assert found.rows[0][1].codes == ("Noise", "Price")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("answer,codes\nx,Price\n", "has no column 'text'; it has answer, codes"),
        ("text,code\nx,Price\n", "has no column 'codes'; it has text, code"),
        ("text,codes,checked\nx,Price,\n", "holds no decision; put an x into the column 'checked'"),
    ],
)
def test_a_file_that_holds_no_decisions_is_refused(table, text, sentence):
    with pytest.raises(FileProblem) as refused:
        read_reviewed(table(text))
    assert sentence in refused.value.message


def test_a_code_that_the_codebook_lacks_is_refused_with_its_answer(table):
    with pytest.raises(FileProblem) as refused:
        decided(table("text,codes\ntoo cheap,Cost\n"))
    assert "gives the answer 'too cheap' the code 'Cost', which the codebook lacks" in (
        refused.value.message
    )
