from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import rows_of

from openends.domain.errors import FileProblem
from openends.files import read_survey

ROWS = [("id", "why", "town"), ("1", "good, and cheap", "Köln"), ("2", "bad; slow", "Łódź")]


@pytest.mark.parametrize(
    "delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_delimiter_is_read_in_every_unicode_encoding(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(ROWS)
    survey = read_survey(path)
    assert survey.names == ROWS[0]
    assert rows_of(survey) == [(1, *ROWS[1][1:]), (2, *ROWS[2][1:])]
    assert survey.warnings == ()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "sep=;\nid;why\n1;good, cheap\n", [(1, "good, cheap")]),
        ("a.csv", "SEP=|\r\nid|why\r\n1|good; cheap\r\n", [(1, "good; cheap")]),
        ("a.csv", 'id,why\n1,"two\nlines, one cell"\n2,"a ""quoted"" word"\n',
         [(1, "two\nlines, one cell"), (2, 'a "quoted" word')]),
        ("a.csv", "id,why\r1,old Macintosh\r2,lines\r", [(1, "old Macintosh"), (2, "lines")]),
        ("a.tsv", "id\twhy\n1\tgood, cheap; nice\n", [(1, "good, cheap; nice")]),
        ("a.csv", "id;price;why\n1;3,5;good, but dear\n2;4,0;bad\n",
         [(1, "3,5", "good, but dear"), (2, "4,0", "bad")]),
        ("a.csv", "why\ngood, cheap\nbad\n", [("good, cheap",), ("bad",)]),
        ("a.csv", "What, if anything, was bad?\nthe price\nthe staff, the queue\nnothing\nslow\n",
         [("the price",), ("the staff, the queue",), ("nothing",), ("slow",)]),
        ("a.txt", "good, cheap\n\nbad, slow\n", [("good, cheap",), (None,), ("bad, slow",)]),
        ("a.txt", "id\twhy\n1\tgood\n", [(1, "good")]),
        ("A.CSV", "id,why\n1,good\n", [(1, "good")]),
    ],
    ids=["sep line", "sep line of Windows", "line break in quotes", "Macintosh line ends", "tsv",
         "decimal commas", "one column", "one column with a comma in its header", "lines of a txt",
         "table in a txt", "ending in capitals"],
)  # fmt: skip
def test_a_table_is_read_as_it_was_meant(survey_from, name, content, expected):
    assert rows_of(survey_from(name, content)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1", "2", ""], (1, 2, None)),
        (["1", "2.5"], (1, 2.5)),
        (["007", "010"], ("007", "010")),
        (["1.50", "2"], ("1.50", "2")),
        (["+49 30 1", "2"], ("+49 30 1", "2")),
        (["-0", "1"], ("-0", "1")),
        (["12345678901234567890"], ("12345678901234567890",)),
        (["1e5", "nan"], ("1e5", "nan")),
        (["0.0000001"], ("0.0000001",)),
        (["123456789012345.1234567891"], ("123456789012345.1234567891",)),
        (["yes", " ", "no"], ("yes", None, "no")),
    ],
    ids=["whole", "mixed", "leading zeros", "trailing zero", "telephone", "minus zero", "long id",
         "not plain", "tiny", "too exact", "blank"],
)  # fmt: skip
def test_only_numbers_that_are_written_back_alike_become_numbers(survey_from, written, expected):
    content = "x,why\n" + "".join(f"{value},good\n" for value in written)
    values = survey_from("a.csv", content).columns[0].values
    assert values == expected
    assert list(map(type, values)) == list(map(type, expected))


@pytest.mark.parametrize(
    ("content", "names", "note"),
    [
        ("why,why,why_2\na,b,c\n", ("why", "why_2", "why_2_2"), "used twice were numbered: why"),
        ("id,,why,\n1,x,good,y\n", ("id", "column_2", "why", "column_4"), "2 unnamed columns"),
        ("\ufeffid, why \n1,good\n", ("id", "why"), ""),
        ('id,"why\ndid you"\n1,good\n', ("id", "why\ndid you"), ""),
        ("id,w\x1b[31mhy\n1,good\n", ("id", "w[31mhy"), ""),
    ],
    ids=["repeated", "unnamed", "mark and blanks", "two lines", "terminal escape"],
)
def test_columns_get_names_that_are_distinct(survey_from, content, names, note):
    survey = survey_from("a.csv", content)
    assert survey.names == names
    assert note in " ".join(survey.warnings)
    assert bool(note) == bool(survey.warnings)


