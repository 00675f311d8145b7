"""Coded files are read in every layout in which codes come, and damage is named."""

import json

import openpyxl
import pytest

from openends.domain.errors import CodebookProblem, ColumnProblem, FileProblem
from openends.services.coder_file import read_coder_file, same_spelling

CODED = (
    "id,why,why: status,why: codes,why: numbers,why: confidence,why: Price (1),why: Cut; size (2)\n"
    "1,cheap,coded,Price,1,0.9,1,0\n"
    "2,both,coded,Price; Cut; size,1; 2,0.4,1,1\n"
    "3,hm,other,,,,0,0\n"
    "4,,no_answer,,,,,\n"
)


@pytest.fixture
def read(tmp_path):
    def write_and_read(content, name="coder.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_coder_file(path, **options)

    return write_and_read


def given(file):
    return {identity: set(row.codes) for identity, row in file.responses.items()}


def test_a_coded_table_gives_the_codes_of_its_columns_though_a_name_holds_a_semicolon(read):
    file = read(CODED)
    assert given(file) == {"1": {"Price"}, "2": {"Price", "Cut; size"}, "3": set(), "4": set()}
    assert file.codes == ("Price", "Cut; size")
    assert [row.answered for row in file.responses.values()] == [True, True, True, False]
    assert [row.confidence for row in file.responses.values()] == [0.9, 0.4, None, None]
    assert file.responses["1"].text == "cheap"


def test_names_that_contradict_the_columns_are_refused(read):
    with pytest.raises(FileProblem, match=r"Response 1 of coder\.csv has other names"):
        read(CODED.replace("coded,Price,1", "coded,Staff,1"))


def test_of_several_coded_questions_one_has_to_be_named(read):
    text = "id,a: codes,b: codes\n1,Price,Staff\n"
    with pytest.raises(ColumnProblem, match="codes of 2 questions: a, b; choose one with --text"):
        read(text)
    assert given(read(text, question="B")) == {"1": {"Staff"}}
    with pytest.raises(ColumnProblem, match="no coded column 'c'"):
        read(text, question="c")


def test_a_plain_table_has_names_between_semicolons_or_a_list(read):
    file = read('id,text,codes\n1,a,Price; Staff\n2,b,"[""Price"", ""Cut; size""]"\n3,c,\n4,,\n')
    assert given(file) == {
        "1": {"Price", "Staff"}, "2": {"Price", "Cut; size"}, "3": set(), "4": set(),
    }  # fmt: skip
    assert not file.responses["4"].answered


def test_json_lines_as_evaluate_reads_them_are_read(read):
    lines = [{"id": 7, "text": "a", "codes": ["N", "P"]}, {"id": 8, "text": "b", "codes": []}]
    names = {"N": "Noise", "P": "Price"}
    file = read("\n".join(map(json.dumps, lines)), "coder.jsonl", names=names)
    assert given(file) == {"7": {"Noise", "Price"}, "8": set()}


def test_a_code_that_the_codebook_lacks_is_named(read):
    with pytest.raises(CodebookProblem, match=r"Response 1 of coder\.csv has the code 'X'"):
        read("id,codes\n1,X\n", names={"1": "Price"})


def test_numbers_become_names_by_the_codebook(read):
    assert given(read("id,codes\n1,1\n2,2\n", names={"1": "Price", "2": "Staff"})) == {
        "1": {"Price"}, "2": {"Staff"},
    }  # fmt: skip


def test_of_a_workbook_the_sheet_with_the_coding_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["code", "people"])
    book.active.append(["Price", 1])
    sheet = book.create_sheet("Coded")
    sheet.append(["id", "why", "why: codes", "why: Price (1)"])
    sheet.append([1, "cheap", "Price", 1])
    book.save(tmp_path / "coded.xlsx")
    file = read_coder_file(tmp_path / "coded.xlsx")
    assert given(file) == {"1": {"Price"}}
    assert file.warnings == ()


def test_guards_against_formulas_are_taken_away(read):
    file = read("id,codes\n'=1,'=SUM(A1); '@x\n")
    assert given(file) == {"=1": {"=SUM(A1)", "@x"}}


def test_other_encodings_are_read(read):
    file = read("id;codes\n1;Größe\n2;Café\n3;Größe\n".encode("cp1252"))
    assert given(file) == {"1": {"Größe"}, "2": {"Café"}, "3": {"Größe"}}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("id,codes\n1,A\n1,B\n2,A\n", "c.csv", "has the id 1 more than once"),
        ("id,codes\n1,A\n1,B\n2,A\n2,A\n", "c.csv", "has the ids 1, 2 more than once"),
        ("id,codes\n1,A\n,B\n", "c.csv", "Row 2 of c.csv has no id"),
        ("person,codes\n1,A\n", "c.csv", "no column with ids"),
        ("id,text\n1,A\n", "c.csv", "has no codes"),
        ("id,codes\n", "c.csv", "no row under its header"),
        ("", "c.csv", "is empty"),
        ('{"id": "1", "codes": [["A"]]}', "c.jsonl", "no list of names"),
        ("[]", "c.json", "is no result of openends code --out"),
        ('{"questions": [{"column": "a", "responses": 3}]}', "c.json", "is no result"),
        ("{", "c.json", "is no result"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(read, content, name, said):
    with pytest.raises((FileProblem, ColumnProblem), match=said):
        read(content, name)


def test_thousands_of_codes_are_no_codebook(read):
    rows = "".join(f"{number},code {number}\n" for number in range(5_001))
    with pytest.raises(FileProblem, match=r"gives 5,001 codes; at most 5,000"):
        read(f"id,codes\n{rows}")


def test_capitals_and_blanks_make_no_other_code():
    assert same_spelling(["Too loud", "too  LOUD", "Price"]) == {
        "Too loud": "Too loud", "too  LOUD": "Too loud", "Price": "Price",
    }  # fmt: skip