@pytest.mark.parametrize(
    ("content", "expected", "note"),
    [
        ("id,town,why\n1,Rome,good, cheap,,\n2\n", [(1, "Rome", "good, cheap"), (2, None, None)],
         "1 row has more cells"),
        ("id,why\n1,good,\n2,bad,\n", [(1, "good"), (2, "bad")], ""),
        ('id,why\n1,"good,",\n', [(1, "good,")], ""),
        ("id,why\n\n1,good\n,\n2,bad\n,\n\n", [(1, "good"), (2, "bad")], "2 empty rows"),
        ("why\ngood\n\nbad\n\n", [("good",), (None,), ("bad",)], ""),
        ('why\ngood\n""\n', [("good",), (None,)], ""),
        ('id,why\n1,good\n2,"never closed\n3,bad\n4,slow',
         [(1, "good"), (2, '"never closed'), (3, "bad"), (4, "slow")],
         "1 quotation mark was never closed"),
    ],
    ids=["ragged", "comma at line ends", "comma in the last cell", "empty rows",
         "blank in one column", "quoted blank", "quote open to the end"],
)  # fmt: skip
def test_ragged_rows_are_mended_with_a_note(survey_from, content, expected, note):
    survey = survey_from("a.csv", content)
    assert rows_of(survey) == expected
    assert note in " ".join(survey.warnings)
    assert bool(note) == bool(survey.warnings)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"id,why\n", "no row under its header"),
        ("a.csv", b"\n\n  \n", "no row under its header"),
        ("a.csv", b'{"id": 1, "why": "good"}\n', "holds JSON"),
        ("a.csv", b"<!DOCTYPE html><table><tr><td>why", "web page"),
        ("a.csv", b"PK\x03\x04rest", "give it the ending .xlsx"),
        ("a.csv", b"%PDF-1.7", "a PDF"),
        ("a.csv", b"{\\rtf1 text", "a Word document"),
        ("a.csv", b"\x1f\x8b\x08rest", "unpack it first"),
        ("a.csv", b"\xd0\xcf\x11\xe0rest", "save it without a password as .xlsx"),
        ("a.csv", bytes(range(1, 32)) * 50, "is not a text file"),
        ("a.csv", b"id,why\n" + b"\x00" * 500, "is not a text file"),
        ("a.csv", b",".join([b"a"] * 10_001) + b"\n1\n", "split it"),
        ("a.xls", b"id,why\n1,good\n", "save it as .xlsx"),
        ("a.pdf", b"id,why\n1,good\n", "the ending '.pdf' is not known"),
        ("answers", b"id,why\n1,good\n", "it has no ending"),
    ],
    ids=["empty", "header only", "blank", "json", "html", "zip", "pdf", "rtf", "gzip", "ole",
         "controls", "nul", "too wide", "xls", "unknown ending", "no ending"],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence(survey_from, name, content, words):
    with pytest.raises(FileProblem) as caught:
        survey_from(name, content)
    message = caught.value.message
    assert words in message
    assert name in message
    assert message.endswith(".")
    assert "\n" not in message


CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r\x85\x1f"), max_size=40
).filter(lambda text: not text or text.strip())


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_any_cell_text_survives(folder, rows):
    path = folder / "any.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows(
            [("id", "why", "note"), *((f"r{at}", *row) for at, row in enumerate(rows))]
        )
    survey = read_survey(path)
    # Numbers are compared as they are written.
    got = [tuple("" if cell is None else str(cell) for cell in row[1:]) for row in rows_of(survey)]
    assert got == rows
    assert survey.names == ("id", "why", "note")
